"""搬迁 inside the office's area: a child lives elsewhere from a day on; its pairs go on, far ones as a question.

The owner file of the child's records never changes (model.md section 1): where the child lives is a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, rows
from aixin_tui.domain.region import common_place, is_inside
from aixin_tui.engine import pairings, states
from aixin_tui.engine.dates import as_day, day_text
from aixin_tui.engine.forms.shaping import iso_date
from aixin_tui.engine.pair_checks import core_failures
from aixin_tui.engine.view import View
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.scope import inside, place_of, record_of, refusals
from aixin_tui.services.wording import kind_label

#: Rules of a pair that a move can break; the pair goes on, and somebody decides.
_FAR = frozenset({"elsewhere", "outside_radius"})


@dataclass(frozen=True, slots=True)
class MoveChildren:
    """The children live at `to` (a division code inside the office's) from `on` (ISO day; today if empty).

    `with_household` moves the household too, and the other children of it.
    """

    children: tuple[str, ...]
    to: str
    on: str = ""
    with_household: bool = False


@alone
def move_children(desk: Desk, who: Who, command: MoveChildren) -> Result:
    """Write a new interval of residence for each child, and its present place; one act.

    A pair that is now farther than the two accept goes on and is told (MOVE_004); it stays a question until it is
    handed over. `Result.about["moved"]` lists the children.
    """
    children, problems = _children(desk, who, command)
    day = as_day(iso_date(command.on)) if command.on else who.today
    problems += _wrong(desk, who, command, day)
    if problems or day is None:
        return Result(problems=tuple(problems))
    scope = command.to[:6]
    for child in children:
        scope = common_place(scope, place_of(desk, child))
    draft = Draft(desk, who, "move_child", day=day, scope=scope)
    moved: list[Record] = []
    for child in [draft.get("child", child.id) or child for child in children]:
        late = _too_early(child, day)
        if late:
            problems.append(late)
        elif child.text("division_code") != command.to:
            moved.append(_move(draft, child, command.to, day))
    if command.with_household:
        _move_homes(draft, children, command.to)
    if problems:
        return Result(problems=tuple(problems))
    if not draft.changes:
        return Result(tuple(children), (Problem(Code.ACT_012, Severity.NOTE),))
    draft.look_at(who.today)
    told = [problem for child in moved for problem in _now_far(draft.view, child)]
    return draft.commit(told, about={"moved": [child.id for child in moved]})


def _children(desk: Desk, who: Who, command: MoveChildren) -> tuple[list[Record], list[Problem]]:
    """Find the children, and with the household the others of it whose file is open."""
    found: dict[str, Record] = {}
    problems: list[Problem] = []
    for key in command.children:
        child = record_of(desk, who, "child", key)
        if child is None or child.is_voided:
            problems.append(Problem(Code.ACT_004, Severity.ERROR, Place(record=key),
                                    {"kind": kind_label(desk, "child")}))
            continue
        problems += refusals(desk, who, place=place_of(desk, child))
        found[key] = child
    if command.with_household:
        homes = {child.text("household") for child in found.values()} - {""}
        for child in desk.store.snapshot(who.scope).of("child") if homes else ():
            if child.text("household") in homes and not _is_closed(desk, child) and inside(who, place_of(desk, child)):
                found.setdefault(child.id, child)
    return list(found.values()), problems


def _is_closed(desk: Desk, child: Record) -> bool:
    known = states.history(child)
    return bool(known) and states.core_of(desk.province, "child", known[-1].state) == "closed"


def _wrong(desk: Desk, who: Who, command: MoveChildren, day: date | None) -> list[Problem]:
    found = []
    if command.to not in desk.province.divisions:
        found.append(Problem(Code.MOVE_002, place=Place(field="to"), values={"code": command.to}))
    elif not is_inside(command.to, desk.office):
        place = desk.province.divisions.path(command.to)
        found.append(Problem(Code.MOVE_001, place=Place(field="to"), values={"place": place}))
    if day is None:
        found.append(Problem(Code.ACT_009, place=Place(field="on"), values={"value": command.on}))
    elif day > who.today:
        values = {"value": day.isoformat(), "today": who.today.isoformat()}
        found.append(Problem(Code.ACT_017, place=Place(field="on"), values=values))
    return found


def _too_early(child: Record, day: date) -> Problem | None:
    """Say that the child has moved later than this, or on the same day: intervals of residence follow each other."""
    last = max((day_text(row.get("from")) for _, row in rows(child.get("residence"))), default="")
    if last and len(list(rows(child.get("residence")))) > 1 and day.isoformat() <= last:
        return Problem(Code.MOVE_003, place=Place(record=child.id, field="on"),
                       values={"name": child.text("name"), "last": last})
    return None


def _move(draft: Draft, child: Record, to: str, day: date) -> Record:
    held = list(rows(child.get("residence")))
    changed: dict[str, object] = {"division_code": to}
    known = states.history(child)
    if not held:
        first = min(known[0].day if known else day.isoformat(), day.isoformat())
        changed[f"residence/{draft.desk.ids.new()}"] = {"division_code": child.text("division_code"), "from": first}
    elif len(held) == 1 and day.isoformat() <= day_text(held[0][1].get("from")):
        # The file began after the move: it lived where it was found until then, as far as anybody knew.
        changed[f"residence/{held[0][0]}"] = None
    changed[f"residence/{draft.desk.ids.new()}"] = {"division_code": to, "from": day.isoformat()}
    return draft.change(child, changed)


def _move_homes(draft: Draft, children: list[Record], to: str) -> None:
    for key in sorted({child.text("household") for child in children} - {""}):
        home = draft.get("household", key)
        if home is not None and home.text("division_code") != to:
            draft.change(home, {"division_code": to})


def _now_far(view: View, child: Record) -> Iterator[Problem]:
    for pairing in pairings.in_force_of(view, child):
        for say in far_since_move(view, pairing):
            mother = pairings.named_mother(view, pairing)
            values = {"child": child.text("name"), "mother": mother.text("name") if mother else "", "say": say}
            yield Problem(Code.MOVE_004, Severity.WARNING, Place(record=pairing.id), values)


def far_since_move(view: View, pairing: Record) -> tuple[str, ...]:
    """Give what a move of the child since the pair began has broken: the rule's words; () where it is near enough."""
    child = view.find("child", pairing.text("child"))
    started = day_text(pairing.get("started_on"))
    if child is None or not any(started < day_text(row.get("from")) <= view.now
                                for _, row in rows(child.get("residence"))):
        return ()
    return tuple(one.say for one in core_failures(view, pairing) if one.key in _FAR)
