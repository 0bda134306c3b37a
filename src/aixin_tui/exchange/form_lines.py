"""The lines of a document's text: gaps to fill in (`姓名：索南　性别：男`) are drawn as a grid, all else as prose.

A line is a row of gaps where each of its parts, set apart by ideographic blanks, is a short label, a colon and a value.
What fills a gap never decides: only the words of the province do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aixin_tui.engine.content import Block
from aixin_tui.texts.cells import width

#: Stand for what fills the gaps while the words are read.
_FIRST_GAP = 0xE000
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LABELLED = re.compile("([^：，。；\ue000-\uf8ff]{1,18})：([^，。；]*)")
#: A pair of gaps shares a row where both values are no wider than this.
_HALF = 26
_SIGNED = ("签名", "签字", "盖章", "手印")


@dataclass(frozen=True, slots=True)
class Gap:
    """A label and what stands behind it; an empty value is left for the pen."""

    label: str
    value: str

    @property
    def is_signed(self) -> bool:
        """Whether it needs room for a name or a seal."""
        return not self.value and any(word in self.label for word in _SIGNED)


#: A line of a text: prose, or its gaps.
Line = str | tuple[Gap, ...]


def lines_of(block: Block) -> tuple[Line, ...]:
    """Give the lines of a text block; blank ones are left out."""
    filled: list[str] = []
    words = ""
    for piece in block.pieces:
        if piece.fact or piece.figure:
            words += chr(_FIRST_GAP + len(filled) % 6400)
            filled.append(piece.text)
        else:
            words += _PRIVATE.sub("", piece.text)
    values = iter(filled)
    return tuple(_line(line.strip("　 "), values) for line in words.split("\n") if line.strip("　 "))


def _line(words: str, values: Iterator[str]) -> Line:
    parts = [part for part in words.split("　") if part]
    found = [_LABELLED.fullmatch(part) for part in parts]
    if not all(found):
        return _fill(words, values)
    return tuple(Gap(match[1], _fill(match[2], values).strip()) for match in found if match)


def _fill(words: str, values: Iterator[str]) -> str:
    return _PRIVATE.sub(lambda _: next(values), words)


def paired(gaps: tuple[Gap, ...]) -> Iterator[tuple[Gap, ...]]:
    """Lay the gaps of a line into rows of one or two; a wide value has a row of its own."""
    waiting: Gap | None = None
    for gap in gaps:
        if width(gap.value) > _HALF or len(gaps) == 1:
            if waiting is not None:
                yield (waiting,)
            waiting = None
            yield (gap,)
        elif waiting is None:
            waiting = gap
        else:
            yield waiting, gap
            waiting = None
    if waiting is not None:
        yield (waiting,)
