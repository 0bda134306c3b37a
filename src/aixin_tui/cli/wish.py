"""`aixin wish`: micro-wishes from collected to delivered (微心愿)."""

from __future__ import annotations

from datetime import date

import click

from aixin_tui.cli.call import DAY, Call, reads, writes
from aixin_tui.cli.case import take_step
from aixin_tui.cli.language import t
from aixin_tui.cli.records import add_command
from aixin_tui.cli.visit import print_of_child

command = click.Group(name="wish", help=t("wish.help"), no_args_is_help=True)
command.add_command(add_command("micro_wish"))


@command.command("list", help=t("wish.list"))
@click.argument("child", default="", metavar=t("child_optional"))
@reads
def list_wishes(call: Call, child: str) -> None:
    """List the wishes of a child."""
    print_of_child(call, "micro_wish", child)


@command.command("move", help=t("wish.move"))
@click.argument("id_", metavar=t("id_name"))
@click.argument("transition", metavar=t("step_name"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@writes
def move(call: Call, id_: str, transition: str, day: date | None, reason: str) -> None:
    """Move a wish on: claim, deliver, release, drop_wish."""
    take_step(call, "micro_wish", id_, transition, day, reason)
