"""Names, numbers, phones, dates and nationalities as lists write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.reference import phone, resident_id
from aixin_tui.reference.chinese_dates import read_date, read_number
from aixin_tui.reference.names import clean_name
from aixin_tui.reference.nationality import NATIONALITIES, code_of, name_of
from aixin_tui.reference.pinyin import initials, syllables
from aixin_tui.reference.resident_id import IdFault, check_character


@pytest.mark.parametrize(("name", "said"), [
    ("曾望川", "zeng wang chuan"), ("单雪", "shan xue"), ("仇和", "qiu he"), ("解放", "xie fang"),
    ("查良", "zha liang"),
    ("区小明", "ou xiao ming"), ("盖叫天", "ge jiao tian"), ("朴正", "piao zheng"), ("任红", "ren hong"),
    ("华佗", "hua tuo"), ("尉迟恭", "yu chi gong"), ("吕晨光", "lv chen guang"), ("索南·才让", "suo nan cai rang"),
    ("鲍䶮", "bao yan"), ("A1队", "a1 dui"), ("", ""),
])
def test_names_are_read(name: str, said: str) -> None:
    assert " ".join(syllables(name)) == said
    assert initials(name) == "".join(syllable[0] for syllable in syllables(name))


@pytest.mark.parametrize(("written", "stored"), [
    ("窦　安", "窦安"), ("索南‧才让", "索南·才让"), ("索南•多杰", "索南·多杰"), ("索南．才让", "索南·才让"),
    ("鲍䶮", "鲍䶮"), ("甲\x00乙", "甲乙"),
])
def test_names_lose_blanks_and_keep_rare_characters(written: str, stored: str) -> None:
    assert clean_name(written) == stored


@pytest.mark.parametrize(("text", "faults"), [
    ("６３０２２２２０１５０３０５９９２６", ()), ("63022220160819995Ｘ", ()), ("'630222198309199963", ()),
    ("630222 2013 0927 9984", ()), ("32132219920514996x", ()), ("", ()),
    ("6.30222E+17", (IdFault.DIGITS_LOST,)), ("630222201407159000", (IdFault.DIGITS_LOST,)),
    ("630222140609990", (IdFault.FIFTEEN,)), ("12345", (IdFault.LENGTH,)),
    ("63022220150305992A", (IdFault.CHARACTERS,)),
])
def test_id_numbers_are_read_and_never_repaired(text: str, faults: tuple[IdFault, ...]) -> None:
    assert resident_id.check(text).problems == faults


@given(st.sampled_from(["810000", "820000", "830000", "439999", "632122"]), st.dates(), st.integers(990, 999))
def test_any_area_is_valid_and_one_wrong_digit_is_found(area: str, birth: object, order: int) -> None:
    day = str(birth).replace("-", "").zfill(8)
    number = f"{area}{day}{order}"
    right = number + check_character(number)
    found = resident_id.check(right)
    assert found.is_right
    assert (found.birth_date, found.sex) == (str(birth), "male" if order % 2 else "female")
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    assert not resident_id.check(wrong).is_right
    assert resident_id.check(wrong).birth_date == ""


def test_the_long_form_of_an_old_number_is_offered() -> None:
    assert resident_id.check("632122680914992").offer == "632122196809149927"


@pytest.mark.parametrize(("text", "numbers", "wrong"), [
    ("+86 154 0222 0031", ["15402220031"], []), ("0972-0000012", ["0972-0000012"], []),
    ("15402220033、0972-0000034", ["15402220033", "0972-0000034"], []), ("1540222003", [], ["1540222003"]),
    ("15402220215/15402220216", ["15402220215", "15402220216"], []), ("１５４０２２２０００３", ["15402220003"], []),
    ("15402220001 15402220002", ["15402220001", "15402220002"], []), ("", [], []), ("12345678901", [], ["12345678901"]),
])
def test_phones_are_read(text: str, numbers: list[str], wrong: list[str]) -> None:
    found = phone.read(text)
    assert (list(found.numbers), list(found.wrong)) == (numbers, wrong)


@pytest.mark.parametrize(("text", "readings"), [
    ("2013.11.2", ["2013-11-02"]), ("20120917", ["2012-09-17"]), ("2017年6月", ["2017-06"]), ("2017年", ["2017"]),
    ("二〇一五年三月五日", ["2015-03-05"]), ("二○一五年十二月二十一日", ["2015-12-21"]), ("42068", ["2015-03-05"]),
    ("5/3/2015", ["2015-03-05", "2015-05-03"]), ("25/3/2015", ["2015-03-25"]), ("2014-02-30", []), ("不详", []),
    ("2014-05-06 00:00:00", ["2014-05-06"]), ("5.12", []), ("99999", []),
])
def test_dates_are_read_as_written(text: str, readings: list[str]) -> None:
    assert list(read_date(text).readings) == readings


@pytest.mark.parametrize(("text", "iso", "impossible"), [
    ("5.12", "2025-05-12", False), ("18日", "2025-05-18", False), ("5月32日", "", True), ("31日", "2025-05-31", False),
])
def test_day_and_month_are_completed_from_the_title(text: str, iso: str, impossible: bool) -> None:
    found = read_date(text, year=2025, month=5)
    assert (found.only, found.impossible) == (iso, impossible)


def test_a_number_cell_may_have_lost_a_zero() -> None:
    assert read_number(2013.1).readings == ("2013-01", "2013-10")
    assert read_number(45792).only == "2025-05-15"


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader(text: str) -> None:
    read_date(text, year=2025, month=5)
    resident_id.check(text)
    phone.read(text)
    syllables(text)
    code_of(text)


def test_nationalities_have_56_codes() -> None:
    assert sum(name.endswith("族") for name in NATIONALITIES.values()) == 56
    words = ("土", "土族", "毛难族", "崩龙", "外星")
    assert [code_of(word) for word in words] == ["30", "30", "36", "46", ""]
    assert name_of("30") == "土族"
