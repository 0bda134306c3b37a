"""Everything that is wrong with a draft, each with the field it sits in; never only the first [QH-25, JX-09].

A problem never holds an ID number, a phone or an address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.dates import day_text, is_date
from aixin_tui.engine.failed import APPROVE, REFUSE, failures
from aixin_tui.engine.fields_known import is_declared
from aixin_tui.engine.forms.asking import asked_fields, is_empty
from aixin_tui.engine.money import is_money
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec, Need
from aixin_tui.reference import phone, resident_id
from aixin_tui.texts import Label

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

_SEVERITY = {REFUSE: Severity.ERROR, APPROVE: Severity.HELD}

#: Kinds whose `date` says what happened, so that it cannot lie ahead. Events, plans and registers may be planned.
_HAPPENED = frozenset({
    "child", "home_visit", "assessment", "consent", "activity", "micro_wish", "incident", "mandatory_report",
    "referral",
})
_NEVER_AHEAD = frozenset({"birth_date", "query_on", "withdrawn_on", "recognised_on"})


def problems_of(view: View, form: FormSpec, draft: Record, asked: Sequence[FieldSpec] | None = None
                ) -> tuple[Problem, ...]:
    """List everything that is wrong with a draft in its stored shape, on the view's day.

    Errors stop the saving; held ones wait for a reviewer (a form's check of level approve); warnings are only said.
    Fields that are not asked are not looked at; `asked` are those that are, where they are known.
    """
    found: list[Problem] = []
    for field in asked_fields(view, form, draft) if asked is None else asked:
        value = draft.values.get(field.key)
        if not is_empty(value):
            found.extend(_field_problems(view, form, draft, field, value))
        elif field.need is Need.ALWAYS:
            found.append(_problem(Code.FORM_002, field, field.key))
    found.extend(_unknown(form, draft))
    found.extend(_identity(form, draft))
    wrong = any(problem.code is Code.FORM_004 for problem in found)
    found.extend(() if wrong else _checks(view, form, draft))
    return tuple(found)


def _problem(code: Code, field: FieldSpec, path: str, severity: Severity = Severity.ERROR, **values: Any) -> Problem:
    return Problem(code, severity, Place(field=path), {"label": field.label or field.key, **values})


def _unknown(form: FormSpec, draft: Record) -> Iterator[Problem]:
    for key in draft.values:
        if not is_declared(form, key):
            yield Problem(Code.FORM_003, Severity.ERROR, Place(field=key), {"name": key, "form": form.label},
                          _near(key, tuple(form.fields)))


@lru_cache(maxsize=1024)
def _near(key: str, fields: tuple[str, ...]) -> str:
    """Find the field that was perhaps meant."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(key, fields, 1)), "")


def _checks(view: View, form: FormSpec, draft: Record) -> Iterator[Problem]:
    if not len(form.checks):
        return
    for failed in failures(view, form.checks.at(view.now, view.place(draft) or view.office), draft, "form"):
        yield Problem(
            Code.FORM_008, _SEVERITY.get(failed.level, Severity.WARNING), Place(field=_first_field(form, failed.check)),
            {"say": failed.say, "who": failed.who, "check": failed.key},
        )


def _first_field(form: FormSpec, check: Any) -> str:
    """The first field of the form that the check speaks of, where it can be mended."""
    from aixin_tui.engine.selections import facts_named

    for fact in facts_named(check.must):
        prefix, _, name = fact.partition(".")
        if prefix == form.kind and name.partition(".")[0] in form.fields:
            return name
        if prefix in form.fields:
            return prefix
    return ""


def _field_problems(view: View, form: FormSpec, draft: Record, field: FieldSpec, value: Value) -> Iterator[Problem]:
    if field.type is FieldType.TABLE:
        yield from _table_problems(view, form, field, value)
        return
    yield from value_problems(view, form, field, value, field.key)
    if field.must is not None and not _passes(view, form, draft, field):
        yield _problem(Code.FORM_007, field, field.key, say=field.say or field.hint)


def _passes(view: View, form: FormSpec, draft: Record, field: FieldSpec) -> bool:
    from aixin_tui.engine.conditions import compile_test

    fact = f"{form.kind}.{field.key}"
    assert field.must is not None
    return compile_test(view.rules, form.kind, fact, field.must)(view, draft, view.fact(draft, fact))


def _table_problems(view: View, form: FormSpec, field: FieldSpec, value: Value) -> Iterator[Problem]:
    if not isinstance(value, Mapping) or not all(isinstance(row, Mapping) for row in value.values() if row is not None):
        yield _problem(Code.FORM_004, field, field.key, type=Label("form.type_table"))
        return
    for row_id, row in rows(value):
        for column in field.columns:
            path = f"{field.key}/{row_id}/{column.key}"
            cell = row.get(column.key)
            if not is_empty(cell):
                yield from value_problems(view, form, column, cell, path)
            elif column.need is Need.ALWAYS:
                yield _problem(Code.FORM_002, column, path)


def value_problems(view: View, form: FormSpec, field: FieldSpec, value: Value, path: str) -> Iterator[Problem]:
    """Walk over what is wrong with one value that is filled in, by the type of its field."""
    many = field.many or field.type is FieldType.PHONE
    if not many and field.type is not FieldType.NUMBER and isinstance(value, (Mapping, list, tuple)):
        yield _problem(Code.FORM_014, field, path)
        return
    for one in members(value) if many else (value,):
        yield from _one_value(view, form, field, one, path)


def _one_value(view: View, form: FormSpec, field: FieldSpec, value: Value, path: str) -> Iterator[Problem]:
    if not _has_type(field, value):
        code = Code.FORM_015 if is_money(field) and _is_decimal(value) else Code.FORM_004
        yield _problem(code, field, path, type=Label(f"form.type_{field.type}"))
    elif field.type is FieldType.CHOICE:
        yield from _choice(view, field, value, path)
    elif field.type is FieldType.RESIDENT_ID:
        for fault in resident_id.check(str(value)).problems:
            yield _problem(Code.FORM_009, field, path, fault=Label(f"form.fault_{fault}"))
    elif field.type is FieldType.PHONE and not phone.is_valid(str(value)):
        yield _problem(Code.FORM_010, field, path, Severity.WARNING)
    elif wrong := _out_of_place(view, form, field, value):
        yield _problem(wrong, field, path)


def _out_of_place(view: View, form: FormSpec, field: FieldSpec, value: Value) -> Code | None:
    """A date that lies ahead, a link to nothing, a code of no division."""
    if field.type is FieldType.DATE and _lies_ahead(view, form, field, value):
        return Code.FORM_006
    if field.type is FieldType.LINK and field.to and not _is_linked(view, field, str(value)):
        return Code.FORM_012
    if field.type is FieldType.DIVISION and not _is_division(view, str(value)):
        return Code.FORM_013
    return None


def _has_type(field: FieldSpec, value: Value) -> bool:
    match field.type:
        case FieldType.NUMBER:
            number = value.get("value") if isinstance(value, Mapping) and field.rounded else value
            return isinstance(number, (int, float)) and not isinstance(number, bool)
        case FieldType.DATE:
            return is_date(value)
        case FieldType.FLAG:
            return isinstance(value, bool)
    return isinstance(value, str)


def _is_decimal(value: Value) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _choice(view: View, field: FieldSpec, value: Value, path: str) -> Iterator[Problem]:
    known = view.province.choices.get(field.choices)
    if known is None or known.open or any(choice.key == value for choice in known.choices):
        return
    yield _problem(Code.FORM_005, field, path, value=str(value),
                   choices="、".join(choice.label for choice in known.choices))


def _lies_ahead(view: View, form: FormSpec, field: FieldSpec, value: Value) -> bool:
    happened = field.key in _NEVER_AHEAD or (field.key == "date" and form.kind in _HAPPENED)
    return happened and day_text(value) > view.now


def _is_linked(view: View, field: FieldSpec, key: str) -> bool:
    found = view.find(field.to, key)
    return found is not None and not found.is_voided


def _is_division(view: View, code: str) -> bool:
    """A code of another province is known by its length alone; a table without rows knows nothing better."""
    if not code.isdecimal() or len(code) not in (2, 4, 6, 9, 12):
        return False
    known = view.province.divisions
    return not len(known) or not code.startswith(view.province.identity.code) or code in known


def _identity(form: FormSpec, draft: Record) -> Iterator[Problem]:
    """Birth date and sex have to agree with the ID number, which carries both; one of them is wrong."""
    number = draft.get("id_number")
    if not isinstance(number, str) or "id_number" not in form.fields:
        return
    told = resident_id.check(number)
    if not told.is_right:
        return
    birth, sex = draft.get("birth_date"), draft.get("sex")
    for key, wrong in (
        ("birth_date", is_date(birth) and not told.birth_date.startswith(str(birth))),
        ("sex", isinstance(sex, str) and sex in ("female", "male") and sex != told.sex),
    ):
        field = form.fields.get(key)
        if wrong and field is not None:
            yield _problem(Code.FORM_011, field, key, Severity.WARNING)
