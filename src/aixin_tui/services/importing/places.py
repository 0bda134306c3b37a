"""Where a list says that somebody lives: a code down to the lowest level that is sure, and what has to be asked.

Villages are compared without suffix inside the known town; a bare name is completed; a name that is not unique, not
known or written without its town keeps its words and is asked (rosters, rule 11; data of the bureau as of 2023).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.region import Divisions
from aixin_tui.services.importing.named_divisions import NamedDivisions
from aixin_tui.services.importing.place_names import (
    TOWN_WORD,
    core,
    drop_separators,
    has_tail,
    is_separated,
    tidy,
    without_brackets,
)


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """A place as read: `code` is the lowest sure level.

    `full_name` is the village's (or town's) own name where the list wrote it shorter than a suffix or with a former
    name beside it, so that it is a change; `detail` is a group or house number; `is_sure` tells that nothing is open.
    """

    code: str
    problems: tuple[Problem, ...] = ()
    written: str = ""
    full_name: str = ""
    former: str = ""
    detail: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the place is known as far as the list wrote it."""
        return not any(problem.severity is Severity.WARNING for problem in self.problems)


@dataclass(slots=True)
class _Path:
    """A path as it is walked down: what is sure, what is left, what is open."""

    code: str
    rest: str
    problems: list[Problem] = field(default_factory=list)
    town_open: bool = False


def _ask(code: Code, name: str, severity: Severity = Severity.WARNING, **values: str) -> Problem:
    return Problem(code, severity, Place(field=name), values)


class Gazetteer:
    """Finds places by their names, seen from one office: a name without county is looked for inside the office's area.

    `former` maps a former village name to its code; `elsewhere` gives the table of the rest of the country when a
    place of another province has to be found.
    """

    def __init__(
        self,
        divisions: Divisions,
        office: str,
        *,
        former: Iterable[tuple[str, str]] = (),
        elsewhere: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        self._divisions = NamedDivisions(divisions, office[:2], elsewhere)
        self._office = office
        self._former = {core(name, 12): code for name, code in former}
        self._kept: dict[tuple[str, str], PlaceRead] = {}

    def name(self, code: str) -> str:
        """Give the own name of a division."""
        return self._divisions.name(code)

    def path(self, code: str) -> str:
        """Write a place as people read it: town and village inside the office's county, else from the province on."""
        known = self._divisions
        return known.short_path(code) if code.startswith(self._office[:6]) else known.whole_path(code)

    def read(self, town: str, village: str) -> PlaceRead:
        """Read a place from two cells; `town` may be a whole path in one cell, `village` then empty."""
        key = (town, village)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._read(tidy(town), tidy(village))
        return found

    def read_path(self, text: str) -> PlaceRead:
        """Read a place from one cell: 官亭镇喇家村, 民和县/官亭镇/前进村, or with its city and province before it."""
        key = (text, "\x00")
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._read_path(tidy(text))
        return found

    def _read(self, town: str, village: str) -> PlaceRead:
        if not town and not village:
            return PlaceRead(self._office, (_ask(Code.ROW_026, "division_code"),))
        path = self._walk_to_county(town)
        if len(path.code) < 6:
            return PlaceRead(path.code, (_ask(Code.ROW_021, "town", town=town, offer=""),), village or town)
        self._take_town(path, needed=bool(village), own_cell=bool(town))
        inner = path.rest or village
        if path.rest and village and core(path.rest, 12) != core(village, 12):
            inner = village
        return self._take_village(path, inner)

    def _read_path(self, text: str) -> PlaceRead:
        if not text:
            return PlaceRead(self._office, (_ask(Code.ROW_026, "division_code"),))
        path = self._walk_to_county(text)
        if len(path.code) < 6:
            return PlaceRead(path.code, (_ask(Code.ROW_021, "town", town=text, offer=""),), text)
        self._take_town(path, needed=bool(path.rest))
        return self._take_village(path, path.rest)

    # --- down to the county -------------------------------------------------------------------------------

    def _walk_to_county(self, text: str) -> _Path:
        """Take province, city and county from the beginning; without them the office's own county is meant."""
        province, rest = self._divisions.province_at(text)
        for root in (province,) if province else (self._office[:2],):
            city, after_city = self._divisions.longest(root, rest, 4)
            county, after = self._divisions.longest(city or root, after_city if city else rest, 6, deep=not city)
            if county:
                return _Path(county, drop_separators(after))
            if city:
                return _Path(self._office if self._office.startswith(city) else city, drop_separators(after_city))
        if province and not self._office.startswith(province):
            return _Path(province, drop_separators(rest))
        return _Path(self._office, drop_separators(rest))

    # --- town and village ---------------------------------------------------------------------------------

    def _take_town(self, path: _Path, *, needed: bool, own_cell: bool = False) -> None:
        """Take the town from the rest; say if it is missing or in no list. `own_cell`: the rest can be nothing else."""
        if len(path.code) >= 9:
            town, after = self._divisions.longest(path.code[:6], path.rest, 9)
            if town:
                path.code, path.rest = town, drop_separators(after)
            return
        town, after = self._divisions.longest(path.code, path.rest, 9)
        if town:
            path.code, path.rest = town, drop_separators(after)
            return
        word = TOWN_WORD.match(path.rest)
        separated = next((n for n, c in enumerate(path.rest) if is_separated(c)), 0)
        written = word[1] if word else path.rest[:separated]
        if own_cell and path.rest:
            written = written or path.rest
        elif written and self._villages_named(path.code, path.rest):
            written = ""
        if written:
            path.problems.append(_ask(Code.ROW_021, "town", town=written, offer=self._near_town(path.code, written)))
            path.rest, path.town_open = drop_separators(path.rest[len(written):]), True
        elif path.rest or needed:
            path.town_open = True

    def _near_town(self, county: str, written: str) -> str:
        names = [self._divisions.name(code) for code in self._divisions.below(county)]
        near = difflib.get_close_matches(written, names, 1, 0.6)
        return f"（{near[0]}？）" if near else ""

    def _take_village(self, path: _Path, text: str) -> PlaceRead:
        written = text
        name, former, detail = without_brackets(text)
        notes = [_ask(Code.ROW_024, "village", Severity.NOTE, former=former)] if former else []
        if path.town_open:
            return self._without_town(path, name, written)
        if not name:
            return PlaceRead(path.code, (*path.problems, *notes), written)
        found = self._divisions.named(path.code, name, 12) or self._by_former(path.code, name)
        found = self._of_its_level(found, name) or found
        if len(found) == 1:
            full = self._divisions.name(found[0])
            differs = bool(former) or (not has_tail(name, 12) and full != name)
            return PlaceRead(found[0], (*path.problems, *notes), written, full if differs else "", former, detail)
        town = self._divisions.name(path.code)
        problem = (_ask(Code.ROW_047, "village", village=name, town=town, number=str(len(found)),
                        places="、".join(self._divisions.name(code) for code in found)) if found else
                   _ask(Code.ROW_023, "village", village=name, town=town))
        return PlaceRead(path.code, (*path.problems, *notes, problem), written, "", former, detail)

    def _of_its_level(self, found: Sequence[str], written: str) -> tuple[str, ...]:
        """The one that says its level as the list does: 史纳村 is 史纳村委会, not 史纳社区居委会."""
        alike = tuple(code for code in found if self._divisions.name(code).startswith(written))
        return alike if has_tail(written, 12) and len(alike) == 1 else ()

    def _without_town(self, path: _Path, name: str, written: str) -> PlaceRead:
        """A village whose town is not known stays with the county; where it can be meant is offered."""
        problems = list(path.problems)
        homes = self._villages_named(path.code, name)
        towns = "、".join(self._divisions.name(code[:9]) for code in homes)
        if not problems:
            offer = f"（{towns}？）" if len(homes) == 1 else ""
            problems.append(_ask(Code.ROW_020, "town", offer=offer))
            if len(homes) > 1:
                problems.append(_ask(Code.ROW_022, "village", village=name, towns=towns))
        return PlaceRead(path.code, tuple(problems), written)

    def _villages_named(self, county: str, text: str) -> tuple[str, ...]:
        name, _, _ = without_brackets(text)
        if not name:
            return ()
        return tuple(code for town in self._divisions.below(county) for code in self._divisions.named(town, name, 12))

    def _by_former(self, parent: str, name: str) -> tuple[str, ...]:
        code = self._former.get(core(name, 12), "")
        return (code,) if code.startswith(parent) and code else ()
