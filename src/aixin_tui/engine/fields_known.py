"""The fields that records carry without a form asking for them: life, place, book-keeping of the core."""

from __future__ import annotations

from aixin_tui.engine.spec.form import FormSpec

#: Of every kind.
_OF_EVERY_KIND = frozenset({"status", "residence", "voided", "division_code", "entry", "register", "name", "date"})
#: Of one kind; see model.md section 1.
_OF_KIND = {
    "child": frozenset({"wishes", "excluded", "phone", "same_as", "not_same_as"}),
    "loving_mother": frozenset({"wishes", "excluded", "service"}),
    "consent": frozenset({"withdrawn_on", "owed", "notice", "witness"}),
    "pairing": frozenset({
        "number", "started_on", "ended_on", "end_reason", "pauses", "confirmed_by", "proposal", "held_for", "approved",
        "debts",
    }),
    "micro_wish": frozenset({"claims"}),
    "activity": frozenset({"by"}),
    "household": frozenset({"members"}),
    "care_plan": frozenset({"ended_on"}),
}


def is_declared(form: FormSpec, key: str) -> bool:
    """Whether a field of a record is asked by its form or kept by the core."""
    return key in form.fields or key in _OF_EVERY_KIND or key in _OF_KIND.get(form.kind, ())
