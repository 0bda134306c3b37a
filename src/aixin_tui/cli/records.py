"""The verbs that every kind of record has on the command line: list, find, show, add, edit."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.call import Call, pairs_of, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, say, say_problems
from aixin_tui.services.desk import Desk, Result, Who

#: Gives the values of a new record with what the office knows already.
Known = Callable[[Desk, Who, Mapping[str, Any]], Mapping[str, Any]]


def group_of(kind: str, noun: str) -> click.Group:
    """Make the group of commands for a kind."""
    group = click.Group(name=noun, help=t(f"{noun}.help"), no_args_is_help=True)
    group.add_command(_list(kind))
    group.add_command(_find(kind))
    group.add_command(show_command(kind))
    group.add_command(add_command(kind))
    group.add_command(edit_command(kind))
    return group


def _list(kind: str) -> click.Command:
    @click.command("list", help=t("records.list"))
    @click.option("--state", "states", multiple=True, help=t("records.state"))
    @click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
    @click.option("--all", "everything", is_flag=True, help=t("records.all"))
    @click.option("--limit", type=click.IntRange(1), default=50, help=t("records.limit"))
    @click.option("--incomplete", is_flag=True, help=t("records.incomplete"))
    @reads
    def command(call: Call, states: tuple[str, ...], scope: str, everything: bool, limit: int,
                incomplete: bool) -> None:
        if incomplete:
            from aixin_tui.cli.working import print_incomplete

            print_incomplete(call, kind, scope)
        else:
            show_rows(call, kind, "", scope, states, None if everything else limit)

    return command


def _find(kind: str) -> click.Command:
    @click.command("find", help=t("records.find"))
    @click.argument("text", metavar=t("text_name"))
    @click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
    @click.option("--limit", type=click.IntRange(1), default=50, help=t("records.limit"))
    @reads
    def command(call: Call, text: str, scope: str, limit: int) -> None:
        show_rows(call, kind, text, scope, (), limit)

    return command


def _rows(call: Call, kind: str, text: str, scope: str, states: tuple[str, ...], limit: int | None) -> Iterator[Any]:
    from aixin_tui.services.browsing import Find, find

    after, left = "", limit
    while left is None or left > 0:
        wanted = 256 if left is None else min(left, 256)
        page = find(call.desk, call.who, Find(kind, text, scope, states, after=after, limit=wanted))
        yield from page.rows
        if len(page.rows) < wanted:
            return
        after = page.rows[-1].key
        left = None if left is None else left - len(page.rows)


def show_rows(call: Call, kind: str, text: str, scope: str, states: tuple[str, ...], limit: int | None) -> None:
    """Print rows of a list: with `--json` one object a line, else a table."""
    rows = _rows(call, kind, text, scope, states, limit)
    if call.as_json:
        for row in rows:
            print_json({name: value for name, value in asdict(row).items() if name != "key"})
        return
    held = [(r.name, r.place, r.state_label, r.birth_date[:4], r.id) for r in rows]
    if held:
        print_table((t("col.name"), t("col.place"), t("col.state"), t("col.born"), t("col.id")), held)
    say(t("records.shown", count=len(held)))


def show_command(kind: str) -> click.Command:
    """Make the command that prints one record's fields."""

    @click.command("show", help=t("records.show"))
    @click.argument("id_", metavar=t("id_name"))
    @reads
    def command(call: Call, id_: str) -> None:
        record_id = call.one_id(kind, id_)
        values = call.in_words(kind, record_id)
        if call.as_json:
            print_json({"id": record_id, "kind": kind, **values})
            return
        print_fields(call, kind, values)

    return command


def print_fields(call: Call, kind: str, values: Mapping[str, str]) -> None:
    """Print a record's fields, label and value a line."""
    form = call.desk.province.forms[kind]
    labels = {field.key: field.label for field in form.fields.at()}
    lines = [(labels.get(key, key), text) for key, text in values.items() if text]
    print_table((t("col.field"), t("col.value")), lines)


def add_command(kind: str, name: str = "add", known: Known | None = None) -> click.Command:
    """Make the command that registers records of a kind, typed or from a file of JSON lines.

    `known` fills in what need not be typed.
    """

    @click.command(name, help=t("records.add"))
    @click.argument("settings", nargs=-1, metavar=t("settings_name"))
    @click.option("--from", "source", type=click.Path(), help=t("records.from"))
    @click.option("--anyway", is_flag=True, help=t("records.anyway"))
    @writes
    @click.pass_context
    def command(ctx: click.Context, call: Call, settings: tuple[str, ...], source: str | None, anyway: bool) -> None:
        drafts = drafts_of(ctx, source) if source else [pairs_of(settings, ctx)]
        add_records(call, kind, drafts, anyway=anyway, known=known)

    return command


def add_records(call: Call, kind: str, drafts: Iterable[Mapping[str, Any]], *, anyway: bool = False,
                known: Known | None = None) -> None:
    """Register records one after the other and tell of each when it is durable."""
    refused = False
    for draft in drafts:
        result = add_typed(call, kind, draft, anyway=anyway, known=known)
        refused = refused or not result.done
        if call.as_json:
            print_json(call.answer(result))
        else:
            say_problems(result.problems)
            if result.done:
                say(t("records.added", count=len(result.records)))
    call.stop(refused=refused)


def add_typed(call: Call, kind: str, draft: Mapping[str, Any], *, anyway: bool = False,
              known: Known | None = None) -> Result:
    """Register one record from what was typed, each field by key or label."""
    from aixin_tui.services.entering import values_of
    from aixin_tui.services.registering import AddRecord, add_record

    values, problems = values_of(call.desk.province, call.names, kind, draft)
    if problems:
        return Result(problems=problems)
    filled = known(call.desk, call.who, values) if known else values
    return add_record(call.desk, call.who, AddRecord(kind, filled, anyway=anyway))


def drafts_of(ctx: click.Context, source: str) -> list[dict[str, Any]]:
    """Read the drafts of a file of JSON lines, all before the first is written."""
    return list(_drafts(ctx, source))


def _drafts(ctx: click.Context, source: str) -> Iterator[dict[str, Any]]:
    with contextlib.ExitStack() as stack:
        stream = sys.stdin if source == "-" else stack.enter_context(
            Path(source).open(encoding="utf-8", errors="surrogateescape"))
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                draft = json.loads(line)
                json.dumps(draft, ensure_ascii=False).encode()  # half a character can be escaped, but not written
            except (ValueError, RecursionError):
                draft = None
            if not isinstance(draft, dict):
                raise click.UsageError(t("records.bad_line", line=number), ctx)
            yield draft


def edit_command(kind: str) -> click.Command:
    """Make the command that changes fields of one record."""

    @click.command("edit", help=t("records.edit"))
    @click.argument("id_", metavar=t("id_name"))
    @click.argument("settings", nargs=-1, required=True, metavar=t("settings_name"))
    @writes
    @click.pass_context
    def command(ctx: click.Context, call: Call, id_: str, settings: tuple[str, ...]) -> None:
        from aixin_tui.services.entering import values_of
        from aixin_tui.services.registering import EditRecord, edit_record

        typed = pairs_of(settings, ctx)
        values, problems = values_of(call.desk.province, call.names, kind, typed)
        if problems:
            call.finish(Result(problems=problems))
            return
        record_id = call.one_id(kind, id_)
        call.finish(edit_record(call.desk, call.who, EditRecord(kind, record_id, values)), said="records.edited")

    return command
