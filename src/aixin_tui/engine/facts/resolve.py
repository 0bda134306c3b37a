"""How a fact `prefix.name` is read of a record in hand (province-language 1.2).

The prefix is the kind in hand; or the key of one of its links, followed onward; or a kind that links to the record in
hand, and then the latest of those is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.facts import common, computed, fields, policy
from aixin_tui.engine.rules import Getter, Rules

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def compile_fact(rules: Rules, kind: str, fact: str) -> Getter:
    """Compile what reads `fact` of a record of `kind`; an unknown fact reads as empty."""
    if fact == "today":
        return _today
    prefix, _, name = fact.partition(".")
    if prefix == kind:
        return own_fact(rules, kind, name)
    route = rules.table.route(kind, prefix)
    if route is None:
        return _nothing
    if not route.forward:
        return _latest(route.kind, name)
    step = route.forward[0]
    target = rules.link_fields[kind][step]
    return _onward(step, target, f"{prefix}.{name}" if len(route.forward) > 1 else f"{target}.{name}")


def own_fact(rules: Rules, kind: str, name: str) -> Getter:
    """Compile a fact of the record in hand itself: derived, computed, common to all kinds, or a field."""
    return (
        policy.derived(rules.province, kind, name)
        or computed.getter(kind, name)
        or common.getter(rules.province, kind, name)
        or fields.getter(rules.province, kind, name)
    )


def _today(view: View, record: Record) -> tuple[Value, ...]:
    del record
    return (view.now,)


def _nothing(view: View, record: Record) -> tuple[Value, ...]:
    del view, record
    return ()


def _onward(link: str, target: str, fact: str) -> Getter:
    """Follow a link field, and read the fact of each record that it names."""
    from aixin_tui.engine.links import targets

    def read(view: View, record: Record) -> tuple[Value, ...]:
        keys = targets(record, link)
        if len(keys) == 1:
            found = view.find(target, str(keys[0]))
            return view.fact(found, fact) if found is not None else ()
        values: dict[Value, None] = {}
        for key in keys:
            found = view.find(target, str(key))
            if found is not None:
                values.update(dict.fromkeys(view.fact(found, fact)))
        return tuple(values)

    return read


def _latest(kind: str, name: str) -> Getter:
    from aixin_tui.engine.selections import LEFT_OUT

    fact = f"{kind}.{name}"
    everything = fact in LEFT_OUT.values()

    def read(view: View, record: Record) -> tuple[Value, ...]:
        found = view.latest(kind, record, everything=everything)
        return view.fact(found, fact) if found is not None else ()

    return read
