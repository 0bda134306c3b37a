"""Words of harm in a note of a list raise the 强制报告 alert, whatever else becomes of the row (rosters, rule 32)."""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import Record, Value
from aixin_tui.services.acting import people_to_tell
from aixin_tui.services.importing.job import Job
from aixin_tui.services.importing.row_cells import Reading
from aixin_tui.texts import label


def raise_alert(
    job: Job, reading: Reading, note: str, child: str, *, origin: Record, place: str, day: str, source: str,
) -> None:
    """Add an open alert about a child if the note tells of harm; the same note of the same record raises one alert."""
    situations, words = _found(note)
    if not situations:
        return
    if not job.desk.store.may_see_restricted:
        named = "；".join(label(f"harm.situation_{number}") for number in sorted(situations))
        reading.say(Code.HARM_006, "note", words="、".join(words), situation=named,
                    people=people_to_tell(job.desk, job.who))
        return
    reading.say(Code.ROW_101, "note", situations="、".join(situations), words="、".join(words))
    job.working.add("mandatory_report", {
        "child": child, "date": day, "state": "open", "situations": situations, "words": words,
        "origin_kind": origin.kind, "origin": origin.id,
    }, source=source, place=place)


def tell_anyway(reading: Reading, note: str, **values: str) -> None:
    """Tell of harm in a row that waits or goes back: it does not wait for what the row lacks."""
    situations, words = _found(note)
    if situations:
        reading.say(Code.ROW_101, "note", situations="、".join(situations), words="、".join(words), **values)


def _found(note: str) -> tuple[dict[str, Value], dict[str, Value]]:
    """Give the situations and the words of harm in a note, as a report keeps them."""
    from aixin_tui.engine.harm import find_signs

    signs = find_signs(note) if note else ()
    return ({str(sign.situation): True for sign in signs}, {word: True for sign in signs for word in sign.words})
