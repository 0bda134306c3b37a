"""What the use cases of reports are asked and what they answer."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.problem import Problem
from aixin_tui.engine.content import ReportContent


@dataclass(frozen=True, slots=True)
class ReportListed:
    """One report of the province that the office makes."""

    key: str
    title: str
    unit: str
    """`week`, `month`, `quarter`, `year`; empty for a document or one that is made when something is new."""
    document_for: str
    """Kind of the record that a document is for; empty for a report."""
    to: str
    period: str
    """The latest period that is over on the day, as `2025-05`; empty for a document."""
    due_on: str
    """The last day on which it is in time; empty where nothing is due."""
    submitted_on: str
    """Day on which that period's was handed in; empty if it has not been."""


@dataclass(frozen=True, slots=True)
class RenderReport:
    """Render a report of the office for a period, as known at a moment (a day means its end; empty for now)."""

    key: str
    period: str = ""
    """`2025-05`, `2025-W22`, `2025-Q2`, `2025`; empty for the one that runs today."""
    known_at: str = ""
    office: str = ""
    """A division inside the office; empty for the office itself."""
    lang: str = "zh"
    phrases: tuple[tuple[str, int], ...] = ()
    """Which text of a phrase stands (from 1) [QH-10]."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report, or why there is none."""

    content: ReportContent | None = None
    problems: tuple[Problem, ...] = ()
    filled_by: str = ""
    """Who filled in what was handed in, where this is the same to the letter; else left for the pen."""
    reviewed_by: str = ""
    filled_on: str = ""


@dataclass(frozen=True, slots=True)
class ExplainNumber:
    """Ask for the records behind a number: block by key, row and column from 1.

    In a text block the row is 1 and the column counts the figures.
    """

    key: str
    period: str
    block: str
    row: int
    column: int
    known_at: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a number; names are masked outside the operator's own division."""

    kind: str
    id: str
    name: str
    place: str
    text: str = ""
    """What it is, beside whose: a date, a kind of activity."""


@dataclass(frozen=True, slots=True)
class NumberExplained:
    """A number of a report and the records behind it."""

    label: str
    text: str
    records: tuple[Behind, ...] = ()
    sealed: bool = False
    """Its records are sealed: only the bare number is told."""
    source: str = ""
    """On whose word the number is counted so: the sentence, the document, or 系统默认，非官方口径."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmitReport:
    """Hand a report in (定稿): what was known at this moment is kept as such."""

    key: str
    period: str
    filled_by: str
    reviewed_by: str
    again: bool = False
    """Hand it in once more though it has been."""


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """One act behind a correction."""

    number: int
    recorded_at: str
    operator: str
    action: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One difference between what was handed in and what is known now, with the acts behind it."""

    block: str
    heading: str
    row: str
    column: str
    before: str
    after: str
    kind: str
    records: tuple[str, ...]
    entries: tuple[CorrectionEntry, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a report since it was handed in; empty where it would be the same today."""

    key: str
    period: str
    submitted_at: str
    rows: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
