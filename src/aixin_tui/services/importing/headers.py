"""Finding the heading of a sheet, one row or two, and what each column is; and what the title says of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.engine.spec.province import Province
from aixin_tui.reference.chinese_dates import read_date
from aixin_tui.reference.names import half_width
from aixin_tui.services.importing.headings_table import (
    ANCHOR,
    BESIDE,
    GROUPS,
    OTHER_PEOPLE,
    anchor_of,
    form_of,
    register_of,
    titles_of,
)
from aixin_tui.services.importing.sheet import CellValue, SheetData, SheetRow, as_text, same_cells, texts

_LOOK_AT = 40
_DAY = re.compile(r"(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-./]\d{1,2}[-./]\d{1,2})")
_MONTH = re.compile(r"(20\d{2})\s*[-./年]\s*(\d{1,2})\s*月?")
_UNIT = re.compile(r"(?:填报单位|填报部门|单位|制表单位)\s*(?:\([^)]*\))?\s*:\s*(\S+)")
_MARKS = re.compile(r"[\s*:.、,，。:]+")
_BRACKETS = re.compile(r"\([^)]*\)")
#: A column that the user wants left out.
IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What the title says of a list: its own title, who filled it in, its day, and the month it is for."""

    title: str = ""
    unit: str = ""
    day: str = ""
    year: int = 0
    month: int = 0
    sheet: str = ""
    """What a sheet that this workspace sent out stands for (`activities/2025-05`); empty of any other list."""
    sent_on: str = ""
    """The day on which it was made."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns of a sheet are: for each the name of its cell (empty where unknown) and its title."""

    columns: tuple[str, ...]
    titles: tuple[str, ...]
    first_row: int = 0
    """Place in `SheetData.rows` of the first row below the heading."""
    facts: ListFacts = field(default_factory=ListFacts)
    problems: tuple[Problem, ...] = ()


def find_headings(
    sheets: Sequence[SheetData], kind: str, province: Province, mapping: Mapping[str, str], file: str = "",
) -> tuple[SheetData | None, Headings]:
    """Choose the sheet with the best heading and read it; no sheet where none has one (then with problems)."""
    known = known_names(kind, province)
    wrong = {title: name for title, name in mapping.items() if name not in known and name != IGNORE}
    if wrong:
        return None, Headings((), (), problems=tuple(_mapping_wrong(t, n, known, file) for t, n in wrong.items()))
    best: tuple[int, SheetData, Headings] | None = None
    for sheet in sheets:
        for score, headings in _candidates(sheet, kind, province, mapping):
            if best is None or score > best[0]:
                best = score, sheet, headings
    if best is None:
        return None, Headings((), (), problems=(Problem(Code.FILE_007, place=Place(file=file), values={"file": file}),))
    _, sheet, headings = best
    absent = {t: n for t, n in mapping.items() if _plain(t) not in map(_plain, headings.titles) and not _letter(t)}
    if absent:
        return None, Headings((), (), problems=tuple(_mapping_wrong(t, n, known, file) for t, n in absent.items()))
    return sheet, _with_facts(sheet, headings, file)


def likely_kind(sheets: Sequence[SheetData], province: Province) -> str:
    """Guess of which kind a list is by its headings: the kind that knows most of its columns; empty if none does."""
    best, likely = 0, ""
    for kind in ANCHOR:
        for sheet in sheets:
            for score, _ in _candidates(sheet, kind, province, {}):
                if score > best:
                    best, likely = score, kind
    return likely


def known_names(kind: str, province: Province) -> frozenset[str]:
    """List the names that a column of this kind of list can have."""
    form = province.forms.get(form_of(kind))
    is_register = bool(register_of(kind))
    fields = (spec.key for spec in (form.fields.at() if form else ()) if not (spec.sealed and is_register))
    return frozenset(titles_of(kind)) | frozenset(fields)


def _mapping_wrong(title: str, name: str, known: frozenset[str], file: str) -> Problem:
    return Problem(Code.FILE_009, place=Place(file=file), values={
        "heading": title, "field": name, "known": "、".join(sorted(known))})


def _candidates(
    sheet: SheetData, kind: str, province: Province, mapping: Mapping[str, str],
) -> Iterator[tuple[int, Headings]]:
    """Read each of the first rows as a heading, alone and with the row below it."""
    anchor = anchor_of(kind, province)
    for place, row in enumerate(sheet.rows[:_LOOK_AT]):
        if same_cells(row) and len(row.cells) > 1:
            continue
        pairs: list[tuple[SheetRow | None, SheetRow]] = [(None, row)]
        if place + 1 < len(sheet.rows):
            pairs.append((row, sheet.rows[place + 1]))
        for upper, lower in pairs:
            headings = _read(upper, lower, kind, province, mapping, place + (1 if upper is None else 2))
            found = {name for name in headings.columns if name}
            if anchor in found and len(found) > 1:
                yield len(found) * 2 - (upper is not None), headings


def _read(
    upper: SheetRow | None, lower: SheetRow, kind: str, province: Province, mapping: Mapping[str, str], first: int,
) -> Headings:
    width = max(len(lower.cells), len(upper.cells) if upper else 0)
    titles: list[str] = []
    columns: list[str] = []
    group = ""
    for place in range(width):
        low = _cell(lower.cells, place)
        high = _cell(upper.cells, place) if upper else ""
        group = high or (group if low else "")
        title = low if not group or group == low or not low else f"{group}·{low}"
        title = title or group
        titles.append(title)
        name = _mapped(title, place, mapping) or _name_of(group if group != low else "", low or group, kind, province)
        columns.append("" if name == "" or (name in columns and name != IGNORE) else name)
    return Headings(tuple(columns), tuple(titles), first)


def _cell(cells: Sequence[CellValue], place: int) -> str:
    return as_text(cells[place]).strip() if place < len(cells) else ""


@lru_cache(maxsize=4096)
def _plain(title: str) -> str:
    return _MARKS.sub("", half_width(title))


def _letter(title: str) -> int:
    """Give the place of a column named by its letters (A is 1), 0 for no such name."""
    number = 0
    if not re.fullmatch(r"[A-Z]{1,2}", title):
        return 0
    for letter in title:
        number = number * 26 + ord(letter) - 64
    return number


def _mapped(title: str, place: int, mapping: Mapping[str, str]) -> str:
    for wanted, name in mapping.items():
        if _plain(wanted) == _plain(title) or _letter(wanted) == place + 1:
            return name
    return ""


def _name_of(group: str, title: str, kind: str, province: Province) -> str:
    """Name the cell that a title means, in its group."""
    if group:
        for words, names in GROUPS:
            if kind == "children" and any(word in group for word in words.split()):
                found = _lookup(title, _by_title(tuple(names.items())))
                if found:
                    return found
        if any(word in group for word in OTHER_PEOPLE):
            return ""
    return _lookup(title, _by_title(tuple(titles_of(kind).items()))) or _form_name(
        title, kind, province) or _beside(title, kind, province)


def _lookup(title: str, by_title: Mapping[str, str]) -> str:
    plain = _plain(title)
    return by_title.get(plain) or by_title.get(_BRACKETS.sub("", plain), "")


@lru_cache(maxsize=32)
def _by_title(names: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    out: dict[str, str] = {}
    for name, titles in names:
        for title in titles.split():
            out.setdefault(_plain(title), name)
    return out


def _form_name(title: str, kind: str, province: Province) -> str:
    """Name the field of the province's form that is labelled, or also called, so [JS-10]."""
    form = province.forms.get(form_of(kind))
    fields = form.fields.at() if form else ()
    is_register = bool(register_of(kind))
    for plain in dict.fromkeys((_plain(title), _BRACKETS.sub("", _plain(title)))):
        for spec in fields:
            if plain in {_plain(spec.label), *map(_plain, spec.aliases)}:
                if is_register:
                    # What is sealed is not read from a table: its words would stand in the open with rows that wait.
                    return IGNORE if spec.sealed else spec.key
                return "division" if spec.key == "division_code" else spec.key
    return ""


def _beside(title: str, kind: str, province: Province) -> str:
    """Name the field of another form that the list fills in on the same row."""
    plains = (_plain(title), _BRACKETS.sub("", _plain(title)))
    for other in BESIDE.get(kind, ()):
        form = province.forms.get(other)
        for spec in form.fields.at() if form else ():
            if _plain(spec.label) in plains:
                return f"{other}.{spec.key}"
    return ""


def _with_facts(sheet: SheetData, headings: Headings, file: str) -> Headings:
    """Add what the rows above the heading say, and which titles are not known."""
    said = [text for row in sheet.rows[:headings.first_row] for text in texts(row) if text not in headings.titles]
    unknown = [title for name, title in zip(headings.columns, headings.titles, strict=True) if title and not name]
    problems: tuple[Problem, ...] = ()
    if unknown:
        problems = (Problem(Code.FILE_010, Severity.NOTE, Place(file=file), {"headings": "、".join(unknown)}),)
    return Headings(headings.columns, headings.titles, headings.first_row, _facts(said, sheet.name, file), problems)


def _facts(said: Sequence[str], sheet_name: str, file: str) -> ListFacts:
    plain = [half_width(text) for text in said]
    dated = sorted(plain, key=lambda text: "日期" not in text)
    day = next((read_date(found[1]).only for text in dated if (found := _DAY.search(text))), "")
    month = next((found for text in (*plain, sheet_name, file) if (found := _MONTH.search(text))), None)
    unit = next((found[1] for text in plain if (found := _UNIT.search(text))), "")
    return ListFacts(said[0] if said else "", unit, day, int(month[1]) if month else 0, int(month[2]) if month else 0)
