"""强制报告: alerts that words of harm raise, or a person; none is closed without an outcome (未成年人保护法 §11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import age_on
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.harm import SITUATIONS, Sign, find_signs, signs_in
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.acting import Draft, alone, people_to_tell
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.scope import inside, may_see, narrowed, place_of, refusals
from aixin_tui.services.viewing import snapshot_of
from aixin_tui.services.wording import kind_label
from aixin_tui.texts import label

KIND = "mandatory_report"


@dataclass(frozen=True, slots=True)
class Alert:
    """One report: whom it is about, which of the nine situations, from which record, and what came of it."""

    id: str
    child: str
    child_name: str
    date: str
    state: str
    """`open` or `closed`."""
    situations: tuple[int, ...]
    situation_labels: tuple[str, ...]
    words: tuple[str, ...]
    origin_kind: str
    origin: str
    outcome: str = ""
    reported_to: str = ""
    closed_on: str = ""


@dataclass(frozen=True, slots=True)
class AddAlert:
    """A person reports harm to a child; `situations` are numbers 1 to 9 of the 2020 opinion, section 4."""

    child: str
    situations: tuple[int, ...]
    note: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CloseAlert:
    """What came of a report: the outcome in words, to whom it was reported and when."""

    id: str
    outcome: str
    reported_to: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Open the reports that are missing in a division (the operator's if empty)."""

    scope: str = ""


def watch(draft: Draft, record: Record, before: Record | None = None) -> tuple[Problem, ...]:
    """Look through the notes of a drafted record for words of harm; what is found is reported in the same act.

    Words that stood there `before` are not reported again. Gives one warning a record, which says what was opened:
    who wrote the note has to report at once (未成年人保护法 §11). Where the operating system keeps the writer out of
    `restricted/`, the note is kept, and the warning names whom to tell; see `unreported`.
    """
    known = {(sign.situation, sign.word) for sign in (_signs(draft, before) if before else ())}
    fresh = [sign for sign in _signs(draft, record) if (sign.situation, sign.word) not in known]
    if not fresh:
        return ()
    return (_opened(draft, record, fresh),)


def _opened(draft: Draft, record: Record, fresh: Iterable[Sign]) -> Problem:
    """Draft a report about each child of a record; where the writer is kept out, only say whom to tell."""
    words = tuple(dict.fromkeys(sign.word for sign in fresh))
    situations = sorted({sign.situation for sign in fresh})
    told = {"words": "、".join(words), "situation": "；".join(label(f"harm.situation_{n}") for n in situations)}
    if not draft.desk.store.may_see_restricted:
        told["people"] = people_to_tell(draft.desk, draft.who)
        return Problem(Code.HARM_006, Severity.WARNING, Place(record=record.id), told)
    for child in _children_of(draft, record) or ("",):
        draft.add(KIND, {
            **({"child": child} if child else {}), "date": record.text("date") or draft.day.isoformat(),
            "state": "open", "situations": {str(n): True for n in situations},
            "words": dict.fromkeys(words, True), "origin_kind": record.kind, "origin": record.id,
        }, place=_place(draft, record, child))
    return Problem(Code.HARM_005, Severity.WARNING, Place(record=record.id), told)


def unreported(draft: Draft) -> tuple[tuple[Record, tuple[Sign, ...]], ...]:
    """List the records that speak of harm and have no report: of writers who were kept out, of scripts, typed by hand.

    Empty for who has no right to reports: that a note is not reported would say that others are.
    """
    desk, who = draft.desk, draft.who
    if not may_see(desk, who, KIND) or not desk.store.may_see_restricted:
        return ()
    snapshot = draft.view.snapshot
    known: dict[str, set[str]] = {}
    for report in snapshot.of(KIND):
        known.setdefault(report.text("origin"), set()).update(members(report.get("words")))
    found = []
    for kind in snapshot.kinds:
        records = snapshot.of(kind) if kind in desk.province.forms and may_see(desk, who, kind) else ()
        for record in records:
            fresh = tuple(sign for sign in _signs(draft, record) if sign.word not in known.get(record.id, ()))
            if fresh and inside(who, place_of(desk, record)):
                found.append((record, fresh))
    return tuple(found)


def count_unreported(desk: Desk, who: Who) -> int:
    """Count the records that speak of harm and have no report; of a day that is past none is asked for."""
    return 0 if who.known_at else len(unreported(Draft(desk, who, "")))


@alone
def take_up(desk: Desk, who: Who, command: TakeUp) -> Result:
    """Open a report for every record that speaks of harm and has none; one act."""
    problems = [*refusals(desk, who, place=command.scope, kind=KIND)]
    if not desk.store.may_see_restricted:
        problems.append(Problem(Code.HARM_007, values={"people": people_to_tell(desk, who)}))
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "add_alert", scope=command.scope)
    told = [_opened(draft, record, fresh) for record, fresh in unreported(draft)]
    return draft.commit(told) if told else Result(problems=(Problem(Code.ACT_012, Severity.NOTE),))


def list_alerts(desk: Desk, who: Who, scope: str = "", *, include_closed: bool = False,
                snapshot: Snapshot | None = None) -> tuple[Alert, ...]:
    """List the reports that the operator has the right to see, open ones first; empty without the right.

    `snapshot` holds them already, with the restricted records; without it the division's are read.
    """
    if not may_see(desk, who, KIND):
        return ()
    place = narrowed(who, scope)
    held = snapshot_of(desk, who, place) if snapshot is None else snapshot
    records = (r for r in held.of(KIND) if _inside(desk, r, place))
    found = [_alert(desk, record) for record in records]
    kept = [alert for alert in found if include_closed or alert.state == "open"]
    return tuple(sorted(kept, key=lambda alert: (alert.state != "open", alert.date, alert.id)))


@alone
def add_alert(desk: Desk, who: Who, command: AddAlert) -> Result:
    """Record a report; it begins open. Every operator may, whatever the role: the law asks it of everybody."""
    child = desk.store.get("child", command.child)
    problems = list(refusals(desk, who, role="viewer", place=place_of(desk, child) if child else ""))
    if child is None or not inside(who, place_of(desk, child)):
        problems.append(Problem(Code.ACT_004, values={"kind": kind_label(desk, "child")}))
    if not command.situations or any(number not in SITUATIONS for number in command.situations):
        problems.append(Problem(Code.HARM_004, place=Place(field="situations")))
    if not desk.store.may_see_restricted:
        problems.append(Problem(Code.HARM_007, values={"people": people_to_tell(desk, who)}))
    if problems or child is None:
        return Result(problems=tuple(problems))
    day = command.day or who.today
    draft = Draft(desk, who, "add_alert", day=day, scope=place_of(desk, child)[:6])
    draft.add(KIND, {
        "child": child.id, "date": day.isoformat(), "state": "open", "note": command.note,
        "situations": {str(number): True for number in sorted(command.situations)},
    }, place=place_of(desk, child))
    return draft.commit()


@alone
def close_alert(desk: Desk, who: Who, command: CloseAlert) -> Result:
    """Close a report; refused without an outcome and without the body that it was reported to."""
    record = desk.store.get(KIND, command.id) if may_see(desk, who, KIND) else None
    if record is None or not inside(who, place_of(desk, record)):
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, KIND)}),))
    problems = list(refusals(desk, who, place=place_of(desk, record)))
    if record.text("state") != "open":
        problems.append(Problem(Code.HARM_003))
    if not command.outcome.strip():
        problems.append(Problem(Code.HARM_001, place=Place(field="outcome")))
    if not command.reported_to.strip():
        problems.append(Problem(Code.HARM_002, place=Place(field="reported_to")))
    if problems:
        return Result(problems=tuple(problems))
    day = command.day or who.today
    draft = Draft(desk, who, "close_alert", day=day, scope=place_of(desk, record)[:6])
    draft.change(record, {"state": "closed", "outcome": command.outcome.strip(), "closed_on": day.isoformat(),
                          "reported_to": command.reported_to.strip(), "closed_by": who.operator})
    return draft.commit()


def _signs(draft: Draft, record: Record) -> tuple[Sign, ...]:
    form = draft.desk.province.forms.get(record.kind)
    if form is None:
        return ()
    age = _age(draft, record)
    listed = record.get("listed")  # the words of a list that no field holds: its column of notes among them
    words = listed.values() if isinstance(listed, Mapping) else ()
    return (*signs_in(form, record.values, age=age),
            *(sign for text in words if isinstance(text, str) for sign in find_signs(text, age=age)))


def _age(draft: Draft, record: Record) -> int | None:
    """Give the age of the one girl whom the record is about, which tells situation 3 from 2."""
    children = [draft.get("child", key) for key in _children_of(draft, record)]
    births = [child.text("birth_date") for child in children if child and child.text("birth_date")]
    return age_on(births[0], draft.day) if len(children) == 1 and births else None


def _children_of(draft: Draft, record: Record) -> tuple[str, ...]:
    """Name the children whom a record is about: its own, its pair's, or (an event's) nobody yet."""
    if record.kind == "child":
        return (record.id,)
    found = members(record.get("child"))
    if found:
        return found
    pairing = draft.get("pairing", record.text("pairing")) if record.text("pairing") else None
    if pairing:
        return members(pairing.get("child"))
    return tuple(str(row["child"]) for _, row in rows(record.get("roles")) if row.get("child"))


def _place(draft: Draft, record: Record, child: str) -> str:
    about = draft.get("child", child) if child else None
    return about.text("division_code") if about else record.text("division_code")


def _inside(desk: Desk, record: Record, place: str) -> bool:
    return not place or place_of(desk, record).startswith(place)


def _alert(desk: Desk, record: Record) -> Alert:
    child = desk.store.get("child", record.text("child"))
    numbers = _numbers(record.get("situations"))
    return Alert(
        record.id, record.text("child"), child.text("name") if child else "", record.text("date"),
        record.text("state"), numbers, tuple(label(f"harm.situation_{n}") for n in numbers),
        members(record.get("words")), record.text("origin_kind"), record.text("origin"), record.text("outcome"),
        record.text("reported_to"), record.text("closed_on"),
    )


def _numbers(value: Mapping[str, Value] | Iterable[str] | None) -> tuple[int, ...]:
    return tuple(sorted(int(number) for number in members(value)))
