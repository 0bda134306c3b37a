"""暂离: an interval of a pair in which visits rest and contact goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record, Value, rows
from aixin_tui.engine.dates import day_text, is_date
from aixin_tui.engine.duty_facts import pairing_span
from aixin_tui.engine.forms.shaping import iso_date
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.wording import kind_label


@dataclass(frozen=True, slots=True)
class PausePairing:
    """The pair is paused from `from_` up to and without `to` (ISO days; `to` empty while it is open)."""

    pairing: str
    from_: str = ""
    to: str = ""
    reason: str = ""
    """A key of pause_reasons."""


@dataclass(frozen=True, slots=True)
class ResumePairing:
    """The pause that the pair is in on `to` (ISO day) ends on that day, earlier than was planned or not."""

    pairing: str
    to: str = ""


@alone
def pause_pairing(desk: Desk, who: Who, command: PausePairing) -> Result:
    """Add a pause to a pair in force; refused outside the pair's own time and where pauses would overlap."""
    pairing = record_of(desk, who, "pairing", command.pairing)
    if pairing is None:
        return Result(problems=(_unknown(desk),))
    start = str(iso_date(command.from_ or who.today.isoformat()))
    end = str(iso_date(command.to)) if command.to else ""
    problems = [*refusals(desk, who, place=place_of(desk, pairing)), *_wrong(desk, pairing, start, end, command.reason)]
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "pause_pairing", scope=place_of(desk, pairing)[:6])
    row = {"from": start, **({"to": end} if end else {}), "reason": command.reason}
    draft.change(pairing, {f"pauses/{desk.ids.new()}": row})
    return draft.commit()


@alone
def resume_pairing(desk: Desk, who: Who, command: ResumePairing) -> Result:
    """End the pause that a pair is in, open or planned to last longer; refused where it is in none."""
    pairing = record_of(desk, who, "pairing", command.pairing)
    if pairing is None:
        return Result(problems=(_unknown(desk),))
    end = str(iso_date(command.to or who.today.isoformat()))
    key, row = _pause(pairing, end)
    problems = list(refusals(desk, who, place=place_of(desk, pairing)))
    if not key:
        problems.append(Problem(Code.PAIR_019, place=Place(record=pairing.id)))
    elif not is_date(end):
        problems.append(Problem(Code.ACT_009, place=Place(field="to"), values={"value": command.to}))
    elif day_text(end) <= day_text(row.get("from")):
        values = {"first": day_text(row.get("from")), "second": end}
        problems.append(Problem(Code.PAIR_006, place=Place(field="to"), values=values))
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "resume_pairing", scope=place_of(desk, pairing)[:6])
    draft.change(pairing, {f"pauses/{key}": {**row, "to": end}})
    return draft.commit()


def _pause(pairing: Record, day: str) -> tuple[str, Mapping[str, Value]]:
    """Find the pause with no end, or else the one that `day` falls into; nothing where there is neither."""
    for key, row in rows(pairing.get("pauses")):
        if not row.get("to") or day_text(row.get("from")) < day < day_text(row.get("to")):
            return key, row
    return "", {}


def _wrong(desk: Desk, pairing: Record, start: str, end: str, reason: str) -> Iterator[Problem]:
    """Walk over what is wrong with a pause: its dates, its reason, the pair's own time, other pauses."""
    for name, value in (("from", start), ("to", end)):
        if value and not is_date(value):
            yield Problem(Code.ACT_009, place=Place(field=name), values={"value": value})
            return
    choices = desk.province.choices.get("pause_reasons")
    if choices and all(choice.key != reason for choice in choices.choices):
        yield Problem(Code.ACT_008, place=Place(field="reason"),
                      values={"list": "、".join(choice.label for choice in choices.choices)})
    if end and day_text(end) <= day_text(start):
        yield Problem(Code.PAIR_006, place=Place(field="to"), values={"first": start, "second": end})
    span = pairing_span(pairing)
    day = date.fromisoformat(day_text(start))
    if pairing.is_voided or span is None or not span[0] <= day < span[1]:
        yield Problem(Code.PAIR_005, place=Place(record=pairing.id))
    for _, row in rows(pairing.get("pauses")):
        other_end = day_text(row.get("to")) or "9999-12-31"
        if day_text(row.get("from")) < (day_text(end) or "9999-12-31") and day_text(start) < other_end:
            yield Problem(Code.PAIR_007, place=Place(field="from"))
            return


def _unknown(desk: Desk) -> Problem:
    return Problem(Code.ACT_004, values={"kind": kind_label(desk, "pairing")})
