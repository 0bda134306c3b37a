"""For whom sheets are made: a division by code or name, or a mother; and how lines are parted into files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.region import DIGITS, Level
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk
from aixin_tui.services.entering import codes_named, ids_named
from aixin_tui.services.importing.place_names import core
from aixin_tui.texts import label

T = TypeVar("T")
#: What a file's name may not hold on any system.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Area:
    """A division (`code`, empty for the whole office) or a mother (`mother`, her id), and what it is called."""

    code: str = ""
    mother: str = ""
    name: str = ""


def find_area(desk: Desk, snapshot: Snapshot, text: str) -> tuple[Area, tuple[Problem, ...]]:
    """Find what a code, a place's name or a mother's name stands for, inside the office."""
    text, divisions = text.strip(), desk.province.divisions
    if not text:
        return Area(name=divisions.name(desk.office)), ()
    if text.isdecimal():
        codes = [text] if text in divisions and text.startswith(desk.office) else []
    else:
        codes = [code for code in codes_named(desk.province, text) if code.startswith(desk.office)]
        codes = codes or _written_so(desk, text)
    mothers = ids_named(snapshot, "loving_mother", text) if not codes else ()
    if len(codes) == 1:
        return Area(codes[0], name=divisions.path(codes[0])), ()
    if len(mothers) == 1:
        held = snapshot.get("loving_mother", mothers[0])
        return Area(mother=mothers[0], name=held.text("name") if held else text), ()
    found = "、".join(f"{code} {divisions.path(code)}" for code in codes[:5])
    code = Code.SHEET_002 if codes or mothers else Code.SHEET_001
    return Area(), (Problem(code, values={"area": text, "count": len(codes) or len(mothers)}, near=found),)


def _written_so(desk: Desk, text: str) -> list[str]:
    """List the towns and villages that are meant without the word for their level: 官亭 is 官亭镇."""
    return [
        code for code in desk.province.divisions
        if code.startswith(desk.office) and len(code) in (DIGITS[Level.TOWN], DIGITS[Level.VILLAGE])
        and core(text, len(code)) == core(desk.province.divisions.name(code), len(code))
    ]


def parted(rows: Iterable[T], key: Callable[[T], tuple[str, str]]) -> Mapping[tuple[str, str], list[T]]:
    """Part lines into files by a key and the name of who gets it, in the order in which they first appear."""
    found: dict[tuple[str, str], list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def place_key(desk: Desk, code: str, each: str) -> tuple[str, str]:
    """Give the code and name of the town or village of a place, as far as it is known."""
    digits = DIGITS[Level.TOWN if each == "town" else Level.VILLAGE]
    known = code[:digits]
    return known, desk.province.divisions.path(known) if known else label("sheet.no_place")


def file_stem(*parts: str) -> str:
    """Join the parts of a file's name, without what a system refuses in one."""
    return "_".join(_NOT_IN_NAMES.sub("", part) for part in parts if part)[:80]
