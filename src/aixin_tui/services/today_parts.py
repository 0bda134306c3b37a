"""今日 of a large workspace: what has to be done region by region, so that nobody waits for all of it.

What a region comes to holds as long as its mark does (`ports.Region`): nothing that is shown is older than its records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from heapq import nsmallest

from aixin_tui.domain.kinds import WORK_KINDS
from aixin_tui.engine.duties import DutyStatus, duty_items
from aixin_tui.engine.view import View
from aixin_tui.services.acting import Draft
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.due import DueLine, line_of
from aixin_tui.services.harm import list_alerts, unreported
from aixin_tui.services.left import GoOn, always, while_wanted
from aixin_tui.services.pairs.again import to_pair_again
from aixin_tui.services.pairs.debts import debts_in
from aixin_tui.services.ports import Browse, Region
from aixin_tui.services.today import TodayBoard, open_offers
from aixin_tui.services.today_models import DutyCount, TodayWork
from aixin_tui.services.viewing import region_of, view_of
from aixin_tui.services.work_list import WorkCount, work_counts

#: Of debts and offers that a whole province has, so many are kept to be shown; they are counted all the same.
KEPT = 500


def today_part(desk: Desk, who: Who, region: Region, go_on: GoOn = always) -> TodayWork:
    """Say what has to be done in one region; raises LeftError when `go_on` says that nobody waits any more."""
    view = _view(desk, who, region)
    counts: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for item in while_wanted(duty_items(view), go_on):
        if item.status in (DutyStatus.DUE, DutyStatus.MISSED):
            counts.setdefault(item.duty, [0, 0])[item.status is DutyStatus.MISSED] += 1
            labels[item.duty] = item.label
    offers, debts = open_offers(view), debts_in(view)
    draft = Draft(desk, who, "", snapshot=view.snapshot)
    again = to_pair_again(view)
    return TodayWork(
        tuple(DutyCount(key, _label(view, key, labels[key]), *held) for key, held in counts.items()),
        list_alerts(desk, who, snapshot=view.snapshot), offers[:KEPT], len(offers), debts[:KEPT], len(debts),
        work_counts(desk, who, view), unreported=len(unreported(draft)),
        again=again[:KEPT], again_count=len(again))


def _view(desk: Desk, who: Who, region: Region) -> View:
    return view_of(desk, who, snapshot=region_of(desk, who, region))


def _label(view: View, duty: str, known: str) -> str:
    spec = view.province.checklist.duties.get(duty, view.now)
    return spec.label if spec else known


def work_of(board: TodayBoard, missing: int = 0) -> TodayWork:
    """Give the same out of a board that stands; `missing` counts the records that speak of harm without a report."""
    due = tuple(DutyCount(group.duty, group.label, len(group.due), len(group.missed)) for group in board.due.groups)
    return TodayWork(due, board.alerts, board.offers, len(board.offers), board.debts, len(board.debts), board.work,
                     board.held_rows, missing, board.again, len(board.again))


def added(desk: Desk, parts: Iterable[TodayWork], *, held_rows: int = 0) -> TodayWork:
    """Add up what regions come to, duties in the order of the checklist."""
    held = list(parts)
    due: dict[str, DutyCount] = {}
    work: dict[str, WorkCount] = {}
    for part in held:
        for one in part.due:
            have = due.get(one.duty)
            due[one.duty] = replace(one, due=one.due + have.due, missed=one.missed + have.missed) if have else one
        for each in part.work:
            kept = work.get(each.kind)
            work[each.kind] = (replace(each, open=each.open + kept.open, late=each.late + kept.late)
                               if kept else each)
    return TodayWork(
        tuple(due[key] for key in desk.province.checklist.duties if key in due),
        tuple(sorted((one for part in held for one in part.alerts), key=lambda one: (one.date, one.id))),
        tuple(nsmallest(KEPT, (one for part in held for one in part.offers), key=lambda o: (o.offered_on, o.proposal))),
        sum(part.offer_count for part in held),
        tuple(nsmallest(KEPT, (one for part in held for one in part.debts),
                        key=lambda one: (one.is_question, one.due_on, one.pairing))),
        sum(part.debt_count for part in held),
        tuple(work[kind] for kind in WORK_KINDS if kind in work), held_rows, sum(part.unreported for part in held),
        tuple(nsmallest(KEPT, (one for part in held for one in part.again), key=lambda one: (one.since, one.child))),
        sum(part.again_count for part in held))


def held_count(desk: Desk) -> int:
    """Count the rows of imports that wait for somebody to decide, by the index."""
    count, after = 0, ""
    runs: dict[str, bool] = {}
    while page := desk.store.browse(Browse("import_row", states=("held",), after=after)).rows:
        for row in page:
            record = desk.store.get("import_row", row.id)
            run = record.text("run") if record else ""
            if run not in runs:
                known = desk.store.get("import_run", run)
                runs[run] = known is not None and not known.is_voided
            count += runs[run]
        after = page[-1].key
    return count


def due_lines(desk: Desk, who: Who, region: Region, duty: str, limit: int) -> tuple[DueLine, ...]:
    """List what is missed and due of one duty in one region, missed ones first, at most so many lines."""
    view = _view(desk, who, region)
    found: list[DueLine] = []
    for item in duty_items(view, duties=(duty,)):
        if item.status in (DutyStatus.DUE, DutyStatus.MISSED):
            found.append(line_of(view, item))
            if len(found) == limit:
                break
    return tuple(sorted(found, key=lambda line: line.status != DutyStatus.MISSED))
