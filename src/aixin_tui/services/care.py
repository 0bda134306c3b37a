"""A month's care: activities, calls ticked on one page, one event for many. Boards: `due`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.day import has_day
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.engine.dates import day_text, is_date, last_day_text
from aixin_tui.engine.forms.shaping import iso_date
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.due import CareGrid, DueBoard, DueGroup, DueLine, GridCell, GridRow, care_grid, due_board
from aixin_tui.services.filling import Filled, add_filled, fill
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.wording import kind_label

__all__ = [
    "AddActivity", "AddEvent", "CareGrid", "DueBoard", "DueGroup", "DueLine", "GridCell", "GridRow", "Tick",
    "TickCalls", "add_activity", "add_event", "care_grid", "due_board", "tick_calls",
]


@dataclass(frozen=True, slots=True)
class AddActivity:
    """The same thing done with each of these children, a share for each; `values` as in the activity form."""

    children: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tick:
    """One call of one pair. `date` is an ISO day, or a month where only the month is known (then the page's)."""

    pairing: str
    date: str = ""
    channel: str = "phone"
    note: str = ""
    reached: bool = True


@dataclass(frozen=True, slots=True)
class TickCalls:
    """A page of calls of one month (`2025-05`)."""

    month: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class AddEvent:
    """One event and the children who took part; `values` as in the event form."""

    values: Mapping[str, Any]
    children: tuple[str, ...] = ()


@alone
def add_activity(desk: Desk, who: Who, command: AddActivity) -> Result:
    """Record one activity a child, in one act; the pair in force on that day is filled in."""
    children, problems = _children(desk, who, command.children)
    if not command.children:
        problems.append(Problem(Code.CARE_004, place=Place(field="child")))
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "add_activity", scope=_shared_county(children))
    return _written(draft, problems + _add_shares(draft, children, command.values))


@alone
def tick_calls(desk: Desk, who: Who, command: TickCalls) -> Result:
    """Record a page of calls in one act; a wrong row is named and nothing of the page is written."""
    if not command.ticks:
        return Result(problems=(Problem(Code.ACT_012),))
    found = [record_of(desk, who, "pairing", tick.pairing) for tick in command.ticks]
    problems = [Problem(Code.ACT_004, place=Place(row=n), values={"kind": kind_label(desk, "pairing")})
                for n, pairing in enumerate(found, 1) if pairing is None]
    known = [pairing for pairing in found if pairing is not None]
    for place in sorted({place_of(desk, pairing) for pairing in known}):
        problems += refusals(desk, who, place=place)
    if problems:
        return Result(problems=_once(problems))
    children = [child for pairing in known if (child := desk.store.get("child", pairing.text("child")))]
    draft = Draft(desk, who, "tick_calls", scope=_shared_county(children))
    page: set[tuple[str, ...]] = set()
    with draft.standing():
        for number, (tick, pairing) in enumerate(zip(command.ticks, known, strict=True), 1):
            problems += _ticked(draft, pairing, tick, command.month, number, page)
    return _written(draft, problems)


def _ticked(
    draft: Draft, pairing: Record, tick: Tick, month: str, number: int, page: set[tuple[str, ...]]
) -> Iterable[Problem]:
    """Draft the call of one row, unless it is on file or stands on the `page` already."""
    call = _call(draft, pairing, tick, month, number)
    if isinstance(call, Problem):
        return (call,)
    if _is_on_file(draft, pairing, call, page):
        return (Problem(Code.CARE_005, Severity.WARNING, Place(row=number, record=pairing.id),
                        {"name": _name_of(draft, pairing), "date": call.values["date"]}),)
    _, warnings = add_filled(draft, "activity", call, place=place_of(draft.desk, pairing))
    return [_in_row(problem, number) for problem in (*call.problems, *warnings)]


@alone
def add_event(desk: Desk, who: Who, command: AddEvent) -> Result:
    """Record an event and a share for each child, in one act; the share has the event's activity_kind."""
    children, problems = _children(desk, who, command.children)
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "add_event", scope=_shared_county(children))
    filled = fill(draft, "event", command.values)
    place = str(filled.values.get("division_code") or desk.office)
    problems += [*filled.problems, *refusals(desk, who, place=place)]
    event, warnings = add_filled(draft, "event", filled, place=place)
    problems += warnings
    share = {"date": event.get("date"), "event": event.id, "kind": members(event.get("activity_kind")),
             **_tags_of(desk, event)}
    if children and not share["kind"]:
        form = desk.province.field("event", "activity_kind")
        problems.append(Problem(Code.FORM_002, place=Place(field="activity_kind"),
                                values={"label": form.label if form else "activity_kind"}))
    else:
        problems += _add_shares(draft, children, share)
    return _written(draft, problems)


def _tags_of(desk: Desk, event: Record) -> dict[str, Any]:
    """Give what an event says of each share: the choices that both forms ask from one list (三大计划、三联)."""
    shares, events = (desk.province.forms[kind].fields for kind in ("activity", "event"))
    both = [field for field in shares.at() if field.choices and (held := events.get(field.key))
            and held.choices == field.choices and event.get(field.key) is not None]
    return {field.key: members(event.get(field.key)) if field.many else event.get(field.key) for field in both}


def _written(draft: Draft, problems: list[Problem]) -> Result:
    """Write the page unless something stands against it; the same fault of many rows is told once."""
    told = _once(problems)
    if any(problem.stops or problem.severity is Severity.HELD for problem in told):
        return Result(problems=told)
    return draft.commit(told)


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out what is told already."""
    return tuple({(p.code, p.place, str(dict(p.values))): p for p in problems}.values())


def _children(desk: Desk, who: Who, ids: Iterable[str]) -> tuple[list[Record], list[Problem]]:
    """Find the children, each once, with what stands against writing about them."""
    found, problems = [], []
    for key in dict.fromkeys(ids):
        child = record_of(desk, who, "child", key)
        if child is None or child.is_voided:
            problems.append(Problem(Code.ACT_004, place=Place(record=key), values={"kind": kind_label(desk, "child")}))
        else:
            found.append(child)
    for place in sorted({place_of(desk, child) for child in found}):
        problems += refusals(desk, who, place=place)
    if not found:
        problems += refusals(desk, who)
    return found, list(_once(problems))


def _shared_county(children: Iterable[Record]) -> str:
    """Give the county of the children, if it is one: then only its files are read."""
    counties = {child.text("division_code")[:6] for child in children}
    return counties.pop() if len(counties) == 1 else ""


def _add_shares(draft: Draft, children: Iterable[Record], values: Mapping[str, Any]) -> list[Problem]:
    """Draft each child's share of something done, with the pair that was in force on its day.

    None says anything of another, so that all are judged by the records as they stood.
    """
    problems: list[Problem] = []
    with draft.standing():
        for child in children:
            share = {**values, "child": child.id}
            if not values.get("pairing"):
                day = day_text(iso_date(values.get("date")))
                share |= _pair_on(draft, child, day, str(values.get("loving_mother") or ""))
            filled = fill(draft, "activity", share)
            _, warnings = add_filled(draft, "activity", filled, place=place_of(draft.desk, child))
            problems += (*filled.problems, *warnings)
    return problems


def _pair_on(draft: Draft, child: Record, day: str, mother: str) -> dict[str, str]:
    """Find the child's pair in force on a day: the one with the mother named, else the lead, if it is one."""
    held = [
        pairing for pairing in draft.view.snapshot.linked("pairing", "child", child.id)
        if day_text(pairing.get("started_on")) <= day
        and not (pairing.get("ended_on") and day_text(pairing.get("ended_on")) <= day)
        and mother in ("", pairing.text("loving_mother"))
    ]
    leads = [pairing for pairing in held if pairing.get("role") != "support"] or held
    if len(leads) != 1:
        return {}
    named = {"loving_mother": leads[0].text("loving_mother")} if leads[0].text("loving_mother") else {}
    return {"pairing": leads[0].id, **named}


def _call(draft: Draft, pairing: Record, tick: Tick, month: str, number: int) -> Filled | Problem:
    """Fill in the call of one row: dated by its day, or by the month where only that is known."""
    name = _name_of(draft, pairing)
    date_ = str(iso_date(tick.date or month))
    wrong = _wrong_date(pairing, date_, month)
    if wrong:
        return Problem(wrong, place=Place(row=number, record=pairing.id),
                       values={"name": name, "date": date_, "month": month})
    values: dict[str, Any] = {
        "date": date_, "child": pairing.text("child"), "pairing": pairing.id, "kind": ["contact_call"],
        "channel": tick.channel, "note": tick.note, "reached": tick.reached,
    }
    if pairing.text("loving_mother"):
        values["loving_mother"] = pairing.text("loving_mother")
    return fill(draft, "activity", values)


def _name_of(draft: Draft, pairing: Record) -> str:
    child = draft.get("child", pairing.text("child"))
    return child.text("name") if child else pairing.text("number")


def _is_on_file(draft: Draft, pairing: Record, call: Filled, page: set[tuple[str, ...]]) -> bool:
    """Whether the pair has a call of that very day and way already; of a month alone there may be several."""
    day = str(call.values.get("date"))
    if not has_day(day):
        return False
    line = (pairing.id, day, *(str(call.values.get(name)) for name in ("channel", "reached")))
    if line in page:
        return True
    page.add(line)
    return any(
        done.text("date") == day and done.get("channel") == call.values.get("channel")
        and done.get("reached") == call.values.get("reached") and "contact_call" in members(done.get("kind"))
        for done in draft.view.snapshot.linked("activity", "pairing", pairing.id)
    )


def _in_row(problem: Problem, number: int) -> Problem:
    place = Place(row=number, record=problem.place.record, field=problem.place.field)
    return Problem(problem.code, problem.severity, place, problem.values, problem.near)


def _wrong_date(pairing: Record, date_: str, month: str) -> Code | None:
    """Say what is wrong with the date of a call: none, outside the page's month, outside the pair's time."""
    if not is_date(date_) or len(date_) < 7:
        return Code.CARE_002
    if month and not date_.startswith(month):
        return Code.CARE_003
    started, ended = day_text(pairing.get("started_on")), day_text(pairing.get("ended_on"))
    if not started or last_day_text(date_) < started or (ended and day_text(date_) >= ended):
        return Code.CARE_001
    return None
