"""Papers as Word, web page and spreadsheet: nothing torn, nothing run, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from aixin_tui.engine.content import Block, Cell, Column, ReportContent, TableRow
from aixin_tui.exchange.drawing import drawings
from aixin_tui.exchange.form_lines import Gap, lines_of
from aixin_tui.exchange.papers import FORMATS, paper_bytes, write_beside, write_new
from aixin_tui.exchange.templates.make import LAYOUTS, made
from aixin_tui.exchange.word import Signed, core_template, word_bytes
from aixin_tui.exchange.word_parts import CELL, Need, spread

GOLDEN = {
    "docx": "022f9a37f5af7868d11ada0652f143190e90144ec4b89ab623e64575478a72b3",
    "xlsx": "1c5c9283350e22b497030f7e9628829bf23a3929977c6e4623d311c4a228781f",
    "html": "d67f9b3fd16455bf5aba0fcb9b1875d65423b10737db2ae32d70413fefb5c2fd",
}
NAME = "索南才让·洛桑旦增卓玛吉"
NUMBER = "632522201503079901"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = ("{{ 7*7 }}", "{% for x in y %}", "<script>alert(1)</script>", '=HYPERLINK("http://x")', "]]>", "&amp;<w:p>",
           "{_{ title }_}", "a\x00b\x08\x0cc\u202ed\ud800", '"onload="x')


def text(key: str, *pieces: str | tuple[str, str], heading: str = "") -> Block:
    made_of = tuple(Cell(p) if isinstance(p, str) else Cell(p[1], fact=p[0]) for p in pieces)
    return Block(key, "text", heading, pieces=made_of)


def listed(*lines: tuple[str, ...], key: str = "people", pen: tuple[str, ...] = ()) -> Block:
    columns = (Column("child.name", "儿童姓名"), Column("child.id_number", "身份证号", mask="resident_id"),
               Column("child.village", "所在村（社区）"),
               *(Column(f"pen{n}", head, pen=True) for n, head in enumerate(pen)))
    blank = [""] * len(pen)
    rows = tuple(TableRow(str(n), tuple(Cell(one) for one in (*line, *blank))) for n, line in enumerate(lines))
    return Block(key, "list", "名单", columns=columns, rows=rows)


PERSON = text("who", "姓名：", ("child.name", NAME), "　性别：", ("child.sex", "女"), "\n就读学校：",
              ("child.school", ""), "\n爱心妈妈（签名）：　妇联（盖章）：")
PROSE = text("words", "双方自愿，", ("child.name", NAME), "：一路同行。")
TABLE = Block(
    "numbers", "table", "结对情况", 1, "一、", columns=(Column("by", "乡镇（街道）"), Column("a", "底数（名）", True)),
    rows=tuple(TableRow(str(n), (Cell(name), Cell(str(n), n, figure="f")))
               for n, name in enumerate(("川口镇", "古鄯镇"), 3)),
)


def paper(*blocks: Block, layout: str = "form", **more: Any) -> ReportContent:
    return replace(ReportContent(
        key="x", title="结对登记表", office="630222", office_name="民和回族土族自治县", period="", period_label="",
        as_of="2026-11-24", known_at="", blocks=blocks or (PERSON, PROSE, listed((NAME, NUMBER, "三垣村"))),
        record="r1", layout=layout, notes=("注：系统默认",)), **more)


def word(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def words(data: bytes) -> list[str]:
    document = word(data)
    return ["".join(node.text or "" for node in part.iter(f"{W}t")) for part in document.element.body.iter(f"{W}p")]


def parts(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part.date_time[:3] for part in archive.infolist()} == {(1980, 1, 1)}
        names = [name for name in archive.namelist() if name.endswith(("document.xml", "sheet1.xml", "Strings.xml"))]
        assert b"2024-01-01" in archive.read("docProps/core.xml")
        return b"".join(archive.read(name) for name in names)


@pytest.mark.parametrize("form", FORMATS)
def test_the_golden_paper_does_not_change_unseen(form: str) -> None:
    """When this changes on purpose, render the file and look at it before taking the new digest."""
    data = paper_bytes((paper(), paper(TABLE)), form, signed=Signed("李经办", "王审核"), is_demo=True)
    assert data == paper_bytes((paper(), paper(TABLE)), form, signed=Signed("李经办", "王审核"), is_demo=True)
    told = data if form == "html" else parts(data)
    assert hashlib.sha256(told).hexdigest() == GOLDEN[form]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_templates_are_those_that_their_script_makes(layout: str) -> None:
    assert core_template(layout) == made(layout)


def test_the_official_paper_has_the_margins_and_types_of_its_standard() -> None:
    document = word(word_bytes((paper(TABLE, layout="official", period="2026-10", record=""),)))
    section = document.sections[0]
    page = [round(side.mm) for side in (section.page_width, section.page_height, section.top_margin,
                                        section.bottom_margin, section.left_margin, section.right_margin)]
    assert page == [210, 297, 37, 35, 28, 26]
    styles = {style.get(f"{W}styleId"): style for style in document.styles.element}
    body, title = styles["AxBody"], styles["AxTitle"]
    assert body.find(f".//{W}sz").get(f"{W}val") == "32"
    assert body.find(f".//{W}spacing[@{W}line]").get(f"{W}line") == "560"
    assert body.find(f".//{W}rFonts").get(f"{W}eastAsia") == "仿宋_GB2312"
    assert (title.find(f".//{W}sz").get(f"{W}val"), title.find(f".//{W}rFonts").get(f"{W}eastAsia")) == (
        "44", "方正小标宋简体")
    foot = "".join(node.text or "" for node in section.footer._element.iter(f"{W}t"))
    assert (foot, section.even_page_footer.is_linked_to_previous) == ("— 1 —", False)


def test_every_paper_says_who_fills_it_in_who_checks_it_and_when() -> None:
    told = "\n".join(words(word_bytes((paper(),), signed=Signed("李经办", "王审核"))))
    for part in ("填报单位（盖章）：民和回族土族自治县妇联", "填报人：李经办", "审核人：王审核", "填报日期："):
        assert part in told


def test_gaps_are_a_grid_and_prose_stays_prose_whatever_fills_it() -> None:
    assert lines_of(PERSON) == (
        (Gap("姓名", NAME), Gap("性别", "女")), (Gap("就读学校", ""),),
        (Gap("爱心妈妈（签名）", ""), Gap("妇联（盖章）", "")))
    assert lines_of(PROSE) == (f"双方自愿，{NAME}：一路同行。",)
    sly = text("who", "姓名：", ("child.name", "甲　性别：男\n住址："), "　性别：", ("child.sex", "女"))
    assert lines_of(sly) == ((Gap("姓名", "甲　性别：男\n住址："), Gap("性别", "女")),)


def test_a_name_with_an_interpunct_a_village_and_a_number_are_whole_and_no_number_is_torn() -> None:
    data = word_bytes((paper(listed((NAME, NUMBER, "曹家堡临空综合经济园互助园区社区"), pen=("查询结果", "签名"))),))
    (table,) = [t for t in word(data).tables if "身份证号" in t.rows[0].cells[2].text]
    assert [cell.text for cell in table.rows[1].cells][1:4] == [NAME, NUMBER, "曹家堡临空综合经济园互助园区社区"]
    assert table.columns[2].width.twips >= (len(NUMBER) + 1) * CELL


def test_the_widest_columns_give_way_and_numbers_do_not() -> None:
    widths = spread([Need(40), Need(20, 20), Need(40)], 60 * CELL)
    assert sum(widths) == 60 * CELL
    assert widths[1] == 20 * CELL
    assert spread([Need(20, 20)] * 9, 60 * CELL)  # what cannot fit is no endless loop


def test_a_list_of_thirty_has_its_heads_on_each_page_and_no_row_is_torn() -> None:
    data = word_bytes((paper(listed(*((f"童{n}", NUMBER, "村") for n in range(30)))),))
    rows = word(data).tables[0].rows
    assert [bool(row._tr.trPr.findall(f"{W}tblHeader")) for row in rows] == [True] + [False] * 30
    assert all(row._tr.trPr.findall(f"{W}cantSplit") for row in rows)


def test_a_list_that_is_too_wide_lies_on_its_side() -> None:
    wide = listed((NAME, NUMBER, "曹家堡临空综合经济园互助园区社区"),
                  pen=("走访日期", "见到的人", "需求和困难", "走访人签名"))
    upright, lying = (word(word_bytes((paper(block),))).sections[0] for block in (listed(("甲", "", "村")), wide))
    assert upright.page_width < upright.page_height
    assert lying.page_width > lying.page_height


def test_copies_and_several_papers_begin_on_a_page_each_and_cards_share_one() -> None:
    data = word_bytes((paper(), paper(PROSE)), copies=2)
    breaks = list(word(data).element.body.iter(f"{W}sectPr"))  # one ends the file
    assert (words(data).count("结对登记表"), len(breaks)) == (4, 4)
    cards = word(word_bytes([paper(PERSON, layout="card")] * 3))
    assert [len(table.rows) for table in cards.tables] == [2]
    assert not list(cards.element.body.iter(f"{W}pageBreakBefore"))


class Page(HTMLParser):
    """The tags and texts of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("bad", HOSTILE)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_that_stands_in_a_record_is_run(bad: str, layout: str) -> None:
    blocks = (text("who", "姓名：", ("child.name", bad), "　性别：", ("child.sex", bad)),
              text("w", "致", ("child.name", bad), "，好。"), listed((bad, bad, bad)),
              replace(TABLE, rows=tuple(TableRow(str(n), (Cell(bad), Cell("3", 3))) for n in range(2))))
    content = paper(*blocks, layout=layout, title=bad, to=bad, office_name=bad)
    kept = re.sub("[\x00-\x08\x0c\u202e\ud800]", "", bad)
    told = words(word_bytes((content,), signed=Signed(bad, bad)))
    assert any(kept in one for one in told)
    assert "49" not in "".join(told)
    data = paper_bytes((content,), "html", signed=Signed(bad, bad))
    page = Page(data)
    assert not {"script", "img", "a", "link", "iframe"} & set(page.tags)
    assert page.attributes <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "colspan", "xmlns", "viewbox", "width", "height",
        "role", "aria-label", "x", "y", "text-anchor", "font-weight", "font-size",
        "fill", "style",
    }
    assert b"default-src 'none'" in data
    if "\x00" in bad:
        return  # the writer of spreadsheets refuses them, as its own tests hold
    book = openpyxl.load_workbook(io.BytesIO(paper_bytes((content,), "xlsx", signed=Signed(bad, bad))))
    assert all(cell.data_type in {"s", "n"} for row in book.worksheets[0].iter_rows() for cell in row)


def test_a_web_page_fetches_nothing_and_draws_each_figure() -> None:
    data = paper_bytes((paper(TABLE, layout="official", period="2026-10", record=""),), "html").decode()
    assert not re.search(r"(src|href)=|url\(|@import", data.replace("default-src", ""))
    (drawn,) = drawings(TABLE)
    assert drawn in data
    assert re.findall(r'width="([\d.]+)" height="14"', drawn) == ["225.0", "300.0"]
    assert drawings(replace(TABLE, rows=TABLE.rows[:1])) == []


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    assert write_new(tmp_path / "a.docx", b"1") == ()
    (problem,) = write_new(tmp_path / "a.docx", b"2")
    assert (problem.code.value, (tmp_path / "a.docx").read_bytes()) == ("PAPER_003", b"1")
    assert write_new(tmp_path / "a.docx", b"2", overwrite=True) == ()
    found = [write_beside(tmp_path / "文书", "卡", "docx", bytes([n]))[0].name for n in range(3)]
    assert found == ["卡.docx", "卡(2).docx", "卡(3).docx"]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.docx", *sorted(found)]
    (problem,) = write_new(tmp_path / "nowhere" / "a.docx", b"1")
    assert problem.code.value == "PAPER_004"


def template(*paragraphs: str) -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(data)
    return data.getvalue()


def test_a_provinces_template_prints_facts_rows_and_its_own_words() -> None:
    own = template("{{ child.name }}同学：", "{%p for row in blocks.people.rows %}",
                   "{%p for cell in row %}", "{{ cell }}", "{%p endfor %}", "{%p endfor %}", "{{ office }}")
    told = words(word_bytes((paper(),), template=own))
    assert told[:4] == [f"{NAME}同学：", NAME, NUMBER, "三垣村"]
    assert told[4] == "民和回族土族自治县妇联（盖章）"
    twice = words(word_bytes((paper(), paper()), template=own))
    assert twice.count(f"{NAME}同学：") == 2


def test_a_template_with_a_body_has_the_styles_that_it_is_written_in() -> None:
    document = word(word_bytes((paper(),), template=template("抬头", "{{p body }}")))
    assert {"AxTitle", "AxCell"} <= {style.style_id for style in document.styles}
    assert document.paragraphs[0].text == "抬头"
