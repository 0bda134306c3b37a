"""底数清、信息实: how complete the files are, place by place, and which fields each incomplete one lacks [QH-12]."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import DIGITS
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.forms.completeness import missing_fields
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import inside, narrowed
from aixin_tui.services.viewing import view_of

if TYPE_CHECKING:
    from aixin_tui.engine.spec.form import FormSpec
    from aixin_tui.engine.view import View

#: Codes begin with fewer digits the higher the place.
_DEPTHS = tuple(sorted(DIGITS.values()))


@dataclass(frozen=True, slots=True)
class IncompleteFile:
    """One child's file that is not complete, and the labels of the fields that it lacks, in the form's order."""

    child: str
    name: str
    place: str
    division_code: str
    lacks: tuple[str, ...]
    updated_on: str
    days: int
    """Days since the file was last changed."""


@dataclass(frozen=True, slots=True)
class PlaceQuality:
    """The files of one place, as the report counts them: closed ones left out."""

    division_code: str
    place: str
    on_file: int
    complete: int
    days: int | None
    """Days since any file there was last changed; None where there is none."""
    conflicts: int

    @property
    def percent(self) -> float | None:
        """Share of complete files in percent; None where there is no file."""
        return 100 * self.complete / self.on_file if self.on_file else None


@dataclass(frozen=True, slots=True)
class DataQuality:
    """The places below the division, those with the lowest share first, and its incomplete files by place."""

    places: tuple[PlaceQuality, ...]
    incomplete: tuple[IncompleteFile, ...]


def lacking(view: View, child: Record) -> tuple[str, ...]:
    """Name the fields that a file lacks, by label; empty for a complete one."""
    form = view.province.forms.get(child.kind)
    return tuple(_label(form, path) for path in missing_fields(view, child)) if form else ()


def data_quality(desk: Desk, who: Who, scope: str = "") -> DataQuality:
    """Look through all files of a division (the operator's if empty) that are not closed."""
    place = narrowed(who, scope)
    view = view_of(desk, who, scope=place)
    below = _depth_below(place or desk.office)
    files = [child for child in view.records("child") if view.place(child).startswith(place)
             and inside(who, view.place(child)) and view.core_state(child) != "closed"]
    incomplete = [one for child in files if (one := _incomplete(desk, view, child))]
    lacks = {one.child for one in incomplete}
    conflicts = Counter(view.place(one)[:below] for one in view.records("conflict"))
    held: dict[str, list[Record]] = {}
    for child in files:
        held.setdefault(view.place(child)[:below], []).append(child)
    places = []
    for code, found in held.items():
        days = [one for child in found if (one := _days(view, child)) is not None]
        complete = sum(child.id not in lacks for child in found)
        places.append(PlaceQuality(code, desk.province.divisions.path(code), len(found), complete,
                                   min(days, default=None), conflicts[code]))
    return DataQuality(
        tuple(sorted(places, key=lambda one: (one.percent or 0, one.division_code))),
        tuple(sorted(incomplete, key=lambda one: (one.division_code, one.name, one.child))),
    )


def _incomplete(desk: Desk, view: View, child: Record) -> IncompleteFile | None:
    found = lacking(view, child)
    if not found:
        return None
    code = view.place(child)
    return IncompleteFile(child.id, child.text("name"), desk.province.divisions.path(code), code, found,
                          view.text(child, "child.updated_on"), _days(view, child) or 0)


def _days(view: View, child: Record) -> int | None:
    updated: date | None = as_day(view.text(child, "child.updated_on"))
    return (view.day - updated).days if updated else None


def _depth_below(code: str) -> int:
    """Say how many digits the code of a place below `code` has."""
    return next((depth for depth in _DEPTHS if depth > len(code)), _DEPTHS[-1])


def _label(form: FormSpec, path: str) -> str:
    name, _, column = path.partition(".")
    field = form.fields.get(name)
    if field is None:
        return path
    found = next((one for one in field.columns if one.key == column), None) if column else None
    return f"{field.label}·{found.label}" if found else field.label


__all__ = ["DataQuality", "IncompleteFile", "PlaceQuality", "data_quality", "lacking"]
