"""`aixin child`: the children's files, where they move to, and closing them."""

from __future__ import annotations

from datetime import date

import click

from aixin_tui.cli.call import DAY, Call, writes
from aixin_tui.cli.consent import show_ending
from aixin_tui.cli.language import t
from aixin_tui.cli.pair_life import words
from aixin_tui.cli.records import group_of

command = group_of("child", "child")


@command.command("move", help=words("move_help"))
@click.argument("children", nargs=-1, required=True, metavar=t("child_name"))
@click.option("--to", required=True, metavar=t("code"), help=words("move_to_help"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--household", "with_household", is_flag=True, help=words("household_help"))
@writes
def move(call: Call, children: tuple[str, ...], to: str, day: date | None, with_household: bool) -> None:
    """Record that children live elsewhere in the office's area."""
    from aixin_tui.services.moving import MoveChildren, move_children

    command_ = MoveChildren(tuple(call.one_id("child", one) for one in children), to,
                            day.isoformat() if day else "", with_household)
    call.finish(move_children(call.desk, call.who, command_), said="child.moved")


@command.command("close", help=words("close_help"))
@click.argument("child", metavar=t("child_name"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", required=True, help=t("reason"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def close(call: Call, child: str, day: date | None, reason: str, dry_run: bool) -> None:
    """Close a child's file; what ends with it is shown first."""
    from aixin_tui.cli.pair import key_of_choice
    from aixin_tui.services.closing import CloseChild, close_child, what_close_ends

    child_id = call.one_id("child", child)
    if show_ending(call, what_close_ends(call.desk, call.who, child_id, day), dry_run=dry_run):
        return
    result = close_child(call.desk, call.who, CloseChild(child_id, day, key_of_choice(call, "close_reasons", reason)))
    call.finish(result, said="child.closed")
