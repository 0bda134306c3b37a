"""Compiles one province: one pluggy manager, the YAML loader first in it, then `plugin.py` where it is trusted."""

from __future__ import annotations

import importlib.util
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pluggy

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.engine.spec.checklist import ChecklistSpec
from aixin_tui.engine.spec.facts import facts_of
from aixin_tui.engine.spec.policy import PolicySpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.spec.step import TransitionRequest
from aixin_tui.provinces.checks import check_province
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.files import digest_of
from aixin_tui.provinces.folder import Folder
from aixin_tui.provinces.hookspecs import PROJECT, ProvinceHooks
from aixin_tui.provinces.loader import YamlLoader
from aixin_tui.provinces.merged import declared, merge_folders
from aixin_tui.provinces.reader import Reader
from aixin_tui.provinces.requests import (
    ChecklistRequest,
    FormsDeclared,
    FormsRequest,
    MatchingRequest,
    ProvinceDeclared,
    ProvinceRequest,
    RegistersDeclared,
    RegistersRequest,
    ReportsDeclared,
    ReportsRequest,
    WorkflowRequest,
)
from aixin_tui.provinces.yamltree import Map

T = TypeVar("T")


class _PluginError(Exception):
    """A `plugin.py` raised, or returned what its hook does not return."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of a folder: the province if it can be used, every problem, and its merged files."""

    province: Province | None
    problems: tuple[Problem, ...]
    trees: Mapping[str, Map]
    listener: Listener


class Listener:
    """What `plugin.py` says around a step of a record; where there is none, nothing.

    What it raises is told by its type and line alone: the message may hold what a record says.
    """

    def __init__(self, manager: pluggy.PluginManager, shown: str) -> None:
        self._manager, self._shown = manager, shown

    def audit_transition(self, request: TransitionRequest) -> tuple[Problem, ...]:
        """Collect the problems of every plugin; one that raises, or answers with anything else, refuses the step."""
        try:
            answers = self._manager.hook.aixin_audit_transition(request=request)
            return tuple(_as_problem(problem) for answer in answers for problem in answer)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises refuses, and ends nothing
            return (_step_problem(Code.PLUGIN_003, self._shown, error),)

    def transitioned(self, request: TransitionRequest) -> tuple[Problem, ...]:
        """Tell every plugin; what one raises is given as a warning and undoes nothing."""
        try:
            self._manager.hook.aixin_transitioned(request=request)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the step is durable, whatever a plugin thinks of it
            return (_step_problem(Code.PLUGIN_005, self._shown, error),)
        return ()


def _as_problem(answer: Any) -> Problem:
    if not isinstance(answer, Problem):
        raise TypeError
    return answer


def _step_problem(code: Code, shown: str, error: BaseException) -> Problem:
    severity = Severity.WARNING if code is Code.PLUGIN_005 else Severity.ERROR
    return Problem(code, severity, Place(shown, _line_in_plugin(error), 1), {"error": type(error).__name__})


def compile_province(folder: Folder, common: Folder | None, *, trusted: bool) -> Compiled:
    """Compile a folder; a broken one gives problems and no province, never an exception."""
    reader = Reader()
    reader.problems.extend(folder.problems)
    if common is not None and common.path != folder.path:
        reader.problems.extend(common.problems)
    trees = merge_folders(folder, common, reader)
    ctx = Context(reader, declared(trees))
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(ProvinceHooks)
    manager.register(YamlLoader(folder, trees, ctx), "yaml")
    if folder.has_python:
        _add_python(manager, folder, reader, trusted=trusted)
    province = None
    try:
        province = _asked(manager, folder, common)
    except _PluginError as error:
        reader.problems.append(_plugin_problem(folder.shown("plugin.py"), error))
    if province is not None and not folder.unreadable and not (common is not None and common.unreadable):
        check_province(province, facts_of(province), ctx, trees)
    problems = tuple(sorted(set_of(reader.problems), key=_by_place))
    if any(problem.stops for problem in problems):
        province = None
    return Compiled(province, problems, trees, Listener(manager, folder.shown("plugin.py")))


def _by_place(problem: Problem) -> tuple[str, int, int, str]:
    place = problem.place
    return place.file, place.line, place.column, problem.code


def set_of(problems: list[Problem]) -> list[Problem]:
    """Leave out what is told twice: the same code at the same place."""
    found = {(p.code, p.place, p.values.get("name"), p.values.get("key")): p for p in reversed(problems)}
    return list(found.values())


def _add_python(manager: pluggy.PluginManager, folder: Folder, reader: Reader, *, trusted: bool) -> None:
    shown = folder.shown("plugin.py")
    if not trusted:
        reader.report(Code.PLUGIN_002, Place(shown, 1, 1), folder=folder.key)
        return
    try:
        spec = importlib.util.spec_from_file_location(f"aixin_province_{folder.key}", folder.path / "plugin.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        manager.register(module, "python")
        manager.check_pending()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a broken plugin is a problem, whatever it raises
        reader.problems.append(_plugin_problem(shown, error))


def _plugin_problem(shown: str, error: BaseException) -> Problem:
    cause = error.__cause__ or error
    said = f"{type(cause).__name__}: {cause}"[:200]
    return Problem(Code.PLUGIN_003, place=Place(shown, _line_in_plugin(cause), 1), values={"error": said})


def _line_in_plugin(error: BaseException) -> int:
    """Find the line of `plugin.py` that raised, or that is no Python; 1 where the fault has no line of its own."""
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__)
             if Path(frame.f_code.co_filename).name == "plugin.py"]
    return lines[-1] if lines else 1


def _ask(hook: Any, request: Any, wanted: type[T]) -> T:
    try:
        answer = hook(request=request)
    except Exception as error:  # the loader's own bugs surface in tests, a plugin's as a problem
        if hook.get_hookimpls()[-1].plugin_name == "yaml" and len(hook.get_hookimpls()) == 1:
            raise
        raise _PluginError from error
    if not isinstance(answer, wanted):
        raise _PluginError(f"{hook.name}: {type(answer).__name__}")
    return answer


def _asked(manager: pluggy.PluginManager, folder: Folder, common: Folder | None) -> Province:
    hook = manager.hook
    who = _ask(hook.aixin_province, ProvinceRequest(folder=folder.key), ProvinceDeclared)
    identity = who.identity
    own = _ask(hook.aixin_forms, FormsRequest(identity=identity), FormsDeclared)
    registers = _ask(hook.aixin_registers, RegistersRequest(identity=identity, forms=own.forms), RegistersDeclared)
    forms = {**own.forms, **registers.forms}
    core_lives = _ask(hook.aixin_workflow, WorkflowRequest(identity=identity, forms=forms), Mapping)  # type: ignore[type-abstract]
    lives = {**core_lives, **registers.lives}
    known: dict[str, Any] = {"identity": identity, "forms": forms, "lives": lives}
    policy = _ask(hook.aixin_matching, MatchingRequest(**known), PolicySpec)
    checklist = _ask(hook.aixin_checklist, ChecklistRequest(**known), ChecklistSpec)
    reports = _ask(hook.aixin_reports, ReportsRequest(**known), ReportsDeclared)
    return Province(
        identity=identity, forms=forms, choices=own.choices, lives=lives, policy=policy, checklist=checklist,
        figures=reports.figures, reports=reports.reports, divisions=who.divisions, texts=who.texts,
        digest=digest_of(f.files for f in (folder, common) if f is not None),
    )
