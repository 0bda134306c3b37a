"""Cards for families: two in a row, dashed lines to cut along, each as small as a hand."""

from __future__ import annotations

from collections.abc import Sequence

from aixin_tui.engine.content import ReportContent
from aixin_tui.exchange.form_lines import lines_of
from aixin_tui.exchange.word_parts import paragraph

#: Width of a card in twips (95 mm) and its height (86 mm): six on a page.
_WIDE, _HIGH = 5386, 4870
#: Room for a name or a number, to be written in.
_BLANK = "＿" * 6


def cards(papers: Sequence[ReportContent]) -> str:
    """Lay cards out on pages."""
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_HIGH}" w:hRule="atLeast"/></w:trPr>'
        f"{''.join(_card(one) for one in papers[n : n + 2])}{_card(None) if n + 1 == len(papers) else ''}</w:tr>"
        for n in range(0, len(papers), 2))
    edge = "".join(f'<w:{side} w:val="dashed" w:sz="4" w:space="0" w:color="808080"/>'
                   for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDE * 2}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{edge}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{_WIDE}"/><w:gridCol w:w="{_WIDE}"/></w:tblGrid>{rows}</w:tbl>'
            f"{paragraph('', 'AxGap')}")


def _card(content: ReportContent | None) -> str:
    inner = paragraph("", "AxGap") if content is None else "".join(_lines(content))
    return (f'<w:tc><w:tcPr><w:tcW w:w="{_WIDE}" w:type="dxa"/><w:tcMar><w:left w:w="200" w:type="dxa"/>'
            f'<w:right w:w="200" w:type="dxa"/></w:tcMar></w:tcPr>{inner}</w:tc>')


def _lines(content: ReportContent) -> list[str]:
    made = [paragraph(content.title, "AxTitle")]
    for block in content.blocks:
        if block.heading:
            made.append(paragraph(block.heading, "AxHead2"))
        for line in lines_of(block):
            if isinstance(line, str):
                made.append(paragraph(line, "AxBody"))
            else:
                words = "　".join(f"{gap.label}：{gap.value or _BLANK}" for gap in line)
                made.append(paragraph(words, "AxLine"))
    made += [paragraph(note, "AxNote") for note in content.notes]
    return made
