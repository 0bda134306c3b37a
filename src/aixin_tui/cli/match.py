"""`aixin match`: proposals for a division, why, and what becomes of each. Neutral files: `match_files`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from aixin_tui.cli.call import Call, lang, reads, writes
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.match_files import solve, verify
from aixin_tui.cli.match_output import print_run, proposal_lines
from aixin_tui.cli.output import print_json, print_table, problem_data, say, say_problems
from aixin_tui.texts import label

command = click.Group(name="match", help=t("match.help"), no_args_is_help=True)
command.add_command(solve)
command.add_command(verify)


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


@command.command("run", help=_m("run_help"))
@click.argument("division", default="", metavar="[CODE]")
@click.option("--seed", type=int, default=0, help=_m("seed_help"))
@click.option("--dry-run", is_flag=True, help=_m("dry_run_help"))
@writes
def run(call: Call, division: str, seed: int, dry_run: bool) -> None:
    """Propose a pair for every waiting child of a division."""
    from aixin_tui.services.matching import RunMatch, run_match

    print_run(call, run_match(call.desk, call.who, RunMatch(division, seed, dry_run)))


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


@command.command("gaps", help=label("life.gaps_help", lang()))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@reads
def gaps(call: Call, scope: str) -> None:
    """List the villages with children without a pair, and how many places are free near them."""
    from dataclasses import asdict

    from aixin_tui.cli.working import life
    from aixin_tui.services.gaps import village_gaps

    found = village_gaps(call.desk, call.who, scope)
    if call.as_json:
        for gap in found:
            print_json(asdict(gap))
        return
    if found:
        titles = (t("col.place"), life("unpaired"), life("waiting"), life("free_in_village"), life("free_in_town"),
                  life("free_in_county"))
        print_table(titles, [(gap.place, str(len(gap.children)), str(gap.waiting), str(gap.free_in_village),
                              str(gap.free_in_town), str(gap.free_in_county)) for gap in found])
    say(life("gaps", villages=len(found), children=sum(len(gap.children) for gap in found)))


@command.command("explain", help=_m("explain_help"))
@click.argument("child", metavar=t("child_name"))
@reads
def explain(call: Call, child: str) -> None:
    """Say why a child has its offer, or nobody."""
    from aixin_tui.services.matching import explain_child

    found = explain_child(call.desk, call.who, call.one_id("child", child))
    if found is None:
        say(t("not_found", id=child))
        call.ctx.exit(REFUSED)
    if call.as_json:
        print_json({
            "child": found.child, "name": found.child_name, "state": found.state_label, "proposal": found.offer,
            "loving_mother": found.loving_mother, "mother_name": found.mother_name,
            "reasons": [one.text(lang()) for one in found.reasons],
            "remedy": found.remedy.text(lang()) if found.remedy else "",
        })
        return
    click.echo(f"{found.child_name}　{found.state_label}　{found.mother_name}".rstrip())
    for one in found.reasons:
        click.echo(f"  {one.text(lang())}")
    if found.remedy:
        click.echo(f"  → {found.remedy.text(lang())}")


@command.command("accept", help=_m("accept_help"))
@click.argument("proposal", default="", metavar="[ID]")
@click.option("--all", "all_of", is_flag=True, help=_m("accept_all_help"))
@click.option("--run", "run_id", default="", help=_m("run_id_help"))
@click.option("--from", "started_on", default="", metavar=t("day"), help=_m("started_help"))
@writes
def accept(call: Call, proposal: str, all_of: bool, run_id: str, started_on: str) -> None:
    """Accept one offer, or all of a run."""
    from aixin_tui.services.matching import Accept, AcceptAll
    from aixin_tui.services.matching import accept as accept_one
    from aixin_tui.services.matching import accept_all as accept_every

    if not all_of:
        if not proposal:
            raise click.UsageError(_m("proposal_help"), call.ctx)
        call.finish(accept_one(call.desk, call.who, Accept(_offer(call, proposal), started_on)), said="pair.added")
        return
    done = accept_every(call.desk, call.who, AcceptAll(run_id, started_on))
    if call.as_json:
        for key, result in done.results:
            print_json({"proposal": key, **call.answer(result)})
        print_json({"summary": True, "pairs": done.count, "offers": len(done.results),
                    "problems": [problem_data(problem) for problem in done.problems]})
        call.stop(refused=done.count < len(done.results) or bool(done.problems and not done.results))
        return
    stopped = say_problems(done.problems)
    say(_m("accepted", count=done.count))
    call.stop(refused=stopped or done.count < len(done.results))


@command.command("decline", help=_m("decline_help"))
@click.argument("proposal", metavar="ID")
@click.option("--by", type=click.Choice(["mother", "guardian", "child"]), required=True, help=_m("declined_by_help"))
@click.option("--reason", required=True, help=_m("reason_help"))
@writes
def decline(call: Call, proposal: str, by: str, reason: str) -> None:
    """Record that an offer came to nothing."""
    from aixin_tui.services.matching import Decline
    from aixin_tui.services.matching import decline as decline_one

    choices = call.desk.province.choices.get("decline_reasons")
    key = next((c.key for c in choices.choices if reason in (c.key, c.label)), reason) if choices else reason
    proposal = _offer(call, proposal)
    result = decline_one(call.desk, call.who, Decline(proposal, by, key))
    if result.done and not call.as_json:
        offer = call.desk.store.get("match_proposal", proposal)
        child = call.desk.store.get("child", offer.text("child")) if offer else None
        say(_m("declined", name=child.text("name") if child else ""))
    call.finish(result)


def _offer(call: Call, text: str) -> str:
    """Find the offer that an id stands for, or the one open offer of the child that is named.

    Raises:
        click.UsageError: no child, or more than one, is called so, or she has not just one open offer.
    """
    if call.names.get("match_proposal", text) is not None:
        return text
    child = call.one_id("child", text)
    linked = call.names.linked("match_proposal", "child", child)
    found = [offer.id for offer in linked if offer.text("state") == "offered"]
    if len(found) != 1:
        raise click.UsageError(_m("many_offers" if found else "no_offer", name=text, count=len(found)), call.ctx)
    return found[0]
