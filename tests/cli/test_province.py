"""`aixin province check` on a folder that was copied: what is alike is counted, what differs is written out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from calling import Aixin

from aixin_tui.provinces.registry import bundled_folder


@pytest.fixture
def copied(office: Aixin, tmp_path: Path) -> Aixin:
    """An office whose own province is Hainan's folder under another name and code, its divisions not yet replaced."""
    folder = tmp_path / "county" / "provinces" / "guangxi"
    shutil.copytree(bundled_folder() / "hainan", folder)
    declared = folder / "province.yaml"
    text = declared.read_text(encoding="utf-8")
    declared.write_text(text.replace("hainan", "guangxi").replace('"46"', '"45"'), encoding="utf-8")
    return office


def test_a_problem_in_every_line_of_a_file_is_written_ten_times_and_counted(copied: Aixin) -> None:
    said = copied("province", "check", "guangxi")
    lines = said.out.splitlines()
    assert said.code == 1
    assert len([line for line in lines if "divisions.csv:" in line]) == 10
    assert [line for line in lines if "divisions.csv SPEC_002" in line and "--json" in line]


def test_json_lists_every_problem(copied: Aixin) -> None:
    said = copied("province", "check", "guangxi", "--json")
    assert len([one for one in said.objects if one["code"] == "SPEC_002"]) > 1000
