"""A report printed on the terminal is as wide as the terminal and says where its people are made up."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from calling import Aixin

from aixin_tui.cli.output import cells_wide
from aixin_tui.texts.cells import width


@pytest.mark.parametrize(("is_terminal", "columns", "cells"), [
    (True, 120, 120), (True, 60, 60), (True, 10, 40), (False, 120, 80)])
def test_lines_are_as_wide_as_the_terminal_and_80_elsewhere(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, columns: int, cells: int
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: os.terminal_size((columns, 24)))
    assert cells_wide() == cells


@pytest.mark.parametrize("cells", [60, 100])
def test_a_printed_report_keeps_within_the_width(small: Aixin, monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr("aixin_tui.cli.report.cells_wide", lambda: cells)
    said = small("report", "render", "monthly", "2025-03")
    widest = max(map(width, said.out.splitlines()))
    assert cells - 10 < widest <= cells
