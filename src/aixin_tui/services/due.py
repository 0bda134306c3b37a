"""What is due and what was missed, with names: 待办、漏联. Everything comes from engine.duties."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from aixin_tui.domain.record import Record
from aixin_tui.engine.duties import DutyItem, DutyStatus, duty_items, items_of
from aixin_tui.engine.duty_facts import pairing_span
from aixin_tui.engine.keeping import let_go
from aixin_tui.engine.pairings import is_paused, named_mother
from aixin_tui.engine.periods import Period, parse_period
from aixin_tui.engine.spec.checklist import DutySpec
from aixin_tui.engine.view import View
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.left import GoOn, always, while_wanted
from aixin_tui.services.ports import Region
from aixin_tui.services.scope import RIGHTS, narrowed
from aixin_tui.services.sources import source_label
from aixin_tui.services.viewing import region_of, view_of

#: A place with more digits is read as one: it is one county or lies in it.
_CITY_DIGITS = 4


@dataclass(frozen=True, slots=True)
class DueLine:
    """One duty of one record in one slot with too little done."""

    duty: str
    label: str
    kind: str
    """Kind of the record that the duty is for: pairing, child, loving_mother, …"""
    record: str
    status: str
    """`due` while the slot runs, `missed` when the latest slot ended so."""
    slot_from: str
    slot_to: str
    """First and last day of the slot, ISO."""
    child: str = ""
    child_name: str = ""
    mother: str = ""
    mother_name: str = ""
    place: str = ""
    """Name of the place, village last."""
    who: str = ""
    source_label: str = ""


@dataclass(frozen=True, slots=True)
class DueGroup:
    """One duty of the checklist and the lines under it."""

    duty: str
    label: str
    group: str
    group_label: str
    due: tuple[DueLine, ...]
    missed: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True)
class DueBoard:
    """All that is due and missed on `day` in `scope`, by duty in the checklist's order; empty duties left out."""

    day: str
    scope: str
    groups: tuple[DueGroup, ...]

    @property
    def due_count(self) -> int:
        """How many items are due."""
        return sum(len(group.due) for group in self.groups)

    @property
    def missed_count(self) -> int:
        """How many items were missed."""
        return sum(len(group.missed) for group in self.groups)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One pair and one duty in the month: `done`, `due`, `missed` or `none` (not owed), with the records that count."""

    duty: str
    status: str
    records: tuple[str, ...] = ()
    last_on: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pair in force in the month."""

    pairing: str
    number: str
    child: str
    child_name: str
    mother: str
    mother_name: str
    place: str
    paused: bool
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class CareGrid:
    """A month's care: pairs in force down, duties across."""

    month: str
    scope: str
    duties: tuple[tuple[str, str], ...]
    """Key and label of each column."""
    rows: tuple[GridRow, ...]


def due_board(
    desk: Desk, who: Who, scope: str = "", day: date | None = None, *, duties: Collection[str] = (),
    view: View | None = None, progress: Callable[[int, int], None] | None = None,
) -> DueBoard:
    """Group what is due and missed on `day` (today) in `scope` (the operator's).

    `duties` names the ones wanted; a `view` that stands already is used instead of reading again. A large workspace is
    read part by part; `progress` is told how many of how many parts are done.
    """
    place, now = narrowed(who, scope), (day or who.today).isoformat()
    parts = () if view else due_parts(desk, who, place, duties)
    views = _views(desk, who, day, parts) if len(parts) > 1 else iter((view or view_of(desk, who, day, scope=place),))
    held: dict[str, tuple[list[DueLine], list[DueLine]]] = {}
    for done, seen in enumerate(views, 1):
        for item in duty_items(seen, scope=place, duties=duties):
            if item.status in (DutyStatus.DUE, DutyStatus.MISSED):
                due, missed = held.setdefault(item.duty, ([], []))
                (due if item.status is DutyStatus.DUE else missed).append(line_of(seen, item))
        if progress is not None and parts:
            progress(done, len(parts))
    return DueBoard(view.now if view else now, place, _groups(desk, held, view.now if view else now))


def _groups(desk: Desk, held: Mapping[str, tuple[list[DueLine], list[DueLine]]], now: str) -> tuple[DueGroup, ...]:
    checklist = desk.province.checklist
    groups = []
    for key in checklist.duties:
        if key in held:
            spec = checklist.duties.get(key, now) or checklist.duties.versions(key)[-1]
            group = checklist.groups.get(spec.group)
            # The order in which one view lists them, however many parts were read.
            due, missed = (sorted(lines, key=lambda line: (line.kind, line.record)) for lines in held[key])
            groups.append(DueGroup(key, spec.label, spec.group, group.label if group else "",
                                   tuple(due), tuple(missed)))
    return tuple(groups)


def _views(desk: Desk, who: Who, day: date | None, parts: Iterable[Region]) -> Iterator[View]:
    for part in parts:
        view = view_of(desk, who, day, snapshot=region_of(desk, who, part))
        yield view
        let_go(view)


def due_parts(desk: Desk, who: Who, place: str = "", duties: Collection[str] = ()) -> tuple[Region, ...]:
    """Part a workspace into regions in which its duties are judged alone; empty where it is read as one.

    What is seen in part (one county, some of the restricted kinds, a day gone by) is read as one.
    """
    if who.known_at or who.scope or len(place) > _CITY_DIGITS or (who.rights and not who.rights >= RIGHTS):
        return ()
    known = desk.province.checklist.duties
    kinds = {version.scope for key in known if not duties or key in duties for version in known.versions(key)}
    parts = desk.store.regions({*kinds, "pairing", "match_proposal"}, restricted=bool(who.rights))
    return parts if all(part.counties for part in parts) else ()


def line_of(view: View, item: DutyItem) -> DueLine:
    """Put a duty's item into words: whose it is, where, and by whose rule."""
    record = view.find(item.scope_kind, item.record_id) or Record(item.scope_kind, item.record_id, {})
    child, mother = people_of(view, record)
    place = view.place(record)
    spec = view.province.checklist.duties.get(item.duty, item.last.isoformat(), place)
    return DueLine(
        duty=item.duty, label=item.label, kind=item.scope_kind, record=item.record_id, status=item.status.value,
        slot_from=item.first.isoformat(), slot_to=item.last.isoformat(),
        child=child.id if child else "", child_name=child.text("name") if child else "",
        mother=mother.id if mother else "", mother_name=_mother_name(view, record, child, mother),
        place=view.province.divisions.path(place), who=item.who, source_label=source_label(spec.stamp) if spec else "",
    )


def people_of(view: View, record: Record) -> tuple[Record | None, Record | None]:
    """Find the child and the loving mother (or team) that a record is about."""
    if record.kind == "child":
        return record, None
    if record.kind in ("loving_mother", "mother_team"):
        return None, record
    pair = view.find("pairing", record.text("pairing")) if record.get("pairing") else None
    about = record if record.get("child") or pair is None else pair
    child = view.find("child", about.text("child")) if about.text("child") else None
    return child, named_mother(view, about)


def _mother_name(view: View, record: Record, child: Record | None, mother: Record | None) -> str:
    """Name her; of a duty of neither a child nor a mother the household's name stands here, or the record's own."""
    if mother:
        return mother.text("name")
    home = view.find("household", record.text("household")) if record.get("household") else None
    return "" if child else (home or record).text("name")


#: So many pairs are laid out between two looks whether somebody waits.
_EVERY = 32


def care_grid(desk: Desk, who: Who, month: str = "", scope: str = "", *, go_on: GoOn = always,
              tell: Callable[[int, int], object] = lambda _done, _total: None) -> CareGrid:
    """Lay out a month (`2025-05`; this month if empty): which pair has done which duty.

    A past month is judged as of the day after its last, as its report is. `tell` hears how many pairs of how many are
    laid out. Raises ValueError for what is no month, LeftError when `go_on` says that nobody waits any more.
    """
    period = parse_period(month or who.today.isoformat()[:7])
    place = narrowed(who, scope)
    view = view_of(desk, who, period.as_of(who.today), scope=place, period=period.days,
                   judged_on=period.judged_on(who.today))
    columns = _columns(view)
    pairs = [pair for pair in view.records("pairing") if view.place(pair).startswith(place) and _in_month(pair, period)]
    rows: list[GridRow] = []
    for pair in while_wanted(pairs, go_on, _EVERY):
        if len(rows) % _EVERY == 0:
            tell(len(rows), len(pairs))
        rows.append(_row(view, period, pair, columns))
    order = sorted(rows, key=lambda row: (row.place, row.child_name, row.pairing))
    return CareGrid(period.key, place, tuple((spec.key, spec.label) for spec in columns), tuple(order))


def _columns(view: View) -> tuple[DutySpec, ...]:
    """List the duties that a pair's month shows: those of pairs, and of children in the same groups (七个一)."""
    duties = view.province.checklist.duties.at(view.now, view.office)
    groups = {spec.group for spec in duties if spec.scope == "pairing"}
    return tuple(spec for spec in duties if spec.scope == "pairing" or (spec.scope == "child" and spec.group in groups))


def _in_month(pairing: Record, period: Period) -> bool:
    span = pairing_span(pairing)
    return span is not None and span[0] <= period.last and span[1] > period.first


def _row(view: View, period: Period, pairing: Record, columns: Iterable[DutySpec]) -> GridRow:
    child, mother = people_of(view, pairing)
    concerned: Mapping[str, Record | None] = {"pairing": pairing, "child": child}
    cells = tuple(_cell(view, period, spec.key, concerned[spec.scope]) for spec in columns)
    return GridRow(
        pairing.id, pairing.text("number"), child.id if child else "", child.text("name") if child else "",
        mother.id if mother else "", mother.text("name") if mother else "",
        view.province.divisions.path(view.place(pairing)), is_paused(pairing, view.now), cells,
    )


#: Of several slots in one month (weeks) the cell shows the worst.
_WORST = (DutyStatus.MISSED, DutyStatus.DUE, DutyStatus.DONE)


def _cell(view: View, period: Period, duty: str, record: Record | None) -> GridCell:
    items = [
        item for item in (items_of(view, duty, record) if record else ())
        if item.first <= period.last and item.last >= period.first
    ]
    status = next((s for s in _WORST if any(item.status is s for item in items)), None)
    done = tuple(dict.fromkeys(key for item in items for key in item.done_by))
    return GridCell(duty, status.value if status else "none", done, _last_on(view, done))


def _last_on(view: View, done: Iterable[str]) -> str:
    """Give the latest date of the records that count: activities for most duties, else whatever kind they are."""
    dates = [record.text("date") for key in done for kind in ("activity", "care_plan", "event")
             if (record := view.snapshot.get(kind, key))]
    return max(dates, default="")
