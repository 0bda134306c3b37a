"""`aixin import` on the terminal: labels instead of keys, numbers masked, long lists cut, reasons in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Aixin

HEADINGS = "姓名,性别,出生日期,身份证号,现居住地,儿童类别,监护人,监护人手机\n"
FIRST = "".join(f"童{name},女,2016-03-0{n % 9 + 1},,官亭镇喇家村,留守儿童,家{name},154000000{n:02d}\n"
                for n, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑", 1))
SECOND = ("沈小满,女,2011.01.04,630222 20110104 9901,官亭镇喇家村,留守儿童,沈大山,+86 154 0222 0225\n"
          "陆小知,女,5/3/2015,,官亭镇喇家村,留守儿童,陆大山,15402220226\n")


@pytest.fixture
def listed(office: Aixin, tmp_path: Path) -> Aixin:
    """An office that took in twelve children from one list, and has a second list that names none of them."""
    (tmp_path / "first.csv").write_text(HEADINGS + FIRST, encoding="utf-8")
    (tmp_path / "second.csv").write_text(HEADINGS + SECOND, encoding="utf-8")
    assert office("import", "children", "first.csv").code == 0
    return office


def test_of_many_children_whom_a_list_does_not_name_ten_are_told_by_name(listed: Aixin) -> None:
    said = listed("import", "children", "second.csv", "--dry-run")
    (line,) = [line for line in said.err.splitlines() if "12 名" in line]
    assert line.count("童") == 10 + 1  # 在册儿童
    assert "等" in line
    assert len(listed("import", "children", "second.csv", "--dry-run", "--json").objects[-1]["not_in_file"]) == 12


def test_a_change_goes_by_its_fields_label_and_numbers_are_masked(listed: Aixin) -> None:
    said = listed("import", "children", "second.csv", "--dry-run")
    assert "身份证号：" in said.out
    assert "id_number" not in said.out
    assert "20110104" not in said.out
    assert "0222 0225" not in said.out
    assert "15402220225" not in said.out


def test_a_script_is_told_a_lists_changes_as_the_list_has_them(listed: Aixin) -> None:
    told = listed("import", "children", "second.csv", "--dry-run", "--json")
    assert "630222201101049901" in told.out
    assert "15402220225" in told.out


def test_numbers_are_in_full_only_for_a_reason_that_is_logged(listed: Aixin) -> None:
    masked = listed("import", "children", "second.csv", "--dry-run")
    told = listed("import", "children", "second.csv", "--dry-run", "--reveal", "核对名册")
    for number in ("630222201101049901", "15402220225"):
        assert number not in masked.out
        assert number in told.out
    assert "0222 0225" not in masked.out
    assert (masked.code, masked.out.count("\n")) == (told.code, told.out.count("\n"))
    (entry,) = listed("log", "show", "--action", "reveal", "--json").objects
    assert (entry["reason"], entry["records"]) == ("核对名册", 0)


def test_a_mothers_phone_is_masked_also_in_a_row_that_waits(listed: Aixin, tmp_path: Path) -> None:
    head = "姓名,类型,性别,所在地,联系电话,准入查询日期,查询结果,名额\n"
    rows = ("何守山,爱心妈妈,女,官亭镇喇家村,+86 154 0222 0227,2025-01-10,无,2\n"
            "何守水,爱心妈妈,女,官亭镇,+86 154 0222 0228,32,无,many\n")
    (tmp_path / "mothers.csv").write_text(head + rows, encoding="utf-8")
    said = listed("import", "mothers", "mothers.csv", "--dry-run")
    changed = [line for line in said.out.splitlines() if "154*" in line]
    assert len(changed) == 2, said.out
    assert "0222" not in said.out


def test_a_held_row_says_in_words_why_it_waits(listed: Aixin) -> None:
    run = listed("import", "children", "second.csv", "--json").objects[-1]["run"]
    said = listed("import", "rows", run, "--held")
    assert "5/3/2015" in said.out
    assert "核对是哪一天" in said.out
    assert "ROW_" not in said.out


def test_an_import_is_taken_back_by_the_name_of_its_run(listed: Aixin) -> None:
    before = listed("child", "list", "--all", "--json").out
    run = listed("import", "children", "second.csv", "--json").objects[-1]["run"]
    assert listed("child", "list", "--all", "--json").out != before
    assert listed("log", "undo", run, "--reason", "导错了").code == 0
    assert listed("child", "list", "--all", "--json").out == before
