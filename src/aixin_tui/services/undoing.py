"""撤销: an act taken back as a whole, as one new act."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.services.desk import Desk, Result, Who


@dataclass(frozen=True, slots=True)
class UndoAct:
    """Take back the act `number` of the log; a reason is asked for."""

    number: int
    reason: str = ""


def undo(desk: Desk, who: Who, command: UndoAct) -> Result:
    """Void what the act created and restore what it changed, as one new act.

    Refused (ACT_010, one problem an act with its `number`) when later acts build on it: they changed the same field,
    or created a record that links to one which would be voided.
    """
    raise NotImplementedError
