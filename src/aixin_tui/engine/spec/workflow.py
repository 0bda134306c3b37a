"""Lives: the states of a kind and the transitions between them (province-language 2.3)."""

from __future__ import annotations

import msgspec

from aixin_tui.engine.spec.condition import Check
from aixin_tui.engine.spec.item import Item, Items

#: Means every state that is not final, in a transition's `from`.
ANY = "any"


class StateSpec(Item, frozen=True, kw_only=True):
    """A state; `core` says where it counts, so that provinces add up (empty in a register's life)."""

    core: str = ""
    group: str = ""
    final: bool = False


class TransitionSpec(Item, frozen=True, kw_only=True):
    """A step that a person takes, with its guards."""

    sources: tuple[str, ...] = ()
    """Keys of states, or `(ANY,)`."""
    to: str = ""
    who: str = "recorder"
    checks: tuple[Check, ...] = ()
    reason: str = ""
    """Key of the choice list from which a reason must be chosen; empty for none."""
    evidence: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class LifeSpec(msgspec.Struct, frozen=True, kw_only=True):
    """The life of one kind; a record begins in the first state."""

    kind: str
    states: Items[StateSpec] = msgspec.field(default_factory=Items)
    transitions: Items[TransitionSpec] = msgspec.field(default_factory=Items)
