"""`aixin plan`: plans for a child, a pair or a household (一人一策、一对一策、一户一策)."""

from __future__ import annotations

import click

from aixin_tui.cli.call import Call, reads
from aixin_tui.cli.language import t
from aixin_tui.cli.records import add_command
from aixin_tui.cli.visit import print_of_child

command = click.Group(name="plan", help=t("plan.help"), no_args_is_help=True)
command.add_command(add_command("care_plan"))


@command.command("list", help=t("plan.list"))
@click.argument("child", default="", metavar=t("child_optional"))
@reads
def list_plans(call: Call, child: str) -> None:
    """List the plans of a child."""
    print_of_child(call, "care_plan", child)
