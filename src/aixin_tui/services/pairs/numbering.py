"""Numbers of pairs as the office counts them: `<county>-<year>-<0001>`, unique in a county, never a key."""

from __future__ import annotations

import re

from aixin_tui.engine.snapshot import Snapshot


def next_number(snapshot: Snapshot, county: str, year: int) -> str:
    """Give the next number of a county in a year; numbers of another shape, kept from lists, do not count."""
    shape = re.compile(rf"{county}-{year}-(\d+)")
    found = (shape.fullmatch(pairing.text("number")) for pairing in snapshot.of("pairing"))
    return f"{county}-{year}-{max((int(one[1]) for one in found if one), default=0) + 1:04}"


def is_taken(snapshot: Snapshot, county: str, number: str) -> bool:
    """Whether a pair of a child of the county has the number already."""
    for pairing in snapshot.of("pairing"):
        if pairing.text("number") == number:
            child = snapshot.get("child", pairing.text("child"))
            if child is None or child.text("division_code")[:6] == county:
                return True
    return False
