"""A report or documents as one HTML file: no script, nothing fetched, figures drawn; prints on A4 as Word does.

Every text of a record is escaped; the file itself forbids a browser to load or run anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from aixin_tui.engine.content import Block, Cell, Column, ReportContent
from aixin_tui.exchange.drawing import drawings
from aixin_tui.exchange.form_lines import Gap, lines_of, paired
from aixin_tui.exchange.paper_words import head_line, sign_lines, signer_line, unit_line
from aixin_tui.exchange.report_text import sentence, two_lines
from aixin_tui.exchange.word import Signed
from aixin_tui.exchange.word_body import column_needs, lies
from aixin_tui.exchange.word_parts import clean
from aixin_tui.texts import label

_STYLE = """
@page { size: A4; margin: 22mm 20mm; }
@page lying { size: A4 landscape; margin: 20mm; }
body { font: 12pt/1.7 "仿宋_GB2312", "仿宋", FangSong, "Noto Serif CJK SC", serif; max-width: 170mm; margin: 8mm auto; }
article + article { break-before: page; margin-top: 20mm; }
h1 { font: bold 20pt/1.4 "方正小标宋简体", "华文中宋", SimSun, "Noto Serif CJK SC", serif; text-align: center; }
h2 { font: bold 14pt/1.5 "黑体", SimHei, "Noto Sans CJK SC", sans-serif; break-after: avoid; }
h3 { font: bold 13pt/1.5 "楷体_GB2312", "楷体", KaiTi, serif; break-after: avoid; }
h4 { font: bold 12pt/1.5 inherit; break-after: avoid; }
p { text-indent: 2em; margin: .3em 0; }
p.head, p.note, p.sign { text-indent: 0; }
p.head { display: flex; justify-content: space-between; }
p.note { font-size: 9pt; } p.sign { text-align: right; padding-right: 2em; }
table { border-collapse: collapse; width: 100%; margin: .4em 0; font: 10.5pt/1.4 "宋体", SimSun, serif; }
thead { display: table-header-group; } tr { break-inside: avoid; }
td, th { border: 1px solid #000; padding: .25em .4em; text-align: center; overflow-wrap: break-word; }
td.number { text-align: right; } td.value { text-align: left; } td.pen { min-width: 6em; height: 2em; }
td.signed { height: 4em; } tr.total td { font-weight: bold; }
table.card { width: 95mm; } .foot { display: flex; justify-content: space-between; margin-top: 1em; }
table.list, table.form, table.card { table-layout: fixed; }
table.form col, table.card col { width: 32%; }
table.form col:nth-child(odd), table.card col:nth-child(odd) { width: 18%; }
article.lying { page: lying; max-width: 255mm; } body.lying { max-width: 255mm; }
figure { margin: .6em 0; columns: 2; } svg { display: block; max-width: 100%; height: auto; break-inside: avoid; }
svg text { font-family: "宋体", SimSun, "Noto Sans CJK SC", sans-serif; }
"""


def html_bytes(contents: Sequence[ReportContent], *, signed: Signed | None = None, is_demo: bool = False,
               copies: int = 1) -> bytes:
    """Give the bytes of one HTML file with all papers, each on pages of its own."""
    first = contents[0]
    papers = [content for content in contents for _ in range(copies)]
    body = "".join(_article(content, signed or Signed(), is_demo=is_demo) for content in papers)
    lying = ' class="lying"' if any(map(lies, papers)) else ""
    lang = "zh-CN" if first.lang == "zh" else first.lang
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>{_text(first.title)}</title><style>{_STYLE}</style></head><body{lying}>{body}</body></html>\n"
    ).encode()


def _text(text: str) -> str:
    return escape(clean(text), quote=True).replace("\n", "<br>")


def _article(content: ReportContent, signed: Signed, *, is_demo: bool) -> str:
    lying = ' class="lying"' if lies(content) else ""
    return f"<article{lying}>{''.join(_parts(content, signed, is_demo=is_demo))}</article>"


def _parts(content: ReportContent, signed: Signed, *, is_demo: bool) -> Iterator[str]:
    yield f"<h1>{_text(content.title)}</h1>"
    if is_demo:
        yield f'<p class="note">{_text(label("report.demo_note", content.lang))}</p>'
    if content.layout == "form" or content.period:
        yield f'<p class="head"><span>{_text(unit_line(content))}</span><span>{_text(head_line(content))}</span></p>'
    if content.to and content.layout == "letter":
        yield f'<p class="head">{_text(content.to)}：</p>'
    elif content.to:
        yield f'<p class="head">{_text(label("report.to", content.lang, to=content.to))}</p>'
    for block in content.blocks:
        if block.heading:
            level = min(max(block.level, 1), 3) + 1
            yield f"<h{level}>{_text(block.number + block.heading)}</h{level}>"
        yield from _block(block, content)
    yield from _foot(content, signed)
    for note in content.notes:
        yield f'<p class="note">{_text(note)}</p>'


def _foot(content: ReportContent, signed: Signed) -> Iterator[str]:
    if content.layout in ("letter", "certificate"):
        for line in sign_lines(content, signed.filled_on):
            yield f'<p class="sign">{_text(line)}</p>'
    elif content.layout == "form" or content.period:
        words = signer_line(content, signed.filled_by, signed.reviewed_by, signed.filled_on)
        yield f'<div class="foot">{"".join(f"<span>{_text(word)}</span>" for word in words)}</div>'


def _block(block: Block, content: ReportContent) -> Iterator[str]:
    if block.form == "text":
        yield from _prose(block, content)
    elif block.style == "sentence":
        yield f"<p>{_text(sentence(block, content.lang))}</p>"
    elif block.columns:
        yield _table(block, content.lang)
        drawn = drawings(block) if block.form in ("table", "chart") else []
        if drawn:
            yield f"<figure>{''.join(drawn)}</figure>"
    for note in block.notes:
        yield f'<p class="note">{_text(note)}</p>'


def _prose(block: Block, content: ReportContent) -> Iterator[str]:
    if not content.record:
        yield f"<p>{_text(block.text)}</p>"
        return
    held: list[tuple[Gap, ...]] = []
    for line in lines_of(block):
        if not isinstance(line, str):
            held.append(line)
            continue
        if held:
            yield _gaps(held, content.layout)
            held = []
        yield f"<p>{_text(line)}</p>"
    if held:
        yield _gaps(held, content.layout)


def _gaps(lines: Sequence[tuple[Gap, ...]], layout: str) -> str:
    rows = ""
    for line in lines:
        for row in paired(line):
            span = ' colspan="3"' if len(row) == 1 else ""
            rows += "<tr>" + "".join(
                f'<th>{_text(gap.label)}</th><td class="value{" signed" if gap.is_signed else ""}"{span}>'
                f"{_text(gap.value)}</td>" for gap in row) + "</tr>"
    kind = "card" if layout == "card" else "form"
    return f'<table class="{kind}"><colgroup><col><col><col><col></colgroup>{rows}</table>'


def _table(block: Block, lang: str) -> str:
    is_list = block.form == "list"
    heads = ([label("report.number", lang)] if is_list else []) + [two_lines(column.head) for column in block.columns]
    body = "".join(
        f'<tr{" class=total" if row.is_total else ""}>{f"<td>{n}</td>" if is_list else ""}'
        f"{''.join(_cell(cell, column, block) for cell, column in zip(row.cells, block.columns, strict=True))}</tr>"
        for n, row in enumerate(block.rows, 1))
    if not block.rows:
        body = f'<tr><td colspan="{len(heads)}">{_text(label("report.empty_list", lang))}</td></tr>'
    head = "".join(f"<th>{_text(one)}</th>" for one in heads)
    needs = [max(need.cells, need.least) for need in column_needs(block, lang)]
    columns = "".join(f'<col style="width:{100 * need / sum(needs):.1f}%">' for need in needs)
    return (f'<table class="list"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>")


def _cell(cell: Cell, column: Column, block: Block) -> str:
    marks = "pen" if column.pen else "number" if cell.is_number and block.form != "list" else ""
    return f"<td{f' class={marks}' if marks else ''}>{_text(cell.text)}</td>"
