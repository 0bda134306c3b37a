"""Papers by command: listed, made for one, many or a place, in each format; never over a file that is there."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
from calling import Aixin

from aixin_tui.exchange.papers import FORMATS


def pairs(small: Aixin) -> list[dict[str, object]]:
    return small("pair", "list", "--json").objects


def test_kinds_say_for_whom_how_many_and_what_is_masked(small: Aixin) -> None:
    found = {one["key"]: one for one in small("document", "kinds", "--json").objects}
    assert (found["pairing_form"]["kind"], found["pairing_form"]["copies"]) == ("pairing", 2)
    assert (found["contact_card"]["has_masked"], found["consent_form"]["has_masked"]) == (True, False)
    assert "走访任务单" in small("document", "kinds").out


def test_a_paper_is_written_under_a_name_of_its_own_and_again_beside_it(small: Aixin, tmp_path: Path) -> None:
    pair = pairs(small)[0]
    said = small("document", "make", "pairing_form", str(pair["id"]), "--json").object
    made = Path(str(said["file"]))
    assert (said["papers"], said["copies"], made.suffix, made.parent.name) == (1, 2, ".docx", "文书")
    assert (made.parent.parent / "office.json").is_file(), "in the workspace, as in the app; not where one stands"
    assert not list(tmp_path.glob("*.docx"))
    assert str(pair["number"]) in made.name
    again = small("document", "make", "pairing_form", str(pair["number"]), "--json").object
    assert Path(str(again["file"])).name == f"{made.stem}(2).docx"
    assert made.read_bytes() == Path(str(again["file"])).read_bytes()
    assert oct(made.stat().st_mode & 0o777) == "0o600"


def test_a_named_file_is_refused_where_one_is_there_and_written_over_when_told_so(small: Aixin) -> None:
    pair = str(pairs(small)[0]["id"])
    Path("卡.docx").write_bytes(b"mine")
    said = small("document", "make", "contact_card", pair, "--out", "卡.docx")
    assert (said.code, Path("卡.docx").read_bytes()) == (1, b"mine")
    assert "PAPER_003" in said.err
    assert small("document", "make", "contact_card", pair, "--out", "卡.docx", "--overwrite").code == 0
    assert docx.Document(io.BytesIO(Path("卡.docx").read_bytes())).tables


def test_every_format_holds_the_same_names_and_the_ending_says_which(small: Aixin) -> None:
    pair = pairs(small)[0]
    names = (str(pair["child_name"]), str(pair["mother_name"]))
    for form in FORMATS:
        assert small("document", "make", "pledge", str(pair["id"]), "--out", f"书.{form}").code == 0
    text = small("document", "make", "pledge", str(pair["id"]), "--text").out
    page = Path("书.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook("书.xlsx").worksheets[0]
    cells = " ".join(str(cell.value) for row in book.iter_rows() for cell in row if cell.value)
    document = docx.Document("书.docx")
    words = "".join(document.element.itertext())
    for told in (text, page, cells, words):
        assert all(name in told for name in names)
    assert small("document", "make", "pledge", str(pair["id"]), "--docx", "--html").code == 2


def test_a_masked_phone_says_how_to_have_it_in_full(small: Aixin) -> None:
    pair = str(pairs(small)[0]["id"])
    said = small("document", "make", "contact_card", pair)
    assert "--reveal" in said.err
    full = small("document", "make", "contact_card", pair, "--reveal", "发给家长", "--text")
    assert "*" not in full.out
    logged = [one for one in small("log", "show", "--json").objects if one["action"] == "document"]
    assert [one["reason"] for one in logged] == ["发给家长", ""]


def test_a_place_is_printed_by_its_villages(small: Aixin) -> None:
    said = small("document", "make", "visit_task", "--for", "630222", "--xlsx", "--json").object
    book = openpyxl.load_workbook(str(said["file"]))
    assert len(book.worksheets) >= said["papers"] >= 1
    assert small("document", "make", "visit_task", "--for", "110000").code == 1
    assert small("document", "make", "visit_task").code == 1
    assert small("document", "make", "nothing", "1").code == 1


def test_a_report_is_written_as_word_and_as_one_page(small: Aixin) -> None:
    made = small("report", "render", "monthly", "2025-03", "--docx", "a.docx", "--html", "a.html", "--xlsx", "a.xlsx")
    assert (made.code, made.out) == (0, "")
    assert round(docx.Document("a.docx").sections[0].top_margin.mm) == 37  # type: ignore[union-attr]
    page = Path("a.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    small("report", "render", "monthly", "2025-03", "--docx", "b.docx")
    assert Path("a.docx").read_bytes() == Path("b.docx").read_bytes()


def test_a_step_says_which_papers_belong_to_it(small: Aixin) -> None:
    pair = pairs(small)[0]
    said = small("pair", "end", str(pair["id"]), "--reason", "mother_left")
    assert "终止结对确认单" in said.err, said
    assert f"aixin document make end_confirmation {pair['id']}" in said.err


def test_a_dry_ending_says_what_would_be_refused(small: Aixin) -> None:
    pair = str(pairs(small)[0]["id"])
    said = small("pair", "end", pair, "--reason", "没有这种原因", "--dry-run")
    assert (said.code, "ACT_008" in said.err) == (1, True)
    assert small("pair", "end", pair, "--reason", "父母返乡", "--dry-run").code == 0
