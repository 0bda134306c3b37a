"""Adding and editing records of any form or register: 登记、修改."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, Value, members
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.duplicates import same_people
from aixin_tui.services.filling import Filled, add_filled, fill
from aixin_tui.services.harm import watch
from aixin_tui.services.scope import inside, place_of, record_of, refusals
from aixin_tui.services.wording import kind_label
from aixin_tui.texts import label

#: Kinds that only a verb of their own makes.
_MADE_BY = {"pairing": "pair", "match_proposal": "pair", "match_run": "match", "mandatory_report": "harm"}
#: Fields that only a verb of their own changes, by kind; those of `""` in every kind.
_CHANGED_BY: Mapping[str, Mapping[str, str]] = {
    "": {"status": "advance", "voided": "undo"},
    "child": {"residence": "move", "transfers": "move"},
    "consent": {"withdrawn_on": "withdraw", "decision": "withdraw", "owed": "withdraw", "by": "withdraw",
                "guardian": "withdraw", "child": "withdraw", "purpose": "withdraw"},
    "micro_wish": {"claims": "advance"},
    "pairing": {"child": "pair", "loving_mother": "pair", "mother_team": "pair", "proposal": "pair",
                "confirmed_by": "pair", "held_for": "pair", "approved": "pair", "ended_on": "end_pairing",
                "end_reason": "end_pairing", "pauses": "pause", "role": "lead"},
}


@dataclass(frozen=True, slots=True)
class AddRecord:
    """A new record of `kind` (a core kind or a register) with the values of its form, as people typed them.

    Many-valued fields may come as lists, tables as lists of mappings; they are shaped for storage. `anyway` adds it
    although the same person seems to be on file already.
    """

    kind: str
    values: Mapping[str, Any]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class EditRecord:
    """New values of some fields of a record; a field given as None is emptied, one left out stays."""

    kind: str
    id: str
    values: Mapping[str, Any]


@alone
def add_record(desk: Desk, who: Who, command: AddRecord) -> Result:
    """Register a record: checked by its form, given its first state, its home file and an id; one act.

    A likely duplicate (the natural key of model.md section 3) is a HELD problem and nothing is written. Words of harm
    in a note add a 强制报告 alert in the same act. Saving moves no state.
    """
    form = desk.province.forms.get(command.kind)
    if form is None or command.kind in _MADE_BY:
        return Result(problems=(_no_form(desk, command.kind),))
    early = refusals(desk, who)
    if early:
        return Result(problems=early)
    draft = Draft(desk, who, f"add_{command.kind}", scope=_scope_of(desk, command.values))
    values = {key: value for key, value in command.values.items() if key != "id"}
    filled = fill(draft, command.kind, values)
    place = place_of(desk, Record(command.kind, "", filled.values))
    problems = [*filled.problems, *refusals(desk, who, place=place)]
    if not command.anyway and not any(problem.stops for problem in problems):
        problems += [_duplicate(desk, one) for one in same_people(desk, who, command.kind, filled.values)]
    if any(problem.stops or problem.severity is Severity.HELD for problem in problems):
        return Result(problems=tuple(problems))
    if command.kind == "child":
        filled = _with_residence(draft, filled)
    _, warnings = add_filled(draft, command.kind, filled, place=place)
    return draft.commit((*problems, *warnings))


@alone
def edit_record(desk: Desk, who: Who, command: EditRecord) -> Result:
    """Change fields of a record; it keeps its home file and its state. Refuses fields that have a verb of their own."""
    record = record_of(desk, who, command.kind, command.id)
    if record is None or command.kind not in desk.province.forms:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, command.kind)}),))
    place = place_of(desk, record)
    problems = [*refusals(desk, who, place=place), *own_verbs(desk, command.kind, command.values, command.id)]
    if record.is_voided:
        problems.append(Problem(Code.ACT_013, place=Place(record=record.id)))
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, f"edit_{command.kind}", scope=place[:6])
    filled = fill(draft, command.kind, command.values, record)
    problems += filled.problems
    changed = dict(filled.values)
    if command.kind == "child" and changed.get("division_code"):
        changed[f"residence/{desk.ids.new()}"] = {"division_code": changed["division_code"],
                                                  "from": who.today.isoformat()}
    moved_to = str(changed.get("division_code") or place)
    problems += [] if inside(who, moved_to) else list(refusals(desk, who, place=moved_to))
    if any(problem.stops or problem.severity is Severity.HELD for problem in problems):
        return Result(problems=tuple(problems))
    if not changed:
        return Result((record,), (*problems, Problem(Code.ACT_012, Severity.NOTE)))
    after = draft.change(record, changed)
    return draft.commit((*problems, *watch(draft, after, record)))


def _no_form(desk: Desk, kind: str) -> Problem:
    if kind in _MADE_BY:
        verb = label(f"act.verb_{_MADE_BY[kind]}")
        return Problem(Code.ACT_006, values={"label": kind_label(desk, kind), "verb": verb})
    return Problem(Code.ACT_005, values={"kind": kind}, near="")


def fields_with_verbs(kind: str) -> Mapping[str, str]:
    """Give the fields of a kind that no edit changes, with the verb that does."""
    return {**_CHANGED_BY[""], **_CHANGED_BY.get(kind, {})}


def own_verbs(desk: Desk, kind: str, values: Iterable[str], record_id: str) -> list[Problem]:
    """Refuse each of the fields that only a verb of its own changes, naming the verb."""
    held, form = fields_with_verbs(kind), desk.province.forms.get(kind)
    found = []
    for key in values:
        if key in held:
            field = form.fields.get(key) if form else None
            told = {"label": field.label if field else key, "verb": label(f"act.verb_{held[key]}")}
            found.append(Problem(Code.ACT_006, place=Place(record=record_id, field=key), values=told))
    return found


def _duplicate(desk: Desk, record: Record) -> Problem:
    place = desk.province.divisions.path(record.text("division_code"))
    return Problem(Code.ACT_007, Severity.HELD, Place(record=record.id), {"name": record.text("name"), "place": place})


def _with_residence(draft: Draft, filled: Filled) -> Filled:
    """Begin the dated list of places where a child lives."""
    row: Value = {"division_code": filled.values.get("division_code"), "from": draft.day.isoformat()}
    return Filled({**filled.values, "residence": {draft.desk.ids.new(): row}}, filled.problems)


def _scope_of(desk: Desk, values: Mapping[str, Any]) -> str:
    """Give the county that a new record concerns, so that only its files are read; the office's where it names none.

    A person's links may lead anywhere in the workspace, so what names a child is read with the child's county.
    """
    code = str(values.get("division_code") or "")
    child = values.get("child")
    first = next(iter(members(child)), "") if not isinstance(child, str) else child
    held = desk.store.get("child", first) if first else None
    return (held.text("division_code") if held else code)[:6] or desk.office[:6]
