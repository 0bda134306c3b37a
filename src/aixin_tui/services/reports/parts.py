"""Reports of a large workspace, county by county: so much memory as one county needs, and the same to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aixin_tui.engine.gathering import Answers, GatheredView, NotGatheredError, PartView, gather, kinds_counted
from aixin_tui.engine.keeping import let_go
from aixin_tui.engine.reporting import render_report
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.view import View
from aixin_tui.reference.festivals import festivals
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Region

if TYPE_CHECKING:
    from aixin_tui.engine.content import ReportContent
    from aixin_tui.engine.spec.report import ReportSpec
    from aixin_tui.services.reports.rendering import Edition

#: So often a report is gathered anew where somebody wrote meanwhile; then it is made of the whole, at one moment.
_TRIES = 2


def made_in_parts(
    desk: Desk, who: Who, spec: ReportSpec, edition: Edition, *, sealed: bool, lang: str, phrases: Mapping[str, int],
) -> ReportContent | None:
    """Render an edition out of the workspace's regions; None where it has to be made of the whole.

    `sealed` reads the restricted records too, as far as a figure tells their bare number.
    """
    parts = _parts(desk, who, spec, edition, sealed=sealed)
    for _ in range(_TRIES):
        if len(parts) < 2:
            return None
        answers = _answers(desk, who, spec, edition, parts, sealed=sealed)
        before, parts = parts, _parts(desk, who, spec, edition, sealed=sealed)
        if parts == before:
            view = GatheredView(answers, desk.province, **_seen(who, edition))
            try:
                return render_report(view, spec, edition.period, office=edition.office, lang=lang, phrases=phrases,
                                     issued=edition.issued)
            except NotGatheredError:
                return None
    return None


def _seen(who: Who, edition: Edition) -> dict[str, Any]:
    made_on = edition.day(who)
    return {"day": edition.period.as_of(made_on), "office": edition.office, "period": edition.period.days,
            "judged_on": edition.period.judged_on(made_on)}


def _parts(desk: Desk, who: Who, spec: ReportSpec, edition: Edition, *, sealed: bool) -> tuple[Region, ...]:
    """Part the workspace for a report; empty where it is told of the whole alone, or of what was known earlier."""
    if edition.known_at or who.known_at:
        return ()
    kinds = kinds_counted(View(Snapshot(()), desk.province, **_seen(who, edition)), spec, edition.office)
    if kinds is None:
        return ()
    found = desk.store.regions(kinds, restricted=sealed)
    ours = tuple(part for part in found if not part.counties or any(map(edition.holds, part.counties)))
    return ours if all(part.counties and all(map(edition.holds, part.counties)) for part in ours) else ()


def _answers(
    desk: Desk, who: Who, spec: ReportSpec, edition: Edition, parts: tuple[Region, ...], *, sealed: bool,
) -> Answers:
    answers = Answers()
    for number, part in enumerate(parts):
        view = PartView(answers, desk.store.region(part, restricted=sealed), desk.province, festivals=festivals(),
                        **_seen(who, edition))
        # Villages of counties without a record are listed once, with the first part.
        view.keep_divisions(part.counties, None if number else {c for other in parts[1:] for c in other.counties})
        gather(view, answers, spec, edition.office)
        let_go(view)
    return answers
