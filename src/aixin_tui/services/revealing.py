"""Showing masked fields in full: for a reason, once a task and day, and logged (`--reveal REASON`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Act, Receipt, Record, members
from aixin_tui.engine.spec.form import FieldSpec
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.masking import is_masked
from aixin_tui.services.scope import inside, may_see, place_of, refusals


@dataclass(frozen=True, slots=True)
class Reveal:
    """Which fields of which record, and why. No fields: all that are masked."""

    kind: str
    id: str
    reason: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revealed:
    """The values in full, by field; nothing where it was refused."""

    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None


def reveal(desk: Desk, who: Who, command: Reveal) -> Revealed:
    """Give masked fields in full and log who read which fields of whom, and why; refused without a reason."""
    record = desk.store.get(command.kind, command.id) if may_see(desk, who, command.kind) else None
    if record is None or not inside(who, place_of(desk, record)):
        return Revealed({}, (Problem(Code.ACT_004, values={"kind": _kind_label(desk, command.kind)}),))
    fields = _masked_fields(desk, command.kind)
    wanted = command.fields or tuple(key for key in fields if record.get(key) is not None)
    problems = [Problem(Code.MASK_002, place=Place(field=key), values={"field": key})
                for key in wanted if key not in fields]
    if not command.reason.strip():
        problems.append(Problem(Code.MASK_001))
    if problems:
        return Revealed({}, tuple(problems))
    values = {key: _in_full(record, key) for key in wanted}
    if (known := _revealed_today(desk, who, command, wanted)) is not None:
        return Revealed(values, receipt=known)
    # The log names the record and the fields, never a value.
    about = {"kind": command.kind, "record": command.id, "fields": list(wanted)}
    receipt = desk.store.commit(Act("reveal", who.operator, reason=command.reason, source=who.source, about=about))
    return Revealed(values, receipt=receipt)


def _revealed_today(desk: Desk, who: Who, command: Reveal, wanted: tuple[str, ...]) -> Receipt | None:
    """Find the entry of the same day that says this already: once a task and day is enough (model.md section 4)."""
    day = desk.clock.now()[:10]
    for entry in desk.store.log(day=day):
        about = entry.about
        if (entry.action, entry.operator, entry.reason) == ("reveal", who.operator, command.reason) and (
                about.get("kind"), about.get("record")) == (command.kind, command.id) and (
                set(wanted) <= set(about.get("fields") or ())):
            return Receipt(entry.number, entry.recorded_at)
    return None


def reveal_list(desk: Desk, who: Who, file: str, reason: str) -> Revealed:
    """Log, before a list is taken in, that its changes are shown in full, and why; refused without a reason.

    Who may not take lists in sees nothing of one. The log names the file, never a value.
    """
    problems = [p for p in refusals(desk, who, role="recorder") if p.severity is Severity.ERROR]
    if not reason.strip():
        problems.append(Problem(Code.MASK_001))
    if problems:
        return Revealed({}, tuple(problems))
    act = Act("reveal", who.operator, reason=reason, source=who.source, about={"file": file})
    return Revealed({}, receipt=desk.store.commit(act))


def _masked_fields(desk: Desk, kind: str) -> Mapping[str, FieldSpec]:
    form = desk.province.forms.get(kind)
    return {f.key: f for f in (form.fields.at() if form else ()) if is_masked(f) and not f.sealed}


def _in_full(record: Record, field: str) -> str:
    return "、".join(str(value) for value in members(record.get(field)))


def _kind_label(desk: Desk, kind: str) -> str:
    form = desk.province.forms.get(kind)
    return form.label if form else kind
