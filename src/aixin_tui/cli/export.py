"""`aixin export`: the canonical dump of a workspace."""

from __future__ import annotations

import sys

import click

from aixin_tui.cli.call import Call, reads
from aixin_tui.cli.language import t
from aixin_tui.cli.output import say_problems


@click.command(name="export", help=t("export.help"))
@click.option("--canonical", is_flag=True, required=True, help=t("export.canonical"))
@reads
def command(call: Call, canonical: bool) -> None:  # noqa: ARG001 - the one kind of export so far, asked for by name
    """Print the dump: unmasked, so an administrator's, and logged."""
    from aixin_tui.services.canonical import export_canonical

    made = export_canonical(call.desk, call.who)
    if say_problems(made.problems):
        call.stop(refused=True)
        return
    sys.stdout.write(made.text)
