"""Divisions found by how they are written: those of the office's province, and of the country where one is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from aixin_tui.domain.region import DIGITS, Divisions
from aixin_tui.services.importing.place_names import core, drop_separators, has_tail, is_separated


class NamedDivisions:
    """The divisions of one province by their names; `elsewhere` gives those of the rest of the country."""

    def __init__(self, divisions: Divisions, home: str, elsewhere: Callable[[], Mapping[str, str]] | None) -> None:
        self._own = divisions
        self._home = home
        """The code of the province."""
        self._elsewhere = elsewhere
        self._far: Divisions | None = None
        self._inside: dict[str, dict[str, list[str]]] = {}

    def name(self, code: str) -> str:
        """Give the own name of a division."""
        return self._table(code).name(code)

    def whole_path(self, code: str) -> str:
        """Write a place from its province on."""
        table = self._table(code)
        codes = (code[:digits] for digits in DIGITS.values() if digits <= len(code))
        return "".join(table.name(prefix) for prefix in codes if prefix in table)

    def below(self, code: str) -> tuple[str, ...]:
        """List the divisions one level down."""
        return self._table(code).below(code)

    def short_path(self, code: str) -> str:
        """Write a place as its own county does: town and village."""
        return self._table(code).path(code)

    def province_at(self, text: str) -> tuple[str, str]:
        """Take a province from a text's beginning, or another by its full name; give it and the rest."""
        own = self._own.name(self._home)
        if text.startswith(own):
            return self._home, text[len(own):]
        if self._elsewhere is None or not _looks_far(text):
            return "", text
        for code in self._far_table():
            if len(code) == 2 and text.startswith(self._far_table().name(code)):
                return code, text[len(self._far_table().name(code)):]
        return "", text

    def _far_table(self) -> Divisions:
        if self._far is None:
            self._far = Divisions((self._elsewhere() if self._elsewhere else {}).items())
        return self._far

    def _table(self, code: str) -> Divisions:
        return self._own if code[:2] in self._own or not self._elsewhere else self._far_table()

    def longest(self, parent: str, text: str, digits: int, *, deep: bool = False) -> tuple[str, str]:
        """Find the division under `parent` with whose name, whole or short with its level word, the text begins."""
        text = drop_separators(text)
        best, length = "", 0
        for code in self._under(parent, digits, deep=deep):
            for name in self._spellings(code, digits):
                if len(name) > length and text.startswith(name) and (
                        has_tail(name, digits) or is_separated(text[len(name):])):
                    best, length = code, len(name)
        return best, text[length:]

    def _under(self, parent: str, digits: int, *, deep: bool) -> Iterable[str]:
        table = self._table(parent)
        if not deep:
            return (code for code in table.below(parent) if len(code) == digits)
        return (code for middle in table.below(parent) for code in (
            (middle,) if len(middle) == digits else table.below(middle)) if len(code) == digits)

    def _spellings(self, code: str, digits: int) -> tuple[str, ...]:
        name = self.name(code)
        short = core(name, digits)
        words = {4: ("市", "州", "地区"), 6: ("县", "市", "区"), 9: ("镇", "乡", "街道")}[digits]
        return (name, *(short + word for word in words if name.endswith(word)), short)

    def named(self, parent: str, text: str, digits: int) -> tuple[str, ...]:
        """Find divisions under `parent`: by the whole name, else as a bare name, else without the suffix."""
        index = self._inside.get(parent)
        if index is None:
            index = self._inside[parent] = {}
            for code in self._table(parent).below(parent):
                name = self.name(code)
                index.setdefault(name, []).append(code)
                bare = core(name, digits)
                if bare != name:
                    index.setdefault("\x00" + bare, []).append(code)
        for key in (text, "\x00" + text, "\x00" + core(text, digits), core(text, digits)):
            if key in index:
                return tuple(index[key])
        return ()


def _looks_far(text: str) -> bool:
    """Whether the text begins with the name of a province, so that the table of the country is worth opening."""
    return any(word in text[:9] for word in ("省", "自治区", "北京市", "天津市", "上海市", "重庆市", "特别行政区"))
