"""One paper, one sitting: visit, assessment and consents of a child, and as many steps as the guards allow (入户)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aixin_tui.services.desk import Desk, Result, Who


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the paper of one visit holds; each part in the shape of its form, `child` filled in by the service.

    A consent may leave out `date` and `purpose` (the visit's day, pairing) and name `guardian` by id.
    """

    child: str
    visit: Mapping[str, Any] | None = None
    assessment: Mapping[str, Any] | None = None
    consents: tuple[Mapping[str, Any], ...] = ()
    day: date | None = None
    """When it happened; the visit's date, else today."""


def record_sitting(desk: Desk, who: Who, command: Sitting) -> Result:
    """Write the paper as one act and take each next step of the child until a guard refuses (model.md section 3).

    `Result.about` tells `state` (where the child stands now), `steps` (keys of the steps taken) and `stopped_by`
    (tuple of casework.Failing of the step that was refused; empty where the line ended).
    """
    raise NotImplementedError
