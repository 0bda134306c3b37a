"""A check that does not hold: what it is, how far it goes, where it is written and on whose word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.condition import Check
from aixin_tui.engine.spec.item import Origin, Source, Stamp
from aixin_tui.texts import label

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

REFUSE, APPROVE, WARN = "refuse", "approve", "warn"


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """One check that failed of the record `about` (its id).

    `level`: `refuse` stops, `approve` is held until a reviewer approves, `warn` is only said. `layer` says who asks:
    `law`, `core`, `workflow` or `policy`; `origin` is the line of the province's file, empty for the core's.
    """

    check: Check
    level: str
    origin: Origin
    stamp: Stamp
    layer: str = "workflow"
    about: str = ""

    @property
    def key(self) -> str:
        """The check's key, by which cases and `held_for` name it."""
        return self.check.key

    @property
    def say(self) -> str:
        """What is wrong, in Chinese, in the official's words."""
        return self.check.say

    @property
    def who(self) -> str:
        """The role of the person who can mend it."""
        return self.check.who

    def told(self, lang: str) -> str:
        """Say what is wrong in a language: the core's own checks from the catalogue, a province's as written."""
        return label(f"rule.{self.key}", lang) if self.layer in ("law", "core") else self.check.say


def core_check(
    key: str, cite: str = "", *, level: str = REFUSE, about: str = "", is_law: bool = False, who: str = "recorder"
) -> FailedCheck:
    """Make the failure of a check that the core itself asks; its words are in the catalogue under `rule.<key>`."""
    stamp = Stamp(source=Source.DOCUMENT if cite else Source.DEFAULT, cite=cite)
    check = Check(key=key, say=label(f"rule.{key}"), who=who, level=level, stamp=stamp)
    return FailedCheck(check, level, Origin(), stamp, "law" if is_law else "core", about)


def failures(view: View, checks: Iterable[Check], record: Record, layer: str) -> tuple[FailedCheck, ...]:
    """Put the checks in force on the view's day, at the record's place, to the record, and give all that fail."""
    place = view.place(record)
    return tuple(
        FailedCheck(check, check.level, check.origin, check.stamp, layer, record.id)
        for check in checks
        if check.stamp.holds(view.now, place) and view.holds(check.when, record) and not view.holds(check.must, record)
    )
