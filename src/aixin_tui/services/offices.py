"""Which office somebody means by a code, a name, its pinyin or the initials: a county first, then a town, by one rule.

A county is known by its short name too: 民和, 民和县, minhe and mh all mean 民和回族土族自治县.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, ProblemsError
from aixin_tui.domain.region import DIGITS, Divisions, Level, level_of
from aixin_tui.reference.pinyin import initials, syllables

#: Offices sit at these levels; of places that fit equally well a county comes first.
_LEVELS = (Level.COUNTY, Level.CITY, Level.TOWN, Level.PROVINCE)
#: A county's level is written with one of these, whatever its full name ends with.
_COUNTY_WORDS = ("县", "区", "市", "州", "旗")
#: Ways to fit, the best first: the code or whole name, the beginning of it, a part of it.
_WHOLE, _BEGIN, _PART, _NONE = range(4)


@dataclass(frozen=True, slots=True)
class Office:
    """A division that can have an office, with what it is found by."""

    code: str
    name: str
    path: str
    """The names from the city on: 海东市民和回族土族自治县."""
    reading: str
    initials: str


def offices_in(divisions: Divisions) -> tuple[Office, ...]:
    """List the divisions of a province that can have an office, by code."""
    found = []
    for code in divisions:
        if len(code) < DIGITS[Level.VILLAGE]:
            name = divisions.name(code)
            found.append(Office(code, name, _path(divisions, code), "".join(syllables(name)), initials(name)))
    return tuple(found)


def _path(divisions: Divisions, code: str) -> str:
    """Join the names from the city on, without one that is no place of its own (省直辖县级行政区划) or stands twice."""
    city = divisions.name(code[:DIGITS[Level.CITY]])
    below = divisions.path(code)
    if len(code) < DIGITS[Level.COUNTY]:
        return below
    county = divisions.name(code[:DIGITS[Level.COUNTY]])
    town = below if len(code) > DIGITS[Level.COUNTY] else ""
    return ("" if "直辖" in city or city == county else city) + county + town


def offices_like(offices: Sequence[Office], wanted: str) -> tuple[Office, ...]:
    """List the offices that a text could mean, the likeliest first; all of them, counties first, for an empty text."""
    ranked = [(_fit(one, wanted.strip()), one) for one in offices]
    return tuple(one for fit, one in sorted(ranked, key=lambda pair: _order(*pair)) if fit < _NONE)


def office_meant(offices: Sequence[Office], wanted: str) -> Office | None:
    """Give the one office that a text must mean, None where it could be several or none."""
    found = offices_like(offices, wanted)
    if not found or not wanted.strip():
        return None
    best = _order(_fit(found[0], wanted.strip()), found[0])[:2]
    alike = [one for one in found[:2] if _order(_fit(one, wanted.strip()), one)[:2] == best]
    return found[0] if len(alike) == 1 and (best[0] < _PART or len(found) == 1) else None


def settle_office(divisions: Divisions, wanted: str, province: str) -> str:
    """Give the code of the office that is meant; `province` is the name for messages.

    Raises:
        ProblemsError: none or several are called so; the nearest are named.
    """
    if wanted in divisions and len(wanted) < DIGITS[Level.VILLAGE]:
        return wanted
    offices = offices_in(divisions)
    meant = office_meant(offices, wanted)
    if meant is not None:
        return meant.code
    found = offices_like(offices, wanted) if wanted.strip() else ()
    near = "、".join(f"{one.code} {one.path}" for one in found[:5] or _nearest(offices, wanted))
    code = Code.WORK_005 if found else Code.WORK_003
    raise ProblemsError(Problem(code, values={"office": wanted, "province": province, "count": len(found)}, near=near))


def _order(fit: int, office: Office) -> tuple[int, int, str]:
    level = level_of(office.code)
    return fit, _LEVELS.index(level) if level in _LEVELS else len(_LEVELS), office.code


def _fit(office: Office, wanted: str) -> int:
    low = wanted.lower().replace(" ", "")
    if wanted in (office.code, office.name, office.path):
        return _WHOLE
    names = (office.name, office.path)
    short = wanted[:-1] if len(wanted) > 2 and wanted.endswith(_COUNTY_WORDS) else ""
    if any(name.startswith(wanted) for name in (*names, office.code)) or office.reading.startswith(low) \
            or office.initials.startswith(low) or _is_short(office, short):
        return _BEGIN
    return _PART if wanted in office.path or low in office.initials else _NONE


def _is_short(office: Office, short: str) -> bool:
    """Whether it is a county or city whose name begins so: 民和(县), 海东市民和(县)."""
    return bool(short) and len(office.code) <= DIGITS[Level.COUNTY] \
        and (office.name.startswith(short) or office.path.startswith(short))


def _nearest(offices: Sequence[Office], wanted: str) -> list[Office]:
    """List up to three that are read alike (民合 for 民和), else those that are written or read most alike."""
    low = wanted.strip().lower().replace(" ", "")
    read = "".join(syllables(wanted))
    alike = [one for one in offices if read and read != low and one.reading.startswith(read)]
    if alike:
        return sorted(alike, key=lambda each: _order(_WHOLE, each))[:3]
    written: dict[str, Office] = {}
    for one in sorted(offices, key=lambda each: _order(_WHOLE, each)):
        for text in (one.name, one.path, one.reading, one.name[:len(wanted)], one.reading[:len(low)], one.code):
            if text:
                written.setdefault(text, one)
    near = [written[text] for text in difflib.get_close_matches(low, written, 6, 0.6)]
    return list(dict.fromkeys(near))[:3]
