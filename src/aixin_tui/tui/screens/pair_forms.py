"""The papers of a pair's and a child's later life: hand over, void as a mistake, move, close, transfer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.services.closing import CloseChild, close_child, what_close_ends
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import ChildFile
from aixin_tui.services.moving import MoveChildren, move_children
from aixin_tui.services.pairs.ending import what_pair_ends
from aixin_tui.services.pairs.handing_over import HandOver, hand_over
from aixin_tui.services.pairs.mistaken import Mistaken, MistakenPair, void_mistaken, what_is_mistaken
from aixin_tui.services.transferring import (
    CancelTransfer,
    ConfirmTransfer,
    SendTransfer,
    cancel_transfer,
    confirm_transfer,
    what_transfer_ends,
)
from aixin_tui.tui.confirm import ending_parts
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.paper import Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.fields import Part, Sheet

Parts = list[tuple[str, str]]


def day_field(session: Session, label: str = "move.on_day") -> FieldSpec:
    """Ask for the day on which it happened."""
    return FieldSpec(key="on", label=session.t(label), type=FieldType.DATE, need=Need.ALWAYS)


def text_field(session: Session, key: str, need: Need = Need.OPTIONAL) -> FieldSpec:
    """Ask for a line of text; the label is that of the area `move`."""
    return FieldSpec(key=key, label=session.t(f"move.field_{key}"), type=FieldType.TEXT, need=need)


def reason_field(session: Session, choices: str) -> FieldSpec:
    """Ask for a reason of a list."""
    return FieldSpec(key="reason", label=session.t("move.field_reason"), type=FieldType.CHOICE, choices=choices,
                     need=Need.ALWAYS)


def flag_field(session: Session, key: str) -> FieldSpec:
    """Ask yes or no."""
    return FieldSpec(key=key, label=session.t(f"move.field_{key}"), type=FieldType.FLAG)


def small_form(
    session: Session, title: str, about: str, fields: Sequence[FieldSpec], save: Callable[[dict[str, Any]], Result], *,
    preview: Callable[[dict[str, Any]], Parts] | None = None, start: dict[str, Any] | None = None, kind: str = "child",
) -> FormScreen:
    """Make a paper of a few fields, the day filled in; `preview` says what the act ends before it is done."""
    part = Part("small", kind, about, tuple(fields))
    sheet = Sheet((part,), {"small": {"on": session.today.isoformat(), **(start or {})}})
    shown = (lambda filled: preview(filled.given("small"))) if preview else None
    return FormScreen(session, Paper(title, sheet, lambda filled, _anyway: save(filled.given("small")), preview=shown))


def day_of(session: Session, given: dict[str, Any]) -> date:
    """Read the day of a paper; today where it is no day yet."""
    try:
        return date.fromisoformat(str(given.get("on") or ""))
    except ValueError:
        return session.today


def hand_over_form(session: Session, pairing: str, pair: str, mother: str, name: str) -> FormScreen:
    """转交: day, reason, and whether plans and claimed wishes stay behind."""
    desk, who, t = session.desk, session.who, session.t

    def preview(given: dict[str, Any]) -> Parts:
        ending = what_pair_ends(desk, who, pairing, day_of(session, given))
        ending = ending if given.get("fresh") else replace(ending, plans=(), wishes=())
        along = [] if given.get("fresh") else [(t("move.goes_along"), "plain")]
        return [(f"{pair}  >  {name}", "head"), *along, *ending_parts(session, ending)]

    def save(given: dict[str, Any]) -> Result:
        return hand_over(desk, who, HandOver(pairing, mother, on=str(given.get("on", "")),
                                             reason=str(given.get("reason", "")), fresh=bool(given.get("fresh"))))

    fields = (day_field(session), reason_field(session, "end_reasons"), flag_field(session, "fresh"))
    return small_form(session, t("move.hand_over"), f"{pair}  >  {name}", fields, save, preview=preview,
                      start={"reason": "handed_over"}, kind="pairing")


def mistaken_form(session: Session, pairings: tuple[str, ...], about: str) -> FormScreen:
    """误配: why, and what becomes of care that was recorded meanwhile; both are shown before it is done."""
    desk, who, t = session.desk, session.who, session.t

    def command(given: dict[str, Any]) -> Mistaken:
        return Mistaken(pairings, reason=str(given.get("why") or ""), keep=bool(given.get("keep")))

    def preview(given: dict[str, Any]) -> Parts:
        parts: Parts = [(about, "head"), (t("move.mistaken_says"), "warn")]
        for one in what_is_mistaken(desk, who, command(given)):
            parts += _rests(session, one)
        return parts

    def save(given: dict[str, Any]) -> Result:
        return void_mistaken(desk, who, command(given))

    fields = (text_field(session, "why", Need.ALWAYS), flag_field(session, "keep"))
    return small_form(session, t("move.mistaken"), about, fields, save, preview=preview, kind="pairing")


def _rests(session: Session, one: MistakenPair) -> Parts:
    t = session.t
    parts: Parts = [(t("move.mistaken_pair", number=one.number, child=one.child_name, count=len(one.activities),
                       plans=len(one.plans)), "warn" if one.activities or one.plans else "plain")]
    return parts + [(t("move.later_act", number=act.number, action=session.local(act.action_label),
                       at=act.recorded_at[:16].replace("T", " ")).strip(), "note") for act in one.later]


def move_form(session: Session, file: ChildFile) -> FormScreen:
    """搬迁 inside the office's area: where to, since when, alone or with the household."""
    place = FieldSpec(key="to", label=session.t("move.field_to"), type=FieldType.DIVISION, need=Need.ALWAYS)

    def save(given: dict[str, Any]) -> Result:
        return move_children(session.desk, session.who, MoveChildren(
            (file.id,), str(given.get("to", "")), str(given.get("on", "")), bool(given.get("household"))))

    fields = (place, day_field(session), *((flag_field(session, "household"),) if file.household else ()))
    return small_form(session, session.t("move.move"), f"{file.name}  {file.place}", fields, save)


def close_form(session: Session, file: ChildFile) -> FormScreen:
    """归档: day and reason; what ends is shown first."""
    desk, who = session.desk, session.who

    def preview(given: dict[str, Any]) -> Parts:
        ending = what_close_ends(desk, who, file.id, day_of(session, given))
        return [(file.name, "head"), *ending_parts(session, ending)]

    def save(given: dict[str, Any]) -> Result:
        return close_child(desk, who, CloseChild(file.id, day_of(session, given), str(given.get("reason", ""))))

    return small_form(session, session.t("move.close"), file.name,
                      (day_field(session), reason_field(session, "close_reasons")), save, preview=preview)


def transfer_form(session: Session, file: ChildFile, passphrase: str) -> FormScreen:
    """移交: where to, on what ground, and where the encrypted file goes; what its receipt will end is shown first."""
    desk, who, t = session.desk, session.who, session.t

    def preview(given: dict[str, Any]) -> Parts:
        parts: Parts = [(file.name, "head"), (t("move.goes_on_until"), "note")]
        for one in what_transfer_ends(desk, who, (file.id,), day_of(session, given)):
            parts += ending_parts(session, one.ending)
        return parts

    def save(given: dict[str, Any]) -> Result:
        from aixin_tui.exchange.transfer_file import send_and_write, usual_name

        to, on = str(given.get("code") or ""), day_of(session, given).isoformat()
        typed = str(given.get("out") or "").strip()
        path = Path(typed).expanduser() if typed else Path.home() / usual_name(to, on)
        command = SendTransfer((file.id,), to, on, str(given.get("note") or ""), str(given.get("authority") or ""))
        return send_and_write(desk, who, command, path / usual_name(to, on) if path.is_dir() else path, passphrase)

    fields = (text_field(session, "code", Need.ALWAYS), day_field(session), text_field(session, "authority"),
              text_field(session, "note"), text_field(session, "out"))
    return small_form(session, t("move.send"), file.name, fields, save, preview=preview,
                      start={"out": str(Path.home())})


def receipt_form(session: Session, file: ChildFile) -> FormScreen:
    """登记回执: the other office has taken the child over; the file is closed with all that hangs on it."""
    desk, who = session.desk, session.who

    def preview(given: dict[str, Any]) -> Parts:
        ending = what_close_ends(desk, who, file.id, day_of(session, given))
        return [(file.name, "head"), *ending_parts(session, ending)]

    def save(given: dict[str, Any]) -> Result:
        return confirm_transfer(desk, who, ConfirmTransfer(file.id, str(given.get("on", "")),
                                                           str(given.get("receipt") or "")))

    return small_form(session, session.t("move.receipt"), file.name,
                      (day_field(session), text_field(session, "receipt")), save, preview=preview)


def cancel_form(session: Session, file: ChildFile) -> FormScreen:
    """取消移交: the child stays."""
    def save(given: dict[str, Any]) -> Result:
        command = CancelTransfer(file.id, str(given.get("on", "")), str(given.get("note") or ""))
        return cancel_transfer(session.desk, session.who, command)

    return small_form(session, session.t("move.cancel"), file.name, (day_field(session), text_field(session, "note")),
                      save)
