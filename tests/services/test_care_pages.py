"""A month's calls on one page, one event for forty children on one page: one act each, or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from aixin_tui.services.care import AddActivity, AddEvent, Tick, TickCalls, add_activity, add_event, tick_calls
from aixin_tui.services.due import care_grid, due_board
from aixin_tui.services.left import LeftError
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from office_world import World, codes


def duty(key: str) -> tuple[str, str]:
    """The nodes of a duty that the province borrows: without both it is gone."""
    return f"qinghai/checklist.yaml#items.{key}", f"common/checklist.yaml#items.{key}"


NAMES = ("窦念安", "窦念平", "窦念喜")


def pairs(world: World, names: tuple[str, ...] = NAMES) -> list[str]:
    mother = world.mother(places=50)
    return [world.pair(world.waiting_child(name), mother).about["pairing"] for name in names]


def cells(world: World, month: str, duty: str = "greeting") -> list[str]:
    grid = care_grid(world.desk, world.who(), month)
    return [cell.status for row in grid.rows for cell in row.cells if cell.duty == duty]


@pytest.mark.requirement("QH-30", node="common/checklist.yaml#items.greeting.counts")
def test_a_page_of_calls_is_one_act_and_the_month_is_done(qinghai: World) -> None:
    first, second, third = pairs(qinghai)
    qinghai.at("2025-05-02")
    assert cells(qinghai, "2025-04") == ["missed"] * 3
    before = len(list(qinghai.desk.store.log()))
    result = tick_calls(qinghai.desk, qinghai.who(), TickCalls("2025-04", (
        Tick(first, "2025-04-12"), Tick(second), Tick(third, "2025-04-30", channel="video", reached=False),
    )))
    assert result.done
    assert len(list(qinghai.desk.store.log())) == before + 1
    assert [record.get("date") for record in result.records] == ["2025-04-12", "2025-04", "2025-04-30"]
    # Nobody was reached by the third call.
    assert sorted(cells(qinghai, "2025-04")) == ["done", "done", "missed"]
    assert cells(qinghai, "2025-05") == ["due"] * 3


@pytest.mark.parametrize(("tick", "code"), [
    ({"date": "2025-05-01"}, "CARE_003"),
    ({"date": "soon"}, "CARE_002"),
    ({"date": "2025"}, "CARE_002"),
])
def test_a_wrong_row_is_named_and_nothing_of_the_page_is_written(
    qinghai: World, tick: dict[str, str], code: str
) -> None:
    first, second, _ = pairs(qinghai)
    qinghai.at("2025-05-02")
    before = len(list(qinghai.desk.store.log()))
    result = tick_calls(qinghai.desk, qinghai.who(), TickCalls("2025-04", (Tick(first), Tick(second, **tick))))
    assert (result.done, codes(result), [p.place.row for p in result.problems]) == (False, [code], [2])
    assert len(list(qinghai.desk.store.log())) == before


@pytest.mark.parametrize("pages", [((0, 0, 1),), ((0,), (0, 1))], ids=["on one page", "on the next page"])
def test_the_same_call_ticked_twice_is_one_call(qinghai: World, pages: tuple[tuple[int, ...], ...]) -> None:
    (pairing,) = pairs(qinghai, NAMES[:1])
    qinghai.at("2025-05-02")
    calls = (Tick(pairing, "2025-04-12"), Tick(pairing, "2025-04-12", channel="video"))
    results = [tick_calls(qinghai.desk, qinghai.who(), TickCalls("2025-04", tuple(calls[n] for n in page)))
               for page in pages]
    assert all(result.done for result in results)
    assert len(qinghai.desk.store.snapshot().of("activity")) == 2
    assert "CARE_005" in codes(results[-1])


def test_a_call_outside_the_pairs_time_is_no_call_of_the_pair(qinghai: World) -> None:
    pairing = pairs(qinghai, ("窦念安",))[0]
    qinghai.at("2025-05-14")
    end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, "2025-05-14", "wish"))

    def outcome(month: str, day: str) -> list[str]:
        return codes(tick_calls(qinghai.desk, qinghai.who(), TickCalls(month, (Tick(pairing, day),))))

    assert outcome("2025-03", "2025-03-23") == ["CARE_001"]
    assert outcome("2025-05", "2025-05-14") == ["CARE_001"]
    assert outcome("2025-05", "2025-05-13") == []


def test_a_page_of_a_month_to_come_is_refused(qinghai: World) -> None:
    pairing = pairs(qinghai, ("窦念安",))[0]
    result = tick_calls(qinghai.desk, qinghai.who(), TickCalls("2025-06", (Tick(pairing),)))
    assert (result.done, codes(result)) == (False, ["FORM_006"])


@pytest.mark.requirement("QH-29", node=duty("group_care"))
def test_one_event_for_forty_children_is_one_act_with_a_share_for_each(qinghai: World) -> None:
    names = tuple(f"窦念{chr(0x4E00 + n * 7)}" for n in range(40))
    held = pairs(qinghai, names[:2])
    children = [qinghai.now("pairing", pairing).text("child") for pairing in held]
    children += [qinghai.child(name).id for name in names[2:]]
    before = len(list(qinghai.desk.store.log()))
    result = add_event(qinghai.desk, qinghai.who(), AddEvent({
        "date": "2025-03-24", "name": "春日关爱", "kind": "group_activity", "activity_kind": ["group_care"],
        "division_code": qinghai.village, "reach": 60,
    }, tuple(children)))
    assert result.done, codes(result)
    assert len(list(qinghai.desk.store.log())) == before + 1
    event, *shares = result.records
    assert (event.kind, len(shares)) == ("event", 40)
    assert {share.get("event") for share in shares} == {event.id}
    assert {tuple(share.get("kind")) for share in shares} == {("group_care",)}
    assert [share.get("pairing") for share in shares[:3]] == [*held, None]
    assert cells(qinghai, "2025-03", "group_care") == ["done", "done"]


def test_an_event_with_children_says_what_each_share_counts_as(qinghai: World) -> None:
    result = add_event(qinghai.desk, qinghai.who(), AddEvent({
        "date": "2025-03-24", "name": "座谈", "kind": "meeting", "division_code": qinghai.village,
    }, (qinghai.child().id,)))
    assert (result.done, [p.place.field for p in result.problems]) == (False, ["activity_kind"])


@pytest.mark.requirement("QH-33", node=duty("parent_child"))
def test_an_activity_with_several_children_fills_in_each_ones_pair(qinghai: World) -> None:
    held = pairs(qinghai)
    children = tuple(qinghai.now("pairing", pairing).text("child") for pairing in held)
    result = add_activity(qinghai.desk, qinghai.who(), AddActivity(children, {
        "date": "2025-03-24", "kind": ["parent_child", "shared_day"]}))
    assert [record.get("pairing") for record in result.records] == held
    assert set(cells(qinghai, "2025-03", "parent_child")) == {"done"}
    assert codes(add_activity(qinghai.desk, qinghai.who(), AddActivity((), {"kind": ["tutoring"]}))) == ["CARE_004"]


@pytest.mark.requirement("QH-31", node=duty("micro_wish"))
def test_a_wish_counts_on_the_day_it_is_delivered(qinghai: World) -> None:
    from aixin_tui.services.casework import Advance, advance

    pairing = pairs(qinghai, ("窦念安",))[0]
    child = qinghai.now("pairing", pairing).text("child")
    wish = qinghai.add("micro_wish", child=child, date="2025-03-24", wish="一个书包")
    assert cells(qinghai, "2025-03", "micro_wish") == ["due"]
    qinghai.at("2025-06-01")
    for step in ("claim", "deliver"):
        assert advance(qinghai.desk, qinghai.who(), Advance(wish.id, step, kind="micro_wish")).done
    assert cells(qinghai, "2025-06", "micro_wish") == ["done"]


@pytest.mark.requirement("HI-20", node="hainan/checklist.yaml#items.festival_visit.counts")
def test_a_festival_visit_shows_in_its_month(hainan: World) -> None:
    pairing = pairs(hainan, ("窦念安",))[0]
    hainan.at("2025-06-02")
    assert cells(hainan, "2025-06", "festival_visit") == ["due"]
    add_activity(hainan.desk, hainan.who(), AddActivity(
        (hainan.now("pairing", pairing).text("child"),), {"date": "2025-06-01", "kind": ["family_visit"]}))
    assert cells(hainan, "2025-06", "festival_visit") == ["done"]


@pytest.mark.parametrize("day", ["2025-04-30", "2025-05-01", "2025-05-31", "2025-12-31", "2026-01-01"])
def test_the_board_and_the_grid_give_the_same_number(qinghai: World, day: str) -> None:
    first, *_ = pairs(qinghai)
    qinghai.at("2025-04-20")
    tick_calls(qinghai.desk, qinghai.who(), TickCalls("2025-04", (Tick(first, "2025-04-12"),)))
    qinghai.at(day)
    board = due_board(qinghai.desk, qinghai.who(), duties=("greeting",))
    assert board.due_count == cells(qinghai, day[:7]).count("due")
    month_before = (date.fromisoformat(day).replace(day=1).toordinal() - 1)
    assert board.missed_count == cells(qinghai, date.fromordinal(month_before).isoformat()[:7]).count("missed")


def test_a_month_says_how_far_it_is_and_is_left_off_when_nobody_waits_any_more(qinghai: World) -> None:
    pairs(qinghai)
    qinghai.at("2025-05-02")
    told: list[tuple[int, int]] = []
    assert len(care_grid(qinghai.desk, qinghai.who(), "2025-04", tell=lambda *where: told.append(where)).rows) == 3
    assert told == [(0, 3)]
    with pytest.raises(LeftError):
        care_grid(qinghai.desk, qinghai.who(), "2025-04", go_on=lambda: False)
