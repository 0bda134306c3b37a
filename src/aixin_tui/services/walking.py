"""The line of many children's cases walked at once: a town's visits, an import's rows (model.md section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from aixin_tui.domain.record import Record
from aixin_tui.engine.states import core_of
from aixin_tui.services.acting import Draft
from aixin_tui.services.stepping import NEXT, Walked, day_of_step, next_on_line, take, tried

_NOT_AGREED = "not_agreed"
_ON_LINE = frozenset({*NEXT.values(), _NOT_AGREED})


def walk_together(draft: Draft, children: Iterable[tuple[Record, date]]) -> dict[str, Walked]:
    """Take each next step of each child, until a guard refuses; the steps are dated as those of `stepping.walk`.

    All children of a day take their first step, then all their second: the records are read once a step, not once a
    child. The answers are keyed by child.
    """
    days: dict[date, dict[str, Record]] = {}
    for child, day in children:
        days.setdefault(day_of_step(child, day), {})[child.id] = child
    done: dict[str, Walked] = {}
    for day in sorted(days):
        going = days[day]
        while going:
            draft.look_at(day)
            with draft.standing():
                stepped = {child.id: _stepped(draft, child, done.get(child.id)) for child in going.values()}
            done.update({key: walked for key, (walked, _) in stepped.items()})
            going = {key: walked.child for key, (walked, goes_on) in stepped.items() if goes_on}
    return done


def _stepped(draft: Draft, child: Record, before: Walked | None) -> tuple[Walked, bool]:
    """Take one step of a child; gives how far it came in all, and whether it goes on."""
    steps = before.steps if before else ()
    view = draft.view
    step = next_on_line(view, child)
    if step is None or core_of(view.province, child.kind, step.to) not in _ON_LINE:
        return Walked(child, steps), False
    found, failing = tried(view, child, step.key, role=draft.who.role.value)
    if failing or not found.allowed:
        return Walked(child, steps, failing), False
    after = take(draft, child, found)
    return Walked(after, (*steps, step.key)), core_of(view.province, child.kind, found.to) != _NOT_AGREED
