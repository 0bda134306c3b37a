"""The nine hooks are typed, documented, and the ones that README lists; plugin.py is held to the same checks."""

from __future__ import annotations

import inspect
import re
import shutil
import typing
from pathlib import Path

import msgspec
import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.provinces import requests
from aixin_tui.provinces.hookspecs import ProvinceHooks
from aixin_tui.provinces.registry import Registry, load_provinces
from aixin_tui.provinces.trust import trust

ROOT = Path(__file__).parents[2]
SEASIDE = ROOT / "tests" / "data" / "provinces" / "seaside"
HOOKS = {name: hook for name, hook in vars(ProvinceHooks).items() if name.startswith("aixin_")}


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_takes_one_frozen_request_and_says_what_it_returns(name: str) -> None:
    hints = typing.get_type_hints(HOOKS[name])

    assert list(inspect.signature(HOOKS[name]).parameters) == ["self", "request"]
    assert hints["request"].__struct_config__.frozen
    assert "return" in hints


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_s_document_says_when_what_none_means_and_since_when(name: str) -> None:
    document = inspect.getdoc(HOOKS[name]) or ""

    for word in ("Called:", "Returns:", "None", "Since:"):
        assert word in document


def test_readme_lists_the_hooks_that_there_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- hooks -->(.*?)<!-- /hooks -->", readme, re.DOTALL)

    assert found is not None, "README.md has no table between <!-- hooks --> and <!-- /hooks -->"
    assert re.findall(r"^\| `(aixin_\w+)`", found.group(1), re.MULTILINE) == list(HOOKS)


def test_every_request_is_frozen() -> None:
    structs = [t for t in vars(requests).values() if isinstance(t, type) and t.__module__ == requests.__name__]

    assert structs
    assert all(issubclass(struct, msgspec.Struct) and struct.__struct_config__.frozen for struct in structs)


def with_plugin(tmp_path: Path, plugins_folder: Path, python: str) -> Path:
    shutil.copytree(plugins_folder / "common", tmp_path / "common")
    shutil.copytree(SEASIDE, tmp_path / "seaside")
    (tmp_path / "seaside" / "plugin.py").write_text(python, encoding="utf-8")
    return tmp_path


WRAPS = """
from __future__ import annotations
from aixin_tui.api import ChecklistRequest, ChecklistSpec, Items, hookimpl, replace

@hookimpl(wrapper=True)
def aixin_checklist(request: ChecklistRequest):
    answer = yield
    kept = tuple(duty for duty in answer.duties.versions() if duty.key != "letter")
    return replace(answer, duties=Items(kept))
"""


def test_python_from_outside_runs_only_when_it_is_trusted(
    tmp_path: Path, plugins_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIXIN_TRUST_FILE", str(tmp_path / "trusted.json"))
    folder = with_plugin(tmp_path, plugins_folder, "raise SystemExit('ran')")
    (row,) = load_provinces([folder]).rows()
    assert [(p.code, str(p.place)) for p in row.problems] == [(Code.PLUGIN_002, "seaside/plugin.py:1:1")]
    assert not row.is_usable

    (folder / "seaside" / "plugin.py").write_text(WRAPS, encoding="utf-8")
    trust(folder / "seaside")
    assert "letter" not in load_provinces([folder])["seaside"].checklist.duties

    (folder / "seaside" / "plugin.py").write_text(WRAPS + "# changed\n", encoding="utf-8")
    assert load_provinces([folder]).keys() == ()


@pytest.mark.parametrize(
    ("python", "code"),
    [
        ("1 / 0\n", Code.PLUGIN_003),
        ("import aixin_tui_missing\n", Code.PLUGIN_003),
        (WRAPS.replace("return replace(answer, duties=Items(kept))", "return {}"), Code.PLUGIN_003),
        (WRAPS.replace("answer = yield", "answer = yield\n    raise ValueError('x')"), Code.PLUGIN_003),
        (WRAPS.replace("wrapper=True", "wrapper=False").replace("answer = yield", "return None"), None),
        (WRAPS.replace("aixin_checklist", "aixin_checklists"), Code.PLUGIN_003),
        ("raise SystemExit(1)\n", Code.PLUGIN_003),
        (WRAPS.replace('replace(answer, duties=Items(kept))', 'replace(answer, duties=Items(tuple('
                       'replace(d, scope="chld") for d in kept)))'), Code.SPEC_005),
    ],
)
def test_what_python_changes_passes_the_same_checks(
    python: str, code: Code | None, tmp_path: Path, plugins_folder: Path
) -> None:
    folder = with_plugin(tmp_path, plugins_folder, python)

    row = Registry([folder], own=folder).row("seaside")

    assert {problem.code for problem in row.problems} == ({code} if code else set())


def test_python_may_refuse_a_step_and_take_note_of_it(tmp_path: Path, plugins_folder: Path) -> None:
    folder = with_plugin(tmp_path, plugins_folder, """
from aixin_tui.api import Code, Problem, hookimpl

@hookimpl
def aixin_audit_transition(request):
    return [Problem(Code.PLUGIN_003, values={"error": "no"})] if request.to == "closed" else None

@hookimpl
def aixin_transitioned(request):
    raise RuntimeError("too late")
""")
    listener = Registry([folder], own=folder).listener("seaside")
    child = Record("child", "c1", {})
    step = TransitionRequest(record=child, transition="x", to="closed", day="2025-01-01", operator="o")

    assert [problem.stops for problem in listener.audit_transition(step)] == [True]
    assert listener.audit_transition(msgspec.structs.replace(step, to="filed")) == ()
    assert [(p.code, str(p.place), p.stops) for p in listener.transitioned(step)] == [
        (Code.PLUGIN_005, "seaside/plugin.py:10:1", False)]


@pytest.mark.parametrize(("body", "error"), [
    ("raise RuntimeError(request.record.text('name'))", "RuntimeError"),
    ("raise SystemExit(request.record.text('name'))", "SystemExit"),
    ("return True", "TypeError"),
    ("return 'no'", "TypeError"),
])
def test_python_that_fails_before_a_step_refuses_it_and_tells_nothing_of_the_record(
    body: str, error: str, tmp_path: Path, plugins_folder: Path
) -> None:
    folder = with_plugin(tmp_path, plugins_folder, f"""
from aixin_tui.api import hookimpl

@hookimpl
def aixin_audit_transition(request):
    {body}
""")
    step = TransitionRequest(record=Record("child", "c1", {"name": "旦增"}), transition="x", to="closed",
                             day="2025-01-01", operator="o")

    (problem,) = Registry([folder], own=folder).listener("seaside").audit_transition(step)

    assert (problem.code, problem.stops, problem.values) == (Code.PLUGIN_003, True, {"error": error})


@pytest.mark.parametrize(("python", "line"), [("x = 1\n1 / 0\n", 2), ("x = 1\n\nif\n", 3)])
def test_python_that_cannot_be_loaded_is_told_with_its_line(
    python: str, line: int, tmp_path: Path, plugins_folder: Path
) -> None:
    folder = with_plugin(tmp_path, plugins_folder, python)

    (problem,) = Registry([folder], own=folder).row("seaside").problems

    assert str(problem.place) == f"seaside/plugin.py:{line}:1"
