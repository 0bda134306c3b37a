"""Conditions compiled to tests of a record in hand (province-language 1.3).

An empty fact fails every test but `recorded: false`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.dates import day_text, last_day_text, shift
from aixin_tui.engine.facts.shape import Shape, shape_of
from aixin_tui.engine.rules import Rules, Test
from aixin_tui.engine.spec import condition as spec
from aixin_tui.engine.spec.form import FieldType

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: What puts the values of a fact to a test.
_Put = Callable[["View", Record, tuple[Value, ...]], bool]


def compile_condition(rules: Rules, kind: str, condition: spec.Condition) -> Test:
    """Compile a condition for records of `kind`: all of its clauses must hold."""
    tests = tuple(_clause(rules, kind, clause) for clause in condition.clauses)
    if len(tests) == 1:
        return tests[0]

    def holds(view: View, record: Record) -> bool:
        return all(test(view, record) for test in tests)

    return holds


def _clause(rules: Rules, kind: str, clause: spec.Clause) -> Test:
    if isinstance(clause, spec.FactTest):
        return _fact_test(rules, kind, clause)
    if isinstance(clause, spec.AnyOf):
        choices = tuple(compile_condition(rules, kind, one) for one in clause.conditions)
        return lambda view, record: any(test(view, record) for test in choices)
    if isinstance(clause, spec.Not):
        inner = compile_condition(rules, kind, clause.condition)
        return lambda view, record: not inner(view, record)
    return _has(clause)


def _fact_test(rules: Rules, kind: str, clause: spec.FactTest) -> Test:
    put = compile_test(rules, kind, clause.fact, clause.test)
    fact = _narrowed(rules, clause.fact, clause.test)

    def holds(view: View, record: Record) -> bool:
        return put(view, record, view.fact(record, fact))

    return holds


def _narrowed(rules: Rules, fact: str, test: spec.Test) -> str:
    """Of a test for some duties ask only how these stand: `K.missed:greeting` is the part of `K.missed` that counts."""
    _, _, name = fact.partition(".")
    if name not in ("due", "missed") or not isinstance(test, spec.Equals) or rules.province.policy.facts.get(name):
        return fact
    return f"{fact}:{','.join(sorted(map(str, test.values)))}"


def _has(clause: spec.Has) -> Test:
    selections = clause.selections

    def holds(view: View, record: Record) -> bool:
        return all(_enough(len(view.select(one, record)), one.at_least, one.at_most) for one in selections)

    return holds


def _enough(number: int, at_least: int | None, at_most: int | None) -> bool:
    return (at_least is None or number >= at_least) and (at_most is None or number <= at_most)


def compile_test(rules: Rules, kind: str, fact: str, test: spec.Test) -> _Put:
    """Compile one test of a fact's values; also what a field's `must` says of its value alone."""
    shape = shape_of(rules, kind, fact)
    match test:
        case spec.Equals(values=wanted):
            return _shares(frozenset(shape.coerce(value) for value in wanted), shape)
        case spec.AllOf(values=wanted):
            every = frozenset(shape.coerce(value) for value in wanted)
            return lambda _view, _record, values: bool(values) and every <= _set(values, shape)
        case spec.Shares(fact=other):
            return lambda view, record, values: bool(_set(values, shape) & _set(view.fact(record, other), shape))
        case spec.Between():
            return _between(shape, test)
        case spec.Within(span=span):
            return _within(span)
        case spec.Distinct(at_least=low, at_most=high):
            return lambda _view, _record, values: bool(values) and _enough(len(set(values)), low, high)
        case spec.Recorded(value=wanted):
            return lambda _view, _record, values: bool(values) is wanted


def _set(values: tuple[Value, ...], shape: Shape) -> frozenset[Value]:
    return frozenset(shape.coerce(value) for value in values)


def _shares(wanted: frozenset[Value], shape: Shape) -> _Put:
    if shape.type in (FieldType.NUMBER, FieldType.FLAG, FieldType.TEXT):
        return lambda _view, _record, values: not wanted.isdisjoint(_set(values, shape))
    return lambda _view, _record, values: not wanted.isdisjoint(values)


def _between(shape: Shape, test: spec.Between) -> _Put:
    low, high = _bound(shape, test.at_least, last=False), _bound(shape, test.at_most, last=True)

    def put(view: View, record: Record, values: tuple[Value, ...]) -> bool:
        least, most = low(view, record), high(view, record)
        if (test.at_least is not None and least is None) or (test.at_most is not None and most is None):
            return False
        return any(
            (rank := shape.rank(value)) is not None
            and (least is None or rank >= least)
            and (most is None or rank <= most)
            for value in values
        )

    return put


def _bound(shape: Shape, bound: Any, *, last: bool) -> Callable[[View, Record], Any]:
    """A bound is a plain value or another fact; `at_most: 2025-03` of a date means the last day of March."""
    if isinstance(bound, spec.SameAs):
        other = bound.fact
        pick = max if last else min

        def read(view: View, record: Record) -> Any:
            ranks = [r for value in view.fact(record, other) if (r := shape.rank(shape.coerce(value))) is not None]
            return pick(ranks) if ranks else None

        return read
    if bound is None:
        plain = None
    elif shape.type is FieldType.DATE:
        plain = (last_day_text if last else day_text)(str(bound)) or None
    else:
        plain = shape.rank(shape.coerce(bound))
    return lambda _view, _record: plain


def _within(span: str) -> _Put:
    """A date up to the day of evaluation, later than the same day that span before; or in the period, or the year."""

    def put(view: View, record: Record, values: tuple[Value, ...]) -> bool:
        del record
        if span == "period":
            first = view.period[0].isoformat()
            last = min(view.now, view.period[1].isoformat())
            return any(first <= day <= last for day in map(day_text, values) if day)
        if span == "year":
            return any(view.now[:4] == day[:4] and day <= view.now for day in map(day_text, values) if day)
        before = shift(view.day, span, back=True).isoformat()
        return any(before < day <= view.now for day in map(day_text, values) if day)

    return put
