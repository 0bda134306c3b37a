"""A register as a sheet: its lines of an area as they stand, and empty lines to add to."""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FormSpec
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.importing.headings_table import register_list
from aixin_tui.services.masking import is_masked
from aixin_tui.services.scope import inside, is_sealed, place_of
from aixin_tui.services.sheets.areas import Area, file_stem, find_area, parted, place_key
from aixin_tui.services.sheets.form_columns import column_of, fields_of
from aixin_tui.services.sheets.identity import Identity
from aixin_tui.services.sheets.plan import MadeSheets, MakeSheets, PlannedRow, SheetColumn, SheetPlan
from aixin_tui.services.viewing import own_part, snapshot_of
from aixin_tui.services.wording import words
from aixin_tui.texts import label

#: Empty lines under those that stand.
BLANK = 20


def find_register(desk: Desk, name: str) -> FormSpec | None:
    """Find a register by key or label. A sealed one goes on no sheet, and is not told from one that is not there."""
    wanted = name.strip()
    found = (form for key, form in desk.province.forms.items()
             if form.is_register and wanted in (key, form.label) and not is_sealed(desk, key))
    return next(found, None)


def register_columns(desk: Desk, who: Who, snapshot: Snapshot, register: str) -> tuple[SheetColumn, ...]:
    """Give the columns of a register: its form's fields, all of them to be filled in or put right."""
    fields = fields_of(desk, register, who.today.isoformat())
    return (SheetColumn("serial", label("sheet.serial"), 5),
            *(column_of(desk, who, snapshot, field) for field in fields))


def plan_register(desk: Desk, who: Who, command: MakeSheets) -> MadeSheets:
    """Plan the sheet of a register, its lines first, then empty ones."""
    form = find_register(desk, command.register)
    if form is None:
        known = "、".join(sorted(one.label for one in desk.province.forms.values()
                                if one.is_register and not is_sealed(desk, one.kind)))
        return MadeSheets(problems=(Problem(Code.SHEET_008, values={"name": command.register}, near=known),))
    snapshot = own_part(desk, who, snapshot_of(desk, who))
    area, problems = find_area(desk, snapshot, command.area)
    if not problems and area.mother:
        problems = (Problem(Code.SHEET_001, values={"area": command.area}),)
    if problems:
        return MadeSheets(problems=problems)
    columns = register_columns(desk, who, snapshot, form.kind)
    held = [record for record in snapshot.of(form.kind) if _is_in(desk, who, record, area)]
    if not command.each:
        return MadeSheets((_plan(desk, who, form, columns, area, held),))
    files = parted(held, lambda record: place_key(desk, place_of(desk, record), command.each))
    return MadeSheets(tuple(_plan(desk, who, form, columns, Area(key, name=name), part)
                            for (key, name), part in files.items()))


def _is_in(desk: Desk, who: Who, record: Record, area: Area) -> bool:
    place = place_of(desk, record)
    return inside(who, place) and place.startswith(area.code)


def _plan(desk: Desk, who: Who, form: FormSpec, columns: tuple[SheetColumn, ...], part: Area,
          held: list[Record]) -> SheetPlan:
    fields = [field for field in fields_of(desk, form.kind, who.today.isoformat()) if not is_masked(field)]
    planned = tuple(
        PlannedRow(record.id, (("serial", str(number)), *((field.key, words(desk, field, record.get(field.key)))
                                                          for field in fields)))
        for number, record in enumerate(held, 1))
    day = who.today.isoformat()
    identity = Identity(register_list(form.kind), desk.office, desk.store.workspace.id, day, area=part.code)
    return SheetPlan(
        identity, form.label,
        (label("sheet.for_whom", office=desk.province.divisions.name(desk.office), area=part.name, day=day),
         label("sheet.register_how")),
        columns, planned, file_stem(form.label, day, part.name), blank=BLANK,
        key_title=label("sheet.line"))
