"""`aixin report`: render, explain a number, hand in, list corrections."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aixin_tui.cli.call import Call, reads, writes
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import cells_wide, print_json, print_table, problem_data, say, say_problems
from aixin_tui.engine.content import Block, ReportContent

if TYPE_CHECKING:
    from aixin_tui.services.reports.reporting import Rendered

command = click.Group(name="report", help=t("report.help"), no_args_is_help=True)


@command.command("list", help=t("report.list"))
@reads
def list_reports(call: Call) -> None:
    """List the reports that the office makes, with period, due day and whether handed in."""
    from aixin_tui.services.reports.reporting import report_keys

    found = report_keys(call.desk, call.who)
    if call.as_json:
        for report in found:
            print_json(asdict(report))
        return
    print_table((t("report.key"), t("report.title"), t("report.period"), t("col.due"), t("report.submitted")),
                [(r.key, r.title, r.period, r.due_on, r.submitted_on) for r in found])


@command.command("render", help=t("report.render"))
@click.argument("key", metavar=t("report.key_name"))
@click.argument("period", default="", metavar=t("report.period_name"))
@click.option("--xlsx", "xlsx", type=click.Path(), help=t("report.xlsx"))
@click.option("--docx", "docx", type=click.Path(), help=t("report.docx"))
@click.option("--html", "html", type=click.Path(), help=t("report.html"))
@click.option("--in", "office", default="", metavar=t("code"), help=t("records.scope"))
@click.option("--filled-by", default="", help=t("report.filled_by"))
@click.option("--reviewed-by", default="", help=t("report.reviewed_by"))
@reads
def render(
    call: Call, key: str, period: str, xlsx: str | None, docx: str | None, html: str | None, office: str,
    filled_by: str, reviewed_by: str,
) -> None:
    """Print a report on the terminal, or write it as a spreadsheet, a Word file and a web page."""
    from aixin_tui.services.reports.reporting import RenderReport
    from aixin_tui.services.reports.reporting import render as render_report

    made = render_report(call.desk, call.who, RenderReport(key, period, call.who.known_at, office, lang()))
    if say_problems(made.problems) or made.content is None:
        call.stop(refused=True)
        return
    asked = {form: Path(path) for form, path in (("xlsx", xlsx), ("docx", docx), ("html", html)) if path}
    for form, path in asked.items():
        _write(call, made, form, path, filled_by, reviewed_by)
    if call.as_json:
        for row in content_data(made.content):
            print_json(row)
    elif not asked:
        from aixin_tui.exchange.report_text import report_lines

        for line in report_lines(made.content, cells=cells_wide(), is_demo=call.desk.store.workspace.is_demo):
            click.echo(line)


def _write(call: Call, made: Rendered, form: str, path: Path, filled_by: str, reviewed_by: str) -> None:
    """Write a report to a file, over one that is there."""
    from aixin_tui.exchange.papers import paper_bytes
    from aixin_tui.exchange.whole_file import write_whole
    from aixin_tui.exchange.word import Signed

    assert made.content is not None
    signed = Signed(filled_by or made.filled_by, reviewed_by or made.reviewed_by, made.filled_on)
    template = call.desk.province.reports[made.content.key].template
    data = paper_bytes((made.content,), form, template=template, signed=signed,
                       is_demo=call.desk.store.workspace.is_demo)
    write_whole(path, data)
    say(t("report.written", file=path.name))


def content_data(content: ReportContent) -> list[dict[str, Any]]:
    """Give a report as objects: its head, then one a line of each block, every cell with its exact value."""
    head = {"report": content.key, "title": content.title, "office": content.office, "period": content.period,
            "as_of": content.as_of, "known_at": content.known_at, "digest": content.digest}
    return [head, *(row for block in content.blocks for row in _block_data(block))]


def _block_data(block: Block) -> list[dict[str, Any]]:
    if block.form == "text":
        figures = [{"figure": f.figure, "text": f.text, "value": _exact(f.value)} for f in block.figures]
        return [{"block": block.key, "heading": block.heading, "text": block.text, "figures": figures}]
    return [
        {"block": block.key, "heading": block.heading, "row": number, "total": row.is_total, "id": row.key,
         "cells": [{"column": c.head, "text": cell.text, "value": _exact(cell.value)}
                   for c, cell in zip(block.columns, row.cells, strict=False)]}
        for number, row in enumerate(block.rows, 1)
    ] or [{"block": block.key, "heading": block.heading}]


def _exact(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, str)) else str(value)


@command.command("explain", help=t("report.explain"))
@click.argument("key", metavar=t("report.key_name"))
@click.argument("period", metavar=t("report.period_name"))
@click.argument("block", metavar=t("report.block_name"))
@click.argument("row", type=click.IntRange(1), default=1, metavar=t("report.row_name"))
@click.argument("column", type=click.IntRange(1), default=1, metavar=t("report.column_name"))
@click.option("--in", "office", default="", metavar=t("code"), help=t("records.scope"))
@reads
def explain(call: Call, key: str, period: str, block: str, row: int, column: int, office: str) -> None:
    """Say which records stand behind a number."""
    from aixin_tui.services.reports.reporting import ExplainNumber, explain_number

    asked = ExplainNumber(key, period, block, row, column, call.who.known_at, office)
    found = explain_number(call.desk, call.who, asked)
    if say_problems(found.problems):
        call.stop(refused=True)
        return
    if call.as_json:
        print_json({"label": found.label, "text": found.text, "sealed": found.sealed, "count": len(found.records)})
        for record in found.records:
            print_json(asdict(record))
        return
    say(t("report.number", label=found.label, text=found.text))
    print_table((t("col.name"), t("col.place"), t("report.what"), t("col.id")),
                [(r.name, r.place, r.text, r.id) for r in found.records])
    say(t("records.shown", count=len(found.records)))


@command.command("submit", help=t("report.submit"))
@click.argument("key", metavar=t("report.key_name"))
@click.argument("period", metavar=t("report.period_name"))
@click.option("--filled-by", required=True, help=t("report.filled_by"))
@click.option("--reviewed-by", required=True, help=t("report.reviewed_by"))
@click.option("--again", is_flag=True, help=t("report.again"))
@writes
def submit(call: Call, key: str, period: str, filled_by: str, reviewed_by: str, again: bool) -> None:
    """Hand a report in."""
    from aixin_tui.services.reports.reporting import SubmitReport
    from aixin_tui.services.reports.reporting import submit as submit_report

    handed = SubmitReport(key, period, filled_by, reviewed_by, again)
    call.finish(submit_report(call.desk, call.who, handed), said="report.handed_in")


@command.command("corrections", help=t("report.corrections"))
@click.argument("key", metavar=t("report.key_name"))
@click.argument("period", metavar=t("report.period_name"))
@reads
def list_corrections(call: Call, key: str, period: str) -> None:
    """List what changed since the report was handed in, with the acts behind it."""
    from aixin_tui.services.reports.reporting import corrections

    found = corrections(call.desk, call.who, key, period)
    if found.problems:
        if call.as_json:
            print_json({"problems": [problem_data(problem) for problem in found.problems]})
        call.stop(refused=say_problems(found.problems))
        return
    if call.as_json:
        for row in found.rows:
            print_json(asdict(row))
        return
    print_table((t("report.block"), t("report.row"), t("report.column"), t("report.before"), t("report.after")),
                [(r.heading or r.block, r.row, r.column, r.before, r.after) for r in found.rows])
    say(t("records.shown", count=len(found.rows)))
