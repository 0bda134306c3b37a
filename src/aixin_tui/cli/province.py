"""`aixin province`: which provinces there are, what is wrong with one, and trying its cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, problem_data, problem_text, say
from aixin_tui.domain.problem import Problem

command = click.Group(name="province", help=t("province.help"), no_args_is_help=True)

#: So many problems of one code in one file are written out; a table of divisions taken over has one in every line.
_SHOWN = 10


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Write problems as lines, of many alike in a file the first few and how many more there are."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.place.file, problem.code), []).append(problem)
    for (file, code), group in alike.items():
        yield from map(problem_text, group[:_SHOWN])
        if len(group) > _SHOWN:
            yield t("province.more_alike", file=file, code=code, count=len(group) - _SHOWN)


@command.command("list", help=t("province.list"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def list_provinces(ctx: click.Context, as_json: bool) -> None:
    """List every province found; a broken one with its problems."""
    from aixin_tui.bootstrap import registry_for

    rows = registry_for(ctx.find_root().obj.get("workspace")).rows()
    if as_json:
        for row in rows:
            print_json({"key": row.key, "name": row.name, "folder": row.path.name, "usable": row.is_usable,
                        "problems": [{**problem_data(p), "where": str(p.place)} for p in row.problems]})
        return
    print_table((t("province.key"), t("col.name"), t("col.state")),
                [(row.key, row.name, t("province.usable" if row.is_usable else "province.broken")) for row in rows])
    for row in rows:
        for line in problem_lines(row.problems):
            say(line)


@command.command("check", help=t("province.check"))
@click.argument("key", metavar=t("province.key_name"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def check(ctx: click.Context, key: str, as_json: bool) -> None:
    """Check a province's files and run its officials' cases; 1 if anything is wrong."""
    from aixin_tui.bootstrap import check_province

    found = check_province(key, ctx.find_root().obj.get("workspace"))
    if as_json:
        for problem in found.problems:
            print_json({**problem_data(problem), "where": str(problem.place)})
    else:
        for line in problem_lines(found.problems):
            click.echo(line)
    say(t("province.checked", key=key, cases=found.cases, count=len(found.problems)))
    if any(problem.stops for problem in found.problems):
        ctx.exit(REFUSED)


@command.command("trust", help=t("province.trust"))
@click.argument("key", metavar=t("province.key_name"))
@click.pass_context
def trust(ctx: click.Context, key: str) -> None:
    """Let a folder's `plugin.py` run for this user, as it stands now; a later change asks again."""
    from aixin_tui.bootstrap import trust_province

    say(t("province.trusted", key=key, digest=trust_province(key, ctx.find_root().obj.get("workspace"))[:12]))
