"""Cells of a register's rows: what a line on file already says is taken as said, anything else by its field's type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.domain.record import Record, members
from aixin_tui.engine.forms.shaping import shape, shape_field
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec
from aixin_tui.reference.names import half_width
from aixin_tui.services.entering import codes_named, ids_named
from aixin_tui.services.importing.field_values import read_field
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.row_cells import Reading, RowCells
from aixin_tui.services.masking import is_masked
from aixin_tui.services.register_export import cell_of
from aixin_tui.services.wording import words

_PARTS = re.compile(r"[、，,;；\n]")


class CellReader:
    """Reads the cells of one register's rows into stored shapes."""

    def __init__(self, job: Job, form: FormSpec) -> None:
        self.job, self.form = job, form
        self.desk, self.province = job.desk, job.desk.province

    def values(self, reading: Reading, known: Record | None) -> dict[str, Any]:
        """Give the fields that the row fills, without those that `known`, the line of its number, says alike."""
        found: dict[str, Any] = {}
        for spec in self.form.fields.at(self.job.today, self.desk.office):
            if spec.sealed or not reading.raw(spec.key):
                continue
            if known is not None and self._written_alike(known, spec, reading):
                continue
            value = self._read(spec, reading)
            if value is not None:
                found[spec.key] = value
        return found

    def says(self, line: Record, key: str, value: Any) -> bool:
        """Whether a line says already what a row says of a field; of several, whether it holds them all."""
        held = line.get(key)
        spec = self.form.fields.get(key)
        if spec is not None and spec.many:
            return set(members(value)) <= set(members(held))
        return bool(held == value or self._plain(self.words(key, held)) == self._plain(self.words(key, value)))

    def union(self, line: Record, changed: Mapping[str, Any]) -> dict[str, Any]:
        """Give the changes of a line; a set is added to, never cut."""
        out: dict[str, Any] = {}
        for key, value in changed.items():
            spec = self.form.fields.get(key)
            if spec is not None and spec.many and isinstance(line.get(key), Mapping):
                out.update({f"{key}/{one}": True for one in members(value)})
            else:
                out[key] = value
        return out

    def shaped(self, line: Record) -> dict[str, Any]:
        """Give the line of an entry in the shape in which it is stored."""
        return {key: value for key, value in shape(self.form, self.province, line.values, self.desk.ids.new).items()
                if value is not None}

    def words(self, key: str, value: Any) -> str:
        """Write a value in words, masked where lists mask it."""
        spec = self.form.fields.get(key)
        return words(self.desk, spec, value) if spec is not None else str(value or "")

    def _written_alike(self, line: Record, spec: FieldSpec, reading: Reading) -> bool:
        """Whether the cell holds what our own file says of the line: masked, in words, as a number."""
        said = cell_of(self.desk, self.form, spec, line)
        given = self._plain(reading.raw(spec.key))
        return said is not None and given in {self._plain(said), self._plain(self.words(spec.key, line.get(spec.key)))}

    @staticmethod
    def _plain(value: Any) -> str:
        """A spreadsheet cannot tell line ends and blanks apart, and marks a text that begins like a formula."""
        text = "".join(half_width(str(value)).split())
        return text.removeprefix("'")

    def _read(self, spec: FieldSpec, reading: Reading) -> Any:
        text = reading.text(spec.key)
        if spec.type is FieldType.LINK:
            return self._links(spec, reading)
        if spec.type is FieldType.DIVISION:
            return self._divisions(spec, reading)
        if spec.type is FieldType.NUMBER:
            return self._number(spec, reading)
        if spec.type is FieldType.TABLE:
            reading.say(Code.REGISTER_008, spec.key, Severity.NOTE, label=spec.label)
            return None
        if is_masked(spec) and "*" in text:
            reading.say(Code.REGISTER_009, spec.key, Severity.NOTE, label=spec.label)
            return None
        if spec.type is FieldType.CHOICE and self._is_open(spec):
            return self._of_open_list(spec, text)
        if spec.type in (FieldType.CHOICE, FieldType.FLAG, FieldType.DATE, FieldType.PHONE):
            return read_field(self.province, spec, reading, spec.key)
        raw = reading.raw(spec.key)
        return shape_field(spec, self.province, raw[1:] if raw[:2] in _GUARDED else raw, self.desk.ids.new)

    def _is_open(self, spec: FieldSpec) -> bool:
        choices = self.province.choices.get(spec.choices)
        return choices is not None and choices.open

    def _of_open_list(self, spec: FieldSpec, text: str) -> Any:
        """Read choices of a list to which an office may add its own: a word that is none is one of these [JX-22]."""
        choices = self.province.choices.get(spec.choices)
        keys = {word: one.key for one in (choices.choices if choices else ()) for word in (one.key, one.label)}
        if not spec.many:
            return keys.get(text, text)
        return {keys.get(part.strip(), part.strip()): True for part in _PARTS.split(text) if part.strip()}

    def _number(self, spec: FieldSpec, reading: Reading) -> Any:
        text = half_width(reading.text(spec.key)).replace(" ", "")
        value = shape_field(spec, self.province, text, self.desk.ids.new)
        if isinstance(value, (int, float, Mapping)) and not isinstance(value, bool):
            return value
        return self._strange(spec, reading)

    def _links(self, spec: FieldSpec, reading: Reading) -> Any:
        """Find what a cell names: lines that every office starts with, then what is on file, by name."""
        return self._each(spec, reading, _PARTS.split(reading.text(spec.key)), partial(self._link, spec))

    def _link(self, spec: FieldSpec, name: str) -> str:
        target = self.province.forms.get(spec.to)
        entry = next((e.key for e in target.entries if name in (e.key, e.label)), "") if target else ""
        if entry:
            return entry
        known = self.job.working.get(spec.to, name)
        if known is not None:
            return known.id
        fresh = [one.id for one in self.job.working.of(spec.to) if name in (one.text("name"), one.text("number"))]
        found = fresh or list(ids_named(self._snapshot, spec.to, name))
        return found[0] if len(found) == 1 else ""

    @property
    def _snapshot(self) -> Snapshot:
        return self.job.working.snapshot

    def _divisions(self, spec: FieldSpec, reading: Reading) -> Any:
        parts = _PARTS.split(reading.text(spec.key)) if spec.many else [reading.text(spec.key)]
        return self._each(spec, reading, parts, self._division)

    def _each(self, spec: FieldSpec, reading: Reading, parts: Iterable[str], find: Callable[[str], str]) -> Any:
        """Find what each part of a cell names; parts that name nothing are said, and kept in the list's own words."""
        found, strange = list[str](), list[str]()
        for text in filter(None, (part.strip() for part in parts)):
            known = find(text)
            (found if known else strange).append(known or text)
        if strange:
            reading.say(Code.ROW_040, spec.key, words="、".join(strange), field=spec.label)
            reading.cells = _kept(reading, spec)
        if not found:
            return None
        return dict.fromkeys(found, True) if spec.many else found[0]

    def _division(self, text: str) -> str:
        if text in self.province.divisions:
            return text
        named = list(codes_named(self.province, text))
        if len(named) == 1:
            return named[0]
        read = self.job.places.read_path(text)
        return read.code if read.is_sure else ""

    def _strange(self, spec: FieldSpec, reading: Reading) -> None:
        reading.say(Code.ROW_040, spec.key, words=reading.text(spec.key), field=spec.label)
        reading.cells = _kept(reading, spec)


#: Beginnings of texts to which our files give an apostrophe.
_GUARDED = frozenset({"'=", "'+", "'-", "'@"})


def _kept(reading: Reading, spec: FieldSpec) -> RowCells:
    """Keep the list's own words of a cell that no field could hold."""
    cells = reading.cells
    title = cells.titles.get(spec.key, spec.label)
    return replace(cells, listed={**cells.listed, title: reading.text(spec.key)})
