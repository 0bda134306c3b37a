"""Writes the core's Word templates: `python -m aixin_tui.exchange.templates.make`.

`official` follows GB/T 9704-2012 (党政机关公文格式): A4, margins 37 mm above, 35 below, 28 left, 26 right, so that 22
lines of 28 characters stand on a page; 小标宋 二号, 仿宋 三号, headings 黑体 and 楷体, page numbers as — 1 — on the
outer side. A type that an office lacks is replaced by the one that `fontTable.xml` names beside it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aixin_tui.exchange.fixed_zip import fixed

#: Types of official papers, and those of Word and WPS that stand in for them.
FONTS: Mapping[str, str] = {
    "方正小标宋简体": "方正小标宋_GBK,华文中宋,宋体", "仿宋_GB2312": "仿宋,华文仿宋", "楷体_GB2312": "楷体,华文楷体",
    "黑体": "SimHei", "宋体": "SimSun",
}
TITLE, FANG, KAI, HEI, SONG = FONTS
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Style:
    """A style of paragraphs: type, size in points, and how the lines stand. Distances in points."""

    font: str
    size: float
    bold: bool = False
    align: str = "both"
    line: float = 0
    """Exact height of a line; 0 for single."""
    before: float = 0
    after: float = 0
    indent: float = 0
    """Characters by which the first line is set in."""
    right: float = 0
    """Characters by which all lines end before the margin."""
    narrow: float = 0
    """By how much each character stands nearer to the next: 28 of 16 points in 156 mm."""


@dataclass(frozen=True)
class Layout:
    """A kind of page: its size and margins in millimetres, its styles, and what its foot says."""

    styles: Mapping[str, Style]
    margins: tuple[float, float, float, float]
    """Above, below, left, right."""
    lies: bool = False
    foot: str = ""
    """`pages` (第 1 页，共 2 页), `dashes` (— 1 —), or nothing."""
    grid: bool = False
    """22 lines of 28 characters."""
    border: bool = False


_TABLE = {
    "AxCell": Style(SONG, 10.5, align="center"), "AxCellHead": Style(HEI, 10.5, align="center"),
    "AxLabel": Style(HEI, 10.5, align="center"), "AxValue": Style(SONG, 11, align="left"),
    "AxNote": Style(SONG, 9, align="left", before=2), "AxGap": Style(SONG, 4, line=6),
    "AxFoot": Style(SONG, 11, align="left"), "AxUnit": Style(SONG, 11, align="left", after=3),
    "AxMeta": Style(KAI, 14, align="center", after=6), "AxTo": Style(FANG, 16, line=28, align="left"),
    "AxLine": Style(SONG, 11.5, align="left", line=19),
}
LAYOUTS: Mapping[str, Layout] = {
    "official": Layout({
        **_TABLE, "AxTitle": Style(TITLE, 22, align="center", line=36, before=8, after=18),
        "AxBody": Style(FANG, 16, line=28, indent=2, narrow=-0.25),
        "AxHead1": Style(HEI, 16, line=28, indent=2, narrow=-0.25),
        "AxHead2": Style(KAI, 16, line=28, indent=2, narrow=-0.25),
        "AxHead3": Style(FANG, 16, bold=True, line=28, indent=2, narrow=-0.25),
        "AxSign": Style(FANG, 16, line=28, align="right", right=4, before=6),
    }, (37, 35, 28, 26), foot="dashes", grid=True),
    "form": Layout({
        **_TABLE, "AxTitle": Style(TITLE, 20, align="center", before=2, after=10),
        "AxBody": Style(FANG, 12, line=20, indent=2, before=2, after=2),
        "AxHead1": Style(HEI, 12, align="left", before=6, after=3), "AxHead2": Style(KAI, 12, align="left", before=4),
        "AxHead3": Style(FANG, 12, bold=True, align="left"), "AxSign": Style(FANG, 12, align="right", right=2),
    }, (22, 20, 22, 22), foot="pages"),
    "letter": Layout({
        **_TABLE, "AxTitle": Style(TITLE, 20, align="center", before=2, after=8),
        "AxBody": Style(FANG, 13, line=21, indent=2), "AxHead1": Style(HEI, 13, line=21, indent=2, before=2),
        "AxHead2": Style(KAI, 13, line=21, indent=2), "AxHead3": Style(FANG, 13, bold=True, line=21, indent=2),
        "AxSign": Style(FANG, 13, line=22, align="right", right=3, before=4), "AxTo": Style(FANG, 13, line=21),
    }, (24, 20, 28, 26), foot="pages"),
    "card": Layout({
        **_TABLE, "AxTitle": Style(HEI, 15, align="center", before=6, after=4),
        "AxBody": Style(SONG, 10, line=15, align="left"), "AxHead1": Style(HEI, 11, align="left"),
        "AxHead2": Style(HEI, 11, align="left", before=2), "AxHead3": Style(HEI, 11, align="left"),
        "AxSign": Style(SONG, 10, align="right"), "AxNote": Style(SONG, 6.5, align="left", before=3),
    }, (12, 12, 10, 10)),
    "certificate": Layout({
        **_TABLE, "AxTitle": Style(TITLE, 40, align="center", before=60, after=48),
        "AxBody": Style(KAI, 24, line=46, indent=2), "AxHead1": Style(HEI, 24), "AxHead2": Style(KAI, 24),
        "AxHead3": Style(KAI, 24), "AxSign": Style(KAI, 20, align="right", right=4, line=36, before=10),
        "AxNote": Style(SONG, 9, align="left", before=12),
    }, (28, 25, 36, 35), lies=True, border=True),
}


def made(key: str) -> bytes:
    """Give the bytes of a template: the same ones each time."""
    import docx
    from docx.shared import Mm, Pt

    layout, document = LAYOUTS[key], docx.Document()
    for name, style in layout.styles.items():
        document.styles.element.append(_element(_style(name, style)))
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if layout.lies else (Mm(210), Mm(297))
    if layout.lies:
        section.orientation = 1  # type: ignore[assignment]
    top, bottom, left, right = layout.margins
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(min(15, top / 2))
    # The number stands 7 mm below the last line [GB/T 9704, 7.5].
    section.footer_distance = Mm(bottom - 7 - 5) if layout.foot == "dashes" else Mm(min(12, bottom / 2))
    if layout.grid:
        document.styles["Normal"].font.size = Pt(16)  # what the grid counts from
    document.add_paragraph("{{p body }}")
    _heads_and_feet(document, layout)
    _page(section, layout)
    told = document.core_properties
    from datetime import datetime

    told.created = told.modified = datetime(2024, 1, 1)  # noqa: DTZ001 - the format knows no zones
    told.author = told.title = told.comments = told.last_modified_by = ""
    data = io.BytesIO()
    document.save(data)
    return fixed(data.getvalue(), {"word/fontTable.xml": _fonts()})


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


def _style(name: str, style: Style) -> str:
    size = round(style.size * 2)
    spacing = f'w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}"'
    line = (round(style.line * 20), "exact") if style.line else (240, "auto")
    spacing += f' w:line="{line[0]}" w:lineRule="{line[1]}"'
    inset = round(style.size * 20)
    indent = f'w:firstLineChars="{round(style.indent * 100)}" w:firstLine="{round(style.indent * inset)}"'
    if style.right:
        indent += f' w:rightChars="{round(style.right * 100)}" w:right="{round(style.right * inset)}"'
    narrow = f'<w:spacing w:val="{round(style.narrow * 20)}"/>' if style.narrow else ""
    return (
        f'<w:style xmlns:w="{_W}" w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/><w:spacing {spacing}/>'
        f'<w:ind {indent}/><w:jc w:val="{style.align}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        f'w:cs="Times New Roman" w:eastAsia="{style.font}"/>{"<w:b/>" if style.bold else ""}{narrow}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:style>')


def _fonts() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>' for name, instead in FONTS.items())
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{_W}">{fonts}</w:fonts>'.encode()


def _heads_and_feet(document: Any, layout: Layout) -> None:
    """Say on every page that data are made up (`demo` is empty where they are not), and number the pages."""
    section = document.sections[0]
    sides = [(section.header, section.footer, "right")]
    if layout.foot == "dashes":
        document.settings.odd_and_even_pages_header_footer = True
        sides.append((section.even_page_header, section.even_page_footer, "left"))
    for head, foot, side in sides:
        _fill(head, '<w:jc w:val="center"/>', '<w:r><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="18"/></w:rPr>'
                                              "<w:t>{{ demo }}</w:t></w:r>")
        if layout.foot == "dashes":
            # 四号半角宋体, one character from the outer margin.
            inset = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
            _fill(foot, f'{inset}<w:jc w:val="{side}"/>', _text("— ", 28) + _number("PAGE", 28) + _text(" —", 28))
        elif layout.foot == "pages":
            words = _text("第 ", 18) + _number("PAGE", 18) + _text(" 页，共 ", 18) + _number("NUMPAGES", 18)
            _fill(foot, '<w:jc w:val="center"/>', words + _text(" 页", 18))


def _fill(part: Any, marks: str, runs: str) -> None:
    part.is_linked_to_previous = False
    held = part._element  # noqa: SLF001 - python-docx offers no way to write a field
    for child in list(held):
        held.remove(child)
    held.append(_element(f'<w:p xmlns:w="{_W}"><w:pPr>{marks}</w:pPr>{runs}</w:p>'))


def _text(text: str, size: int) -> str:
    return f'<w:r>{_marks(size)}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _number(name: str, size: int) -> str:
    marks = _marks(size)
    parts = (
        '<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{marks}{part}</w:r>" for part in parts)


def _marks(size: int) -> str:
    return f'<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="{size}"/></w:rPr>'


def _page(section: Any, layout: Layout) -> None:
    page = section._sectPr  # noqa: SLF001 - python-docx knows neither the grid nor the border of a page
    for old in page.findall(f"{{{_W}}}docGrid"):
        page.remove(old)
    if layout.border:
        edge = "".join(f'<w:{side} w:val="double" w:sz="12" w:space="24" w:color="B22222"/>'
                       for side in ("top", "left", "bottom", "right"))
        borders = _element(f'<w:pgBorders xmlns:w="{_W}" w:offsetFrom="page">{edge}</w:pgBorders>')
        page.find(f"{{{_W}}}pgMar").addnext(borders)
    if layout.grid:
        # 225 mm are 22 lines of 580 twips. The 28 characters are set by the styles: a grid of characters is drawn so
        # differently by Word, WPS and LibreOffice that only half of them would stand on a line in some.
        page.append(_element(f'<w:docGrid xmlns:w="{_W}" w:type="lines" w:linePitch="580"/>'))


def main() -> None:
    """Write all templates beside this script."""
    for key in LAYOUTS:
        (Path(__file__).parent / f"{key}.docx").write_bytes(made(key))


if __name__ == "__main__":
    main()
