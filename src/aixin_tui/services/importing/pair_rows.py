"""Reading the pairs that a row names: children, the last four of their numbers, pair numbers, beginning and end."""

from __future__ import annotations

from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.reference.names import clean_name, clean_number
from aixin_tui.services.importing.cleaning import read_day
from aixin_tui.services.importing.row_cells import Reading
from aixin_tui.services.importing.words import parts


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair as a list names it; empty texts are unknown. `note` is the row's."""

    child: str
    tail: str = ""
    number: str = ""
    started_on: str = ""
    ended_on: str = ""
    note: str = ""
    role: str = ""


def read_pairs(reading: Reading) -> tuple[PairRow, ...]:
    """Read the pairs of a row; several children stand in one cell, tails and numbers in the same order beside them."""
    names = [clean_name(part) for part in parts(reading.text("pair.children"))]
    if not names:
        return ()
    tails = [clean_number(part).upper() for part in parts(reading.text("pair.tails"))]
    numbers = [clean_number(part).upper() for part in parts(reading.text("pair.numbers"))]
    written = reading.raw("pair.numbers")
    if len(numbers) == 1:
        reading.changed("pairing.number", written, numbers[0])
    if numbers and len(numbers) != len(names):
        reading.say(Code.ROW_079, "pairing", children=len(names), numbers=len(numbers))
        numbers = []
    if tails and len(tails) != len(names):
        reading.say(Code.ROW_079, "pairing", children=len(names), numbers=len(tails))
        tails = []
    starts = _days(reading, "pairing.started_on", len(names))
    ends = _days(reading, "pairing.ended_on", len(names))
    role = "support" if "协同" in reading.text("role") else ""
    return tuple(
        PairRow(name, tails[place].zfill(4) if tails else "", numbers[place] if numbers else "", starts[place],
                ends[place], reading.text("note"), role)
        for place, name in enumerate(names))


def _days(reading: Reading, name: str, count: int) -> list[str]:
    """Read one date for all pairs of a row, or one for each in the same order."""
    several = parts(reading.text(name))
    if count > 1 and len(several) == count:
        from aixin_tui.reference.chinese_dates import read_date

        found = [read_date(part).only for part in several]
        reading.changed(name, reading.raw(name), "；".join(found))
        return found
    return [read_day(reading, name)] * count
