"""Divisions of the whole country, to place a volunteer who lives in another province.

The five provinces of the programme are known down to the village, the rest down to the county, as of 2023-06-30. A
province's own `divisions.csv` comes first; this table is opened only for a place that it does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def divisions() -> Mapping[str, str]:
    """Read the table, code → name, in the order of the codes; kept once read."""
    import lzma

    with lzma.open(Path(__file__).with_name("elsewhere.csv.xz"), "rt", encoding="utf-8") as handle:
        return dict(line.rstrip("\n").split(",", 1) for line in handle)
