"""`aixin restore`: a new workspace out of a backup."""

from __future__ import annotations

from pathlib import Path

import click

from aixin_tui.cli.admin import a, ask_passphrase
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, problem_data, say, say_problems


@click.command(name="restore", help=t("restore.help"))
@click.argument("file", metavar=t("file_name"), type=click.Path(exists=True, dir_okay=False))
@click.argument("folder", metavar=t("folder_name"), type=click.Path())
@click.option("--passphrase-file", default="", type=click.Path(exists=True, dir_okay=False), help=a("passphrase_file"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def command(ctx: click.Context, file: str, folder: str, passphrase_file: str, as_json: bool) -> None:
    """Lay the backup out in a new folder and check it; nothing that is there is touched."""
    from aixin_tui.bootstrap import restore_backup

    count, found = restore_backup(Path(file), Path(folder), ask_passphrase(passphrase_file, twice=False))
    if as_json:
        print_json({"workspace": folder, "files": count, "problems": [problem_data(problem) for problem in found]})
    else:
        say_problems(found)
        say(a("restored", folder=folder, count=count))
    if any(problem.stops for problem in found):
        ctx.exit(REFUSED)
