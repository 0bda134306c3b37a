"""`aixin register`: the registers (台账), their lines, steps, totals and files."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from aixin_tui.cli.call import DAY, Call, pairs_of, reads, writes
from aixin_tui.cli.case import print_explained, take_step
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import print_json, print_table, say, say_problems
from aixin_tui.cli.records import add_records, drafts_of, print_fields
from aixin_tui.cli.working import states_of
from aixin_tui.services.desk import Result
from aixin_tui.texts import label


def _t(key: str) -> str:
    """Give a label of the noun in the language of the command."""
    return label(f"register.cli_{key}", lang())


command = click.Group(name="register", help=t("register.help"), no_args_is_help=True)
_REGISTER = click.argument("register", metavar=_t("name"))
_SCOPE = click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
_STATE = click.option("--state", "states", multiple=True, help=t("records.state"))
_YEAR = click.option("--year", type=click.IntRange(1950, 2200), help=_t("year"))
_FIELD = click.option("--field", "fields", multiple=True, metavar=t("settings_name"), help=_t("field"))


def _kind(call: Call, register: str) -> str:
    """Find the register that a key or a name means, or stop: a sealed one is none without the right."""
    from aixin_tui.services.registers import no_register, register_named

    kind = register_named(call.desk, call.who, register)
    if not kind:
        say_problems((no_register(call.desk, call.who, register),))
        call.stop(refused=True)
    return kind


def _line(call: Call, kind: str, text: str) -> str:
    """Find the line that an id, the key of an entry or a name of its own means.

    Raises:
        click.UsageError: none, or more than one, is called so.
    """
    from aixin_tui.services.register_lines import line_title
    from aixin_tui.services.registers import all_lines, line_of

    known = line_of(call.desk, call.who, kind, text)
    if known is not None:
        return known.id
    found = [line.id for line in all_lines(call.desk, call.who, kind) if line_title(call.desk, line) == text]
    if len(found) == 1:
        return found[0]
    raise click.UsageError(t("many_named" if found else "none_named", name=text, count=len(found)), call.ctx)


@command.command("kinds", help=_t("kinds"))
@reads
def list_kinds(call: Call) -> None:
    """List the registers with the number of their lines."""
    from aixin_tui.services.registers import register_kinds

    found = register_kinds(call.desk, call.who)
    if call.as_json:
        for one in found:
            print_json(asdict(one))
        return
    heads = (label(f"register.{key}", lang()) for key in ("col_register", "col_lines", "col_key", "col_source"))
    print_table(tuple(heads), [(one.label, str(one.lines), one.key, one.source) for one in found])


@command.command("list", help=_t("list"))
@_REGISTER
@_SCOPE
@_STATE
@_YEAR
@_FIELD
@reads
@click.pass_context
def list_lines(ctx: click.Context, call: Call, register: str, scope: str, states: tuple[str, ...], year: int | None,
               fields: tuple[str, ...]) -> None:
    """List the lines of a register; with `--json` one object a line, every field in words."""
    from aixin_tui.services.finding import in_words
    from aixin_tui.services.register_lines import FindLines, find_lines, unknown_fields
    from aixin_tui.services.registers import line_of

    kind = _kind(call, register)
    where = pairs_of(fields, ctx)
    if say_problems(unknown_fields(call.desk, kind, where)):
        call.stop(refused=True)
        return
    asked = FindLines(kind, "", scope, states_of(call, kind, states), limit=10**9, year=year or 0, where=where)
    page = find_lines(call.desk, call.who, asked)
    if call.as_json:
        for row in page.rows:
            line = line_of(call.desk, call.who, kind, row.id)
            values = in_words(call.desk, line) if line else {}
            print_json({"id": row.id, "register": kind, "title": row.name, "place": row.place,
                        "division_code": row.division_code, "state": row.state, "values": values})
        return
    heads = tuple(label(f"register.{key}", lang()) for key in ("col_date", "col_what", "col_state"))
    print_table((label("register.col_name", lang()), t("col.place"), *heads, t("col.id")),
                [(r.name, r.place, getattr(r, "date", ""), getattr(r, "what", ""), r.state_label, r.id)
                 for r in page.rows])
    say(t("records.shown", count=len(page.rows)))


@command.command("show", help=_t("show"))
@_REGISTER
@click.argument("id_", metavar=t("id_name"))
@reads
def show(call: Call, register: str, id_: str) -> None:
    """Print one line: its fields, where its life stands and what each step lacks, and what names it."""
    from aixin_tui.services.record_file import record_file
    from aixin_tui.services.scope import place_of

    kind = _kind(call, register)
    found = record_file(call.desk, call.who, kind, _line(call, kind, id_))
    if found is None:
        say(t("not_found", id=id_))
        call.stop(refused=True)
        return
    values = call.in_words(kind, found.record.id) if found.is_stored else found.values
    if call.as_json:
        code = place_of(call.desk, found.record)
        linked = [{"kind": one.kind, "kind_label": one.label, "id": one.id, "title": one.name, "date": one.detail}
                  for one in found.named_by]
        print_json({"id": found.record.id, "register": kind, "title": found.title,
                    "place": call.desk.province.divisions.path(code) if code else "",
                    "values": dict(values), "case": asdict(found.case) if found.case else None,
                    "linked": linked, "stored": found.is_stored})
        return
    print_fields(call, kind, values)
    if found.case:
        print_explained(found.case)
    if found.named_by:
        click.echo(label("register.linked", lang()))
        heads = (label(f"register.{key}", lang()) for key in ("col_register", "col_name", "col_date"))
        print_table((*heads, t("col.id")),
                    [(one.label, one.name, one.detail, one.id) for one in found.named_by])


@command.command("add", help=_t("add"))
@_REGISTER
@click.argument("settings", nargs=-1, metavar=t("settings_name"))
@click.option("--from", "source", type=click.Path(), help=t("records.from"))
@writes
@click.pass_context
def add(ctx: click.Context, call: Call, register: str, settings: tuple[str, ...], source: str | None) -> None:
    """Add a line, typed or from a file of JSON lines."""
    kind = _kind(call, register)
    add_records(call, kind, drafts_of(ctx, source) if source else [pairs_of(settings, ctx)])


@command.command("edit", help=_t("edit"))
@_REGISTER
@click.argument("id_", metavar=t("id_name"))
@click.argument("settings", nargs=-1, required=True, metavar=t("settings_name"))
@writes
@click.pass_context
def edit(ctx: click.Context, call: Call, register: str, id_: str, settings: tuple[str, ...]) -> None:
    """Change fields of a line; one that every office starts with is written down with it."""
    from aixin_tui.services.entering import values_of
    from aixin_tui.services.registers import EditLine, edit_line

    kind = _kind(call, register)
    values, problems = values_of(call.desk.province, call.names, kind, pairs_of(settings, ctx))
    if problems:
        call.finish(Result(problems=problems))
        return
    call.finish(edit_line(call.desk, call.who, EditLine(kind, _line(call, kind, id_), values)), said="records.edited")


@command.command("move", help=_t("move"))
@_REGISTER
@click.argument("id_", metavar=t("id_name"))
@click.argument("transition", metavar=t("step_name"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@writes
def move(call: Call, register: str, id_: str, transition: str, day: date | None, reason: str) -> None:
    """Take one step of a line's life."""
    kind = _kind(call, register)
    take_step(call, kind, _line(call, kind, id_), transition, day, reason)


@command.command("total", help=_t("total"))
@_REGISTER
@click.option("--by", default="", metavar=_t("by_name"), help=_t("by"))
@click.option("--by-division", is_flag=True, help=_t("by_division"))
@_SCOPE
@_YEAR
@reads
def total(call: Call, register: str, by: str, by_division: bool, scope: str, year: int | None) -> None:
    """Total a register: the province's figures of it in their wording, plain counts and sums."""
    from aixin_tui.cli.report import content_data
    from aixin_tui.exchange.report_text import report_lines
    from aixin_tui.services.register_totals import TotalRegister, total_register

    asked = TotalRegister(_kind(call, register), by, by_division, scope, year or 0, lang())
    found = total_register(call.desk, call.who, asked)
    if say_problems(found.problems) or found.content is None:
        call.stop(refused=True)
        return
    if call.as_json:
        for row in content_data(found.content):
            print_json(row)
        return
    from aixin_tui.cli.output import cells_wide

    for line in report_lines(found.content, cells=cells_wide(), is_demo=call.desk.store.workspace.is_demo):
        click.echo(line)


@command.command("export", help=_t("export"))
@_REGISTER
@click.argument("file", type=click.Path(), metavar=t("file_name"))
@_SCOPE
@_STATE
@_YEAR
@_FIELD
@reads
@click.pass_context
def export(ctx: click.Context, call: Call, register: str, file: str, scope: str, states: tuple[str, ...],
           year: int | None, fields: tuple[str, ...]) -> None:
    """Write a register as a spreadsheet, masked as lists are; `--reveal REASON` shows phones in full and is logged."""
    from aixin_tui.exchange.table_xlsx import write_table
    from aixin_tui.services.register_export import register_table
    from aixin_tui.services.register_lines import FindLines, unknown_fields
    from aixin_tui.services.revealing import reveal_list

    kind, where = _kind(call, register), pairs_of(fields, ctx)
    problems = [*unknown_fields(call.desk, kind, where)]
    if call.reveal and not problems:
        problems += reveal_list(call.desk, call.who, Path(file).name, call.reveal).problems
    if say_problems(problems):
        call.stop(refused=True)
        return
    asked = FindLines(kind, "", scope, states_of(call, kind, states), year=year or 0, where=where)
    table = register_table(call.desk, call.who, asked, unmasked=bool(call.reveal))
    write_table(Path(file), table.title, table.heads, table.rows, is_demo=call.desk.store.workspace.is_demo)
    say(label("register.written", lang(), file=Path(file).name, count=len(table.rows)))
