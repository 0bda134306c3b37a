"""What an administrator does by command: operators, a family's rights, backups, the check of the log, queries."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from calling import Aixin
from made_office import DAY, Made


def test_an_operator_is_entered_changed_disabled_and_let_in_again(small: Aixin) -> None:
    assert small("operator", "add", getpass.getuser(), "--role", "administrator", "--today", DAY).code == 0
    assert small("operator", "add", "wang", "--division", "630222103", "--today", DAY).code == 0
    assert small("operator", "edit", "wang", "--role", "reviewer", "--right", "legal_help", "--today", DAY).code == 0
    shown = small("operator", "show", "wang", "--today", DAY, "--json").object
    assert (shown["role"], shown["division"]) == ("reviewer", "630222103")
    assert list(shown["rights"]) == ["legal_help"]
    assert small("operator", "disable", "wang", "--today", DAY).code == 0
    assert small("operator", "show", "wang", "--today", DAY, "--json").object["disabled"] is True
    assert small("operator", "enable", "wang", "--today", DAY).code == 0
    last = small("operator", "disable", getpass.getuser(), "--today", DAY)
    assert (last.code, "ACT_020" in last.err) == (1, True)


def test_a_family_asks_is_answered_and_is_erased_only_by_name(small: Aixin, made: Made) -> None:
    asked = small("request", "add", "erase", "窦念喜", "--asked-by", "窦长海", "--today", DAY, "--json")
    assert asked.code == 0, asked.out
    key = asked.object["id"]
    assert small("request", "show", key, "--today", DAY, "--json").object["id"] == key
    refused = small("request", "answer", key, "refused", "--today", DAY)
    assert refused.code != 0
    unnamed = small("request", "erase", "窦念喜", "--reason", "监护人申请", "--today", DAY)
    assert unnamed.code == 1
    assert "窦念喜" in small("child", "find", "窦念喜", "--today", DAY).out
    assert small("request", "answer", key, "partly", "--reason", "台账依法留存", "--today", DAY).code == 0


def test_a_backup_opens_only_with_its_passphrase_and_only_into_a_new_folder(small: Aixin, tmp_path: Path) -> None:
    (tmp_path / "word").write_text("春风又绿江南岸 明月何时照我还\n", encoding="utf-8")
    (tmp_path / "wrong").write_text("不是这一句口令\n", encoding="utf-8")
    made = small("backup", str(tmp_path / "b.age"), "--passphrase-file", str(tmp_path / "word"), "--today", DAY)
    assert made.code == 0, made.err
    assert "窦念安".encode() not in (tmp_path / "b.age").read_bytes()
    new = str(tmp_path / "again")
    assert small("restore", str(tmp_path / "b.age"), new, "--passphrase-file", str(tmp_path / "wrong")).code != 0
    assert not Path(new).exists()
    assert small("restore", str(tmp_path / "b.age"), new, "--passphrase-file", str(tmp_path / "word")).code == 0
    assert small("restore", str(tmp_path / "b.age"), new, "--passphrase-file", str(tmp_path / "word")).code != 0
    assert "窦念安" in small("--workspace", new, "child", "find", "窦念安", "--today", DAY).out
    assert small("--workspace", new, "log", "verify", "--today", DAY).code == 0


@pytest.mark.parametrize("reason", ["", "交公安机关查询"])
def test_a_query_list_goes_out_with_full_numbers_only_for_a_reason(small: Aixin, tmp_path: Path, reason: str) -> None:
    out = tmp_path / "q.xlsx"
    said = small("sheet", "make", "queries", "--out", str(out), *(("--reveal", reason) if reason else ()),
                 "--today", DAY)
    if out.exists():
        from openpyxl import load_workbook

        cells = {str(cell.value) for row in load_workbook(out).worksheets[0].iter_rows() for cell in row}
        full = [text for text in cells if len(text) == 18 and text[:17].isdigit()]
        assert bool(full) == bool(reason)
    else:
        assert said.err.strip()
