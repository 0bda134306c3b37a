"""Nobody of the test data or a demonstration can be a living person: order codes from 990 on, phones from 154 on."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.reference.resident_id import check_character

TESTS = Path(__file__).parents[1]
#: Runs of digits as people write numbers: full-width digits, and blanks or hyphens between groups, are read too.
RUN = re.compile(r"(?<![0-9A-Za-z])(?:[0-9][ \-]?){10,17}[0-9Xx](?![0-9A-Za-z])")
PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ \-]?)?(1[3-9](?:[ \-]?[0-9]){9})(?![0-9A-Za-z])")
TO_ASCII = str.maketrans("０１２３４５６７８９Ｘｘ－", "0123456789Xx-")


def texts_of(path: Path) -> Iterator[str]:
    """Read a file as text; of a workbook the text of its parts."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if name.startswith("xl/") and name.endswith(".xml"):
                    yield re.sub(r"<[^>]*>", "\n", book.read(name).decode("utf-8"))
        return
    content = path.read_bytes()
    for encoding in ("utf-8", "gb18030"):
        try:
            yield content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return


def is_day(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True


def somebodys(text: str) -> list[str]:
    """List the numbers in a text that could be a living person's."""
    text = text.translate(TO_ASCII)
    found = []
    for run in RUN.findall(text):
        digits = re.sub(r"[ \-]", "", run).upper()
        if len(digits) == 18 and is_day(digits[6:14]) and check_character(digits[:17]) == digits[17]:
            found += [digits] if not digits[14:17].startswith("99") else []
    phones = (re.sub(r"[ \-]", "", phone) for phone in PHONE.findall(text))
    return found + [phone for phone in phones if not phone.startswith("154")]


@pytest.mark.parametrize(("text", "count"), [
    ("630222201503059926", 0), ("６３０２２２２０１５０３０５９９２６", 0), ("15402220003", 0), ("154 0222 0003", 0),
    ("11010519491231002X", 1), ("110105194912310021", 0), ("13800138000", 1), ("138-0013-8000", 1),
    ("138 0013 8000", 1), ("+86 138 0013 8000", 1), ("8613800138000", 1), ("a13800138000f", 0),
    ("20250305", 0), ("46000000000000000000", 0),
])
def test_the_guard_knows_whose_number_it_could_be(text: str, count: int) -> None:
    assert len(somebodys(f"电话：{text}，备注")) == count


def files() -> list[Path]:
    kept = {".json", ".jsonl", ".csv", ".xlsx", ".yaml", ".yml", ".txt", ".py", ".toml"}
    return sorted(path for path in TESTS.rglob("*") if path.is_file() and path.suffix in kept
                  and path != Path(__file__) and "__pycache__" not in path.parts)


def test_the_test_data_hold_nobody() -> None:
    found = {str(path.relative_to(TESTS)): numbers for path in files()
             for text in texts_of(path) if (numbers := somebodys(text))}
    assert found == {}


def test_a_demonstration_holds_nobody(tmp_path: Path) -> None:
    from aixin_tui.demo.county import make_county

    made = make_county(tmp_path / "demo", province="qinghai", county="630222", today=date(2025, 6, 10),
                       progress=lambda _: None)
    numbers, phones = 0, 0
    found = {}
    for path in sorted(Path(made.folder).rglob("*")):
        for text in texts_of(path) if path.is_file() and path.suffix in {".json", ".jsonl", ".xlsx", ".csv"} else ():
            if guilty := somebodys(text):
                found[path.name] = guilty
            numbers += len(re.findall(r"630222[0-9]{8}99[0-9][0-9X]", text))
            phones += text.count("154")
    assert found == {}
    assert numbers > 100
    assert phones > 100
