"""Which counts are not split: those below the limit, and those that a subtraction would give back."""

from __future__ import annotations

import pytest

from aixin_tui.engine.small_counts import is_open, unsplit_figures


@pytest.mark.parametrize(("sums", "small", "open_"), [
    ((), 1, False), ((3,), 1, False), ((2, 1), 1, True), ((2, 1), 2, False), ((2, 2), 2, True), ((0, 5, 0), 1, False),
])
def test_a_count_is_open_only_where_it_may_lie_outside_every_single_place(
    sums: tuple[int, ...], small: int, open_: bool,
) -> None:
    assert is_open(sums, small) is open_


def test_one_figure_left_out_alone_is_given_back_by_the_sum_so_another_goes_with_it() -> None:
    ids = {"all": frozenset("abcdefgh"), "refused": frozenset("ab"), "paired": frozenset("cde"),
           "waiting": frozenset("fgh")}
    found = unsplit_figures(ids, {"refused": 1}, lambda hidden: [[len(hidden), len(hidden)]])
    assert "refused" in found
    assert len(found & {"paired", "waiting"}) == 1


def test_figures_that_leave_it_open_together_are_enough() -> None:
    ids = {"all": frozenset("abcdef"), "refused": frozenset("a"), "checked": frozenset("b"),
           "paired": frozenset("cdef")}
    small = {"refused": 1, "checked": 1}
    assert unsplit_figures(ids, small, lambda _: [[1, 1]]) == set(small)
    assert unsplit_figures(ids, small, lambda hidden: [[2, 4 if "paired" in hidden else 0]]) == {*small, "paired"}
