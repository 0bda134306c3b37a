"""`aixin care`: what is due, what was missed, a month's grid, and a page of calls ticked."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from aixin_tui.cli.call import YEARS, Call, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from aixin_tui.services.due import DueGroup, DueLine

command = click.Group(name="care", help=t("care.help"), no_args_is_help=True)


def _print_lines(call: Call, lines: list[DueLine]) -> None:
    if call.as_json:
        for line in lines:
            print_json(asdict(line))
        return
    print_table((t("care.duty"), t("col.child"), t("col.mother"), t("col.place"), t("care.until")),
                [(line.label, line.child_name, line.mother_name, line.place, line.slot_to) for line in lines])
    say(t("records.shown", count=len(lines)))


@command.command("due", help=t("care.due"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@click.option("--duty", default="", help=t("care.only"))
@reads
def due(call: Call, scope: str, duty: str) -> None:
    """List what is due today. Exit 0 whatever is found."""
    _print_lines(call, [line for group in _groups(call, scope, duty) for line in group.due])


@command.command("missed", help=t("care.missed"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@click.option("--duty", default="", help=t("care.only"))
@reads
def missed(call: Call, scope: str, duty: str) -> None:
    """List what was missed. Exit 0 whatever is found."""
    _print_lines(call, [line for group in _groups(call, scope, duty) for line in group.missed])


def _groups(call: Call, scope: str, duty: str) -> tuple[DueGroup, ...]:
    """Judge the duties of a division, or the one of a key or name; of a large workspace it is told how far it is."""
    from aixin_tui.services.due import due_board

    duties = call.desk.province.checklist.duties
    wanted = tuple(key for key in duties
                   if duty in ("", key) or any(duty == version.label for version in duties.versions(key)))
    if not wanted:
        return ()

    def told(done: int, count: int) -> None:
        if done == count or not done % 5:
            say(t("care.judged", done=done, count=count))

    board = due_board(call.desk, call.who, scope, duties=wanted if duty else (), progress=told)
    return tuple(group for group in board.groups if duty in ("", group.duty, group.label))


@command.command("grid", help=t("care.grid"))
@click.argument("month", default="", metavar=t("month_name"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@reads
def grid(call: Call, month: str, scope: str) -> None:
    """Print a month: pairs down, duties across."""
    from aixin_tui.engine.periods import parse_period
    from aixin_tui.services.due import care_grid

    try:
        known = not month or parse_period(month).first.year in YEARS
    except ValueError:
        known = False
    if not known:
        raise click.UsageError(t("care.no_month", value=month), call.ctx)
    laid = care_grid(call.desk, call.who, month, scope)
    if call.as_json:
        for row in laid.rows:
            print_json({"month": laid.month, **asdict(row)})
        return
    print_table((t("col.number"), t("col.child"), t("col.mother"), *(label for _, label in laid.duties)),
                [(r.number, r.child_name, r.mother_name, *(t(f"care.mark_{c.status}") for c in r.cells))
                 for r in laid.rows])
    say(t("records.shown", count=len(laid.rows)))


@command.command("tick", help=t("care.tick"))
@click.argument("month", metavar=t("month_name"))
@click.argument("ticks", nargs=-1, required=True, metavar=t("care.ticks_name"))
@click.option("--channel", type=click.Choice(["phone", "video", "wechat", "in_person"]), default="phone",
              help=t("care.channel"))
@writes
def tick(call: Call, month: str, ticks: tuple[str, ...], channel: str) -> None:
    """Tick a page of calls: a pair's number, or number=day, or number=day=note."""
    from aixin_tui.services.care import Tick, TickCalls, tick_calls

    page = []
    for text in ticks:
        pairing, _, rest = text.partition("=")
        day, _, note = rest.partition("=")
        page.append(Tick(call.one_id("pairing", pairing), _day_of(month, day), channel, note))
    call.finish(tick_calls(call.desk, call.who, TickCalls(month, tuple(page))), said="care.ticked", count=len(page))


def _day_of(month: str, day: str) -> str:
    """Complete a day of the month: `12` of 2025-05 is 2025-05-12; a whole date stays."""
    return f"{month}-{int(day):02d}" if day.isdecimal() and len(day) <= 2 else day
