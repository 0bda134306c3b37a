"""Computed facts of people: age, needs, guardianship and colour of a child; the children of a loving mother."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aixin_tui.domain.day import age_on
from aixin_tui.domain.record import Record, Value, members
from aixin_tui.engine import pairings, states
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.rules import Getter

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def age(view: View, child: Record) -> int | None:
    """Give the full years on the view's day; None where no birth date is known or it lies ahead."""
    birth = child.values.get("birth_date")
    if not isinstance(birth, str) or not day_text(birth):
        return None
    return max(0, age_on(birth, view.day))


def _age(view: View, child: Record) -> tuple[Value, ...]:
    found = age(view, child)
    return () if found is None else (found,)


def _of_latest(kind: str, field: str) -> Getter:
    """The field of the child's latest record of a kind: visit or assessment."""

    def read(view: View, child: Record) -> tuple[Value, ...]:
        found = view.latest(kind, child)
        return view.fact(found, f"{kind}.{field}") if found is not None else ()

    return read


def _priority_class(view: View, child: Record) -> tuple[Value, ...]:
    """The first class whose condition holds [JS-29]."""
    for one in view.province.policy.classes.at(view.now, view.place(child)):
        if view.holds(one.when, child):
            return (one.key,)
    return ()


OF_CHILD: Mapping[str, Getter] = {
    "age": _age,
    "needs": _of_latest("home_visit", "child_needs"),
    "guardianship": _of_latest("assessment", "guardianship"),
    "development": _of_latest("assessment", "development"),
    "risk_colour": _of_latest("assessment", "risk_colour"),
    "priority_class": _priority_class,
}


def _children_now(view: View, mother: Record) -> tuple[Value, ...]:
    """How many children are hers in pairs in force."""
    return (len({child for pair in pairings.in_force_of(view, mother) for child in members(pair.get("child"))}),)


def _trained(view: View, mother: Record) -> tuple[Value, ...]:
    """The tick on her form, else whether she ever went through the step of training."""
    own = members(mother.values.get("trained"))
    return own or ((True,) if states.entered_on(mother, "trained", view.now) else ())


OF_MOTHER: Mapping[str, Getter] = {"children_now": _children_now, "trained": _trained}


def _of_members(name: str) -> Getter:
    """A team has what any of its members has."""

    def read(view: View, team: Record) -> tuple[Value, ...]:
        found: dict[Value, None] = dict.fromkeys(members(team.values.get(name)))
        for key in members(team.values.get("members")):
            member = view.snapshot.get("loving_mother", str(key))
            if member is not None:
                found.update(dict.fromkeys(view.fact(member, f"loving_mother.{name}")))
        return tuple(found)

    return read


OF_TEAM: Mapping[str, Getter] = {"children_now": _children_now, "skills": _of_members("skills")}
