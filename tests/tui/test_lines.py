"""Cutting, filling and breaking of Chinese text in cells; days and keys as people type them; periods."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events

from aixin_tui.tui.keys import plain_key, shown_key
from aixin_tui.tui.periods import next_period, previous_period
from aixin_tui.tui.widgets.bars import changed_cells
from aixin_tui.tui.widgets.fields import plain_date
from aixin_tui.tui.widgets.lines import NOT_FIRST, Span, clean, fit, to_strip, wrap

TEXTS = st.text(alphabet=st.sampled_from("爱心妈妈，。（）《》“”、：；a b1[/]😀𠀀\n\t"), max_size=200)


@given(TEXTS, st.integers(2, 90))
def test_a_fitted_text_has_exactly_its_cells(text: str, cells: int) -> None:
    assert cell_len(fit(text, cells)) == cells
    assert cell_len(fit(text, cells, right=True)) == cells


@given(TEXTS, st.integers(8, 90))
def test_wrapping_loses_nothing_and_no_line_is_too_long_or_begins_with_a_stop(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert "".join(lines) == "".join(clean(part) for part in text.split("\n"))
    assert all(sum(map(cell_len, line)) <= cells for line in lines)


def test_no_line_begins_with_a_stop_or_ends_with_a_bracket() -> None:
    text = "监护人同意结对，儿童本人也愿意。（见入户登记表）《知情同意书》已签，存乡镇妇联。" * 4
    for cells in range(16, 80):
        lines = wrap(text, cells)
        assert not [line for line in lines if line[0] in NOT_FIRST], cells
        assert not [line for line in lines[:-1] if line[-1] in "（《"], cells


@given(st.lists(TEXTS, max_size=5), st.integers(1, 120))
def test_a_strip_is_as_wide_as_asked_whatever_it_holds(texts: list[str], cells: int) -> None:
    strip = to_strip([Span(text) for text in texts], cells)
    assert cell_len(strip.text) == cells


@pytest.mark.parametrize(("typed", "plain"), [
    ("2025-03-01", "2025-03-01"), ("2025.3.1", "2025-03-01"), ("2025年3月1日", "2025-03-01"),
    ("20250301", "2025-03-01"), ("２０２５年３月", "2025-03"), ("2025", "2025"), ("3月1日", "2025-03-01"),
    ("3-1", "2025-03-01"), ("今天", "2025-03-24"),
    ("昨天", "2025-03-23"), ("不知道", "不知道"), ("", ""), ("202503", "2025-03"),
])
def test_a_day_is_read_as_people_write_it(typed: str, plain: str) -> None:
    assert plain_date(typed, date(2025, 3, 24)) == plain


@pytest.mark.parametrize(("key", "character", "plain"), [
    ("？", "？", "question_mark"), ("１", "１", "1"), ("／", "／", "slash"), ("fullwidth_space", "\u3000", "space"),
    ("f1", None, "f1"), ("a", "a", "a"), ("你", "你", "你"),
])
def test_full_width_keys_count_as_half_width(key: str, character: str | None, plain: str) -> None:
    assert plain_key(SimpleNamespace(key=key, character=character)) == plain  # type: ignore[arg-type]
    assert events.Key is not None


def test_keys_are_shown_as_keyboards_name_them() -> None:
    shown = [shown_key(key) for key in ("f9", "escape", "ctrl+s", "pagedown", "1")]
    assert shown == ["F9", "Esc", "Ctrl+S", "PgDn", "1"]


@pytest.mark.parametrize(("period", "before", "after"), [
    ("2025-01", "2024-12", "2025-02"), ("2025-Q1", "2024-Q4", "2025-Q2"), ("2025", "2024", "2026"),
    ("2025-W01", "2024-W52", "2025-W02"), ("nothing", "", ""),
])
def test_periods_turn(period: str, before: str, after: str) -> None:
    assert (previous_period(period), next_period(period)) == (before, after)


@pytest.mark.parametrize(("old", "new", "cells"), [
    ("第 1/180000 条", "第 2/180000 条", (3, 4)), ("第 19/30 条", "第 20/30 条", (3, 5)),
    ("第 9/30 条", "第 10/30 条", (3, 13)), ("", "第 1/3 条", (0, 11)), ("第 1/3 条", "", (0, 11)),
])
def test_of_the_place_below_only_the_cells_that_change_are_drawn(old: str, new: str, cells: tuple[int, int]) -> None:
    assert changed_cells(old, new) == cells
