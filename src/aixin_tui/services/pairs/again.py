"""需重新结对: children whose pair has ended and who wait for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aixin_tui.domain.record import Record
from aixin_tui.engine import states
from aixin_tui.engine.view import View
from aixin_tui.texts import label

_IN_PAIR = ("paired", "under_review")


@dataclass(frozen=True, slots=True)
class ToPairAgain:
    """One child who waits since its pair ended, with the reason in words."""

    child: str
    child_name: str
    since: str
    reason: str


def to_pair_again(view: View, scope: str = "") -> tuple[ToPairAgain, ...]:
    """List the children of a division whose pair ended and who are in no offer yet, those who wait longest first."""
    found = (one for child in view.records("child") if view.place(child).startswith(scope) for one in _of(view, child))
    return tuple(sorted(found, key=lambda one: (one.since, one.child_name, one.child)))


def _of(view: View, child: Record) -> Iterator[ToPairAgain]:
    if view.core_state(child) != "waiting":
        return
    walked = states.until(child, view.now)
    cores = [states.core_of(view.province, "child", one.state) for one in walked]
    if len(cores) < 2 or cores[-2] not in _IN_PAIR:
        return
    choices = view.province.choices.get("end_reasons")
    reason = choices.label_of(walked[-1].reason) if choices and walked[-1].reason else ""
    yield ToPairAgain(child.id, child.text("name"), walked[-1].day, reason)


def said(one: ToPairAgain) -> str:
    """Say since when a child waits again, and why."""
    return label("move.again", since=one.since, child=one.child_name, reason=one.reason)
