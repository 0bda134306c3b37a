"""Words of harm or neglect in a note, by the nine situations of the 强制报告意见（试行）, section 4.

A word raises an alert and decides nothing. What is plainly denied (没有被打, 无家暴), taught (防性侵教育) or said of a
grown-up (父亲失踪, 母亲怀孕) raises none; where it is not plain, the alert is raised: a false one costs a minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.engine.harm_words import GROWN_UP, PLAINLY_NOT, WORDS
from aixin_tui.engine.spec.form import FieldType, FormSpec

#: Numbers of the nine situations.
SITUATIONS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Sign:
    """A word of harm: the situation (1 to 9) it points to, the word as written, and where it stands in the text."""

    situation: int
    word: str
    start: int
    field: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which an alert names it."""
        return (self.word,)


_PATTERNS = tuple((number, of_adults, re.compile("|".join(words))) for number, of_adults, words in WORDS)

_CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
_GROWN_UP = re.compile(GROWN_UP)
_PLAINLY_NOT = re.compile(PLAINLY_NOT)
#: A denial only right before the word: 从不打骂, 反家暴 (but 反被打 tells of it).
_RIGHT_BEFORE = re.compile(r"(?:从不|从来不|不|反|反对)$")
_NOT_AFTER = re.compile(r"^(?:的)?(?:情况|现象|行为|问题|迹象|痕迹|情形)?[：:]?\s*(?:没有|无|否|不存在|未发现)\s*$")
#: What is taught or told about in general, right after the word.
_TAUGHT = re.compile(r"^(?:的)?(?:知识|教育|宣传|讲座|课|预防|防范|防护|安全教育|法律|案例|宣讲|主题)")


def find_signs(text: str, *, age: int | None = None) -> tuple[Sign, ...]:
    """Find the words of harm in a note, in their order; each word once a situation.

    `age` tells what is done to a girl of 14 or more (situation 3) from what is done to a younger one (2).
    """
    found: dict[tuple[int, str], Sign] = {}
    for clause in _CLAUSE.finditer(text):
        for situation, word, start in _in_clause(clause.group()):
            number = 3 if situation == 2 and age is not None and age >= 14 else situation
            sign = Sign(number, word, clause.start() + start)
            found.setdefault((number, word), sign)
    return tuple(sorted(found.values(), key=lambda sign: (sign.start, sign.situation)))


def _in_clause(clause: str) -> Iterator[tuple[int, str, int]]:
    for number, of_adults, pattern in _PATTERNS:
        for match in pattern.finditer(clause):
            before, after = clause[: match.start()], clause[match.end() :]
            if _is_denied(before, match.group(), after) or (of_adults and _GROWN_UP.search(before)):
                continue
            yield number, match.group(), match.start()


def _is_denied(before: str, word: str, after: str) -> bool:
    if _NOT_AFTER.match(after) or _TAUGHT.match(after):
        return True
    if _RIGHT_BEFORE.search(before) and not word.startswith(("被", "不", "想")):
        return True
    denied = _PLAINLY_NOT.search(before)
    if not denied:
        return False
    # 不是没有被打: a denial denied says that it happened.
    return not re.search(r"(不是|并非|难道|不能说)$", before[: denied.start()])


#: Fields of text that name somebody or something and tell nothing.
_NO_NOTES = frozenset({"name", "school", "visitors", "witness", "address", "number", "contacts", "organisers"})


def signs_in(form: FormSpec, values: Mapping[str, Any], *, age: int | None = None) -> tuple[Sign, ...]:
    """Find the words of harm in all notes of a record, its tables included; each sign says in which field it stands."""
    found: list[Sign] = []
    for field in form.fields.at():
        value = values.get(field.key)
        if field.type is FieldType.TEXT and field.key not in _NO_NOTES and isinstance(value, str):
            found.extend(Sign(s.situation, s.word, s.start, field.key) for s in find_signs(value, age=age))
        elif field.type is FieldType.TABLE and isinstance(value, Mapping):
            for row in value.values():
                cells = row.values() if isinstance(row, Mapping) else ()
                notes = (cell for cell in cells if isinstance(cell, str))
                found.extend(Sign(s.situation, s.word, s.start, field.key)
                             for note in notes for s in find_signs(note, age=age))
    return tuple(found)
