"""Parts of a workspace that can be judged one after the other: counties, and together those whose records are linked.

What a decision looks at of a record is what it is linked with. So the counties fall into regions with no link between
them, and a region is judged with nothing left out. What stands above the counties (the places of a city or a province,
the office's own file, imports) goes with each region and is judged in none; if it holds a record of a kind that has to
be judged, all is one region.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from aixin_tui.domain.kinds import KINDS, Owner, table_of
from aixin_tui.services.ports import Region
from aixin_tui.storage.datafile import digest, dumps
from aixin_tui.storage.side import Side

#: Owners whose records lie in the file of one county or of a town in it.
_BY_PLACE = frozenset({Owner.TOWN, Owner.TOWN_YEAR, Owner.COUNTY, Owner.RESTRICTED})
_COUNTY_DIGITS = 6


def county_of(home: str) -> str:
    """Give the county whose home it is; empty for what stands above the counties."""
    root, _, rest = home.partition("/")
    code = rest[:_COUNTY_DIGITS]
    return code if root in ("data", "restricted") and code.isdecimal() and not code.endswith("00") else ""


def joined(counties: Iterable[str], links: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Put counties together that are linked, over any number of others; in order."""
    first = {county: county for county in counties}

    def top(county: str) -> str:
        while first[county] != county:
            county = first[county] = first[first[county]]
        return county

    for one, other in links:
        if one in first and other in first:
            first[max(top(one), top(other))] = min(top(one), top(other))
    found: dict[str, list[str]] = {}
    for county in sorted(first):
        found.setdefault(top(county), []).append(county)
    return tuple(tuple(held) for held in found.values())


def linked_homes(base: sqlite3.Connection) -> list[tuple[str, str]]:
    """List the pairs of files of which one names a record of the other."""
    return list(base.execute(
        "select distinct mine.home, theirs.home from away join file mine on mine.no = away.file "
        "join entry on entry.id = away.target join file theirs on theirs.no = entry.file where mine.no <> theirs.no"))


def is_any_above(base: sqlite3.Connection, kinds: Collection[str]) -> bool:
    """Whether what stands above the counties holds a record of one of the kinds."""
    above = [no for no, home in base.execute("select no, home from file") if not county_of(home)]
    tables = {table_of(kind) for kind in kinds}
    return any(tab in tables for no in above
               for (tab,) in base.execute("select distinct tab from entry where file = ?", (no,)))


def is_judged_by_county(kinds: Collection[str]) -> bool:
    """Whether records of the kinds lie in files of towns and counties, each in one: not those that are worked out."""
    return all(kind in KINDS and KINDS[kind].owner in _BY_PLACE for kind in kinds)


def is_inside(home: str, region: Region) -> bool:
    """Whether a home is read with a region: its own, and what stands above the counties; imports are no part of it."""
    if not region.counties:
        return True
    return not home.startswith("imports/") and county_of(home) in ("", *region.counties)


def marked(found: Iterable[tuple[str, ...]], sides: Iterable[Side]) -> tuple[Region, ...]:
    """Give regions with a mark each of all that they are read from: files as they stand, and what journals add."""
    told = []
    for side in sides:
        for home, mark in sorted(side.homes.marks().items()):
            added = sorted(map(dumps, side.chain.pending.get(home, {}).values()))
            told.append((home, dumps([home, mark, side.chain.files.get(home, ""), added]).encode()))
    plain = [Region(counties) for counties in found]
    return tuple(Region(region.counties, digest(*(line for home, line in told if is_inside(home, region))))
                 for region in plain)


def lies_above(side: Side) -> bool:
    """Whether any file of a side stands above the counties."""
    return any(not county_of(home) for home in side.homes.marks())
