"""Lists every rule of a province with the kind that it is about, so that each check looks at all of them alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from aixin_tui.engine.spec.checklist import Cadence, Gap
from aixin_tui.engine.spec.condition import Check, Condition, FactTest, Selection
from aixin_tui.engine.spec.form import FormSpec
from aixin_tui.engine.spec.item import Item, Origin
from aixin_tui.engine.spec.policy import PolicySpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.spec.report import FigureSpec


class Rule(NamedTuple):
    """A condition over records of `kind`; `is_guard` on a step of a life."""

    condition: Condition
    kind: str
    origin: Origin
    is_guard: bool = False


class ValueRule(NamedTuple):
    """A value read from a record of `kind`."""

    value: Any
    kind: str
    origin: Origin


def conditions_of(province: Province) -> Iterator[Rule]:
    """Give every condition of the province."""
    for form in province.forms.values():
        yield from _of_form(form)
    for kind, life in province.lives.items():
        for step in life.transitions.versions():
            yield from _of_checks(step.checks, kind, is_guard=True)
    yield from _of_policy(province.policy)
    for duty in province.checklist.duties.versions():
        yield Rule(duty.applies_when, duty.scope, duty.origin)
        if duty.counts is not None:
            yield Rule(duty.counts.where, duty.counts.of, duty.origin)
    for figure in province.figures.versions():
        yield Rule(figure.where, kind_of(figure), figure.origin)
    for report in province.reports.values():
        for block in report.blocks.versions():
            if block.list is not None:
                yield Rule(block.list.where, block.list.of, block.origin)


def _of_policy(policy: PolicySpec) -> Iterator[Rule]:
    for fact in policy.facts.versions():
        if fact.when is not None:
            yield Rule(fact.when, fact.of, fact.origin)
    for rank in policy.classes.versions():
        yield Rule(rank.when, "child", rank.origin)
    yield from _of_checks(policy.checks.versions(), "pairing")
    for cost in policy.costs.versions():
        yield Rule(cost.when, "pairing", cost.origin)


def _of_form(form: FormSpec) -> Iterator[Rule]:
    for field in form.fields.versions():
        for part in (field, *field.columns):
            yield Rule(part.ask_when, form.kind, part.origin)
            if part.must is not None:
                name = part.key if part is field else f"{field.key}.{part.key}"
                yield Rule(Condition((FactTest(f"{form.kind}.{name}", part.must),)), form.kind, part.origin)
    yield from _of_checks(form.checks.versions(), form.kind)


def _of_checks(checks: Iterable[Check], kind: str, *, is_guard: bool = False) -> Iterator[Rule]:
    for check in checks:
        yield Rule(check.when, kind, check.origin, is_guard)
        yield Rule(check.must, kind, check.origin, is_guard)


def values_of(province: Province) -> Iterator[ValueRule]:
    """Give every value of the province that may depend on a fact."""
    for form in province.forms.values():
        for field in form.fields.versions():
            for part in (field, *field.columns):
                yield ValueRule(part.default, form.kind, part.origin)
    for fact in province.policy.facts.versions():
        yield ValueRule(fact.value, fact.of, fact.origin)
    for cost in province.policy.costs.versions():
        yield ValueRule(cost.cost, "pairing", cost.origin)
    for duty in province.checklist.duties.versions():
        if isinstance(duty.cadence, Gap):
            yield ValueRule(duty.cadence.length, duty.scope, duty.origin)


def counted_of(province: Province) -> Iterator[tuple[Selection, str, Origin]]:
    """Give the selections that stand outside conditions: what satisfies a duty."""
    for duty in province.checklist.duties.versions():
        if duty.counts is not None:
            yield duty.counts, duty.scope, duty.origin


def cadences_of(province: Province) -> Iterator[tuple[Cadence, str, Origin]]:
    """Give every cadence with the kind in hand; a report's is about the records it lists."""
    for duty in province.checklist.duties.versions():
        yield duty.cadence, duty.scope, duty.origin
    for report in province.reports.values():
        if report.cadence is not None:
            yield report.cadence, "", report.origin


def kind_of(figure: FigureSpec) -> str:
    """Give the kind whose records a figure selects."""
    return figure.of or figure.count or (figure.sum or figure.latest).partition(".")[0]


def lists_of(province: Province) -> Iterator[tuple[Item, ...]]:
    """Give every list of items, each with all its versions."""
    for form in province.forms.values():
        yield form.fields.versions()
        yield form.checks.versions()
        yield form.entries
        for field in form.fields.versions():
            yield field.columns
    yield province.choices.versions()
    for choice_list in province.choices.versions():
        yield choice_list.choices
    for life in province.lives.values():
        yield life.states.versions()
        yield life.transitions.versions()
        for step in life.transitions.versions():
            yield step.checks
    policy, checklist = province.policy, province.checklist
    yield from (policy.facts.versions(), policy.classes.versions(), policy.checks.versions())
    yield from (policy.costs.versions(), policy.settings.versions())
    yield from (checklist.groups.versions(), checklist.duties.versions(), province.figures.versions())
    for report in province.reports.values():
        yield report.blocks.versions()
    yield province.identity.phrases.versions()
