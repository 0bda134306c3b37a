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
from aixin_tui.engine.spec.core import FINAL
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
    """One file that is not complete, and the labels of the fields that it lacks, in the form's order."""

    id: str
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


def lacking(view: View, record: Record) -> tuple[str, ...]:
    """Name the fields that a file lacks, by label; empty for a complete one."""
    form = view.province.forms.get(record.kind)
    return tuple(_label(form, path) for path in missing_fields(view, record)) if form else ()


def data_quality(desk: Desk, who: Who, scope: str = "", *, kind: str = "child") -> DataQuality:
    """Look through all files of a kind in a division (the operator's if empty) whose life is not over."""
    place = narrowed(who, scope)
    view = view_of(desk, who, scope=place)
    below = _depth_below(place or desk.office)
    files = [one for one in view.records(kind) if view.place(one).startswith(place)
             and inside(who, view.place(one)) and view.core_state(one) not in FINAL]
    incomplete = [found for one in files if (found := _incomplete(desk, view, one))]
    lacks = {one.id for one in incomplete}
    conflicts = Counter(view.place(one)[:below] for one in view.records("conflict"))
    held: dict[str, list[Record]] = {}
    for one in files:
        held.setdefault(view.place(one)[:below], []).append(one)
    places = []
    for code, there in held.items():
        days = [since for one in there if (since := _days(view, one)) is not None]
        complete = sum(one.id not in lacks for one in there)
        places.append(PlaceQuality(code, desk.province.divisions.path(code), len(there), complete,
                                   min(days, default=None), conflicts[code]))
    return DataQuality(
        tuple(sorted(places, key=lambda one: (one.percent or 0, one.division_code))),
        tuple(sorted(incomplete, key=lambda one: (one.division_code, one.name, one.id))),
    )


def _incomplete(desk: Desk, view: View, record: Record) -> IncompleteFile | None:
    found = lacking(view, record)
    if not found:
        return None
    code = view.place(record)
    return IncompleteFile(record.id, record.text("name"), desk.province.divisions.path(code), code, found,
                          view.text(record, f"{record.kind}.updated_on"), _days(view, record) or 0)


def _days(view: View, record: Record) -> int | None:
    updated: date | None = as_day(view.text(record, f"{record.kind}.updated_on"))
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
