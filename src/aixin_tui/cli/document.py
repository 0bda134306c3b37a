"""`aixin document`: papers made of records, for one or many, as Word, spreadsheet, web page or text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from aixin_tui.cli.call import Call, reads
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import cells_wide, print_json, print_table, say, say_problems
from aixin_tui.services.papers import MakePapers, Papers

command = click.Group(name="document", help=t("document.help"), no_args_is_help=True)


@command.command("kinds", help=t("document.kinds"))
@reads
def kinds(call: Call) -> None:
    """List the papers that the office can make."""
    from aixin_tui.services.papers import paper_kinds

    found = paper_kinds(call.desk, call.who)
    if call.as_json:
        for one in found:
            print_json(asdict(one))
        return
    print_table((t("report.key"), t("report.title"), t("document.whose"), t("document.copies"), t("document.masked")),
                [(one.key, one.title, one.kind_label, str(one.copies), "*" if one.has_masked else "") for one in found])


@command.command("make", help=t("document.make"))
@click.argument("key", metavar=t("document.kind_name"))
@click.argument("ids", nargs=-1, metavar=t("document.ids"))
@click.option("--for", "place", default="", metavar=t("code"), help=t("document.for"))
@click.option("--docx", "forms", flag_value="docx", multiple=True, help=t("document.docx"))
@click.option("--xlsx", "forms", flag_value="xlsx", multiple=True, help=t("document.xlsx"))
@click.option("--html", "forms", flag_value="html", multiple=True, help=t("document.html"))
@click.option("--text", "forms", flag_value="text", multiple=True, help=t("document.text"))
@click.option("--out", type=click.Path(dir_okay=False), help=t("document.out"))
@click.option("--copies", type=click.IntRange(1, 20), help=t("document.copies"))
@click.option("--month", default="", help=t("document.month"))
@click.option("--filled-by", default="", help=t("report.filled_by"))
@click.option("--reviewed-by", default="", help=t("report.reviewed_by"))
@click.option("--overwrite", is_flag=True, help=t("document.overwrite"))
@reads
@click.pass_context
def make(
    ctx: click.Context, call: Call, key: str, ids: tuple[str, ...], place: str, forms: tuple[str, ...],
    out: str | None, copies: int | None, month: str, filled_by: str, reviewed_by: str, overwrite: bool,
) -> None:
    """Make papers and write them to one file."""
    from aixin_tui.exchange.papers import paper_bytes
    from aixin_tui.exchange.word import Signed
    from aixin_tui.services.papers import make_papers

    if len(set(forms)) > 1:
        raise click.UsageError(t("document.one_format"), ctx)
    spec = call.desk.province.reports.get(key)
    kind = spec.document_for if spec is not None else ""
    named = tuple(one if kind in ("", "division") else call.one_id(kind, one) for one in ids)
    command = MakePapers(key, named, place, month, call.reveal, lang())
    made = make_papers(call.desk, call.who, command)
    if say_problems(made.problems) or not made.contents:
        call.stop(refused=True)
        return
    if forms == ("text",):
        _print(call, made)
        return
    form = forms[0] if forms else Path(out).suffix[1:].lower() if out and Path(out).suffix else "docx"
    data = paper_bytes(made.contents, form, template=made.template, signed=Signed(filled_by, reviewed_by),
                       is_demo=call.desk.store.workspace.is_demo, copies=copies or made.copies)
    _write(call, made, data, form, out, copies or made.copies, overwrite=overwrite)


def _print(call: Call, made: Papers) -> None:
    from aixin_tui.exchange.report_text import report_lines

    for n, content in enumerate(made.contents):
        if n:
            click.echo()
        for line in report_lines(content, cells=cells_wide(), is_demo=call.desk.store.workspace.is_demo):
            click.echo(line)


def _write(
    call: Call, made: Papers, data: bytes, form: str, out: str | None, copies: int, *, overwrite: bool
) -> None:
    from aixin_tui.exchange.papers import write_beside, write_new
    from aixin_tui.texts import label

    if out:
        path = Path(out)
        problems = write_new(path, data, overwrite=overwrite)
    else:
        folder = Path(call.desk.store.workspace.path) / label("paper.folder", lang())
        path, problems = write_beside(folder, made.name, form, data)
    if say_problems(problems):
        call.stop(refused=True)
        return
    copies = 1 if form == "xlsx" else copies
    if call.as_json:
        print_json({"file": str(path), "papers": len(made.contents), "copies": copies,
                    "act": made.receipt.number if made.receipt else None})
        return
    say(t("document.written", file=str(path), count=len(made.contents), copies=copies))
    if any("*" in piece.text for content in made.contents for block in content.blocks
           for piece in block.pieces if piece.mask):
        say(t("document.masked_now"))
