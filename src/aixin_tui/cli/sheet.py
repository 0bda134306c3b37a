"""`aixin sheet`: sheets that go out to paper or WeChat, and come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aixin_tui.cli.call import Call, writes
from aixin_tui.cli.importing import take_in
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, say, say_problems
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from aixin_tui.services.sheets.plan import MakeSheets

command = click.Group(name="sheet", help=t("sheet.help"), no_args_is_help=True)
make = click.Group(name="make", help=t("sheet.make"), no_args_is_help=True)
command.add_command(make)


def _where(each: tuple[str, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command that makes sheets its options: for whom, parted how, written where."""

    def decorated(function: Callable[..., None]) -> Callable[..., None]:
        wrapped = click.option("--out", type=click.Path(), default="", help=t("sheet.out"))(function)
        wrapped = click.option("--each", type=click.Choice(each), help=t("sheet.each"))(wrapped)
        return click.option("--for", "area", default="", metavar=t("sheet.area"), help=t("sheet.for"))(wrapped)

    return decorated


@make.command("calls", help=t("sheet.calls"))
@click.argument("month", metavar=t("month_name"))
@_where(("town", "village", "mother"))
@writes
def make_calls(call: Call, month: str, area: str, each: str | None, out: str) -> None:
    """Write the sheets of a month's calls."""
    from aixin_tui.services.sheets.plan import MakeSheets

    _make(call, MakeSheets("calls", month, area, each or ""), out)


@make.command("visits", help=t("sheet.visits"))
@_where(("town", "village"))
@writes
def make_visits(call: Call, area: str, each: str | None, out: str) -> None:
    """Write the sheets of visits that are to be made."""
    from aixin_tui.services.sheets.plan import MakeSheets

    _make(call, MakeSheets("visits", area=area, each=each or ""), out)


@make.command("queries", help=t("sheet.queries"))
@_where(("town", "village"))
@click.option("--reveal", default="", metavar=t("reason_name"), help=t("sheet.reveal"))
@writes
def make_queries(call: Call, area: str, each: str | None, out: str) -> None:
    """Write the list of background queries that are to be made; whole ID numbers only for a reason."""
    from aixin_tui.services.sheets.plan import MakeSheets

    _make(call, MakeSheets("queries", area=area, each=each or "", reason=call.reveal), out)


@make.command("register", help=t("sheet.register"))
@click.argument("register", metavar=t("sheet.register_name"))
@_where(("town",))
@writes
def make_register(call: Call, register: str, area: str, each: str | None, out: str) -> None:
    """Write the sheet of a register: its lines, and empty ones to add to."""
    from aixin_tui.services.sheets.plan import MakeSheets

    _make(call, MakeSheets("register", area=area, each=each or "", register=register), out)


def _make(call: Call, order: MakeSheets, out: str) -> None:
    from aixin_tui.exchange.sheet_layout import write_sheets
    from aixin_tui.services.sheets.make import make_sheets

    made = make_sheets(call.desk, call.who, order)
    if say_problems(made.problems):
        call.stop(refused=True)
        return
    workspace = call.desk.store.workspace
    for path, plan in write_sheets(made.plans, workspace.path, out, is_demo=workspace.is_demo):
        if call.as_json:
            print_json({"file": str(path), "kind": plan.identity.kind, "area": plan.identity.area,
                        "rows": len(plan.rows)})
        else:
            click.echo(str(path))
    say(t("sheet.made", files=len(made.plans), rows=made.rows))


@command.command("take", help=t("sheet.take"))
@click.argument("file", type=click.Path(), metavar=t("file_name"))
@click.option("--dry-run", is_flag=True, help=t("import.dry_run"))
@click.option("--errors", type=click.Path(), help=t("sheet.errors"))
@writes
def take(call: Call, file: str, dry_run: bool, errors: str | None) -> None:
    """Take a sheet in, whichever it is; the same sheet twice counts once."""
    from aixin_tui.exchange.sheets import read_book
    from aixin_tui.services.sheets.kinds import kind_of

    book = read_book(Path(file))
    kind = kind_of(book.sheets, call.desk.province)
    if not kind and not book.problems:
        say_problems([Problem(Code.SHEET_021)])
        call.stop(refused=True)
        return
    take_in(call, kind, file, dry_run=dry_run, mapping=None, errors=errors)
