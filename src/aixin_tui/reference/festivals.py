"""The days that a checklist may name: six lunar festivals from a table, and four days that never move [HI-20].

The table beside this file was computed once and compared with two other calculations; it goes from 2024, when the
programme began, to 2035. Where lunar and fixed days fall together (端午 on 1 June 2033, 中秋 on 1 October 2031) they
are two days with one date: one visit may satisfy both.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

#: Festivals of the lunar calendar, in the order of the year.
LUNAR = ("spring_festival", "lantern_festival", "dragon_boat", "qixi", "mid_autumn", "double_ninth")

#: Days of the calendar year, as `MM-DD`.
FIXED: Mapping[str, str] = MappingProxyType({
    "new_year": "01-01",
    "womens_day": "03-08",
    "childrens_day": "06-01",
    "national_day": "10-01",
})

#: The day that is each child's own.
BIRTHDAY = "birthday"

#: Every name that a cadence may use, beside `"MM-DD"`.
NAMED_DAYS = (*LUNAR, *FIXED, BIRTHDAY)


@cache
def festivals() -> Mapping[int, Mapping[str, date]]:
    """Give the named days by year and name, lunar and fixed, for the years that the table knows."""
    table = files("aixin_tui.reference").joinpath("festivals.csv").read_text(encoding="utf-8")
    years: dict[int, Mapping[str, date]] = {}
    for line in csv.DictReader(table.splitlines()):
        year = int(line["year"])
        days = {name: date.fromisoformat(f"{year}-{line[name]}") for name in LUNAR}
        days |= {name: date.fromisoformat(f"{year}-{text}") for name, text in FIXED.items()}
        years[year] = MappingProxyType(days)
    return MappingProxyType(years)
