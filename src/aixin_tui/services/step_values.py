"""What is filled in together with a step: the fields that a form asks only in the state to which the step leads.

A referral is answered by its answer, a wish is claimed by somebody until a day: one sitting, one act.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine.forms.asking import asked_fields, fields_in_force, is_empty
from aixin_tui.engine.forms.shaping import shape
from aixin_tui.engine.selections import facts_named
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec
from aixin_tui.engine.spec.workflow import TransitionSpec
from aixin_tui.services.acting import Draft
from aixin_tui.services.filling import fill
from aixin_tui.services.harm import watch

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def asked_with(view: View, record: Record, step: TransitionSpec) -> tuple[FieldSpec, ...]:
    """List the fields that are filled in with a step, in the form's order.

    They are those that are asked in the state to which the step leads and not before, and those of the record's own
    that a guard of the step speaks of and that are empty (the result of a background query).
    """
    form = view.province.forms.get(record.kind)
    if form is None:
        return ()
    before = {field.key for field in asked_fields(view, form, record)}
    moved = entered(record, step.to, view.now)
    after = [field for field in asked_fields(view, form, moved) if field.type is not FieldType.TABLE]
    spoken = set(_of_guards(view, form, step, record))
    return tuple(field for field in after if field.key not in before or field.key in spoken)


def _of_guards(view: View, form: FormSpec, step: TransitionSpec, record: Record) -> Iterator[str]:
    known = {field.key for field in fields_in_force(view, form, record)}
    for check in step.checks:
        for fact in facts_named(check.must):
            kind, _, name = fact.partition(".")
            if kind == record.kind and name in known and is_empty(record.get(name)):
                yield name


def entered(record: Record, state: str, day: str) -> Record:
    """Give the record as it would stand in a state entered on `day`; nothing is written."""
    row = {"state": state, "from": day, "by": "", "reason": "", "operator": ""}
    status = {**(record.get("status") or {}), "~": row}  # sorts behind every row that is there
    return Record(record.kind, record.id, {**record.values, "status": status}, record.recorded_at, record.updated_at)


def with_values(record: Record, values: Mapping[str, Any]) -> Record:
    """Give the record with values in their stored shape, as a guard of the step has to see it."""
    held = {key: value for key, value in {**record.values, **values}.items() if value is not None}
    return Record(record.kind, record.id, held, record.recorded_at, record.updated_at)


def on_trial(draft: Draft, record: Record, values: Mapping[str, Any]) -> tuple[View, Record]:
    """Give the record as it stands with the values of a step, and the view in which its guards see it so."""
    if not values:
        return draft.view, record
    province = draft.desk.province
    seen = with_values(record, shape(province.forms[record.kind], province, values, draft.desk.ids.new))
    return draft.view.with_records([seen]), seen


def fill_in(draft: Draft, moved: Record, values: Mapping[str, Any], asked: Collection[str]) -> tuple[Problem, ...]:
    """Draft the values of a step on the record that it has moved; words of harm in them are reported in the same act.

    What the form asks for always in the new state has to be there; a value that is not asked in it is refused.
    """
    if moved.kind not in draft.desk.province.forms:
        return ()
    filled = fill(draft, moved.kind, values, moved)
    form, named = draft.desk.province.forms[moved.kind], {*values, *asked}
    found = [problem for problem in filled.problems if problem.place.field.partition("/")[0] in named]
    view = draft.view
    known = {field.key for field in asked_fields(view, form, with_values(moved, filled.values))}
    for key in values:
        if key not in known:
            field = form.fields.get(key)
            found.append(Problem(Code.LIFE_001, place=Place(record=moved.id, field=key),
                                 values={"label": field.label if field else key}))
    changed = {path: value for path, value in filled.values.items() if path.partition("/")[0] in values}
    if changed and not any(problem.stops for problem in found):
        found += watch(draft, draft.change(moved, changed), moved)
    return tuple(found)
