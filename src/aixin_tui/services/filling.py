"""From the answers of a form to a record that can be stored: shaped, prefilled, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.forms.asking import asked_fields, defaults, is_empty, kept_values
from aixin_tui.engine.forms.problems import problems_of
from aixin_tui.engine.forms.shaping import shape
from aixin_tui.services.acting import Draft, with_changes
from aixin_tui.services.harm import watch
from aixin_tui.services.scope import role_label


@dataclass(frozen=True, slots=True)
class Filled:
    """The values of a form as they would be stored, and everything that is wrong with them."""

    values: Mapping[str, Value]
    problems: tuple[Problem, ...]

    @property
    def stops(self) -> bool:
        """Whether something stands against saving."""
        return any(problem.stops for problem in self.problems)


def fill(draft: Draft, kind: str, typed: Mapping[str, Any], standing: Record | None = None) -> Filled:
    """Shape and check the answers of a form, prefilled where nothing was typed; of a `standing` record the changes.

    The day on which the form is judged is the draft's. Fields that are not asked are not kept.
    """
    province = draft.desk.province
    form = province.forms[kind]
    shaped = shape(form, province, typed, draft.desk.ids.new)
    before = dict(standing.values) if standing else {}
    record = Record(kind, standing.id if standing else "", with_changes(before, shaped))
    view = draft.view
    asked = asked_fields(view, form, record)
    if standing is None and (given := defaults(view, form, record, asked)):
        record = Record(kind, "", {**record.values, **given})
        asked = asked_fields(view, form, record)
    kept = {key: value for key, value in kept_values(view, form, record, asked).items() if not is_empty(value)}
    if len(kept) != len(record.values):  # what is asked may depend on what was left out
        record = Record(kind, record.id, kept)
        asked = asked_fields(view, form, record)
    # What stands already in a field that no form knows was not typed now.
    problems = tuple(_in_words(problem) for problem in problems_of(view, form, record, asked)
                     if problem.code is not Code.FORM_003 or problem.place.field in typed)
    return Filled(differences(before, kept) if standing else kept, problems)


def _in_words(problem: Problem) -> Problem:
    """Name the role of who can mend a form's check as offices do."""
    if "who" not in problem.values:
        return problem
    return replace(problem, values={**problem.values, "who": role_label(str(problem.values["who"]))})


def add_filled(draft: Draft, kind: str, filled: Filled, *, place: str = "") -> tuple[Record, tuple[Problem, ...]]:
    """Draft the record that a form makes; words of harm in it are reported in the same act."""
    record = draft.add(kind, filled.values, place=place)
    return record, watch(draft, record)


def differences(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value]:
    """Give the changes that lead from the one to the other, sets and tables by key so that two offices' edits merge."""
    found: dict[str, Value] = {}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            keys = {**old, **new}
            found.update({f"{name}/{key}": new.get(key) for key in keys if old.get(key) != new.get(key)})
        else:
            found[name] = new
    return found
