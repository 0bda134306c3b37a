"""Which fields of a form are asked of a draft, and what stands in them before anybody types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.spec.form import FieldSpec, FormSpec

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def fields_in_force(view: View, form: FormSpec, draft: Record) -> tuple[FieldSpec, ...]:
    """List the fields of the form in their version of the view's day, at the place of the draft (else the office's)."""
    return form.fields.at(view.now, (view.place(draft) or view.office) if form.fields.is_placed else "")


def asked_fields(view: View, form: FormSpec, draft: Record) -> tuple[FieldSpec, ...]:
    """List the fields that are asked of the draft as it is filled in so far."""
    return tuple([field for field in fields_in_force(view, form, draft)
                  if not field.ask_when.clauses or view.holds(field.ask_when, draft)])


def kept_values(view: View, form: FormSpec, draft: Record, asked: Sequence[FieldSpec] | None = None
                ) -> dict[str, Value]:
    """Give the draft's values without those of fields that are not asked: a field is asked, and kept, only then.

    `asked` are the fields asked of it, where they are known.
    """
    names = {field.key for field in (asked_fields(view, form, draft) if asked is None else asked)}
    return {key: value for key, value in draft.values.items() if key in names or key not in form.fields}


def defaults(view: View, form: FormSpec, draft: Record, asked: Sequence[FieldSpec] | None = None
             ) -> dict[str, Value]:
    """Give what is prefilled in the empty fields that are asked; a default may depend on facts of the draft."""
    found: dict[str, Value] = {}
    for field in asked_fields(view, form, draft) if asked is None else asked:
        if field.default is not None and is_empty(draft.get(field.key)):
            value = view.value(field.default, draft)
            if not is_empty(value):
                found[field.key] = value
    return found


def is_empty(value: Value) -> bool:
    """Whether nothing is filled in: neither value, nor choice, nor row. False and 0 are something."""
    if value.__class__ is str:
        return not value
    if isinstance(value, dict):
        return not any(held is not None and held is not False for held in value.values())
    return value is None or value in ("", [], ())
