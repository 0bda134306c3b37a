"""The derived facts of a province's policy, in the version in force on the day at the record's place.

`eligible` and `must_pair` of a child always exist, and to both the core adds: under 18, not closed, not voided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value, members
from aixin_tui.engine.facts import people
from aixin_tui.engine.rules import Getter
from aixin_tui.engine.spec.policy import FactSpec
from aixin_tui.engine.spec.province import Province

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: Facts of a child that no province can do without; of both the core's addition holds.
ALWAYS = ("eligible", "must_pair")


def derived(province: Province, kind: str, name: str) -> Getter | None:
    """Compile a derived fact; None if the policy declares none of that name for the kind."""
    versions = [spec for spec in province.policy.facts.versions(name) if spec.of in ("", kind)]
    adds = kind == "child" and name in ALWAYS
    if not versions and not adds:
        return None
    is_condition = adds or any(spec.when is not None for spec in versions)

    def read(view: View, record: Record) -> tuple[Value, ...]:
        if adds and not in_programme(view, record):
            return (False,)
        spec = province.policy.facts.get(name, view.now, view.place(record))
        if spec is None:
            return (False,) if is_condition else ()
        return _read(view, record, spec)

    return read


def _read(view: View, record: Record, spec: FactSpec) -> tuple[Value, ...]:
    if spec.when is not None:
        return (view.holds(spec.when, record),)
    return members(view.value(spec.value, record))


def in_programme(view: View, child: Record) -> bool:
    """The core's addition: under 18, not closed, not voided, and there on the day."""
    years = people.age(view, child)
    if child.is_voided or (years is not None and years >= 18):
        return False
    return view.core_state(child) not in ("closed", "")
