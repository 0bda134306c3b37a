"""From what a case gives to whole records: what is left out is filled with valid values.

A state becomes the history that leads to it; a guardian stands behind a consent; a mother has a current background
query. What a case says stays as it says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.forms.asking import is_empty
from aixin_tui.engine.forms.shaping import shape_field
from aixin_tui.engine.spec.case import Case
from aixin_tui.engine.spec.condition import By, SameAs
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.states import path_to

#: Words of a case that are no fields of a record.
_WORDS = frozenset({"id", "state", "recorded_at"})
#: In which state a record of a kind is whose case does not say it: one that nothing stands against.
_USUAL = {"loving_mother": "active", "child": "waiting", "micro_wish": "collected", "referral": "sent"}


class CaseRecords:
    """The records of one case, made whole. `records` are all of them, `given` the ids that the case itself names."""

    def __init__(self, case: Case, province: Province) -> None:
        self._province = province
        self._first = min(date.fromisoformat(day) for day in case.as_of)
        self._village = _village(province, case.when.match)
        self._row = 0
        self._values: dict[tuple[str, str], dict[str, Value]] = {}
        self._states: dict[tuple[str, str], str] = {}
        self._recorded: dict[tuple[str, str], str] = {}
        for kind, records in case.given.items():
            for number, given in enumerate(records, start=1):
                self._take(kind, str(given.get("id") or f"{kind}{number:02}"), given)
        self.given = frozenset(key for _, key in self._values)
        self._fill()

    @property
    def records(self) -> tuple[Record, ...]:
        """All records of the case, with when each was recorded (empty: from the beginning)."""
        return tuple(
            Record(kind, key, {name: value for name, value in values.items() if value is not None},
                   self._recorded.get((kind, key), ""), self._recorded.get((kind, key), ""))
            for (kind, key), values in self._values.items()
        )

    def _new_row(self) -> str:
        self._row += 1
        return f"row{self._row:04}"

    def _take(self, kind: str, key: str, given: Mapping[str, Any]) -> None:
        """Read what the case says of a record by the types of its fields."""
        form = self._province.forms.get(kind)
        values: dict[str, Value] = {}
        for name, value in given.items():
            if name in _WORDS:
                continue
            field = form.fields.get(name) if form else None
            values[name] = self._rows(value) if field is None else shape_field(field, self._province, value,
                                                                               self._new_row)
        self._values[kind, key] = values
        self._states[kind, key] = str(given.get("state") or _USUAL.get(kind, ""))
        if given.get("recorded_at"):
            self._recorded[kind, key] = str(given["recorded_at"])

    def _rows(self, value: Value) -> Value:
        """Key the rows of a table that no form declares, as `residence`."""
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            return {self._new_row(): row for row in value}
        return value

    def _of(self, kind: str) -> Iterator[tuple[str, dict[str, Value]]]:
        yield from [(key, values) for (held, key), values in self._values.items() if held == kind]

    def _fill(self) -> None:
        self._missing_people()
        for (kind, key), values in list(self._values.items()):
            if kind == "pairing":
                self._fill_pairing(key, values)
            elif kind == "consent":
                self._fill_consent(values)
            elif kind == "loving_mother":
                self._fill_mother(values)
            elif kind == "child":
                values.setdefault("birth_date", f"{self._first.year - 10}-06-15")
        for (kind, key), values in list(self._values.items()):
            self._fill_form(kind, key, values)
            self._fill_status(kind, key, values)

    def _missing_people(self) -> None:
        """Children and loving mothers that are named and not given."""
        for (kind, _), values in list(self._values.items()):
            for field in ("child", "loving_mother"):
                if kind == field:
                    continue
                for named in members(values.get(field)):
                    self._values.setdefault((field, str(named)), {})
                    self._states.setdefault((field, str(named)), _USUAL[field])

    def _fill_pairing(self, key: str, values: dict[str, Value]) -> None:
        state = self._states.get(("pairing", key)) or "in_force"
        values.setdefault("role", "lead")
        if state == "proposed":
            values.setdefault("offered_on", self._ago(1))
            return
        child = self._values.get(("child", str(values.get("child"))), {})
        values.setdefault("started_on", child.get("paired_on") or self._ago(90))
        if state == "ended":
            values.setdefault("ended_on", self._ago(1))

    def _fill_consent(self, values: dict[str, Value]) -> None:
        values.setdefault("by", "guardian")
        values.setdefault("purpose", "pairing")
        values.setdefault("decision", "agreed")
        if values["by"] == "guardian" and not values.get("guardian"):
            values["guardian"] = self._guardian_of(str(values.get("child")))

    def _guardian_of(self, child: str) -> str:
        for key, values in self._of("guardian"):
            if any(row.get("child") == child and row.get("role") == "guardian" for _, row in rows(values.get("roles"))):
                return key
        key = f"guardian_of_{child}"
        self._values["guardian", key] = {"roles": {self._new_row(): {"child": child, "role": "guardian"}}}
        return key

    def _fill_mother(self, values: dict[str, Value]) -> None:
        if "query_on" not in values and "query_result" not in values:
            values["query_on"] = self._ago(30)
            values["query_result"] = "clear"
        values.setdefault("kind", "mother")
        values.setdefault("sex", "male" if values["kind"] == "father" else "female")

    def _ago(self, days: int) -> str:
        return (self._first - timedelta(days=days)).isoformat()

    # --- what a form asks for always ---

    def _fill_form(self, kind: str, key: str, values: dict[str, Value]) -> None:
        form = self._province.forms.get(kind)
        for field in form.fields.at() if form else ():
            skipped = kind == "pairing" and field.key in ("started_on", "end_reason")
            if field.need is Need.ALWAYS and not field.ask_when.clauses and is_empty(values.get(field.key)) and (
                not skipped
            ):
                values[field.key] = self._valid(field, key)
        if kind == "consent" and (channel := form.fields.get("channel") if form else None):
            values.setdefault("channel", self._valid(channel, key))
        if kind in ("child", "loving_mother", "household", "event", "mother_team"):
            values.setdefault("division_code", self._village)

    def _valid(self, field: FieldSpec, key: str) -> Value:
        """Give a valid value of a field: its default, the first choice, the case's village, its first day."""
        if field.default is not None and not isinstance(field.default, (By, SameAs)):
            return shape_field(field, self._province, field.default, self._new_row)
        value: Any = key
        if field.type is FieldType.CHOICE:
            found = self._province.choices.get(field.choices)
            value = found.choices[0].key if found and found.choices else None
        elif field.type is FieldType.DATE:
            value = self._ago(0)
        elif field.type is FieldType.NUMBER:
            value = "1"
        elif field.type is FieldType.DIVISION:
            value = self._village
        elif field.type is FieldType.FLAG:
            value = True
        elif field.type is FieldType.LINK:
            value = self._linked(field.to)
        elif field.type in (FieldType.TABLE, FieldType.PHONE, FieldType.RESIDENT_ID, FieldType.FILE):
            value = None
        return shape_field(field, self._province, value, self._new_row)

    def _linked(self, kind: str) -> str | None:
        entries = self._province.forms[kind].entries if kind in self._province.forms else ()
        if entries:
            return entries[0].key
        return next((key for key, _ in self._of(kind)), None)

    # --- the history that leads to a state ---

    def _fill_status(self, kind: str, key: str, values: dict[str, Value]) -> None:
        life = self._province.lives.get(kind)
        if life is None or values.get("status"):
            return
        state = self._states.get((kind, key)) or next(iter(life.states), "")
        path = path_to(life, state)
        known = {step: str(given) for step in path if (given := values.pop(f"{step}_on", None))}
        if kind == "child" and "paired" in path and "paired" not in known:
            begun = [str(pair["started_on"]) for _, pair in self._of("pairing")
                     if pair.get("child") == key and pair.get("started_on")]
            known.update({"paired": min(begun)} if begun else {})
        if kind == "micro_wish" and values.get("date"):
            known.setdefault(path[0], str(values["date"]))
        days = self._days(path, known)
        values["status"] = {
            self._new_row(): {"state": step, "from": days[step], "by": "", "reason": "", "operator": "case"}
            for step in path
        }

    def _days(self, path: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
        """Date the states of a path: those that are known, the others a day before the next or after the last."""
        days: dict[str, date] = {step: found for step, day in known.items() if (found := as_day(day))}
        if not days:
            days[path[-1]] = self._first
        last = max(path.index(step) for step in days)
        for place in range(last + 1, len(path)):
            days[path[place]] = min(days[path[place - 1]] + timedelta(days=1), max(self._first, days[path[place - 1]]))
        for place in range(len(path) - 2, -1, -1):
            days.setdefault(path[place], days[path[place + 1]] - timedelta(days=1))
        return {step: day.isoformat() for step, day in days.items()}


def _village(province: Province, division: str) -> str:
    """Give the first village of the division, or of the province; a made-up code where the table knows none."""
    inside = division or province.identity.code
    found = next((code for code in province.divisions if len(code) == 12 and code.startswith(inside)), "")
    return found or inside.ljust(12, "0")
