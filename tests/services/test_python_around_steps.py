"""A province's own Python around steps: it may refuse an act before it is written, and undoes nothing after it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.bootstrap import create_desk, open_desk
from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.provinces.registry import Registry
from aixin_tui.provinces.trust import trust
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.importing import ImportFile, ImportSummary, SheetData, SheetRow, import_file
from aixin_tui.services.matching import RunMatch, run_match
from aixin_tui.services.undoing import UndoAct, undo
from office_world import World, codes

SEASIDE = Path(__file__).parents[1] / "data" / "provinces" / "seaside"

PYTHON = '''
import json
from pathlib import Path
from aixin_tui.api import Code, Problem, hookimpl

HEARD = Path(__file__).with_name("heard.txt")

def note(when, request):
    with HEARD.open("a", encoding="utf-8") as file:
        said = [when, request.record.kind, request.transition, request.to, request.day, request.operator,
                sorted(request.record.values)]
        file.write(json.dumps(said) + "\\\\n")

@hookimpl
def aixin_audit_transition(request):
    note("before", request)
    request.record.values["name"] = "改过的名字"
    if request.to == REFUSED:
        return [Problem(Code.PLUGIN_004, values={"say": "先报乡镇核实"})]

@hookimpl
def aixin_transitioned(request):
    note("after", request)
    if request.to == FAILS:
        raise RuntimeError(request.record.text("name"))
'''


@pytest.fixture
def world(tmp_path: Path, plugins_folder: Path) -> Callable[..., World]:
    """Make a county office of Qinghai whose province refuses steps to one state and fails after those to another."""

    def made(refused: str = "", fails: str = "") -> World:
        for folder in ("common", "qinghai"):
            shutil.copytree(plugins_folder / folder, tmp_path / folder)
        python = PYTHON.replace("\\\\n", "\\n").replace("REFUSED", repr(refused)).replace("FAILS", repr(fails))
        (tmp_path / "qinghai" / "plugin.py").write_text(python, encoding="utf-8")
        registry = Registry([tmp_path], own=tmp_path)
        office = World.of(registry["qinghai"], "630222")
        office.desk = replace(office.desk, listener=registry.listener("qinghai"))
        return office

    return made


@pytest.fixture
def heard(tmp_path: Path) -> Callable[[], list[tuple[str, str]]]:
    """Read what the province's Python was asked and told: when, and to which state."""

    def read() -> list[tuple[str, str]]:
        file = tmp_path / "qinghai" / "heard.txt"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [(said[0], said[3]) for said in map(json.loads, lines)]

    return read


def log_of(world: World) -> list[str]:
    return [entry.action for entry in world.desk.store.log()]


def test_a_step_that_is_refused_is_not_written(world: Callable[..., World], heard: Callable[[], list]) -> None:
    office = world(refused="filed")
    child = office.child()
    before = log_of(office)

    result = advance(office.desk, office.who(), Advance(child.id, "file"))

    assert (codes(result), result.done, result.records) == ([Code.PLUGIN_004], False, ())
    assert result.problems[0].place.record == child.id
    assert (office.state(child), log_of(office)) == ("screened", before)
    assert heard() == [("before", "filed")]


def test_a_step_is_told_once_it_is_durable_and_what_fails_then_loses_nothing(
    world: Callable[..., World], heard: Callable[[], list]
) -> None:
    office = world(fails="filed")
    child = office.child()

    result = advance(office.desk, office.who(), Advance(child.id, "file"))

    assert (codes(result), result.done) == ([Code.PLUGIN_005], True)
    assert result.problems[0].values == {"error": "RuntimeError"}
    assert office.state(child) == "filed"
    assert office.now("child", child.id).text("name") == "窦念安"
    assert heard() == [("before", "filed"), ("after", "filed")]


def test_every_step_of_one_sitting_is_asked_before_any_is_written(
    world: Callable[..., World], heard: Callable[[], list]
) -> None:
    office = world()
    office.waiting_child()
    states = ["filed", "assessed", "consented", "waiting"]
    assert heard() == [("before", state) for state in states] + [("after", state) for state in states]


def test_a_pair_that_is_refused_leaves_no_part_of_it(world: Callable[..., World]) -> None:
    office = world(refused="paired")
    child, mother = office.waiting_child(), office.mother()
    before = log_of(office)

    result = office.pair(child, mother)

    assert (codes(result), result.done) == ([Code.PLUGIN_004], False)
    assert (office.state(child), log_of(office)) == ("waiting", before)
    assert not list(office.desk.store.snapshot().of("pairing"))


def test_a_run_whose_offer_is_refused_writes_no_run(world: Callable[..., World]) -> None:
    office = world(refused="proposed")
    office.waiting_child()
    office.mother()

    result = run_match(office.desk, office.who(), RunMatch())

    assert (Code.PLUGIN_004 in codes(result), result.done) == (True, False)
    assert not list(office.desk.store.snapshot().of("match_run"))


def test_taking_back_is_no_step_and_cannot_be_refused(
    world: Callable[..., World], heard: Callable[[], list]
) -> None:
    office = world()
    child = office.child()
    done = advance(office.desk, office.who(), Advance(child.id, "file"))
    assert done.receipt
    asked = heard()

    assert undo(office.desk, office.who(), UndoAct(done.receipt.number, "写错了")).done
    assert (office.state(child), heard()) == ("screened", asked)


ROSTER = (SheetData("名册", (
    SheetRow(1, ("姓名", "性别", "出生日期", "儿童类别", "乡镇", "村")),
    SheetRow(2, ("测试一", "女", "2015-03-05", "留守儿童", "官亭镇", "喇家村")),
)),)


@pytest.mark.parametrize(("refused", "state", "asked"), [
    ("filed", "screened", [("before", "filed")]),
    ("", "filed", [("before", "filed"), ("after", "filed")]),
])
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_list_is_taken_in_as_far_as_steps_are_not_refused(
    refused: str, state: str, asked: list[tuple[str, str]], *, dry_run: bool,
    world: Callable[..., World], heard: Callable[[], list],
) -> None:
    office = world(refused=refused, fails="filed")
    command = ImportFile("children", "a.xlsx", ROSTER, dry_run=dry_run)

    _, summary = import_file(office.desk, office.who(), command)

    assert isinstance(summary, ImportSummary)
    told = [problem.code for problem in summary.problems if problem.code is Code.PLUGIN_005]
    assert heard() == [one for one in asked if not dry_run or one[0] == "before"]
    assert bool(told) == (("after", "filed") in heard())
    assert [office.state(child) for child in office.desk.store.snapshot().of("child")] == [state] * (not dry_run)


def test_the_record_comes_without_what_is_sealed(world: Callable[..., World], tmp_path: Path) -> None:
    office = world()
    child = office.child()
    advance(office.desk, office.who(), Advance(child.id, "file"))
    sealed = {field.key for field in office.desk.province.forms["child"].fields.versions() if field.sealed}
    told = json.loads((tmp_path / "qinghai" / "heard.txt").read_text(encoding="utf-8").splitlines()[0])

    assert told[:6] == ["before", "child", "file", "filed", date(2025, 3, 24).isoformat(), "tester"]
    assert not sealed & set(told[6])


def test_a_workspace_opens_with_the_python_that_it_trusts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIXIN_TRUST_FILE", str(tmp_path / "trusted.json"))
    own = tmp_path / "office" / "provinces" / "seaside"
    shutil.copytree(SEASIDE, own)
    (own / "plugin.py").write_text(PYTHON.replace("REFUSED", "'filed'").replace("FAILS", "''"), encoding="utf-8")
    trust(own)
    step = TransitionRequest(record=Record("child", "c1", {}), transition="file", to="filed", day="2025-03-24",
                             operator="tester")

    made = create_desk(str(tmp_path / "office"), province="seaside", office="460105")
    made.store.close()
    again = open_desk(str(tmp_path / "office"))

    for desk in (made, again):
        assert [problem.code for problem in desk.listener.audit_transition(step)] == [Code.PLUGIN_004]
    again.store.close()
