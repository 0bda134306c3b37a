"""Figures and tables: distinct counts with their records, splits that add up, small numbers that are not split."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from care_world import activity, child, mother, pairing, province, view
from hypothesis import given, settings
from hypothesis import strategies as st

from aixin_tui.domain.record import Record
from aixin_tui.engine.figures import figure_value
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.report import FigureSpec, TableSpec, TargetSpec
from aixin_tui.engine.splitting import make_table
from aixin_tui.engine.view import View

CHUANKOU, GUSHAN, MAYING = "630222100201", "630222101201", "630222102200"


def with_figures(records: list[Record], day: str, *specs: FigureSpec, office: str = "630222") -> View:
    base = province()
    known = {v.key: v for v in base.figures.versions()} | {spec.key: spec for spec in specs}
    return View(
        Snapshot(records), msgspec.structs.replace(base, figures=Items(tuple(known.values()))), date.fromisoformat(day),
        office=office,
    )


def grid(seen: View, spec: TableSpec, office: str = "630222") -> dict[str, list[str]]:
    _, rows, _ = make_table(seen, spec, office)
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in rows}


@pytest.mark.requirement("QH-03", node="qinghai/reports/figures.yaml#figures.mothers_this_year.where")
@pytest.mark.requirement("QH-03", node="qinghai/reports/figures.yaml#figures.children_this_year.where")
def test_mothers_and_children_paired_this_year_are_counted_once() -> None:
    records = [
        *(child(f"c{n}", division_code=CHUANKOU) for n in range(4)), mother("m1"), mother("m2"), mother("m3"),
        pairing("p1", "2025-01-10", of="c0", by="m1"), pairing("p2", "2025-02-10", of="c1", by="m1"),
        pairing("p3", "2025-02-10", of="c1", by="m2", role="support"),
        pairing("p4", "2024-12-31", of="c2", by="m3"), pairing("p5", "2025-06-01", of="c3", by="m3"),
    ]
    seen = view(records, "2025-05-31")
    mothers, children = figure_value(seen, "mothers_this_year"), figure_value(seen, "children_this_year")
    assert (mothers.value, children.value) == (2, 2)
    assert (mothers.text, children.text) == ("2名", "2名")
    assert set(mothers.records) == {"m1", "m2"}
    assert set(children.records) == {"c0", "c1"}


def test_a_mother_of_two_villages_counts_once_so_that_the_lines_add_up() -> None:
    records = [
        child("c1", division_code=CHUANKOU), child("c2", division_code=GUSHAN), child("c3", division_code=GUSHAN),
        mother("m1", division_code=CHUANKOU), mother("m2", division_code="110101001001"),
        mother("m3", division_code=GUSHAN),
        pairing("p1", "2025-01-10", of="c1", by="m1"), pairing("p2", "2025-01-10", of="c2", by="m1"),
        pairing("p3", "2025-01-10", of="c2", by="m2", role="support"), pairing("p4", "2025-01-10", of="c3", by="m3"),
    ]
    seen = view(records, "2025-05-31")
    table = grid(seen, TableSpec(figures=("mothers_paired",), by=("below",)))
    # m2 is from another province: she counts where her child lives.
    assert {name: cells for name, cells in table.items() if cells != ["0"]} == {
        "川口镇": ["1"], "古鄯镇": ["2"], "合计": ["3"],
    }


PLACES = st.sampled_from([CHUANKOU, GUSHAN, MAYING, "630222", "630222100"])
STATES = st.sampled_from(["screened", "filed", "assessed", "waiting", "proposed", "paired", "not_agreed", "closed"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(PLACES, STATES), min_size=3, max_size=14))
def test_the_four_numbers_add_up_and_so_do_the_lines(people: list[tuple[str, str]]) -> None:
    records = [
        child(f"c{n:02}", division_code=place, states=[(state, "2025-01-01")])
        for n, (place, state) in enumerate(people)
    ]
    seen = view(records, "2025-05-31")
    on_file, *parts = (figure_value(seen, key).value for key in (
        "on_file", "in_pair_now", "waiting_now", "not_agreed_now", "to_check"
    ))
    assert on_file == sum(parts)  # type: ignore[arg-type]
    _, rows, _ = make_table(seen, TableSpec(figures=("on_file",), by=("below",)), "630222")
    if figure_value(seen, "on_file").value >= 3:  # type: ignore[operator]
        lines = [row.cells[1] for row in rows if not row.is_total]
        assert sum(cell.value for cell in lines) == rows[-1].cells[1].value  # type: ignore[misc]
        assert set().union(*(cell.records for cell in lines)) == set(rows[-1].cells[1].records)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_one_or_two_children_are_not_split_further(count: int) -> None:
    records = [child(f"c{n}", division_code=CHUANKOU) for n in range(count)]
    seen = view(records, "2025-05-31")
    _, rows, notes = make_table(seen, TableSpec(figures=("on_file",), by=("below",)), "630222")
    split = {row.cells[1].text for row in rows if not row.is_total}
    assert rows[-1].cells[1].value == count
    if count < 3:
        assert split == {"*"}
        assert not any(row.cells[1].records for row in rows if not row.is_total)
        assert notes
    else:
        assert split == {"3", "0"}


def test_a_line_of_one_child_is_not_split_across() -> None:
    records = [child(f"c{n}", division_code=CHUANKOU) for n in range(4)] + [child("c9", division_code=GUSHAN)]
    table = grid(view(records, "2025-05-31"), TableSpec(figures=("on_file",), by=("below", "child.sex")))
    # The foot less 川口镇 would be the child of 古鄯镇: neither is split.
    assert table["川口镇"] == ["*", "*", "4"]
    assert table["古鄯镇"] == ["*", "*", "1"]
    assert table["合计"][-1] == "5"


NUMBERS = ("on_file", "in_pair_now", "waiting_now", "not_agreed_now", "to_check", "coverage")


def in_towns(*people: tuple[str, str, int]) -> list[Record]:
    """So many children of a town in a state; those in a pair have one."""
    named = [(town, state) for town, state, count in people for _ in range(count)]
    found = [child(f"c{n:03}", division_code=town, states=[(state, "2025-01-01")])
             for n, (town, state) in enumerate(named)]
    pairs = [pairing(f"p{n:03}", "2025-01-10", of=f"c{n:03}")
             for n, (_, state) in enumerate(named) if state == "paired"]
    return [*found, mother(), *pairs]


@pytest.mark.parametrize("figures", [NUMBERS[:5], NUMBERS])
def test_a_small_count_cannot_be_worked_out_from_its_line(figures: tuple[str, ...]) -> None:
    records = in_towns((CHUANKOU, "paired", 6), (GUSHAN, "paired", 5), (MAYING, "paired", 4), (CHUANKOU, "waiting", 4),
                       (GUSHAN, "waiting", 3), (GUSHAN, "not_agreed", 1))
    table = grid(view(records, "2025-05-31"), TableSpec(figures=figures, by=("below",)))
    # 底数 9 − 已结对 5 − 待结对 3 would be the one child of 古鄯镇 who does not agree: 待结对 is not split either.
    assert table["古鄯镇"][:5] == ["9", "5", "*", "*", "0"]
    assert table["川口镇"][:5] == ["10", "6", "*", "*", "0"]
    assert table["合计"][:5] == ["23", "15", "7", "1", "0"]


def test_a_share_that_would_tell_a_small_count_is_not_split() -> None:
    records = in_towns((CHUANKOU, "paired", 6), (GUSHAN, "waiting", 2), (MAYING, "waiting", 3), (GUSHAN, "paired", 1))
    share = FigureSpec(key="waits", label="待结对率", part="to_check", whole="on_file")
    few = [*records, child("d1", division_code=GUSHAN, states=[("screened", "2025-01-01")])]
    table = grid(with_figures(few, "2025-05-31", share), TableSpec(figures=("on_file", "waits"), by=("below",)))
    assert table["古鄯镇"] == ["4", "*"]
    assert table["合计"] == ["13", "7.69%"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([CHUANKOU, GUSHAN, MAYING]), st.sampled_from(
    ["screened", "waiting", "paired", "not_agreed"]), st.integers(1, 5)), min_size=2, max_size=8))
def test_whatever_a_line_leaves_out_might_stand_elsewhere(people: list[tuple[str, str, int]]) -> None:
    table = grid(view(in_towns(*people), "2025-05-31"), TableSpec(figures=NUMBERS[:5], by=("below",)))
    foot = [int(text) for text in table.pop("合计")]
    lines = list(table.values())
    hidden = [n for n in range(1, 5) if lines[0][n] == "*"]
    small = {n: foot[n] for n in range(1, 5) if 0 < foot[n] < 3}
    assert set(small) <= set(hidden)
    if lines[0][0] == "*":  # too few, or all of one town: then 底数 is not split either
        return
    # What a reader works out: 底数 less what is shown.
    left = [int(line[0]) - sum(int(line[n]) for n in range(1, 5) if n not in hidden) for line in lines]
    assert all(sum(left) - max(left) >= count for count in small.values())


def test_a_many_valued_fact_counts_a_record_under_each_value_and_the_total_once() -> None:
    both = {"left_behind_child": True, "child_in_difficulty": True}
    records = [child(f"c{n}", categories=both if n else {"left_behind_child": True}) for n in range(4)]
    columns, rows, notes = make_table(
        view(records, "2025-05-31"), TableSpec(figures=("on_file",), by=("child.categories",)), "630222"
    )
    table = {row.cells[0].text: row.cells[1].value for row in rows}
    assert (table["留守儿童"], table["困境儿童"], table["合计"]) == (4, 3, 4)
    assert len(notes) == 1
    assert columns[0].head == "儿童类别"


def test_a_figure_that_is_not_linked_to_the_fact_stays_empty() -> None:
    records = [child(f"c{n}") for n in range(3)] + [mother("m1")]
    spec = TableSpec(figures=("on_file", "mothers_listed"), by=("loving_mother.kind",))
    table = grid(view(records, "2025-05-31"), spec)
    assert table["爱心妈妈"] == ["", "1"]
    assert table["合计"] == ["3", "1"]


def test_times_split_by_the_date_of_the_record() -> None:
    records = [child("c1"), *(activity(f"a{n}", day, "contact_call") for n, day in enumerate(
        ["2025-04-30", "2025-05-01", "2025-05-26", "2025-06-01"]))]
    calls = FigureSpec(key="all_calls", label="问候", count="activity", unit="次")
    seen = with_figures(records, "2025-06-02", calls)
    assert grid(seen, TableSpec(figures=("all_calls",), by=("month",))) == {
        "2025年4月": ["1"], "2025年5月": ["2"], "2025年6月": ["1"], "合计": ["4"],
    }
    # Sunday 1 June lies in the week that begins on 26 May.
    assert grid(seen, TableSpec(figures=("all_calls",), by=("week",)))["2025年第22周（5月26日至6月1日）"] == ["2"]


def register(key: str, of: str, **values: Any) -> Record:
    return Record(of, key, values)


def test_sums_are_exact_and_the_newest_record_wins() -> None:
    events = [
        register("e1", "event", date="2025-05-01", kind="training", reach=120, division_code=CHUANKOU),
        register("e2", "event", date="2025-05-09", kind="training", reach=80, division_code=GUSHAN),
    ]
    reached = FigureSpec(key="reached", label="覆盖", sum="event.reach", unit="人次")
    newest = FigureSpec(key="newest", label="最近", latest="event.reach", unit="人次")
    seen = with_figures(events, "2025-05-31", reached, newest)
    assert figure_value(seen, "reached").value == 200
    assert figure_value(seen, "reached", CHUANKOU[:9]).value == 120
    # The county has no record of its own: its towns are added up; a record of its own is told as it is.
    assert figure_value(seen, "newest").value == 200
    own = register("e3", "event", date="2025-04-01", kind="training", reach=500, division_code="630222")
    assert figure_value(with_figures([*events, own], "2025-05-31", newest), "newest").value == 500


def test_a_target_that_is_missed_is_marked_from_its_day_on() -> None:
    target = TargetSpec(at_least=3, due="2025-06-30")
    spec = FigureSpec(key="goal", label="在册", count="child", unit="名", target=target)
    seen = with_figures([child("c1")], "2025-06-29", spec)
    assert not figure_value(seen, "goal").misses
    assert figure_value(with_figures([child("c1")], "2025-06-30", spec), "goal").misses
    assert not figure_value(with_figures([child(f"c{n}") for n in range(3)], "2025-07-01", spec), "goal").misses
    table = grid(with_figures([child("c1")], "2025-06-30", spec), TableSpec(figures=("goal",)))
    assert table["民和回族土族自治县"] == ["1（未达目标）"]


def test_a_share_of_nothing_is_no_number() -> None:
    value = figure_value(view([], "2025-05-31"), "coverage")
    assert (value.value, value.text) == (None, "/")
    half = [child("c1"), child("c2", states=[("waiting", "2025-01-01")]), child("c3"), mother()]
    half.append(pairing("p1", "2025-01-01"))
    assert figure_value(view(half, "2025-05-31"), "coverage").value == Fraction(100, 3)


def test_what_is_sealed_tells_its_bare_number() -> None:
    incidents = FigureSpec(key="incidents", label="事件", count="incident", unit="起", target=TargetSpec(at_most=0))
    records = [register("i1", "incident", child="c1", date="2025-05-02"), child("c1")]
    seen = with_figures(records, "2025-05-31", incidents)
    value = figure_value(seen, "incidents")
    assert (value.value, value.records, value.misses) == (1, (), True)


def test_a_voided_record_counts_nowhere() -> None:
    records = [child("c1"), child("c2", voided={"on": "2025-05-01", "operator": "x", "reason": "重复"})]
    assert figure_value(view(records, "2025-05-31"), "on_file").records == ("c1",)


def test_an_unknown_figure_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        figure_value(view([], "2025-05-31"), "nothing")
