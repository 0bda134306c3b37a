"""A report of a large workspace, part by part: what its outline asks of each part, and one view of the answers.

What no two parts share is judged in its own part (`services.ports.Region`). The outline is then written from a view
that knows these answers and no record, so nobody has to hold a whole province at once. What has not been asked
beforehand ends in `NotGatheredError`, never in an answer from too little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import Level
from aixin_tui.engine import figures
from aixin_tui.engine.figures import Part
from aixin_tui.engine.reporting import Outline, blocks_of, figures_in
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.condition import Condition, Equals, FactTest
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.engine.view import Values, View

if TYPE_CHECKING:
    from aixin_tui.engine.spec.province import Province

K = TypeVar("K")
V = TypeVar("V")

_DIVISION = "division"
#: A division of one of these levels lies in one county, so that one part knows all that it holds.
_IN_ONE_COUNTY = frozenset({Level.COUNTY.value, Level.TOWN.value, Level.VILLAGE.value})
_COUNTY_DIGITS = 6


class NotGatheredError(Exception):
    """Something is asked of a gathered view that was not asked of the parts: the whole has to be read."""


class Answers:
    """What the parts have answered so far."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str, str], Values] = {}
        self.found: dict[tuple[str, str], Record | None] = {}
        self.lists: dict[tuple[str, int], list[Record]] = {}
        """Records by kind and the identity of the condition that they meet."""
        self.parts: dict[str, list[Part]] = {}
        """Parts of figures, their records without values."""
        self._bare: dict[tuple[str, str], Record] = {}

    def bare(self, record: Record) -> Record:
        """Give a record of the same kind and id that holds nothing; always the same one."""
        key = (record.kind, record.id)
        return self._bare.setdefault(key, Record(*key, {}))


class PartView(View):
    """The view of one part that writes down what it is asked from outside, and its answers."""

    def __init__(self, answers: Answers, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._answers = answers
        self._is_answering = False

    def fact(self, record: Record, name: str) -> Values:
        """Give the values of a fact, and write them down where no other fact asked for it."""
        if self._is_answering:
            return super().fact(record, name)
        self._is_answering = True
        try:
            found = super().fact(record, name)
        finally:
            self._is_answering = False
        self._answers.facts[record.kind, record.id, name] = found
        return found

    def find(self, kind: str, key: str) -> Record | None:
        """Find a record, and write it down; what another part has found is found."""
        found = super().find(kind, key)
        if not self._is_answering and (found is not None or (kind, key) not in self._answers.found):
            self._answers.found[kind, key] = found
        return found

    def meeting(self, kind: str, condition: Condition) -> tuple[Record, ...]:
        """List the records of this part that meet a condition."""
        outer, self._is_answering = self._is_answering, True
        try:
            return super().meeting(kind, condition)
        finally:
            self._is_answering = outer

    def parts(self, key: str) -> tuple[Part, ...]:
        """List the parts of a figure; nothing is written down."""
        self._is_answering = True
        try:
            return figures.parts_of(self, key)
        finally:
            self._is_answering = False

    def keep_divisions(self, counties: Collection[str], elsewhere: Collection[str] | None = None) -> None:
        """List only the divisions in `counties`; with `elsewhere`, the counties of all other parts, all but theirs."""
        self._lists[_DIVISION] = tuple(
            record for record in self.records(_DIVISION)
            if (county := record.id[:_COUNTY_DIGITS]) in counties
            or (elsewhere is not None and county not in elsewhere))


def gather(view: PartView, answers: Answers, spec: ReportSpec, office: str) -> None:
    """Ask of one part what the report's outline will ask of the whole."""
    outline, blocks = Outline(view, spec, office=office), blocks_of(view, spec, office)
    for key in _bases(view, figures_in(view.province, blocks)):
        answers.parts.setdefault(key, []).extend(
            Part(answers.bare(part.counted), answers.bare(part.source), part.place) for part in view.parts(key))
    for block in blocks:
        outline.ask(block)
        if block.list is not None:
            met = view.meeting(block.list.of, block.list.where)
            answers.lists.setdefault((block.list.of, id(block.list.where)), []).extend(met)


def _bases(view: View, keys: Iterable[str]) -> tuple[str, ...]:
    """Name the figures that some are worked out from, each once."""
    specs = [found for key in keys if (found := figures.figure_spec(view, key)) is not None]
    return tuple(dict.fromkeys(base for found in specs for base in figures.bases(found)))


class GatheredView(View):
    """A view of what the parts have answered; whatever else it is asked ends in NotGatheredError."""

    def __init__(self, answers: Answers, province: Province, day: date, *, office: str,
                 period: tuple[date, date] | None, judged_on: date | None) -> None:
        super().__init__(Snapshot(()), province, day, office=office, period=period, judged_on=judged_on)
        self._answers = answers
        for key, parts in answers.parts.items():
            figures.keep_parts(self, key, sorted(parts, key=lambda part: part.source.id))

    def fact(self, record: Record, name: str) -> Values:
        """Give what the record's own part has answered."""
        return self._told(self._answers.facts, (record.kind, record.id, name))

    def find(self, kind: str, key: str) -> Record | None:
        """Give what a part has found."""
        return self._told(self._answers.found, (kind, key))

    def meeting(self, kind: str, condition: Condition) -> tuple[Record, ...]:
        """List what meets a condition in any part, by id."""
        met = self._told(self._answers.lists, (kind, id(condition)))
        return tuple(sorted(met, key=lambda record: record.id))

    def records(self, kind: str) -> tuple[Record, ...]:
        """Refuse: records are in the parts alone."""
        raise NotGatheredError(kind)

    def at(self, day: date) -> View:
        """Refuse another day."""
        if day != self.day:
            raise NotGatheredError(day.isoformat())
        return self

    @staticmethod
    def _told(answers: Mapping[K, V], key: K) -> V:
        try:
            return answers[key]
        except KeyError:
            raise NotGatheredError(str(key)) from None


def kinds_counted(view: View, spec: ReportSpec, office: str) -> frozenset[str] | None:
    """Name the kinds whose records a report counts or lists, or None if it cannot be told part by part.

    Divisions are not among them: they can be listed where they lie in one county each.
    """
    blocks = blocks_of(view, spec, office)
    named = [figures.figure_spec(view, key) for key in _bases(view, figures_in(view.province, blocks))]
    asked = [(kind, one.where) for one in named if one is not None
             for kind in (figures.source_kind(one), figures.counted_kind(one))]
    asked += [(block.list.of, block.list.where) for block in blocks if block.list is not None]
    if any(kind == _DIVISION and not _is_in_one_county(where) for kind, where in asked):
        return None
    kinds = {kind for kind, _ in asked} - {_DIVISION}
    return frozenset(kinds | ({"match_proposal"} if "pairing" in kinds else set()))


def _is_in_one_county(condition: Condition) -> bool:
    return any(isinstance(clause, FactTest) and clause.fact == "division.level" and isinstance(clause.test, Equals)
               and {str(value) for value in clause.test.values} <= _IN_ONE_COUNTY for clause in condition.clauses)
