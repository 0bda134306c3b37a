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
    link = link_named(rules, kind, prefix)
    if link:
        return _onward(link, rules.link_fields[kind][link], name)
    if prefix in rules.link_fields:
        return _latest(prefix, name)
    return _nothing


def link_named(rules: Rules, kind: str, prefix: str) -> str:
    """Find the link field that a prefix names; empty if none does.

    It is the field itself, the column of a table, or the only link that leads to the kind of that name.
    """
    held = rules.link_fields.get(kind, {})
    if prefix in held:
        return prefix
    column = [field for field in held if field.endswith("." + prefix)]
    if column:
        return column[0]
    leading = rules.linked_by.get((kind, prefix), ())
    return leading[0] if len(leading) == 1 else ""


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


def _onward(link: str, target: str, name: str) -> Getter:
    from aixin_tui.engine.links import targets

    fact = f"{target}.{name}"

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
