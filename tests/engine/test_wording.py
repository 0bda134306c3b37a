"""How numbers are told: the exact value stays, the wording follows `print`."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.engine.spec.report import FigureSpec, PrintSpec
from aixin_tui.engine.wording import plain, printed_number

DAY = date(2025, 5, 31)


def figure(name: str = "名", *, ratio: bool = False, **told: object) -> FigureSpec:
    more = {"part": "a", "whole": "b"} if ratio else {"count": "child"}
    return FigureSpec(key="f", unit=name, print=PrintSpec(**told), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "told", "expected"),
    [
        (3992, "名", {}, "3992名"),
        (205_431, "名", {"unit": "万", "word": "余"}, "20余万名"),
        (200_000, "名", {"unit": "万", "word": "余"}, "20万名"),
        (23_456, "场", {"unit": "万", "word": "余", "decimals": 1}, "2.3万余场"),
        (412_000, "名", {"unit": "万", "word": "多"}, "41多万名"),
        (1_196_400, "人次", {"unit": "万", "word": "近"}, "近120万人次"),
        (1_196_400, "人次", {"unit": "万", "word": "约"}, "约120万人次"),
        (712, "所", {"word": "余"}, "700余所"),
        (700, "所", {"word": "余"}, "700所"),
        (3992, "名", {"word": "余"}, "3900余名"),
        (0, "名", {"word": "余"}, "0名"),
        (Fraction(1, 3), "万元", {"decimals": 2}, "0.33万元"),
        ("2025-05-28", "天", {"show_as": "days_ago"}, "3天"),
        ("2025-06-24", "天", {"show_as": "days_ago"}, "0天"),
        ("2025-05-28", "天", {}, "2025-05-28"),
        (None, "名", {}, "/"),
    ],
)
def test_numbers_are_told_as_the_source_tells_them(
    value: object, unit: str, told: dict[str, object], expected: str
) -> None:
    assert printed_number(figure(unit, **told), value, DAY) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (100, None, "100%"), (Fraction(200, 3), None, "66.67%"), (Fraction(9992, 100), 2, "99.92%"),
        (Fraction(999_999, 10_000), None, "99.99%"), (Fraction(1, 1000), None, "0.01%"), (0, None, "0%"),
        (85, None, "85.00%"), (Fraction(619, 10), None, "61.90%"), (100, 2, "100.00%"), (Fraction(619, 10), 1, "61.9%"),
    ],
)
def test_a_share_says_hundred_only_where_it_is_so(value: object, decimals: int | None, expected: str) -> None:
    assert printed_number(figure("%", ratio=True, decimals=decimals), value, DAY) == expected  # type: ignore[arg-type]


@given(st.integers(0, 10**9), st.sampled_from(["余", "多", "近"]), st.sampled_from(["", "万"]))
def test_down_is_never_above_and_up_never_below(value: int, word: str, unit: str) -> None:
    text = printed_number(figure("", unit=unit, word=word), value, DAY)
    told = Fraction(text.replace(word, "").replace("万", "")) * (10_000 if unit else 1)
    assert (told <= value) if word != "近" else (told >= value)
    assert (word in text) is (told != value)


@pytest.mark.parametrize(("value", "text"), [(3, "3"), (Fraction(1, 4), "0.25"), (Fraction(-3, 2), "-1.5")])
def test_plain_numbers(value: int | Fraction, text: str) -> None:
    assert plain(value) == text
