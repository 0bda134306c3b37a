"""强制报告: words of harm in any note open an alert in the same act; none is closed without an outcome."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.services.care import Tick, TickCalls, tick_calls
from aixin_tui.services.harm import AddAlert, CloseAlert, add_alert, close_alert, list_alerts
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.today import today_board
from aixin_tui.services.undoing import UndoAct, undo
from office_world import World, codes


def call(world: World, note: str) -> Any:
    pairing = world.pair(world.waiting_child(), world.mother()).about["pairing"]
    return tick_calls(world.desk, world.who(), TickCalls("2025-03", (Tick(pairing, "2025-03-24", note=note),)))


@pytest.mark.parametrize(("note", "situations"), [
    ("孩子说被爸爸打，身上有淤青", [4]),
    ("最近长期无人照料，一个人在家", [6]),
    ("没有被打，一切正常", []),
    ("聊了学习", []),
])
def test_words_of_harm_in_a_call_open_an_alert_in_the_same_act(
    qinghai: World, note: str, situations: list[int]
) -> None:
    result = call(qinghai, note)
    assert result.done
    alerts = list_alerts(qinghai.desk, qinghai.who())
    assert sorted({number for alert in alerts for number in alert.situations}) == situations
    assert ("HARM_005" in codes(result)) is bool(situations)
    assert len(today_board(qinghai.desk, qinghai.who()).alerts) == len(alerts) == bool(situations)
    if alerts:
        assert (alerts[0].child_name, alerts[0].state, alerts[0].origin_kind) == ("窦念安", "open", "activity")
        entry = qinghai.desk.store.entry(result.receipt.number)
        assert entry is not None
        assert [change.kind for change in entry.changes] == ["activity", "mandatory_report"]
        assert entry.changes[1].home.startswith("restricted/630222/")


@pytest.mark.parametrize(("visit", "found"), [
    ({"next_step": "奶奶常打骂孩子，须跟进"}, 1), ({"visitors": "王打骂"}, 0),
    ({"household_plan": "孩子说不想活了"}, 1),
])
def test_every_note_of_a_paper_is_looked_through(qinghai: World, visit: dict[str, str], found: int) -> None:
    qinghai.sit(qinghai.child(), (), visit={"family_needs": ["care"], **visit})
    assert len(list_alerts(qinghai.desk, qinghai.who())) == found


def test_words_that_stood_there_before_are_not_reported_again(qinghai: World) -> None:
    result = call(qinghai, "身上有淤青")
    activity = next(record for record in result.records if record.kind == "activity")

    def edited(note: str) -> list[str]:
        return codes(edit_record(qinghai.desk, qinghai.who(), EditRecord("activity", activity.id, {"note": note})))

    assert edited("身上有淤青，已看医生") == []
    assert edited("身上有淤青，被爸爸打") == ["HARM_005"]
    assert len(list_alerts(qinghai.desk, qinghai.who())) == 2


@pytest.mark.parametrize(("outcome", "reported_to", "expected"), [
    ("", "", ["HARM_001", "HARM_002"]),
    ("  ", "川口派出所", ["HARM_001"]),
    ("已立案，孩子由村委会临时照料", "", ["HARM_002"]),
    ("已立案，孩子由村委会临时照料", "川口派出所", []),
])
def test_an_alert_is_closed_with_its_outcome_or_not_at_all(
    qinghai: World, outcome: str, reported_to: str, expected: list[str]
) -> None:
    call(qinghai, "身上有淤青")
    alert, = list_alerts(qinghai.desk, qinghai.who())
    result = close_alert(qinghai.desk, qinghai.who(), CloseAlert(alert.id, outcome, reported_to))
    assert (result.done, codes(result)) == (not expected, expected)
    left = list_alerts(qinghai.desk, qinghai.who(), include_closed=True)
    assert [one.state for one in left] == ["closed" if result.done else "open"]
    if result.done:
        assert (left[0].outcome, left[0].reported_to, left[0].closed_on) == (outcome, reported_to, "2025-03-24")
        again = close_alert(qinghai.desk, qinghai.who(), CloseAlert(alert.id, outcome, reported_to))
        assert codes(again) == ["HARM_003"]


def test_undoing_the_note_takes_no_report_back(qinghai: World) -> None:
    result = call(qinghai, "身上有淤青")
    assert undo(qinghai.desk, qinghai.who(), UndoAct(result.receipt.number, "记错了孩子")).done
    assert len(list_alerts(qinghai.desk, qinghai.who())) == 1


def test_without_the_right_its_existence_is_not_shown(qinghai: World) -> None:
    result = call(qinghai, "身上有淤青")
    alert, = list_alerts(qinghai.desk, qinghai.who())
    blind = qinghai.who(rights=frozenset({"incident"}))
    assert list_alerts(qinghai.desk, blind) == ()
    assert today_board(qinghai.desk, blind).alerts == ()
    assert codes(close_alert(qinghai.desk, blind, CloseAlert(alert.id, "结果", "派出所"))) == ["ACT_004"]
    assert result.done


def test_everybody_may_report_whatever_the_role(qinghai: World) -> None:
    child = qinghai.child()
    viewer = qinghai.who(role="viewer", rights=frozenset())
    result = add_alert(qinghai.desk, viewer, AddAlert(child.id, (4, 6), "邻居反映"))
    assert (result.done, result.records) == (True, ())
    alert, = list_alerts(qinghai.desk, qinghai.who())
    assert (alert.situations, alert.child) == ((4, 6), child.id)
    assert codes(add_alert(qinghai.desk, qinghai.who(), AddAlert(child.id, (10,), ""))) == ["HARM_004"]
