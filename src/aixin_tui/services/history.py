"""操作日志 and the history of one record, in words and without identifying values."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.record import LogEntry, LoggedChange, members
from aixin_tui.engine.spec.form import FieldSpec
from aixin_tui.services.acting import with_changes
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.masking import mask
from aixin_tui.services.scope import inside, links_of, may_see, place_of, record_of
from aixin_tui.services.wording import kind_label, reason_label, state_label, words
from aixin_tui.texts import label

#: Fields of the store's and the core's own that a history does not repeat: `status` is told as its steps.
_QUIET = frozenset({"source", "status", "residence", "register"})


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act: when, who, what, why, over how many records; `undone_by` is the number of the act that took it back."""

    number: int
    recorded_at: str
    operator: str
    action: str
    action_label: str
    reason: str
    records: int
    kinds: tuple[str, ...]
    undone_by: int = 0
    about: str = ""
    """What a reading or a reveal was of: the name of the record's form and, where it may be seen, its short name."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record before and after, in words; masked where the form masks it."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act's part in a record's history."""

    number: int
    recorded_at: str
    operator: str
    action: str
    action_label: str
    reason: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which acts of the log: of one operator, of one verb, on days (ISO) from and to, about one record."""

    operator: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    record: str = ""
    """Id of a record that the act touched, read or showed in full."""
    reads: bool = False
    """Only who read or was shown what: opening a child's file, a reveal, what left the workspace."""

    def fits(self, entry: LogEntry) -> bool:
        """Whether an act is one of them."""
        day = entry.recorded_at[:10]
        return (self.operator in ("", entry.operator) and self.action in ("", entry.action)
                and self.since <= day and (not self.until or day <= self.until)
                and (not self.reads or entry.action in READS)
                and (not self.record or entry.about.get("record") == self.record
                     or any(change.id == self.record for change in entry.changes)))


#: Acts by which somebody reads what others wrote, and that change nothing.
READS = frozenset({"open_child_file", "reveal", "export_canonical", "backup", "make_document", "send_transfer"})


def log_entries(desk: Desk, who: Who, *, limit: int = 50, before: int = 0, action: str = "",
                query: LogQuery | None = None) -> tuple[LogLine, ...]:
    """List the newest acts first; `before` a number goes on with older ones, `action` keeps one verb."""
    wanted = query or LogQuery()
    kept: deque[LogEntry] = deque(maxlen=limit)
    undone: dict[int, int] = {}
    for entry in desk.store.log():
        for number in undone_numbers(entry):
            undone[number] = entry.number
        if before and entry.number >= before:
            continue
        if (not action or entry.action == action) and wanted.fits(entry) and _is_seen(desk, who, entry):
            kept.append(entry)
    return tuple(
        LogLine(entry.number, entry.recorded_at, entry.operator, entry.action, action_label(desk, entry.action),
                entry.reason, len(entry.changes), tuple(sorted({change.kind for change in entry.changes})),
                undone.get(entry.number, 0), _about(desk, who, entry))
        for entry in reversed(kept)
    )


def _about(desk: Desk, who: Who, entry: LogEntry) -> str:
    kind, record_id = str(entry.about.get("kind") or ""), str(entry.about.get("record") or "")
    record = record_of(desk, who, kind, record_id) if record_id and entry.action in READS else None
    return f"{kind_label(desk, kind)} {mask(record.text('name'), 'name')}".strip() if record else ""


#: Who an act may be of; of many people the first few are named.
_PEOPLE = ("child", "loving_mother")
_NAMED = 4


def whose_act(desk: Desk, who: Who, number: int) -> tuple[str, ...]:
    """Name the children and mothers that an act changed, or whose papers it changed: who takes it back sees of whom.

    The first few only, and “…” where there are more. Nobody is named through a record that the operator may not see.
    """
    entry = desk.store.entry(number)
    found: dict[str, str] = {}
    for change in entry.changes if entry else ():
        record = record_of(desk, who, change.kind, change.id)
        if record is None:
            continue
        linked = [(to, one) for name, to in links_of(desk, change.kind) if to in _PEOPLE
                  for one in members(record.get(name))]
        for kind, person_id in ((change.kind, record.id), *linked):
            person = record_of(desk, who, kind, person_id) if kind in _PEOPLE and person_id not in found else None
            if person is not None:
                found[person_id] = mask(person.text("name"), "name")
        if len(found) > _NAMED:
            break
    names = tuple(filter(None, found.values()))
    return (*names[:_NAMED], "…") if len(names) > _NAMED else names


def undone_numbers(entry: LogEntry) -> tuple[int, ...]:
    """List the numbers of the acts that this act took back."""
    return tuple(int(number) for number in members(entry.about.get("undoes")))


def action_label(desk: Desk, action: str) -> str:
    """Name a verb of the log; `add_…`, `edit_…` and `advance_…` of any kind by its form: 登记儿童档案."""
    try:
        return label(f"log.{action}")
    except KeyError:
        verb, _, kind = action.partition("_")
    try:
        return label(f"log.{verb}_", kind=kind_label(desk, kind))
    except KeyError:
        return action


def history_of(desk: Desk, who: Who, kind: str, record_id: str) -> tuple[HistoryLine, ...]:
    """List what happened to one record, oldest first; empty outside the operator's scope."""
    record = desk.store.get(kind, record_id) if may_see(desk, who, kind) else None
    if record is None or not inside(who, place_of(desk, record)):
        return ()
    lines, values = [], dict[str, Any]()
    for entry in desk.store.log(kind=kind, record_id=record_id):
        changed = _part(entry, kind, record_id)
        after = with_changes(values, changed)
        lines.append(HistoryLine(
            entry.number, entry.recorded_at, entry.operator, entry.action, action_label(desk, entry.action),
            entry.reason, (*_steps(desk, kind, changed), *_differences(desk, kind, values, after)),
        ))
        values = after
    return tuple(lines)


def _part(entry: LogEntry, kind: str, record_id: str) -> Mapping[str, Any]:
    parts: dict[str, Any] = {}
    for change in entry.changes:
        if change.kind == kind and change.id == record_id:
            parts.update(change.values)
    return parts


def _steps(desk: Desk, kind: str, changed: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Tell the steps of the record's life that an act took."""
    found = [row for path, row in changed.items() if path.startswith("status/") and row]
    found += list((changed.get("status") or {}).values())
    life = desk.province.lives.get(kind)
    return tuple(
        FieldChange("status", label("log.state"), "", " ".join(filter(None, (
            state_label(life, str(row.get("state", ""))), str(row.get("from", "")),
            reason_label(desk, kind, str(row.get("by") or ""), str(row.get("reason") or ""))))))
        for row in found
    )


def _differences(desk: Desk, kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    form = desk.province.forms.get(kind)
    fields: dict[str, FieldSpec] = {field.key: field for field in form.fields.at()} if form else {}
    found = []
    for name in {**old, **new}:
        if old.get(name) == new.get(name) or name in _QUIET or name.startswith("_"):
            continue
        field = fields.get(name)
        if field is None:
            known = _own_label(name)
            if known:
                found.append(FieldChange(name, known, _plain(old.get(name)), _plain(new.get(name))))
        elif not field.sealed:
            found.append(FieldChange(name, field.label, words(desk, field, old.get(name)),
                                     words(desk, field, new.get(name))))
    return tuple(found)


def _own_label(name: str) -> str:
    """Name a field that no form declares, as people know it; empty for what only the program keeps for itself."""
    try:
        return label("log.voided") if name == "voided" else label(f"log.field_{name}")
    except KeyError:
        return ""


def _plain(value: Any) -> str:
    """Write a value of no form's field: keys in words, others as they are, of an object how many parts it has."""
    if value is None:
        return ""
    try:
        return label(f"log.value_{value}")
    except KeyError:
        pass
    if isinstance(value, Mapping):
        texts = [one for one in value.values() if isinstance(one, str)]
        return str(value.get("reason") or ("；".join(texts) if len(texts) == len(value) else len(value)))
    return str(value)


def _is_seen(desk: Desk, who: Who, entry: LogEntry) -> bool:
    """Whether an operator of one division may see the act: it touched a file of that division."""
    if not who.scope:
        return True
    if not entry.changes and entry.about.get("record"):
        record = record_of(desk, who, str(entry.about.get("kind") or ""), str(entry.about["record"]))
        return record is not None
    return any(may_see(desk, who, change.kind) and inside(who, _code_of(change)) and _code_of(change)
               for change in entry.changes)


def _code_of(change: LoggedChange) -> str:
    """Read the town's code from the name of a file: `data/630222/630222104-2025`."""
    return change.home.rpartition("/")[2].partition("-")[0]
