"""Walks through conditions and values: every test with the kind in hand, every selection, every fact that is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aixin_tui.engine.spec.condition import AnyOf, Between, By, Condition, FactTest, Has, Not, SameAs, Selection, Shares


def tests_in(condition: Condition, kind: str) -> Iterator[tuple[FactTest, str]]:
    """Give every test of a condition over `kind`, those inside selections with the selection's own kind."""
    for clause in condition.clauses:
        if isinstance(clause, FactTest):
            yield clause, kind
        elif isinstance(clause, AnyOf):
            for part in clause.conditions:
                yield from tests_in(part, kind)
        elif isinstance(clause, Not):
            yield from tests_in(clause.condition, kind)
        else:
            for selection in clause.selections:
                yield from tests_in(selection.where, selection.of)


def selections_in(condition: Condition, kind: str) -> Iterator[tuple[Selection, str]]:
    """Give every selection of a condition with the kind from whose record it is made, nested ones too."""
    for clause in condition.clauses:
        if isinstance(clause, Has):
            for selection in clause.selections:
                yield selection, kind
                yield from selections_in(selection.where, selection.of)
        elif isinstance(clause, AnyOf):
            for part in clause.conditions:
                yield from selections_in(part, kind)
        elif isinstance(clause, Not):
            yield from selections_in(clause.condition, kind)


def facts_in(condition: Condition, kind: str) -> Iterator[tuple[str, str]]:
    """Give every fact that a condition reads, with the kind in hand where it is read."""
    for clause, at in tests_in(condition, kind):
        yield clause.fact, at
        for other in others_of(clause):
            yield other, at


def others_of(clause: FactTest) -> tuple[str, ...]:
    """List the further facts that a test compares with."""
    test = clause.test
    if isinstance(test, Shares):
        return (test.fact,)
    if isinstance(test, Between):
        return tuple(bound.fact for bound in (test.at_least, test.at_most) if isinstance(bound, SameAs))
    return ()


def parts_of(value: Any) -> Iterator[By | SameAs]:
    """Give every part of a value that depends on a fact, the value itself first."""
    if isinstance(value, SameAs):
        yield value
    elif isinstance(value, By):
        yield value
        for part in (*value.values.values(), value.otherwise):
            yield from parts_of(part)
