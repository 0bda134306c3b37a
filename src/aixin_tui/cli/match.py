"""`aixin match`: proposals for a division, and why. What becomes of each: `match_deciding`; files: `match_files`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from aixin_tui.cli.call import Call, lang, reads, writes
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.match_crew import crew_of, crew_options
from aixin_tui.cli.match_deciding import DECIDING, offer_id
from aixin_tui.cli.match_files import solve, taken_names, verify, write_documents
from aixin_tui.cli.match_looking import compare, gaps
from aixin_tui.cli.match_output import explained_data, print_run, proposal_lines, why_not_data
from aixin_tui.cli.output import print_json, say, say_problems
from aixin_tui.texts import label

command = click.Group(name="match", help=t("match.help"), no_args_is_help=True)
for _part in (*DECIDING, compare, gaps, solve, verify):
    command.add_command(_part)


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


@command.command("run", help=_m("run_help"))
@click.argument("division", default="", metavar="[CODE]")
@click.option("--seed", type=int, default=0, help=_m("seed_help"))
@click.option("--fix", "fix", multiple=True, metavar="ID", help=_m("fix_help"))
@click.option("--dry-run", is_flag=True, help=_m("dry_run_help"))
@click.option("--export", "export", default="", metavar=t("file_name"), help=_m("export_help"))
@click.option("--overwrite", is_flag=True, help=_m("overwrite_help"))
@crew_options
@writes
def run(
    call: Call, division: str, seed: int, fix: tuple[str, ...], dry_run: bool, export: str, overwrite: bool,
    workers: int | None, cluster: str,
) -> None:
    """Propose a pair for every waiting child of a division."""
    from aixin_tui.services.matching import RunMatch, run_match

    offers = tuple(offer_id(call, text) for text in fix)
    if export and not overwrite and say_problems(taken_names(export)):
        call.ctx.exit(REFUSED)  # before anything is written
    asked = RunMatch(division, seed, dry_run, fix=offers, export=bool(export))
    with crew_of(call.ctx, workers, cluster) as crew:
        found = run_match(call.desk, call.who, asked, crew)
    written = write_documents(call, export, found, overwrite=overwrite) if export else True
    print_run(call, found, refused=not written)


@command.command("show", help=_m("show_help"))
@click.argument("run_id", default="", metavar="[RUN]")
@click.option("--proposals", is_flag=True, help=_m("proposals_help"))
@reads
def show(call: Call, run_id: str, proposals: bool) -> None:
    """Show a run and what became of its offers."""
    from aixin_tui.services.matching import show_run

    found = show_run(call.desk, call.who, run_id)
    if proposals and call.as_json:
        for row in proposal_lines(found):
            print_json(row)
        return
    print_run(call, replace(found, unmatched=(), said=()) if proposals else found)


@command.command("explain", help=_m("explain_help"))
@click.argument("child", metavar=t("child_name"))
@click.option("--why-not", "mother", default="", metavar=_m("col_mother"), help=_m("why_not_help"))
@reads
def explain(call: Call, child: str, mother: str) -> None:
    """Say why a child has its offer, or nobody, or not a certain mother."""
    from aixin_tui.services.matching import explain_child

    key = call.one_id("child", child)
    if mother:
        _print_why_not(call, key, mother)
        return
    found = explain_child(call.desk, call.who, key)
    if found is None:
        say(t("not_found", id=child))
        call.ctx.exit(REFUSED)
    if call.as_json:
        print_json(explained_data(found))
        return
    click.echo(f"{found.child_name}　{found.state_label}　{found.mother_name}".rstrip())
    for one in found.reasons:
        click.echo(f"  {one.text(lang())}")
    if found.remedy:
        click.echo(f"  → {found.remedy.text(lang())}")


def _print_why_not(call: Call, child: str, mother: str) -> None:
    from aixin_tui.services.matching import why_not

    found = why_not(call.desk, call.who, child, call.one_id("loving_mother", mother))
    if found is None:
        say(_m("unknown_mother"))
        call.ctx.exit(REFUSED)
    if call.as_json:
        print_json(why_not_data(found))
        return
    click.echo(f"{found.child_name}　{_m('why_not_title', name=found.mother_name)}")
    for one in found.said:
        click.echo(f"  {one.text(lang())}")
    for one in found.remedies:
        click.echo(f"  → {one.text(lang())}")
