"""The core's computed facts, kind by kind (section 3, those marked *)."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.engine.facts import events, people, would_be
from aixin_tui.engine.rules import Getter

_OF_KIND: Mapping[str, Mapping[str, Getter]] = {
    "child": people.OF_CHILD,
    "loving_mother": people.OF_MOTHER,
    "mother_team": people.OF_TEAM,
    "pairing": would_be.OF_PAIRING,
    "activity": events.OF_ACTIVITY,
}


def getter(kind: str, name: str) -> Getter | None:
    """Give what works out a fact of the core; None if it is none of them."""
    return _OF_KIND.get(kind, {}).get(name)
