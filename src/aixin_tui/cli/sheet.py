"""`aixin sheet`: sheets that went out to paper or WeChat, and come back."""

from __future__ import annotations

import click

from aixin_tui.cli.call import Call, writes
from aixin_tui.cli.importing import take_in
from aixin_tui.cli.language import t

command = click.Group(name="sheet", help=t("sheet.help"), no_args_is_help=True)


@command.command("take", help=t("sheet.take"))
@click.argument("file", type=click.Path(), metavar=t("file_name"))
@click.option("--dry-run", is_flag=True, help=t("import.dry_run"))
@click.option("--errors", type=click.Path(), help=t("import.errors"))
@writes
def take(call: Call, file: str, dry_run: bool, errors: str | None) -> None:
    """Take a sheet of calls in; the same sheet twice counts once."""
    take_in(call, "activities", file, dry_run=dry_run, mapping=None, errors=errors)
