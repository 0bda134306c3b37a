"""What all kinds of lists share while they are taken in: the desk, the list, the run, the places, the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.spec.condition import By, SameAs
from aixin_tui.reference.elsewhere import divisions as elsewhere
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.importing.headers import ListFacts
from aixin_tui.services.importing.places import Gazetteer
from aixin_tui.services.importing.results import RowResult
from aixin_tui.services.importing.row_cells import RowCells
from aixin_tui.services.importing.working_copy import WorkingCopy


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided about a held row: `take` it as it is, or `merge` it into the record `target`."""

    action: str
    target: str = ""

    @property
    def takes(self) -> bool:
        """Whether the row is to be taken as it is."""
        return self.action == "take"


@dataclass(slots=True)
class Job:
    """One list on its way in. `run` is the id of the import, `day` the list's own day (填报日期), else today."""

    desk: Desk
    who: Who
    working: WorkingCopy
    kind: str
    run: str
    file: str
    facts: ListFacts
    day: str
    list_source: str = ""
    rows_named: dict[str, int] = field(default_factory=dict)
    """Record id → the row of this run that named it first."""
    _gazetteer: Gazetteer | None = None
    _defaults: dict[str, dict[str, Value]] = field(default_factory=dict)

    @property
    def today(self) -> str:
        """Today as ISO text."""
        return self.who.today.isoformat()

    @property
    def list_name(self) -> str:
        """What the list calls itself, else its file."""
        return self.facts.title or self.file

    def source(self, row: int) -> str:
        """Say where a record of a row comes from (model.md section 1)."""
        return f"import:{self.run}:{row}"

    @property
    def places(self) -> Gazetteer:
        """The places as the office sees them, with the former names that its county keeps."""
        if self._gazetteer is None:
            former = [(record.text("name"), record.text("division_code")) for record in self.working.of("former_name")]
            self._gazetteer = Gazetteer(self.desk.province.divisions, self.desk.office, former=former,
                                        elsewhere=elsewhere)
        return self._gazetteer

    def defaults(self, kind: str) -> dict[str, Value]:
        """Give the plain defaults of a form, as every new record of the kind has them."""
        found = self._defaults.get(kind)
        if found is None:
            form = self.desk.province.forms.get(kind)
            found = self._defaults[kind] = {
                spec.key: spec.default for spec in (form.fields.at(self.today, self.desk.office) if form else ())
                if spec.default is not None and not isinstance(spec.default, (By, SameAs, Mapping))}
        return found


class Importer(Protocol):
    """Takes in the rows of one kind of list."""

    def take(self, cells: RowCells, verdict: Verdict | None = None) -> RowResult:
        """Take in one row: its changes go to the job's working copy, its fate is given back."""

    def not_in_file(self) -> tuple[tuple[str, str], ...]:
        """List the known people whom the list does not name: id and name."""


def new_job(
    desk: Desk, who: Who, kind: str, *, run: str, file: str, facts: ListFacts, day: str, working: WorkingCopy,
) -> Job:
    """Make a job; a list dated in the future counts as of today."""
    today = who.today.isoformat()
    return Job(desk, who, working, kind, run, file, facts, min(day, today) if day else today)


def listed_of(record: Record) -> dict[str, Any]:
    """Give the list's own words that a record keeps."""
    held = record.get("listed")
    return dict(held) if isinstance(held, Mapping) else {}


__all__ = ["Importer", "Job", "Verdict", "listed_of", "new_job"]
