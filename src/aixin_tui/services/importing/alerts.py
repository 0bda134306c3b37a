"""Words of harm in a note of a list raise the 强制报告 alert, whatever else becomes of the row (rosters, rule 32)."""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import Record
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.row_cells import Reading


def raise_alert(
    job: Job, reading: Reading, note: str, child: str, *, origin: Record, place: str, day: str, source: str,
) -> None:
    """Add an open alert about a child if the note tells of harm; the same note of the same record raises one alert."""
    from aixin_tui.engine.harm import find_signs

    signs = find_signs(note) if note else ()
    if not signs:
        return
    situations = {str(sign.situation): True for sign in signs}
    words = {word: True for sign in signs for word in sign.words}
    reading.say(Code.ROW_101, "note", situations="、".join(situations), words="、".join(words))
    job.working.add("mandatory_report", {
        "child": child, "date": day, "state": "open", "situations": situations, "words": words,
        "origin_kind": origin.kind, "origin": origin.id,
    }, source=source, place=place)
