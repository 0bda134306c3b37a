"""Names inside a province that nothing declares: kinds, choice lists, reports; and lists that are too long."""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.core import LAW_CHECKS, MOST_CLASSES, MOST_COLOURS
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from aixin_tui.engine.spec.item import Origin
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.provinces.checks.rules import lists_of
from aixin_tui.provinces.reader import origin_of
from aixin_tui.texts import Label


def check_names(judge: Judge) -> None:
    """Check what items name, and how many there may be."""
    province = judge.province
    for form in province.forms.values():
        for field in form.fields.versions():
            for part in (field, *field.columns):
                _field(judge, part)
    for life in province.lives.values():
        for step in life.transitions.versions():
            _steps(judge, step)
    for fact in province.policy.facts.versions():
        judge.kind(fact.of, judge.key_of(fact, "of"))
    for cost in province.policy.costs.versions():
        if cost.times:
            at = judge.key_of(cost, "times")
            found = judge.fact(cost.times, "pairing", at)
            if found is not None and found.type is not FieldType.NUMBER and not found.many:
                judge.reader.report(
                    Code.FACT_002, at, operator="times", fact=cost.times, type=Label(f"spec.type_{found.type.value}"),
                    fix=Label("fact.one_value"),
                )
    for duty in province.checklist.duties.versions():
        judge.kind(duty.scope, judge.key_of(duty, "scope"))
    _limits(judge)
    _law(judge)


def _field(judge: Judge, field: FieldSpec) -> None:
    if field.type is FieldType.CHOICE and field.choices and field.choices not in judge.province.choices:
        at = judge.key_of(field, "choices")
        judge.reader.unknown("choice_list", field.choices, at, judge.province.choices)
    if field.type is FieldType.LINK and field.to:
        judge.kind(field.to, judge.key_of(field, "to"))


def _steps(judge: Judge, step: object) -> None:
    province = judge.province
    documents = [key for key, report in province.reports.items() if report.document_for]
    for key, what, known in (
        ("reason", "choice_list", list(province.choices)),
        ("evidence", "form", list(province.forms)),
        ("documents", "document", documents),
    ):
        named = getattr(step, key)
        for name in (named,) if isinstance(named, str) else named:
            if name and name not in known:
                judge.reader.unknown(what, name, judge.key_of(step, key), known)


def _limits(judge: Judge) -> None:
    classes = list(judge.province.policy.classes)
    for key in classes[MOST_CLASSES:]:
        at = judge.province.policy.classes.versions(key)[0].origin
        judge.reader.report(Code.SPEC_002, at, key="classes", wanted=Label("spec.at_most_three"), found=len(classes))
    for colours in judge.province.choices.versions("risk_colours"):
        for choice in colours.choices[MOST_COLOURS:]:
            judge.reader.report(
                Code.SPEC_002, choice.origin, key="risk_colours", wanted=Label("spec.at_most_four"),
                found=len(colours.choices),
            )


def _law(judge: Judge) -> None:
    """The law's checks are the core's: no item may take their names, and what they rest on must exist."""
    for items in lists_of(judge.province):
        for item in items:
            if item.key in LAW_CHECKS:
                judge.reader.report(Code.ITEM_002, item.origin, key=item.key)
    policy = judge.trees.get("policy.yaml")
    at = origin_of(policy) if policy is not None else Origin("policy.yaml", 1, 1)
    for key in ("eligible", "must_pair"):
        if key not in judge.province.policy.facts:
            judge.reader.report(Code.SPEC_003, at, key=f"facts.{key}")
