"""What every end of a pair asks of its day and of the reason given for it."""

from __future__ import annotations

from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine.dates import as_day
from aixin_tui.services.desk import Desk, Who


def wrong_day(
    old: Record, day: date | None, typed: str, who: Who, *, field: str = "on", first_day: bool = False
) -> list[Problem]:
    """List what is wrong with the day on which a pair ends: not in the future, later than the pair began.

    With `first_day` it may end on the day on which it began; what gives way to another pair may not.
    """
    if day is None:
        return [Problem(Code.ACT_009, place=Place(field=field), values={"value": typed})]
    found = []
    if day > who.today:
        values = {"value": day.isoformat(), "today": who.today.isoformat()}
        found.append(Problem(Code.ACT_017, place=Place(field=field), values=values))
    started = as_day(old.get("started_on"))
    if old.is_voided or old.get("ended_on") or started is None:
        found.append(Problem(Code.PAIR_005, place=Place(record=old.id)))
    elif day < started or (day == started and not first_day):
        values = {"first": started.isoformat(), "second": day.isoformat()}
        found.append(Problem(Code.PAIR_006, place=Place(field=field), values=values))
    return found


def wrong_reason(desk: Desk, list_key: str, reason: str) -> list[Problem]:
    """Say that a reason is none of the province's list."""
    choices = desk.province.choices.get(list_key)
    if choices is None or any(choice.key == reason for choice in choices.choices):
        return []
    return [Problem(Code.ACT_008, place=Place(field="reason"),
                    values={"list": "、".join(choice.label for choice in choices.choices)})]
