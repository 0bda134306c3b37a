"""`aixin mother`: the loving mothers, fathers and families."""

from __future__ import annotations

import click

from aixin_tui.cli.call import DAY, Call, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.records import group_of
from aixin_tui.cli.stopping import VERBS

command = group_of("loving_mother", "mother")
for verb in VERBS:
    command.add_command(verb)


@command.command("advance", help=t("mother.advance"))
@click.argument("id_", metavar=t("id_name"))
@click.argument("transition", metavar=t("step_name"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@writes
def advance_mother(call: Call, id_: str, transition: str, day: object, reason: str) -> None:
    """Take a step of a loving mother's own line: query, train, activate, pause, leave."""
    from aixin_tui.cli.case import take_step

    take_step(call, "loving_mother", call.one_id("loving_mother", id_), transition, day, reason)
