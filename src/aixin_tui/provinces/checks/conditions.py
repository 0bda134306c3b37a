"""Facts that nothing declares, operators that do not fit, values outside their list, kinds that are not linked."""

from __future__ import annotations

from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.checklist import After
from aixin_tui.engine.spec.condition import (
    AllOf,
    Between,
    By,
    Distinct,
    Equals,
    FactTest,
    SameAs,
    Selection,
    Shares,
    Within,
)
from aixin_tui.engine.spec.core import UNRANKED
from aixin_tui.engine.spec.facts import Fact
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.spec.item import Origin
from aixin_tui.engine.spec.walk import others_of, parts_of, selections_in, tests_in
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.provinces.checks.rules import cadences_of, conditions_of, counted_of, values_of
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.texts import Label

_RANKED = frozenset({FieldType.NUMBER, FieldType.DATE, FieldType.CHOICE})
_LOOSE = frozenset({FieldType.TEXT, FieldType.CHOICE})


def check_conditions(judge: Judge) -> None:
    """Check every condition, selection, value and cadence of the province."""
    for rule in conditions_of(judge.province):
        for clause, kind in tests_in(rule.condition, rule.kind):
            _test(judge, clause, kind, rule.origin, is_guard=rule.is_guard)
        for selection, kind in selections_in(rule.condition, rule.kind):
            _selection(judge, selection, kind, rule.origin)
    for selection, kind, origin in counted_of(judge.province):
        _selection(judge, selection, kind, origin)
    for value in values_of(judge.province):
        for part in parts_of(value.value):
            _part(judge, part, value.kind, value.origin)
    for cadence, kind, origin in cadences_of(judge.province):
        if isinstance(cadence, After):
            at = judge.at(cadence, origin)
            found = judge.fact(cadence.fact, kind or cadence.fact.partition(".")[0], at)
            if found is not None and found.type is not FieldType.DATE:
                _misfit(judge, at, "after", found, cadence.fact)


def _test(judge: Judge, clause: FactTest, kind: str, origin: Origin, *, is_guard: bool) -> None:
    found = judge.fact(clause.fact, kind, judge.at(clause, origin), is_guard=is_guard)
    others = [judge.fact(other, kind, judge.at(clause, origin, 0), is_guard=is_guard) for other in others_of(clause)]
    if found is None:
        return
    operator = _operator(clause)
    at = judge.at(clause, origin, 0)
    if not _fits(clause, found):
        _misfit(judge, at, operator, found, clause.fact)
        return
    for other in others:
        if other is not None and not _alike(found, other):
            _misfit(judge, at, operator, found, clause.fact)
    test = clause.test
    if isinstance(test, (Equals, AllOf)):
        for number, value in enumerate(test.values):
            _value(judge, value, found, judge.at(clause, origin, number if isinstance(test, Equals) else 0))
    elif isinstance(test, Between):
        for bound in (test.at_least, test.at_most):
            if bound is not None and not isinstance(bound, SameAs):
                _value(judge, bound, found, at)


def _operator(clause: FactTest) -> str:
    test = clause.test
    if isinstance(test, Between):
        return "at_most" if test.at_least is None else "at_least"
    tag = str(test.__struct_config__.tag)
    return {"equals": "=", "shares": "fact"}.get(tag, tag)


def _fits(clause: FactTest, fact: Fact) -> bool:
    test = clause.test
    if isinstance(test, Between):
        return fact.type in _RANKED and not fact.many and fact.choices not in UNRANKED
    if isinstance(test, Within):
        return fact.type is FieldType.DATE
    if isinstance(test, (AllOf, Distinct)):
        return fact.many
    return fact.type is not FieldType.TABLE or not isinstance(test, (Equals, Shares))


def _alike(fact: Fact, other: Fact) -> bool:
    return fact.type is other.type or {fact.type, other.type} <= _LOOSE


def _misfit(judge: Judge, at: Any, operator: str, fact: Fact, name: str) -> None:
    judge.reader.report(
        Code.FACT_002, at, operator=operator, fact=name, type=Label(f"spec.type_{fact.type.value}"),
        fix=Label("fact.one_value" if not fact.many else "fact.many_values"),
    )


def _value(judge: Judge, value: Any, fact: Fact, at: Any) -> None:
    known = judge.domain(fact)
    if known is None or fact.type is FieldType.FLAG or value in known:
        return
    near = nearest(str(value), known)
    listed = fact.choices or fact.to or fact.name
    judge.reader.report(Code.FACT_003, at, near=near, name=value, list=listed, fix=fix_of(near, "fact.add_choice"))


def _selection(judge: Judge, selection: Selection, kind: str, origin: Origin) -> None:
    at = judge.at(selection, origin)
    if not judge.kind(selection.of, at):
        return
    if kind in judge.facts.kinds and not judge.facts.are_linked(kind, selection.of):
        judge.reader.report(Code.FACT_005, at, kind=kind, fact=selection.of)
    if selection.date:
        found = judge.fact(selection.date, selection.of, at)
        if found is not None and found.type is not FieldType.DATE:
            _misfit(judge, at, "date", found, selection.date)


def _part(judge: Judge, part: By | SameAs, kind: str, origin: Origin) -> None:
    found = judge.fact(part.fact, kind, judge.at(part, origin))
    if found is None or isinstance(part, SameAs):
        return
    known = judge.domain(found)
    if known is not None:
        for number, key in enumerate(part.values):
            if key not in known:
                _value(judge, key, found, judge.at(part, origin, number + 1))
    missing = [key for key in known if key not in part.values] if known is not None else ["…"]
    if missing and not part.has_else:
        judge.reader.report(Code.VALUE_001, judge.at(part, origin, 0), name=", ".join(missing))
