"""Weeks run from Monday to Sunday whatever the month: cases over Qinghai with a report of the week laid over it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aixin_tui.provinces.cases import read_cases
from aixin_tui.provinces.registry import load_provinces
from aixin_tui.services.officials_cases.running import run_case
from aixin_tui.texts import problem as text_of

HERE = Path(__file__).parent / "weekly"
CASES, UNREAD = read_cases(HERE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_week_comes_true(plugins_folder: Path, tmp_path: Path, case: object) -> None:
    assert not UNREAD
    folder = Path(shutil.copytree(plugins_folder, tmp_path / "provinces"))
    shutil.copytree(HERE / "reports", folder / "qinghai" / "reports", dirs_exist_ok=True)
    registry = load_provinces([folder])
    assert registry.row("qinghai").problems == ()
    found = run_case(case, registry["qinghai"])  # type: ignore[arg-type]
    assert not found, "\n".join(text_of(p.code, "zh", **p.values)[0] for p in found)


def test_the_cases_are_read() -> None:
    assert len(CASES) == 3
