"""定稿 and 更正: hand a report in, and list what would be told otherwise now, with the acts behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import KINDS, home_of
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.record import Act, Change, LogEntry, Record, members
from aixin_tui.engine.content import Difference, ReportContent, differences
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.services.acting import alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.reports.models import Correction, CorrectionEntry, Corrections, SubmitReport
from aixin_tui.services.reports.rendering import (
    Edition,
    edition_of,
    issued_before,
    make,
    office_for,
    period_for,
    refused,
    submissions_of,
    unit_of,
)
from aixin_tui.services.scope import refusals


@alone
def submit(desk: Desk, who: Who, command: SubmitReport) -> Result:
    """Hand a report in: keep what was known, the day and the digest, never the text; it comes anew from the log.

    One that is made when something is new (no calendar cadence) may be handed in as often as there is something new.
    """
    spec = desk.province.reports.get(command.key)
    office = office_for(desk, who, "")
    problems = [*refused(who, spec, command.key, office), *refusals(desk, who, kind="submission")]
    if not command.filled_by.strip() or not command.reviewed_by.strip():
        problems.append(Problem(Code.REPORT_006))
    if spec is None or problems:
        return Result(problems=tuple(problems))
    try:
        period = period_for(spec, command.period, who.today)
    except ValueError:
        return Result(problems=(Problem(Code.REPORT_002, values={"period": command.period}),))
    earlier = submissions_of(desk, spec.key, office)
    before = [one for one in earlier if one.text("period") == period.key]
    if before and not command.again and unit_of(spec):
        values = {"title": spec.title, "period": period.label(), "day": before[-1].text("date")}
        return Result(problems=(Problem(Code.REPORT_004, Severity.HELD, values=values),))
    edition = Edition(period, office, desk.clock.now(), who.today, issued_before(earlier))
    return _handed_in(desk, who, command, spec, edition)


def signed_last(desk: Desk, who: Who, key: str) -> tuple[str, str]:
    """Give who filled in and who reviewed the report when it was handed in last; empty names where it never was."""
    earlier = submissions_of(desk, key, office_for(desk, who, ""))
    return (earlier[-1].text("filled_by"), earlier[-1].text("reviewed_by")) if earlier else ("", "")


def _handed_in(desk: Desk, who: Who, command: SubmitReport, spec: ReportSpec, edition: Edition) -> Result:
    content = make(desk, who, spec, edition)
    values = {
        "report": spec.key, "title": spec.title, "office": edition.office, "period": edition.period.key,
        "known_at": edition.known_at, "made_on": edition.made_on.isoformat(), "as_of": content.as_of,
        "date": who.today.isoformat(), "digest": content.digest,
        "filled_by": command.filled_by.strip(), "reviewed_by": command.reviewed_by.strip(),
        **_listed(spec, content),
    }
    key = desk.ids.new()
    change = Change("submission", key, values, home_of("submission", edition.office))
    act = Act("submit_report", who.operator, (change,), who.reason, who.source,
              {"report": spec.key, "period": edition.period.key})
    receipt = desk.store.commit(act)
    record = desk.store.get("submission", key) or Record("submission", key, values)
    about = {"title": spec.title, "period": edition.period.label(), "known_at": edition.known_at,
             "digest": content.digest}
    return Result((record,), (), receipt, about)


def _listed(spec: ReportSpec, content: ReportContent) -> Mapping[str, Mapping[str, Mapping[str, bool]]]:
    """Remember by id the lines of lists that tell everything once only [HI-18]."""
    once = {block.key for block in spec.blocks.versions() if block.list is not None and block.list.once}
    listed = {block.key: {row.key: True for row in block.rows} for block in content.blocks if block.key in once}
    return {"listed": listed} if listed else {}


def corrections(desk: Desk, who: Who, key: str, period: str) -> Corrections:
    """List the differences between the report as it was handed in and as it would be told now, of the same day.

    Each names the records behind it and the acts since then that touched them or something of theirs.
    """
    spec = desk.province.reports.get(key)
    office = office_for(desk, who, "")
    problems = refused(who, spec, key, office)
    if spec is None or problems:
        return Corrections(key, period, "", problems=problems)
    try:
        wanted = period_for(spec, period, who.today)
    except ValueError:
        return Corrections(key, period, "", problems=(Problem(Code.REPORT_002, values={"period": period}),))
    earlier = submissions_of(desk, key, office)
    handed_in = [one for one in earlier if one.text("period") == wanted.key]
    if not handed_in:
        values = {"title": spec.title, "period": wanted.label()}
        return Corrections(key, wanted.key, "", problems=(Problem(Code.REPORT_003, values=values),))
    then = edition_of(handed_in[-1], earlier)
    before = make(desk, who, spec, then)
    after = make(desk, who, spec, replace(then, known_at=""))
    found = differences(before, after)
    acts = tuple(entry for entry in desk.store.log() if entry.recorded_at > then.known_at) if found else ()
    snapshot = desk.store.snapshot(office) if found else Snapshot(())
    rows = tuple(_correction(one, acts, snapshot) for one in found)
    return Corrections(key, wanted.key, then.known_at, rows)


def _correction(one: Difference, acts: tuple[LogEntry, ...], snapshot: Snapshot) -> Correction:
    behind = set(one.records)
    for record_id in one.records:
        record = snapshot.get(one.kind, record_id)
        behind |= set(_links(record)) if record is not None else set()
    entries = tuple(
        CorrectionEntry(act.number, act.recorded_at, act.operator, act.action)
        for act in acts
        if any(behind & {change.id, *_links(snapshot.get(change.kind, change.id))} for change in act.changes)
    )
    return Correction(block=one.block, heading=one.heading, row=one.row, column=one.column, before=one.before,
                      after=one.after, kind=one.kind, records=one.records, entries=entries)


def _links(record: Record | None) -> Iterator[str]:
    """Name the child, pair and household of a record: what an act on it may change the numbers of."""
    known = KINDS.get(record.kind) if record is not None else None
    if record is None or known is None:
        return
    for field in known.links:
        if field in {"child", "pairing", "household"}:
            yield from members(record.get(field))
