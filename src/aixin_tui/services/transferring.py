"""移交 to another office: sent, then confirmed by its 回执 or cancelled; the pair goes on until it is confirmed.

移交 is 归档 at the sender after the receiver accepted (design.md section 4). What leaves the workspace is the file that
`transfer_contents` makes, encrypted by the face; the share is entered in `share_log`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record, rows
from aixin_tui.domain.region import common_place, is_inside
from aixin_tui.engine import consent, states
from aixin_tui.engine.dates import as_day, day_text
from aixin_tui.engine.forms.shaping import iso_date
from aixin_tui.engine.view import View
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.closing import close_in
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ends import Ending, ends_of_file
from aixin_tui.services.scope import narrowed, place_of, record_of, refusals
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label
from aixin_tui.texts import label

SENT, CONFIRMED, CANCELLED = "sent", "confirmed", "cancelled"
#: The purpose for which a guardian agrees that a file goes to another office.
PURPOSE = "transfer"
#: Why the file is closed at the sender.
_TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True)
class SendTransfer:
    """The files of the children go to the office at `to` (a division code) on `on` (ISO day; today if empty).

    `authority` is what the office rests on where no guardian has agreed to the transfer. `file` and `digest` name the
    encrypted file that was written.
    """

    children: tuple[str, ...]
    to: str
    on: str = ""
    reason: str = ""
    authority: str = ""
    file: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmTransfer:
    """The other office has taken the child over: its receipt (回执) is of `on` (ISO day; today if empty)."""

    child: str
    on: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class CancelTransfer:
    """The child stays after all, or the other office has sent the file back; `reason` in the office's words."""

    child: str
    on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer of one child."""

    child: str
    child_name: str
    place: str
    to: str
    to_name: str
    sent_on: str
    state: str
    state_label: str
    closed_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Handing:
    """What a transfer of a child comes to: what ends once it is confirmed, and whether a guardian has agreed."""

    child: str
    child_name: str
    place: str
    ending: Ending
    has_consent: bool


def what_transfer_ends(desk: Desk, who: Who, children: tuple[str, ...], day: date | None = None) -> tuple[Handing, ...]:
    """Show for each child what ends when the transfer is confirmed; nothing ends when it is sent."""
    found = []
    for key in children:
        child = record_of(desk, who, "child", key)
        if child is not None:
            view = view_of(desk, who, day, scope=place_of(desk, child)[:6])
            child = view.snapshot.get("child", key) or child
            place = desk.province.divisions.path(view.place(child))
            found.append(Handing(key, child.text("name"), place, ends_of_file(view, child), has_consent(view, child)))
    return tuple(found)


def has_consent(view: View, child: Record) -> bool:
    """Whether a guardian has agreed that the file goes to another office, and nobody has said no to it."""
    return not consent.standing_refusals(view, child, PURPOSE) and bool(consent.valid_consents(view, child, PURPOSE))


def check_transfer(desk: Desk, who: Who, command: SendTransfer) -> tuple[Problem, ...]:
    """Say everything that speaks against sending, without writing."""
    day = as_day(iso_date(command.on)) if command.on else who.today
    found = _wrong_place(desk, command.to) + _wrong_day(day, command.on, who)
    for key in command.children:
        child = record_of(desk, who, "child", key)
        if child is None or child.is_voided:
            found.append(Problem(Code.ACT_004, place=Place(record=key), values={"kind": kind_label(desk, "child")}))
            continue
        found += refusals(desk, who, place=place_of(desk, child))
        view = view_of(desk, who, day, scope=place_of(desk, child)[:6])
        found += _wrong_child(view, view.snapshot.get("child", key) or child, command)
    return tuple(found)


@alone
def send_transfer(desk: Desk, who: Who, command: SendTransfer) -> Result:
    """Mark the children as 移交中 and enter the share; pairs go on until the other office has confirmed. One act."""
    problems = check_transfer(desk, who, command)
    if any(problem.stops for problem in problems) or not command.children:
        return Result(problems=problems)
    day = as_day(iso_date(command.on)) if command.on else who.today
    children = [child for key in command.children if (child := desk.store.get("child", key))]
    scope = place_of(desk, children[0])
    for child in children:
        scope = common_place(scope, place_of(desk, child))
    draft = Draft(desk, who, "send_transfer", day=day, scope=scope)
    date_ = (day or who.today).isoformat()
    share = draft.add("share", {
        "purpose": PURPOSE, "date": date_, "to": command.to, "children": {child.id: True for child in children},
        "reason": command.reason or None, "authority": command.authority or None, "file": command.file or None,
        "digest": command.digest or None,
    })
    for child in children:
        row = {"to": command.to, "from": date_, "state": SENT, "share": share.id,
               **({"reason": command.reason} if command.reason else {})}
        draft.change(draft.get("child", child.id) or child, {f"transfers/{desk.ids.new()}": row})
    result = draft.commit(problems, about={"share": share.id, "children": [child.id for child in children]})
    order = sorted(result.records, key=lambda record: record.kind != "child")
    return Result(tuple(order), result.problems, result.receipt, result.about)


@alone
def confirm_transfer(desk: Desk, who: Who, command: ConfirmTransfer) -> Result:
    """Close the child's file as transferred, with its pairs and all that hangs on them: one act."""
    draft, child, row, problems = _at_hand(desk, who, command.child, command.on, "confirm_transfer")
    if draft is None or child is None:
        return Result(problems=problems)
    day = draft.day.isoformat()
    child = draft.change(child, {f"transfers/{row[0]}": {
        **row[1], "state": CONFIRMED, "until": day, **({"receipt": command.receipt} if command.receipt else {})}})
    last = states.history(child)[-1].day if states.history(child) else ""
    if day < last:
        return Result(problems=(Problem(Code.ACT_021, place=Place(field="on"), values={"value": day, "last": last}),))
    ending, found = close_in(draft, child, _TRANSFERRED)
    if any(problem.stops for problem in found):
        return Result(problems=found)
    return draft.commit(found, about={"ended": ending})


@alone
def cancel_transfer(desk: Desk, who: Who, command: CancelTransfer) -> Result:
    """Take a child out of 移交中; the share stays in the list of what was handed out."""
    draft, child, row, problems = _at_hand(desk, who, command.child, command.on, "cancel_transfer")
    if draft is None or child is None:
        return Result(problems=problems)
    draft.change(child, {f"transfers/{row[0]}": {
        **row[1], "state": CANCELLED, "until": draft.day.isoformat(),
        **({"why": command.reason} if command.reason else {})}})
    return draft.commit()


def list_transfers(desk: Desk, who: Who, scope: str = "", *, everything: bool = False) -> tuple[TransferLine, ...]:
    """List the children in 移交中, with `everything` also what was confirmed or cancelled; the oldest first."""
    place = narrowed(who, scope)
    found = [
        _line(desk, child, row)
        for child in view_of(desk, who, scope=place).snapshot.of("child")
        if is_inside(child.text("division_code"), place)
        for _, row in rows(child.get("transfers")) if everything or row.get("state") == SENT
    ]
    return tuple(sorted(found, key=lambda line: (line.sent_on, line.child_name, line.child)))


def open_transfer(child: Record) -> tuple[str, dict[str, object]] | None:
    """Give the transfer of a child that waits for its receipt, with the key of its row."""
    return next(((key, dict(row)) for key, row in rows(child.get("transfers")) if row.get("state") == SENT), None)


def _line(desk: Desk, child: Record, row: object) -> TransferLine:
    held = dict(row) if isinstance(row, dict) else {}
    to = str(held.get("to") or "")
    state = str(held.get("state") or SENT)
    return TransferLine(
        child.id, child.text("name"), desk.province.divisions.path(child.text("division_code")), to,
        desk.province.divisions.path(to) or to, day_text(held.get("from")), state, label(f"move.state_{state}"),
        day_text(held.get("until")), str(held.get("why") or held.get("reason") or ""),
    )


def _wrong_place(desk: Desk, to: str) -> list[Problem]:
    if not to.isdecimal() or len(to) not in (4, 6, 9, 12):
        return [Problem(Code.MOVE_002, place=Place(field="to"), values={"code": to})]
    if is_inside(to, desk.office):
        place = desk.province.divisions.path(to)
        return [Problem(Code.MOVE_005, place=Place(field="to"), values={"place": place})]
    return []


def _wrong_day(day: date | None, typed: str, who: Who) -> list[Problem]:
    if day is None:
        return [Problem(Code.ACT_009, place=Place(field="on"), values={"value": typed})]
    values = {"value": day.isoformat(), "today": who.today.isoformat()}
    return [Problem(Code.ACT_017, place=Place(field="on"), values=values)] if day > who.today else []


def _wrong_child(view: View, child: Record, command: SendTransfer) -> Iterator[Problem]:
    name = {"name": child.text("name")}
    if view.core_state(child) == "closed":
        yield Problem(Code.MOVE_013, place=Place(record=child.id), values=name)
    if open_transfer(child):
        yield Problem(Code.MOVE_007, place=Place(record=child.id), values=name)
    if not has_consent(view, child):
        refused = bool(consent.standing_refusals(view, child, PURPOSE))
        if not command.authority.strip():
            yield Problem(Code.MOVE_014 if refused else Code.MOVE_006, place=Place(record=child.id), values=name)
        elif refused:
            yield Problem(Code.MOVE_014, Severity.WARNING, Place(record=child.id), name)


def _at_hand(
    desk: Desk, who: Who, key: str, on: str, action: str
) -> tuple[Draft | None, Record | None, tuple[str, dict[str, object]], tuple[Problem, ...]]:
    """Find the child whose transfer is open and draft an act of the day, or say why not."""
    none: tuple[str, dict[str, object]] = ("", {})
    child = record_of(desk, who, "child", key)
    if child is None:
        return None, None, none, (Problem(Code.ACT_004, values={"kind": kind_label(desk, "child")}),)
    day = as_day(iso_date(on)) if on else who.today
    problems = [*refusals(desk, who, place=place_of(desk, child)), *_wrong_day(day, on, who)]
    row = open_transfer(child)
    if row is None:
        problems.append(Problem(Code.MOVE_008, place=Place(record=child.id), values={"name": child.text("name")}))
    elif day is not None and day.isoformat() < day_text(row[1].get("from")):
        values = {"first": day_text(row[1].get("from")), "second": day.isoformat()}
        problems.append(Problem(Code.PAIR_006, place=Place(field="on"), values=values))
    if problems or row is None or day is None:
        return None, None, none, tuple(problems)
    draft = Draft(desk, who, action, day=day, scope=place_of(desk, child)[:6])
    return draft, draft.get("child", child.id) or child, row, ()
