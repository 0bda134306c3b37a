"""What is due and what was missed: the table of example dates, the officials' care cases, and the rules behind them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from care_world import activity, answer, child, mother, pairing, view
from hypothesis import given, settings
from hypothesis import strategies as st

from aixin_tui.domain.record import Record
from aixin_tui.engine.duties import DutyStatus, duties_of, duty_items
from aixin_tui.engine.figures import figure_value

FESTIVALS = ("hainan/checklist.yaml#items.festival_visit", "hainan/reports/monthly.yaml#blocks.festivals_missed")
GREETING = "common/checklist.yaml#items.greeting.counts"


def seven(key: str) -> tuple[str, str]:
    """The nodes of one of the seven: common's duty, and what Qinghai makes of it."""
    return f"common/checklist.yaml#items.{key}", f"qinghai/checklist.yaml#items.{key}"


def world(*more: Record, started: str = "2025-03-10", **values: object) -> list[Record]:
    return [child("c1", on=started), mother(), pairing("p1", started, **values), *more]


def call(day: str, **values: object) -> Record:
    return activity(f"call-{day}", day, "contact_call", **values)


@pytest.mark.requirement("QH-30", node=GREETING)
def test_a_month_without_a_greeting_is_due_then_missed() -> None:
    records = world(call("2025-03-12"))
    due, missed = answer(records, "2025-04-30", "p1")
    assert "greeting" in due
    assert "greeting" not in missed
    due, missed = answer(records, "2025-05-01", "p1")
    assert "greeting" in due
    assert "greeting" in missed
    items = [i for i in duty_items(view(records, "2025-05-01"), duties=["greeting"]) if i.status is DutyStatus.MISSED]
    assert [(i.record_id, i.first.isoformat(), i.last.isoformat()) for i in items] == [
        ("p1", "2025-04-01", "2025-04-30")
    ]


@pytest.mark.requirement("QH-30")
@pytest.mark.parametrize(("started", "owes"), [("2025-03-15", True), ("2025-03-16", False), ("2025-03-20", False)])
def test_a_pair_made_after_the_fifteenth_owes_nothing_for_that_month(started: str, owes: bool) -> None:
    due, _ = answer(world(started=started), "2025-03-31", "p1")
    _, missed = answer(world(started=started), "2025-04-01", "p1")
    assert ("greeting" in due, "greeting" in missed) == (owes, owes)


def test_a_call_that_reached_nobody_is_no_greeting() -> None:
    records = world(call("2025-03-12"), call("2025-04-12", reached=False))
    assert "greeting" in answer(records, "2025-05-01", "p1")[1]


def test_a_late_entry_mends_the_month_it_belongs_to_and_a_call_of_july_is_julys() -> None:
    assert "greeting" not in answer(world(call("2025-04-28")), "2025-05-01", "p1")[1]
    assert "greeting" in answer(world(call("2025-05-03")), "2025-05-04", "p1")[1]


def test_what_is_dated_after_the_day_is_not_done_yet() -> None:
    assert "greeting" in answer(world(call("2025-04-20")), "2025-04-19", "p1")[0]
    assert "greeting" not in answer(world(call("2025-04-20")), "2025-04-20", "p1")[0]


@pytest.mark.parametrize(
    ("ended", "owes"), [("2025-04-20", False), ("2025-04-30", False), ("2025-05-01", True), ("2025-05-10", True)]
)
def test_a_pair_that_ends_before_the_last_day_of_a_slot_owes_nothing_for_it(ended: str, owes: bool) -> None:
    records = world(ended_on=ended)
    missed = "greeting" in answer(records, "2025-05-10", "p1", period="2025-04")[1]
    assert missed is owes
    # On the 10th the end is not there yet.
    assert "greeting" in answer(records, "2025-04-10", "p1")[0]


def test_what_an_ended_pair_did_still_counts() -> None:
    records = world(call("2025-04-02"), ended_on="2025-04-20")
    items = list(duty_items(view(records, "2025-05-01"), duties=["greeting"]))
    assert [(i.status, i.done_by) for i in items if i.first == date(2025, 4, 1)] == [
        (DutyStatus.DONE, ("call-2025-04-02",))
    ]


@pytest.mark.requirement(
    "QH-34", node=seven("letter")
)
@pytest.mark.parametrize(
    ("day", "due", "missed"),
    [
        ("2025-01-01", True, False), ("2025-09-09", True, False), ("2025-09-10", False, True),
        ("2026-01-01", True, True),
    ],
)
def test_the_first_letter_of_a_young_pair_has_twelve_months(day: str, due: bool, missed: bool) -> None:
    found = answer(world(started="2024-09-10"), day, "p1")
    assert ("letter" in found[0], "letter" in found[1]) == (due, missed)


def test_while_the_pair_is_paused_visits_rest_and_contact_goes_on() -> None:
    pauses = [{"from": "2025-02-01", "to": "2025-09-01", "reason": "with_parents"}]
    records = world(
        activity("a1", "2024-06-01", "parent_child"), started="2024-01-10", pauses=pauses
    )
    assert answer(records, "2025-03-01", "p1")[1] >= {"greeting"}
    missed = answer(records, "2026-01-01", "p1")[1]
    assert "letter" in missed
    assert "parent_child" not in missed
    half = [{"from": "2025-02-01", "to": "2025-06-01", "reason": "with_parents"}]
    assert "parent_child" in answer(world(started="2024-01-10", pauses=half), "2026-01-01", "p1")[1]


@pytest.mark.requirement(
    "QH-32", node=seven("shared_day")
)
@pytest.mark.requirement(
    "QH-33", node=seven("parent_child")
)
def test_one_afternoon_satisfies_every_duty_it_lies_in() -> None:
    records = world(activity("a1", "2025-06-01", "parent_child", "shared_day"), started="2025-01-10")
    missed = answer(records, "2026-01-01", "p1")[1]
    assert missed >= {"letter"}
    assert not missed & {"parent_child", "shared_day"}
    assert answer(world(started="2025-01-10"), "2026-01-01", "p1")[1] >= {"parent_child", "shared_day"}


@pytest.mark.requirement(
    "QH-31", node=seven("micro_wish")
)
def test_a_wish_counts_on_the_day_it_is_delivered() -> None:
    wish = Record("micro_wish", "w1", {
        "child": "c1", "date": "2024-11-02", "wish": "书包",
        "status": {
            "1": {"state": "collected", "from": "2024-11-02"}, "2": {"state": "claimed", "from": "2024-12-01"},
            "3": {"state": "delivered", "from": "2025-01-20"},
        },
    })
    records = [child("c1", on="2024-01-10"), wish]
    assert "micro_wish" in answer(records, "2025-01-01", "c1", kind="child")[1]
    assert "micro_wish" not in answer(records, "2026-01-01", "c1", kind="child")[1]


@pytest.mark.requirement(
    "QH-28", node=seven("growth_plan")
)
@pytest.mark.requirement(
    "QH-29", node=seven("group_care")
)
def test_a_plan_and_a_collective_visit_are_owed_to_the_child_each_year() -> None:
    plan = Record("care_plan", "k1", {"scope": "child", "child": "c1", "date": "2025-05-01"})
    done = activity("a1", "2025-05-30", "group_care")
    records = world(started="2025-01-10")
    assert answer(records, "2025-12-31", "c1", kind="child")[0] >= {"growth_plan", "group_care"}
    assert answer(records, "2026-01-01", "c1", kind="child")[1] >= {"growth_plan", "group_care"}
    found = answer([*records, plan, done], "2026-01-01", "c1", kind="child")[1]
    assert not found & {"growth_plan", "group_care"}


def test_a_plan_for_the_pair_satisfies_the_childs() -> None:
    plan = Record("care_plan", "k1", {"scope": "pairing", "pairing": "p1", "child": "c1", "date": "2025-05-01"})
    assert "growth_plan" not in answer([*world(), plan], "2025-12-31", "c1", kind="child")[0]


def test_a_duty_of_a_child_begins_on_the_day_it_first_applies() -> None:
    states = [("filed", "2025-01-05"), ("waiting", "2025-02-01"), ("paired", "2025-10-01")]
    records = [child("c1", states=states)]
    assert "growth_plan" not in answer(records, "2025-09-30", "c1", kind="child")[0]
    items = list(duty_items(view(records, "2025-10-01"), duties=["growth_plan"]))
    assert [(i.first.isoformat(), i.last.isoformat(), i.status) for i in items] == [
        ("2025-10-01", "2026-09-30", DutyStatus.DUE)
    ]


@pytest.mark.parametrize(
    ("day", "due", "missed"),
    [
        ("2025-10-20", False, False), ("2025-10-21", True, False), ("2025-12-19", True, False),
        ("2025-12-20", False, True),
    ],
)
def test_a_background_query_is_announced_sixty_days_before_it_expires(day: str, due: bool, missed: bool) -> None:
    records = [mother(query_on="2024-12-20", query_result="clear")]
    found = answer(records, day, "m1", kind="loving_mother")
    assert ("background_query" in found[0], "background_query" in found[1]) == (due, missed)


def test_a_new_query_begins_the_slot_anew_and_a_mother_who_left_is_not_asked() -> None:
    renewed = [mother(query_on="2025-12-01", query_result="clear")]
    assert "background_query" not in answer(renewed, "2025-12-20", "m1", kind="loving_mother")[1]
    left = mother(query_on="2024-12-20", status={
        "1": {"state": "active", "from": "2024-01-01"}, "2": {"state": "left", "from": "2025-12-01"},
    })
    assert answer([left], "2025-12-20", "m1", kind="loving_mother") == (set(), set())


def test_a_child_of_sixteen_is_a_question_and_the_pair_goes_on() -> None:
    records = world()
    records[0] = child("c1", birth_date="2009-05-05")
    assert "turns_16" not in answer(records, "2025-04-04", "c1", kind="child")[0]
    assert "turns_16" in answer(records, "2025-05-05", "c1", kind="child")[0]
    assert "turns_16" in answer(records, "2025-06-04", "c1", kind="child")[1]
    assert "greeting" in answer(records, "2025-05-31", "p1")[0]


def test_a_child_of_eighteen_is_announced_thirty_days_before() -> None:
    records = [child("c1", birth_date="2007-11-30")]
    assert [("turns_18" in answer(records, day, "c1", kind="child")[0]) for day in (
        "2025-10-30", "2025-10-31", "2025-11-29", "2025-11-30"
    )] == [False, True, True, False]
    assert "turns_18" in answer(records, "2025-11-30", "c1", kind="child")[1]


@pytest.mark.requirement("HI-20", node=FESTIVALS)
@pytest.mark.parametrize(
    ("day", "due", "missed"),
    [("2025-06-03", True, False), ("2025-06-04", True, True), ("2025-06-05", False, True)],
)
def test_a_festival_is_due_around_its_day(day: str, due: bool, missed: bool) -> None:
    found = answer(world(call("2025-06-01")), day, "p1", of="hainan")
    assert ("festival_visit" in found[0], "festival_visit" in found[1]) == (due, missed)


@pytest.mark.requirement("HI-20", node=FESTIVALS)
def test_one_visit_satisfies_both_festivals_and_who_is_paired_on_the_first_day_owes_them() -> None:
    visited = world(activity("a1", "2025-06-01", "family_visit"))
    assert "festival_visit" not in answer(visited, "2025-06-05", "p1", of="hainan")[1]
    young = world(started="2025-05-29")
    assert "festival_visit" not in answer(young, "2025-06-04", "p1", of="hainan")[1]
    assert "festival_visit" in answer(young, "2025-06-05", "p1", of="hainan")[1]
    paused = world(pauses=[{"from": "2025-05-20", "to": "2025-07-10", "reason": "with_parents"}])
    assert "festival_visit" not in answer(paused, "2025-06-05", "p1", of="hainan")[1]
    assert "greeting" in answer(paused, "2025-07-01", "p1", of="hainan")[1]


def test_a_report_of_a_past_period_judges_the_slots_that_ended_in_it() -> None:
    records = world(call("2025-03-12"), call("2025-05-02"))
    assert "greeting" in answer(records, "2025-06-20", "p1", period="2025-04")[1]
    assert "greeting" not in answer(records, "2025-06-20", "p1", period="2025-05")[1]
    # While the month runs its own slot is only due, and the month before it missed.
    assert "greeting" not in answer(world(call("2025-03-12")), "2025-04-30", "p1", period="2025-04")[1]
    assert "greeting" in answer(records, "2025-07-02", "p1", period="2025-Q2")[1]
    assert "greeting" not in answer(records, "2025-06-20", "p1", period="2025-Q2")[1]


def test_a_consent_withdrawn_ends_the_pair_and_leaves_earlier_months_as_they_were() -> None:
    before, after = world(), world(ended_on="2025-07-20")
    for month in ("2025-05", "2025-06"):
        assert answer(before, "2025-09-01", "p1", period=month) == answer(after, "2025-09-01", "p1", period=month)
    for month in ("2025-07", "2025-08"):
        assert "greeting" not in answer(after, "2025-09-01", "p1", period=month)[1]


@pytest.mark.parametrize(
    ("day", "paired"), [("2025-05-13", 1), ("2025-05-14", 0), ("2025-05-19", 0), ("2025-05-20", 1)]
)
def test_coverage_is_whole_one_less_and_whole_again(day: str, paired: int) -> None:
    records = [
        child("c1"), mother("m1"), mother("m2"),
        pairing("p1", "2025-03-10", ended_on="2025-05-14"), pairing("p2", "2025-05-20", by="m2"),
    ]
    seen = view(records, day)
    assert figure_value(seen, "paired_children").value == paired
    assert figure_value(seen, "coverage").value == 100 * paired


DAYS = st.integers(0, 364).map(lambda n: date(2025, 1, 1) + timedelta(days=n))


@settings(max_examples=3, deadline=None)
@given(
    st.lists(DAYS, max_size=8, unique=True), st.dates(date(2024, 6, 1), date(2025, 8, 1)),
    st.one_of(st.none(), st.dates(date(2025, 3, 1), date(2025, 12, 1))),
)
def test_the_list_the_facts_and_the_report_agree_on_every_day(
    calls: list[date], started: date, ended: date | None
) -> None:
    """Today's list, `pairing.missed` and the figure of the monthly report come from one answer."""
    ends = {"ended_on": ended.isoformat()} if ended and ended > started else {}
    records = world(*(call(day.isoformat()) for day in calls), started=started.isoformat(), **ends)
    day = date(2025, 1, 1)
    while day.year == 2025:
        views = [view(records, day.isoformat())]
        if day.day == 1:
            views.append(view(records, day.isoformat(), period=f"{day - timedelta(days=1):%Y-%m}"))
        for seen in views:
            by_list = {
                status: {(i.record_id, i.duty) for i in duty_items(seen) if i.status is status}
                for status in (DutyStatus.DUE, DutyStatus.MISSED)
            }
            people = [*seen.records("pairing"), *seen.records("child"), *seen.records("loving_mother")]
            answers = [(one, duties_of(seen, one)) for one in people]
            assert by_list[DutyStatus.MISSED] == {(one.id, key) for one, found in answers for key in found.missed}
            assert by_list[DutyStatus.DUE] <= {(one.id, key) for one, found in answers for key in found.due}
            for one, found in answers:
                assert set(seen.fact(one, f"{one.kind}.missed")) == set(found.missed)
                assert set(seen.fact(one, f"{one.kind}.due")) == set(found.due)
            missed = {one for one, key in by_list[DutyStatus.MISSED] if key == "greeting"}
            assert set(figure_value(seen, "calls_missed").records) == missed
        day += timedelta(days=1)
