"""Opening a child's file (一人一档). Opening is logged; identifying fields are masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine import consent, pairings, states
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.duties import duties_of
from aixin_tui.engine.law import consent_failing
from aixin_tui.engine.view import View
from aixin_tui.services.casework import CaseExplained, case_of
from aixin_tui.services.data_quality import lacking
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.failing import Failing, failing_of
from aixin_tui.services.masking import mask, masked
from aixin_tui.services.noted_readings import note_reading
from aixin_tui.services.scope import place_of, record_of
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import reason_label, state_label, words
from aixin_tui.services.work_list import WorkLine, kinds_about_a_child, lines_about


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """A guardian or carer of the child with the roles that hold on the day."""

    id: str
    name: str
    roles: tuple[str, ...]
    relation: str
    phone: str
    """Masked; `revealing` shows it in full."""


@dataclass(frozen=True, slots=True)
class StateLine:
    """One interval of the case: from which day in which state, by which step, why, by whom."""

    state: str
    label: str
    from_: str
    by: str
    reason: str
    operator: str


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair of the child, in force, proposed or ended."""

    id: str
    number: str
    mother: str
    mother_name: str
    role: str
    state: str
    started_on: str
    ended_on: str
    paused: bool


@dataclass(frozen=True, slots=True)
class ChildFile:
    """A child's file on one page. `values` are the form's fields in words, masked."""

    id: str
    name: str
    place: str
    age: int | None
    record: Record
    values: Mapping[str, str]
    guardians: tuple[GuardianLine, ...]
    household: Record | None
    visits: tuple[Record, ...]
    assessments: tuple[Record, ...]
    consents: tuple[Record, ...]
    consent_states: Mapping[str, str]
    """State of each consent by its id: valid, owed, not_agreed, withdrawn, expired, superseded."""
    pairings: tuple[PairLine, ...]
    plans: tuple[Record, ...]
    wishes: tuple[Record, ...]
    activities: tuple[Record, ...]
    states: tuple[StateLine, ...]
    case: CaseExplained
    due: tuple[str, ...]
    missed: tuple[str, ...]
    """Labels of the duties of the child and its pairs."""
    not_paired_because: tuple[Failing, ...]
    """Why the child is in no pair; empty if it is."""
    lacks: tuple[str, ...] = ()
    """Labels of the fields that the file lacks [QH-12]."""
    papers: tuple[WorkLine, ...] = ()
    """Plans, wishes, referrals, lines of registers: all that no verb of its own fills in, kind by kind."""


def child_file(desk: Desk, who: Who, child_id: str) -> ChildFile | None:
    """Open a child's file; appends one access entry an operator, child and day. None outside the scope."""
    child = record_of(desk, who, "child", child_id)
    if child is None:
        return None
    view = view_of(desk, who, scope=place_of(desk, child)[:6])
    child = view.snapshot.get("child", child_id) or child
    note_reading(desk, who, child)
    pairs = view.linked("pairing", child)
    consents = view.snapshot.linked("consent", "child", child_id)
    answers = [duties_of(view, one) for one in (child, *pairs)]
    case = case_of(desk, who, view, child)
    return ChildFile(
        child.id, child.text("name"), desk.province.divisions.path(view.place(child)),
        view.one(child, "child.age"), Record("child", child.id, masked(child, desk.province.forms.get("child"))),
        in_words(desk, child), tuple(_guardians(view, child)),
        view.find("household", child.text("household")) if child.text("household") else None,
        _by_date(view.linked("home_visit", child)), _by_date(view.linked("assessment", child)), _by_date(consents),
        {one.id: view.state(one) for one in consents}, tuple(_pair_line(view, pair) for pair in pairs),
        _by_date(view.linked("care_plan", child)), _by_date(view.linked("micro_wish", child)),
        _by_date(view.linked("activity", child)), state_lines(desk, child), case,
        _labels(view, [key for answer in answers for key in answer.due]),
        _labels(view, [key for answer in answers for key in answer.missed]),
        _not_paired_because(view, child, case), lacking(view, child),
        lines_about(desk, who, view, child, kinds_about_a_child(desk, who)),
    )


def described(desk: Desk, who: Who, kind: str, record_id: str, *, unmasked: bool = False) -> Mapping[str, str] | None:
    """Give a record's fields in words, by field key in the form's order: labels for choices, names for links.

    What is sealed is told to who has the right to its kind. `unmasked` is for what has been revealed and logged before
    (see `revealing`). Reading a child leaves its entry.
    """
    record = record_of(desk, who, kind, record_id)
    if record is None:
        return None
    if kind == "child":
        note_reading(desk, who, record)
    return in_words(desk, record, unmasked=unmasked, unsealed=kind in who.rights)


def in_words(desk: Desk, record: Record, *, unmasked: bool = False, unsealed: bool = False) -> Mapping[str, str]:
    """Write the fields of a record in words, in the form's order; empty ones are left out."""
    form = desk.province.forms.get(record.kind)
    told = ((field.key, words(desk, field, record.get(field.key), unmasked=unmasked, unsealed=unsealed))
            for field in (form.fields.at() if form else ()))
    return {key: text for key, text in told if text}


def _guardians(view: View, child: Record) -> Iterable[GuardianLine]:
    """List who guards or looks after the child on the view's day; phones are masked, see `revealing`."""
    choices = view.province.choices.get("guardian_roles")
    for guardian in view.linked("guardian", child):
        held = [row for _, row in rows(guardian.get("roles"))
                if child.id in members(row.get("child")) and day_text(row.get("from")) <= view.now
                and not (row.get("to") and day_text(row.get("to")) <= view.now)]
        if held:
            roles = tuple(choices.label_of(str(row.get("role"))) if choices else str(row.get("role")) for row in held)
            relation = next((str(row["relation"]) for row in held if row.get("relation")), "")
            phone = "、".join(mask(number, "phone") for number in members(guardian.get("phone")))
            yield GuardianLine(guardian.id, guardian.text("name"), roles, relation, phone)


def _pair_line(view: View, pair: Record) -> PairLine:
    mother = pairings.named_mother(view, pair)
    return PairLine(
        pair.id, pair.text("number"), mother.id if mother else "", mother.text("name") if mother else "",
        pair.text("role"), view.state(pair), pair.text("started_on"), pair.text("ended_on"),
        pairings.is_paused(pair, view.now),
    )


def state_lines(desk: Desk, record: Record) -> tuple[StateLine, ...]:
    """List the intervals of a record's life, oldest first."""
    life = desk.province.lives.get(record.kind)
    return tuple(
        StateLine(one.state, state_label(life, one.state), one.day, one.by,
                  reason_label(desk, record.kind, one.by, one.reason), one.operator)
        for one in states.history(record)
    )


def _not_paired_because(view: View, child: Record, case: CaseExplained) -> tuple[Failing, ...]:
    """Say why a child is in no pair: the law's consent where it is missing, and the guards of its next step."""
    if case.core_state in ("paired", "under_review", "closed"):
        return ()
    lawful = tuple(failing_of(one) for one in consent_failing(view, child))
    step = next((one for one in case.steps if one.key == case.next_step), None)
    guards = tuple(one for one in (step.failing if step else ()) if one.check not in {f.check for f in lawful})
    if consent.standing_refusals(view, child):
        guards = ()
    return lawful + guards


def _by_date(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: (day_text(record.get("date")), record.id), reverse=True))


def _labels(view: View, duties: Iterable[str]) -> tuple[str, ...]:
    specs = view.province.checklist.duties
    return tuple(spec.label for key in dict.fromkeys(duties) if (spec := specs.get(key, view.now)))
