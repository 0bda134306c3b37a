"""1+N help and incidents: worked on by who has the right, in no list, count, file, search or error of anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.provinces.registry import Registry
from aixin_tui.services.browsing import Find, find, records_of_child
from aixin_tui.services.casework import Advance, advance, explain_case
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.finding import child_file
from aixin_tui.services.history import history_of
from aixin_tui.services.record_file import record_file
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from aixin_tui.services.scope import RIGHTS
from aixin_tui.services.today import today_board
from aixin_tui.services.viewing import snapshot_of
from aixin_tui.services.work_list import WorkQuery, kinds_about_a_child, work_list
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace

SECRET, NAME = "盗窃案附条件不起诉", "欧阳未建档"
WHO = Who("tester", date(2025, 3, 24), rights=RIGHTS)
#: A right to something else, so that restricted files are read and kinds are told apart.
BLIND = replace(WHO, operator="colleague", rights=frozenset({"counselling"}))
HELPERS = [{"name": "甲", "agency": "civil_affairs"}, {"name": "乙", "agency": "education"}]


@pytest.fixture
def desk(tmp_path: Path, provinces: Registry) -> Desk:
    store = create_workspace(str(tmp_path / "w"), office="630222", province="qinghai", clock=SystemClock(), ids=Ulids())
    return Desk(store, Ulids(), SystemClock(), provinces["qinghai"])


def add(desk: Desk, kind: str, /, **values: object) -> str:
    result = add_record(desk, WHO, AddRecord(kind, values))
    assert result.done, result.problems
    return result.records[0].id


@pytest.fixture
def child(desk: Desk) -> str:
    village = next(code for code in desk.province.divisions if code.startswith("630222") and len(code) == 12)
    return add(desk, "child", name="窦念安", sex="female", birth_date="2010-05-06", categories=["left_behind_child"],
               division_code=village)


def opened(tmp_path: Path) -> str:
    """Everything that lies outside `restricted/`, byte by byte."""
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in (tmp_path / "w").rglob("*")
                   if path.is_file() and "restricted" not in path.parts)


@pytest.mark.requirement("QH-15", node="common/registers/legal_help.yaml#fields.note")
def test_joint_help_is_worked_on_by_who_has_the_right(desk: Desk, child: str, tmp_path: Path) -> None:
    entry = add(desk, "legal_help", child=child, date="2025-03-20", helpers=HELPERS, note=SECRET)
    other = add(desk, "legal_help", name=NAME, date="2025-03-20", helpers=HELPERS)
    assert {one.id for one in work_list(desk, WHO, WorkQuery("legal_help", open_only=True))} == {entry, other}
    assert edit_record(desk, WHO, EditRecord("legal_help", entry, {"note": f"{SECRET}，已回访"})).done
    file = record_file(desk, WHO, "legal_help", entry)
    assert file is not None
    assert file.case is not None
    assert ([step.key for step in file.case.steps], file.values["note"]) == (["end_help"], f"{SECRET}，已回访")
    assert [(link.kind, link.id) for link in file.names if link.kind == "child"] == [("child", child)]
    ended = advance(desk, WHO, Advance(entry, "end_help", "legal_help"))
    assert ended.done, ended.problems
    assert [one.id for one in work_list(desk, WHO, WorkQuery("legal_help", open_only=True))] == [other]
    desk.store.fold()
    text = opened(tmp_path)
    assert not [secret for secret in (entry, other, SECRET, NAME, "legal_help", "end_help") if secret in text]


@pytest.mark.requirement("QH-15", node="qinghai/registers/legal_help.yaml#checks.several_agencies")
def test_helpers_of_one_agency_alone_are_warned_of_and_kept(desk: Desk, child: str) -> None:
    alone = [{"name": "甲", "agency": "civil_affairs"}, {"name": "乙", "agency": "civil_affairs"}]
    found = [add_record(desk, WHO, AddRecord("legal_help", {"child": child, "date": "2025-03-20", "helpers": helpers}))
             for helpers in (alone, HELPERS)]
    assert [one.done for one in found] == [True, True]
    assert [[problem.values.get("check") for problem in one.problems] for one in found] == [["several_agencies"], []]


@pytest.mark.requirement("QH-15", node="common/registers/legal_help.yaml#sealed")
@pytest.mark.parametrize("kind", ["legal_help", "incident"])
def test_nothing_of_it_is_told_to_anybody_else(desk: Desk, child: str, kind: str) -> None:
    values = {"helpers": HELPERS, "note": SECRET} if kind == "legal_help" else {"kind": "case", "note": SECRET}
    entry = add(desk, kind, child=child, date="2025-03-20", **values)
    assert work_list(desk, WHO, WorkQuery(kind))
    seen = {
        "list": work_list(desk, BLIND, WorkQuery(kind)),
        "of the child": work_list(desk, BLIND, WorkQuery(kind, child=child)),
        "records": records_of_child(desk, BLIND, kind, child),
        "search": find(desk, BLIND, Find(kind)).rows,
        "file": record_file(desk, BLIND, kind, entry),
        "history": history_of(desk, BLIND, kind, entry),
        "explained": explain_case(desk, BLIND, entry, kind=kind),
        "counts": [one for one in today_board(desk, BLIND).work if one.kind == kind],
        "kinds": [one for one in kinds_about_a_child(desk, BLIND) if one == kind],
    }
    assert {what: found for what, found in seen.items() if found} == {}
    blind, told = child_file(desk, BLIND, child), child_file(desk, WHO, child)
    assert blind is not None
    assert told is not None
    assert [paper.kind for paper in told.papers if paper.kind == kind] == [kind]
    assert [paper.kind for paper in blind.papers if paper.kind == kind] == []
    page = record_file(desk, BLIND, "child", child)
    assert page is not None
    assert kind not in {link.kind for link in page.named_by}
    steps = [advance(desk, BLIND, Advance(key, "end_help", kind)).problems for key in (entry, "01JQ" + "0" * 22)]
    assert steps[0] == steps[1]


def test_a_right_to_one_restricted_kind_reads_no_other(desk: Desk, child: str) -> None:
    add(desk, "incident", child=child, kind="accident", date="2025-03-20", note=SECRET)
    add(desk, "legal_help", child=child, date="2025-03-20", helpers=HELPERS, note=SECRET)
    for right in sorted(RIGHTS):
        seen = snapshot_of(desk, replace(WHO, rights=frozenset({right})))
        assert {kind for kind in ("incident", "legal_help") if seen.every(kind)} == {right} & {"incident", "legal_help"}
    assert snapshot_of(desk, WHO).every("incident")
