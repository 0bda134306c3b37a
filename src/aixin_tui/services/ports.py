"""What a use case needs from outside: a store, a clock, ids and provinces. Storage and the plugin host implement it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from aixin_tui.domain.erasure import Erasure
from aixin_tui.domain.failures import StoreBusyError, StoreDamagedError
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Act, LogEntry, Receipt, Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.spec.step import TransitionRequest

__all__ = [
    "SILENT", "Browse", "Clock", "Ids", "Page", "Provinces", "Region", "Row", "StepListener", "Store",
    "StoreBusyError", "StoreDamagedError", "Tally", "Workspace",
]


class Clock(Protocol):
    """Gives the moment of recording, and nothing else: no decision asks it for today."""

    def now(self) -> str:
        """Give the moment as ISO text with the zone of Shanghai and milliseconds."""


class Ids(Protocol):
    """Gives ids that sort in the order in which they were given."""

    def new(self) -> str:
        """Give a fresh ULID (26 characters)."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What `office.json` says of the workspace in hand."""

    path: str
    id: str
    office: str
    """Division code of the office: 6 digits for a county, 9 for a town."""
    province: str
    """Key of the province: the name of its folder."""
    is_demo: bool
    """Demonstration data: every screen and file says so, and `AIXIN_NOW` is obeyed."""


@dataclass(frozen=True, slots=True)
class Browse:
    """A page of a list, from the index: never more than `limit` rows, by key and not by offset."""

    kind: str
    scope: str = ""
    """Division code; empty for the whole workspace."""
    text: str = ""
    """A name or its part, pinyin or its initials, the last four of an ID number or phone."""
    places: tuple[str, ...] = ()
    """Division codes that the text names: who lives there is found by it too."""
    states: tuple[str, ...] = ()
    after: str = ""
    """The `key` of the last row of the page before; empty for the first page."""
    before: str = ""
    """The `key` of the first row of the page after, to go back; empty to go on."""
    limit: int = 64
    known_at: str = ""
    """The list as it was known then: drawn up from the log, not from the index; empty for now."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list, as the index knows it: enough to draw it without opening the record."""

    kind: str
    id: str
    key: str
    """Where it stands in the order of the list; opaque, give it back as `after` or `before`."""
    name: str
    division_code: str
    state: str
    number: str = ""
    """Pair number, register name or the like."""
    birth_date: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list and how many there are in all."""

    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of a kind stand in each state on a day, by their last dated entry into one."""

    states: Mapping[str, int]
    others: tuple[str, ...] = ()
    """Ids of the records whose last entry is of a later day, or that have none: in no count, to be looked at singly."""

    @property
    def total(self) -> int:
        """How many records of the kind there are."""
        return sum(self.states.values()) + len(self.others)


@dataclass(frozen=True, slots=True)
class Region:
    """Counties that no record links with others, so that they can be judged alone."""

    counties: tuple[str, ...] = ()
    """Their codes; empty for the whole workspace."""
    mark: str = ""
    """Changes with everything that the region is read from."""


class Store(Protocol):
    """The records of one workspace. Reads write nothing; a write is durable when `commit` returns."""

    @property
    def workspace(self) -> Workspace:
        """Say which workspace this is."""

    @property
    def may_see_restricted(self) -> bool:
        """Whether the operating system lets this user read and write `restricted/`."""

    def get(self, kind: str, record_id: str) -> Record | None:
        """Find one record as it stands now, voided or not."""

    def own(self, kind: str) -> tuple[Record, ...]:
        """List the office's own records of a kind (operators, settings, shares), voided ones left out, by id.

        They stand in one small file, whatever the size of the workspace.
        """

    def snapshot(self, scope: str = "", *, known_at: str = "", restricted: bool = False) -> Snapshot:
        """Read all records of the counties that `scope` (a division code, or empty for all) lies in or holds.

        `known_at` (a moment or a day, which means its end) looks back: the state is replayed from the log.
        `restricted` adds the records of `restricted/` where the operating system lets this user read them.
        """

    def browse(self, query: Browse) -> Page:
        """Read one page of a list from the index."""

    def tally(self, kind: str, day: str) -> Tally:
        """Count the records of an open kind by the state that they stand in on an ISO day, voided ones left out."""

    def regions(self, kinds: Collection[str], *, restricted: bool = False) -> tuple[Region, ...]:
        """Part a large workspace into regions in which records of `kinds` can be judged alone; else one of all."""

    def region(self, region: Region, *, restricted: bool = False) -> Snapshot:
        """Read the records of a region, and what stands above the counties; unlike a snapshot it is not kept."""

    def commit(self, act: Act) -> Receipt:
        """Write an act, whole and durable, or raise and leave everything as it was.

        Raises:
            StoreBusyError: the lock is held by another process for over ten seconds.
            StoreDamagedError: the journal or a file is not what it was written as.
        """

    def commit_many(self, acts: Iterable[Act]) -> Iterator[Receipt]:
        """Write acts one after the other under one lock, each durable when its receipt is given.

        Up to 64 acts are drawn before the first of their receipts is given: they share one sync, and reading the
        store in between does not show them yet.
        """

    def held(self, operator: str = "") -> AbstractContextManager[None]:
        """Keep everybody else from writing, with all that they wrote in sight: what is judged inside stays true.

        May be held again inside. Raises StoreBusyError as `commit` does.
        """

    def log(self, *, kind: str = "", record_id: str = "", since: int = 0,
            restricted: bool = False, day: str = "") -> Iterator[LogEntry]:
        """Walk through the log from the oldest act on, of one record or of all.

        `since` is the number of the first act that is given. `restricted` adds what the restricted log holds (asking
        for one of its kinds does too); an act of that log alone has a negative number. `day` (ISO) leaves
        out older acts.
        """

    def entry(self, number: int, *, restricted: bool = False) -> LogEntry | None:
        """Find one act by its number; a negative one is of the restricted log alone."""

    def before(self, kind: str, record_id: str, number: int) -> Record | None:
        """Give a record as it stood before the act of that number: what an undo gives back; None if not there yet."""

    def erase(self, erasure: Erasure, erasure_id: str) -> Receipt:
        """Erase records by law: their values go from files, journal, log, index and drafts, and the chain stays whole.

        What `erasure.kept` names of them is still counted. `erasure_id` is a fresh id that names the act. Begun is
        finished: after a crash by who opens the workspace next. Raises OSError, StoreBusyError.
        """

    def fold(self) -> None:
        """Fold the journal into the files and move its lines to the log."""

    def close(self) -> None:
        """Let go of every file; folds nothing, loses nothing."""


class Provinces(Protocol):
    """The provinces that could be loaded, by key."""

    def __getitem__(self, key: str) -> Province:
        """Give a province; raises KeyError where it is unknown or broken."""

    def keys(self) -> tuple[str, ...]:
        """List the keys of the provinces that can be used."""


class StepListener(Protocol):
    """What a province's own Python says around the steps of records; neither call raises."""

    def audit_transition(self, request: TransitionRequest) -> tuple[Problem, ...]:
        """Look at a step before it is written; a problem that stops refuses the act it belongs to."""

    def transitioned(self, request: TransitionRequest) -> tuple[Problem, ...]:
        """Take note of a step that is durable; what fails in it is given as a warning and undoes nothing."""


class _Silent:
    """Says nothing: a province without Python."""

    def audit_transition(self, request: TransitionRequest) -> tuple[Problem, ...]:  # noqa: ARG002 - nothing to say
        return ()

    def transitioned(self, request: TransitionRequest) -> tuple[Problem, ...]:  # noqa: ARG002 - nothing to do
        return ()


#: The listener of a province that is data alone.
SILENT: StepListener = _Silent()
