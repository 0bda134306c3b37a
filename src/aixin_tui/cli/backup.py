"""`aixin backup`: the whole workspace in one encrypted file."""

from __future__ import annotations

from pathlib import Path

import click

from aixin_tui.cli.admin import a, ask_passphrase
from aixin_tui.cli.call import Call, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, say, say_problems


@click.command(name="backup", help=t("backup.help"))
@click.argument("file", metavar=t("file_name"), type=click.Path())
@click.option("--passphrase-file", default="", type=click.Path(exists=True, dir_okay=False), help=a("passphrase_file"))
@writes
def command(call: Call, file: str, passphrase_file: str) -> None:
    """Write the backup and log it; an administrator's."""
    from aixin_tui.bootstrap import back_up

    passphrase = ask_passphrase(passphrase_file, twice=True)
    done = back_up(call.desk, call.who, Path(file), passphrase)
    say_problems(done.problems)
    if call.as_json:
        print_json({"file": file, "files": done.files, "done": bool(done.files)})
    elif done.files:
        say(a("backed_up", file=file, count=done.files))
    call.stop(refused=not done.files)
