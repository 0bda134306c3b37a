"""Where a line leads: one table of destinations, so that Today, lists and reports open the same screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aixin_tui.services.desk import Result
from aixin_tui.tui.screens.base import DeskScreen


def open_goto(screen: DeskScreen, place: str, value: Any) -> None:
    """Open what a line leads to."""
    known: dict[str, Callable[[DeskScreen, Any], None]] = {
        "children": _open_children, "child": open_child, "due": _open_due, "alert": _open_alert,
        "offer": _open_offer, "debts": _open_debts, "yours": _open_yours,
        "unreported": _take_up, "work": open_work, "new": _open_new,
    }
    opened = known.get(place)
    if opened is not None:
        opened(screen, value)
    else:
        screen.desk_app.go(place)


def open_child(screen: DeskScreen, child: str) -> None:
    """Open a child's file."""
    from aixin_tui.tui.screens.child_file import ChildFileScreen

    if child:
        screen.app.push_screen(ChildFileScreen(screen.session, child))


def open_mother(screen: DeskScreen, mother: str) -> None:
    """Open a loving mother's file."""
    from aixin_tui.tui.screens.mother_file import MotherFileScreen

    if mother:
        screen.app.push_screen(MotherFileScreen(screen.session, mother))


def open_record(screen: DeskScreen, kind: str, record: str) -> None:
    """Open a record of any kind on the screen that its kind has."""
    if kind == "child":
        open_child(screen, record)
    elif kind == "loving_mother":
        open_mother(screen, record)
    elif kind:
        from aixin_tui.tui.screens.record import RecordScreen

        screen.app.push_screen(RecordScreen(screen.session, kind, record))


def open_work(screen: DeskScreen, which: str) -> None:
    """Open a list of work: the open papers of a kind, the incomplete files, or the villages with a gap."""
    from aixin_tui.services.scope import may_see
    from aixin_tui.tui.screens.gaps import GapsScreen
    from aixin_tui.tui.screens.quality import QualityScreen
    from aixin_tui.tui.screens.work import WorkScreen

    session = screen.session
    if which == "gaps":
        screen.app.push_screen(GapsScreen(session))
    elif which == "incomplete":
        screen.app.push_screen(QualityScreen(session))
    elif which in session.desk.province.forms and may_see(session.desk, session.who, which):
        screen.app.push_screen(WorkScreen(session, which))


def _open_children(screen: DeskScreen, states: tuple[str, ...]) -> None:
    if not states:
        screen.desk_app.go("children")
        return
    from aixin_tui.tui.screens.children import ChildrenScreen

    screen.app.push_screen(ChildrenScreen(screen.session, core_states=states))


def _open_new(screen: DeskScreen, kind: str) -> None:
    """Fill in the paper of somebody new; her file opens when it is saved."""
    from aixin_tui.tui.screens.forms import new_record

    def added(result: Result | None) -> None:
        record = next((one for one in result.records if one.kind == kind), None) if result is not None else None
        if result is not None and record is not None:
            open_record(screen, kind, record.id)

    screen.app.push_screen(new_record(screen.session, kind), added)


def _open_due(screen: DeskScreen, group: Any) -> None:
    from aixin_tui.tui.screens.due import DueScreen

    screen.app.push_screen(DueScreen(screen.session, group))


def _open_alert(screen: DeskScreen, alert: Any) -> None:
    from aixin_tui.tui.screens.alert import close_alert_form

    screen.app.push_screen(close_alert_form(screen.session, alert))


def _open_offer(screen: DeskScreen, offer: Any) -> None:
    from aixin_tui.tui.screens.suggesting import OfferScreen

    screen.app.push_screen(OfferScreen(screen.session, offer.proposal, offer.child))


def _open_debts(screen: DeskScreen, debts: Any) -> None:
    from aixin_tui.tui.screens.due import DebtsScreen

    screen.app.push_screen(DebtsScreen(screen.session, debts))


def _open_yours(screen: DeskScreen, _value: Any) -> None:
    screen.desk_app.show_first()


def _take_up(screen: DeskScreen, count: int) -> None:
    """Open the reports that are missing, after asking."""
    from aixin_tui.domain.codes import Code
    from aixin_tui.domain.problem import Problem, Severity
    from aixin_tui.services.harm import TakeUp, take_up
    from aixin_tui.tui.confirm import confirm

    session, verb = screen.session, screen.t("screen.open_reports")
    missing = Problem(Code.HARM_008, Severity.WARNING, values={"count": count})

    def answered(answer: str | None) -> None:
        if answer == "yes":
            screen.act(lambda: take_up(session.desk, session.who, TakeUp()), done)

    def done(result: Result) -> None:
        screen.load()
        screen.tell(result, screen.t("screen.saved"))

    screen.app.push_screen(confirm(session, verb, [(session.sentence(missing), "warn")], verb, safe=True), answered)
