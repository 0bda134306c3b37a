"""The root command. Each noun is a module of this package, imported only when it is called.

How to add a noun: write `cli/<noun>.py` with a click group (or command) named `command`, its help from
`t("<noun>.help")` (catalogue `texts/{zh,en}/cli.py`), and name it in `NOUNS`. A command takes its context with
`@reads` or `@writes` of `cli.call`, which add `--workspace`, `--today`, `--json` (and `--known-at` on reads) and hand
over a `Call`: `call.desk`, `call.who`, `call.finish(result)`. Nothing here imports textual.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import click

from aixin_tui import __version__
from aixin_tui.cli import language
from aixin_tui.cli.help import CellContext
from aixin_tui.cli.language import t

#: Noun → module of this package, in the order in which help lists them.
NOUNS: dict[str, str] = {
    "demo": "demo",
    "init": "init",
    "import": "importing",
    "sheet": "sheet",
    "child": "child",
    "mother": "mother",
    "guardian": "guardian",
    "household": "household",
    "case": "case",
    "visit": "visit",
    "assess": "assess",
    "consent": "consent",
    "plan": "plan",
    "wish": "wish",
    "referral": "referral",
    "incident": "incident",
    "pair": "pair",
    "match": "match",
    "transfer": "transfer",
    "activity": "activity",
    "event": "event",
    "care": "care",
    "register": "register",
    "report": "report",
    "document": "document",
    "report-harm": "harm",
    "log": "log",
    "operator": "operator",
    "request": "request",
    "province": "province",
    "export": "export",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "restore",
}


class Nouns(click.Group):
    """A group whose commands are imported when they are named."""

    context_class = CellContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List the nouns, importing none."""
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of a noun."""
        if cmd_name not in NOUNS:
            return None
        found: click.Command = import_module(f"aixin_tui.cli.{NOUNS[cmd_name]}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the noun; one that is not there is answered with the nearest that is."""
        name = args[0]
        if name not in NOUNS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, NOUNS, 1)
            raise click.UsageError(t("no_noun_near" if near else "no_noun", name=name, near="".join(near)), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List each noun with its one line of help, without importing it."""
        with formatter.section(t("commands")):
            formatter.write_dl([(noun, t(f"{noun}.help")) for noun in NOUNS])


@click.command(cls=Nouns, invoke_without_command=True, help=t("help"),
               context_settings={"help_option_names": ["--help", "-h"]})
@click.option("--workspace", type=click.Path(), envvar="AIXIN_WORKSPACE", help=t("workspace"))
@click.option("--lang", type=click.Choice(["zh", "en"]), help=t("lang"))
@click.option("--today", "--reference-date", "today", metavar=t("day"), envvar="AIXIN_TODAY", help=t("today_root"))
@click.version_option(__version__, prog_name="aixin", message="%(prog)s %(version)s", help=t("version"))
@click.pass_context
def root(ctx: click.Context, workspace: str | None, lang: str | None, today: str | None) -> None:  # noqa: ARG001
    """Keep what stands before the noun; without a noun, open the app."""
    ctx.ensure_object(dict)
    ctx.obj.update(workspace=workspace, today=today)
    if ctx.invoked_subcommand is None:
        from aixin_tui.cli.opening import open_workspace

        ctx.exit(open_workspace(ctx))


def _is_text(argument: str) -> bool:
    """Whether an argument can be written down: text, or the name of a file in whatever encoding it has."""
    if "\0" in argument:
        return False
    try:
        argument.encode()
    except UnicodeEncodeError:
        try:
            return Path(argument).exists()
        except UnicodeEncodeError:
            return False
    return True


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what stands in for the streams in a test is left as it is."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def run(arguments: Sequence[str], open_app: Callable[..., int]) -> int:
    """Run one command and give its exit code: 0 done, 1 refused or held, 2 usage, 3 busy, 130 interrupted.

    `open_app` opens the app on a workspace; it is handed in because the command line never imports it.
    """
    language.settle(list(arguments))
    _speak_utf8()
    for argument in arguments:
        if not _is_text(argument):
            from aixin_tui.cli.failing import USAGE
            from aixin_tui.cli.output import say

            say(t("no_characters", value=ascii(argument[:40])))
            return USAGE
    from aixin_tui.cli.failing import guarded

    return guarded(lambda: root.main(args=list(arguments), prog_name="aixin", obj={"open_app": open_app},
                                     standalone_mode=False))
