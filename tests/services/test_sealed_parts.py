"""What is sealed lies in `restricted/` under the same id, out of every open file, and is told to who has the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.provinces.registry import Registry
from aixin_tui.services.canonical import canonical_dump
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.finding import described
from aixin_tui.services.harm import list_alerts
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from aixin_tui.services.scope import RIGHTS, record_of
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace

SECRET, LATER = "家中近况不便外传", "第二次谈话记录"
WHO = Who("tester", date(2025, 3, 24), rights=RIGHTS)
BLIND = Who("colleague", date(2025, 3, 24), rights=frozenset({"incident"}))


@pytest.fixture
def desk(tmp_path: Path, provinces: Registry) -> Desk:
    store = create_workspace(str(tmp_path / "w"), office="460105", province="hainan", clock=SystemClock(), ids=Ulids())
    return Desk(store, Ulids(), SystemClock(), provinces["hainan"])


def add(desk: Desk, kind: str, **values: object) -> str:
    result = add_record(desk, WHO, AddRecord(kind, values))
    assert result.done, result.problems
    return result.records[0].id


def opened(tmp_path: Path) -> str:
    """Everything that lies outside `restricted/`."""
    return "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "w").rglob("*.json*")
                   if "restricted" not in path.parts)


@pytest.mark.requirement("HI-23", node="hainan/registers/counselling.yaml#fields.notes")
def test_the_notes_of_counselling_never_stand_in_an_open_file(desk: Desk, tmp_path: Path) -> None:
    village = next(code for code in desk.province.divisions if code.startswith("460105") and len(code) == 12)
    child = add(desk, "child", name="窦念安", sex="female", birth_date="2014-05-06", categories=["left_behind_child"],
                division_code=village)
    entry = add(desk, "counselling", child=child, date="2025-03-20", notes=SECRET)
    assert edit_record(desk, WHO, EditRecord("counselling", entry, {"notes": LATER})).done
    desk.store.fold()
    text = opened(tmp_path)
    assert entry in text
    assert SECRET not in text
    assert LATER not in text
    told, hidden = described(desk, WHO, "counselling", entry), described(desk, BLIND, "counselling", entry)
    assert told is not None
    assert hidden is not None
    assert told["notes"] == LATER
    assert "notes" not in hidden
    before = record_of(desk, replace(BLIND, known_at="9999-12-31"), "counselling", entry)  # by looking back neither
    assert before is not None
    assert before.get("notes") is None
    assert hidden["child"] == "窦念安"
    assert LATER not in canonical_dump(desk.store.snapshot(), desk.province)


def test_words_of_harm_in_sealed_notes_are_heard_too(desk: Desk) -> None:
    village = next(code for code in desk.province.divisions if code.startswith("460105") and len(code) == 12)
    child = add(desk, "child", name="窦念安", sex="female", birth_date="2014-05-06", categories=["left_behind_child"],
                division_code=village)
    add(desk, "counselling", child=child, date="2025-03-20", notes="孩子说被爸爸打")
    assert [alert.situations for alert in list_alerts(desk, WHO)] == [(4,)]


@pytest.mark.requirement("QH-15", node="common/registers/legal_help.yaml#sealed")
def test_a_sealed_register_is_nowhere_to_be_seen_without_the_right(desk: Desk, tmp_path: Path) -> None:
    helpers = [{"name": "甲", "agency": "civil_affairs"}, {"name": "乙", "agency": "education"}]
    entry = add(desk, "legal_help", name=SECRET, date="2025-03-20", helpers=helpers, note=SECRET)
    assert edit_record(desk, WHO, EditRecord("legal_help", entry, {"name": LATER})).done
    desk.store.fold()
    assert entry not in opened(tmp_path)
    assert described(desk, BLIND, "legal_help", entry) is None
    assert described(desk, WHO, "legal_help", entry) is not None
