"""Work that comes in bit by bit: how far it is."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "counting": "Counting what is due...",
    "counted": "{done} of {total} counted, the numbers still grow",
    "looked_at": "{done} of {total} counties looked at",
    "laid_out": "{done} of {total} pairs laid out",
    "first_of": "The first {count} only; the care page and the commands show them by county or town",
}
