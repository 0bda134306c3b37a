"""`aixin assess`: assessments of a child; one made at a visit is entered with the visit."""

from __future__ import annotations

import click

from aixin_tui.cli.call import Call, pairs_of, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.visit import print_of_child, sit

command = click.Group(name="assess", help=t("assess.help"), no_args_is_help=True)


@command.command("add", help=t("assess.add"))
@click.argument("child", metavar=t("child_name"))
@click.argument("settings", nargs=-1, required=True, metavar=t("settings_name"))
@writes
@click.pass_context
def add(ctx: click.Context, call: Call, child: str, settings: tuple[str, ...]) -> None:
    """Record an assessment without a visit."""
    sit(call, child, {}, pairs_of(settings, ctx), ())


@command.command("list", help=t("assess.list"))
@click.argument("child", default="", metavar=t("child_optional"))
@reads
def list_assessments(call: Call, child: str) -> None:
    """List the assessments of a child."""
    print_of_child(call, "assessment", child)
