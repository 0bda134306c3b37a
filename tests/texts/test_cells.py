"""Columns line up in cells, whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.texts.cells import cut, fit, width, wrap


@pytest.mark.parametrize(("text", "cells"), [
    ("abc", 3), ("喇家村", 6), ("索南·才让", 9), ("𬱖", 2), ("e\u0301", 1), ("", 0), ("ＡＢ", 4),
])
def test_a_chinese_character_takes_two_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.text(max_size=40), st.integers(0, 40))
def test_fitted_text_fills_its_cells_exactly(text: str, cells: int) -> None:
    assert width(fit(text, cells)) == cells


@given(st.text(max_size=40), st.integers(2, 40))
def test_cut_text_is_never_wider(text: str, cells: int) -> None:
    assert width(cut(text, cells)) <= cells


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket() -> None:
    text = "监护人已经同意。（当面征得）祖父在场，孩子也愿意。"
    for cells in range(4, 40):
        lines = list(wrap(text, cells))
        assert "".join(lines) == text
        assert not [line for line in lines if line[:1] in "。，）" or (line[-1:] == "（" and len(line) > 1)]


@pytest.mark.parametrize(("text", "cells", "lines"), [
    ("look back (reading only)", 16, ["look back ", "(reading only)"]),
    ("新建用 aixin init 命令", 12, ["新建用 aixin", "init 命令"]),
    ("abcdefgh", 4, ["abcd", "efgh"]),
])
def test_a_word_is_broken_only_where_it_alone_fills_a_line(text: str, cells: int, lines: list[str]) -> None:
    assert list(wrap(text, cells)) == lines
