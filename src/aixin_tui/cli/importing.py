"""`aixin import`: rosters in, row by row; held rows decided later."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aixin_tui.cli.call import Call, pairs_of, reads, writes
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import listed, print_json, print_table, problem_sentence, say, say_problems
from aixin_tui.services.importing.results import (
    FieldChange,
    ImportSummary,
    Outcome,
    PairResult,
    RowResult,
    problem_json,
    row_json,
    summary_json,
)
from aixin_tui.services.importing.shown_changes import labelled_changes, shown_changes
from aixin_tui.texts import label

if TYPE_CHECKING:
    from aixin_tui.services.importing.deciding import HeldRow

command = click.Group(name="import", help=t("import.help"), no_args_is_help=True)

#: So many children whom a list does not name are told by name; `--json` tells all.
NAMED = 10

#: Kinds of list that can be taken in.
KINDS = ("children", "mothers", "pairings", "activities")


def _importer(noun: str) -> click.Command:
    @click.command(noun, help=t(f"import.{noun}"))
    @click.argument("file", type=click.Path(), metavar=t("file_name"))
    @click.option("--dry-run", is_flag=True, help=t("import.dry_run"))
    @click.option("--mapping", type=click.Path(), help=t("import.mapping"))
    @click.option("--errors", type=click.Path(), help=t("import.errors"))
    @click.option("--reveal", default="", metavar=t("reason_name"), help=t("reveal"))
    @writes
    def run(call: Call, file: str, dry_run: bool, mapping: str | None, errors: str | None) -> None:
        take_in(call, noun, file, dry_run=dry_run, mapping=mapping, errors=errors)

    return run


for _noun in KINDS:
    command.add_command(_importer(_noun))


@command.command("register", help=t("import.register"))
@click.argument("register", metavar=label("register.cli_name", lang()))
@click.argument("file", type=click.Path(), metavar=t("file_name"))
@click.option("--dry-run", is_flag=True, help=t("import.dry_run"))
@click.option("--mapping", type=click.Path(), help=t("import.mapping"))
@click.option("--errors", type=click.Path(), help=t("import.errors"))
@click.option("--reveal", default="", metavar=t("reason_name"), help=t("reveal"))
@writes
def take_register_in(call: Call, register: str, file: str, dry_run: bool, mapping: str | None,
                     errors: str | None) -> None:
    """Take in the lines of a register, named by key or label."""
    from aixin_tui.services.importing.headings_table import register_list
    from aixin_tui.services.registers import register_named

    kind = register_named(call.desk, call.who, register) or register
    take_in(call, register_list(kind), file, dry_run=dry_run, mapping=mapping, errors=errors)


def take_in(call: Call, kind: str, file: str, *, dry_run: bool, mapping: str | None, errors: str | None) -> None:
    """Read a file, hand its rows over and print what becomes of each as soon as it is durable."""
    from aixin_tui.exchange.sheets import read_book
    from aixin_tui.services.importing import ImportFile, import_file

    book = read_book(Path(file))
    if say_problems(book.problems):
        call.stop(refused=True)
        return
    if call.reveal:
        from aixin_tui.services.revealing import reveal_list

        if say_problems(reveal_list(call.desk, call.who, _shown(Path(file).name), call.reveal).problems):
            call.stop(refused=True)
            return
    order = ImportFile(kind=kind, file_name=_shown(Path(file).name), sheets=book.sheets,
                       mapping=_mapping(call, mapping), dry_run=dry_run)
    kept: list[RowResult] = []
    summary = None
    for result in _printed(call, import_file(call.desk, call.who, order)):
        if isinstance(result, ImportSummary):
            summary = result
        elif errors and result.outcome in (Outcome.HELD, Outcome.REJECTED):
            kept.append(result)
    if errors:
        from aixin_tui.exchange.kept_rows import write_kept

        write_kept(Path(errors), call.desk, call.who, order, kept, lang=lang())
    call.stop(refused=summary is None or summary.needs_somebody)


def _shown(name: str) -> str:
    """Give a file's name as text; of a name in another encoding, as old archives leave them, what can be read."""
    return os.fsencode(name).decode("utf-8", "replace")


def _mapping(call: Call, path: str | None) -> Mapping[str, str]:
    """Read the file that maps titles to fields: one JSON object."""
    if path is None:
        return {}
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise click.UsageError(t("import.bad_mapping"), call.ctx)
    return {str(title): str(field) for title, field in found.items()}


def _printed(call: Call, results: Iterable[RowResult | ImportSummary]) -> Iterator[RowResult | ImportSummary]:
    for result in results:
        if isinstance(result, RowResult):
            _print_row(call, result)
        elif call.as_json:
            print_json(summary_json(result, lang()))
        else:
            say_problems(result.problems)
            _say_summary(result)
        yield result


def _print_row(call: Call, row: RowResult) -> None:
    """Print a row's fate; numbers and phones in its changes are masked on the screen unless they were revealed.

    With `--json` they are in full: a script compares them with the list it handed in, whose own words they are.
    """
    province = call.desk.province
    if call.as_json:
        print_json(row_json(row, lang()))
        return
    for line in row_lines(row, (labelled_changes if call.reveal else shown_changes)(province, row)):
        click.echo(line)


def row_lines(result: RowResult, changes: Iterable[FieldChange]) -> Iterator[str]:
    """Write a row's fate, its changes as they are shown, its problems and the fates of its pairs, a line each."""
    yield t("import.row", row=result.file_row, name=result.name, outcome=t(f"outcome.{result.outcome.value}"))
    for change in changes:
        yield t("import.change", field=change.field, old=change.old, new=change.new)
    for problem in result.problems:
        yield "    - " + problem_sentence(problem)
    for pair in result.pairs or ():
        yield from _pair_lines(pair)


def _pair_lines(pair: PairResult) -> Iterator[str]:
    yield t("import.pair", number=pair.number, child=pair.child, outcome=t(f"outcome.{pair.outcome.value}"))
    for problem in pair.problems:
        yield "      - " + problem_sentence(problem)


def _say_summary(summary: ImportSummary) -> None:
    counts = listed(f"{t(f'outcome.{o.value}')} {summary.counts[o]}" for o in Outcome if summary.counts.get(o))
    say(t("import.summary", rows=summary.rows, counts=counts))
    if summary.not_in_file:
        names = listed(name for _, name in summary.not_in_file[:NAMED])
        say(t("import.not_in_file_some" if len(summary.not_in_file) > NAMED else "import.not_in_file",
              count=len(summary.not_in_file), names=names))
    if summary.run and not summary.dry_run:
        say(t("import.run_id" if summary.counts.get(Outcome.HELD) else "import.run_taken", run=summary.run))


@command.command("rows", help=t("import.rows"))
@click.argument("run", default="", metavar=t("import.run_name"))
@click.option("--held", is_flag=True, help=t("import.held"))
@reads
def list_rows(call: Call, run: str, held: bool) -> None:
    """List the imports, or the rows of one."""
    if not run:
        _list_runs(call)
        return
    from aixin_tui.services.importing import held_rows

    rows = held_rows(call.desk, call.who, run, held=held)
    if call.as_json:
        for row in rows:
            print_json(asdict(row) | {"problems": [problem_json(one, lang()) for one in row.problems]})
        return
    print_table((t("import.row_title"), t("col.name"), t("import.outcome"), t("import.why")),
                [line for row in rows for line in _held_lines(row)], whole_last=True)
    say(t("records.shown", count=len(rows)))


def _held_lines(row: HeldRow) -> Iterator[tuple[str, str, str, str]]:
    """Write a row that waits, or waited, with the first reason beside it and any other below."""
    reasons = [problem_sentence(problem) for problem in row.problems] or [""]
    yield row.row, row.name, t(f"row_state.{row.state}"), reasons[0]
    for reason in reasons[1:]:
        yield "", "", "", reason


def _list_runs(call: Call) -> None:
    from aixin_tui.services.importing import runs

    found = runs(call.desk, call.who)
    if call.as_json:
        for each in found:
            print_json(asdict(each))
        return
    print_table((t("import.run_title"), t("import.file"), t("col.day"), t("outcome.held")),
                [(each.id, each.file, each.day, str(each.held)) for each in found])


@command.command("decide", help=t("import.decide"))
@click.argument("run", metavar=t("import.run_name"))
@click.argument("row", metavar=t("import.row_name"))
@click.argument("decision", type=click.Choice(["take", "merge", "drop"]))
@click.argument("record", default="", metavar=t("id_name"))
@click.option("--set", "settings", multiple=True, metavar=t("settings_name"), help=t("import.set"))
@writes
@click.pass_context
def decide_row(ctx: click.Context, call: Call, run: str, row: str, decision: str, record: str,
               settings: tuple[str, ...]) -> None:
    """Settle a held row: take it (with corrections), merge it into a record, or drop it."""
    from aixin_tui.services.importing import DecideRow, decide

    order = DecideRow(run, row, decision, record, pairs_of(settings, ctx))
    call.finish(decide(call.desk, call.who, order), said="import.decided")
