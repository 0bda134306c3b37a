"""What is left of a stored record, or of a delta of one, when its person is erased."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aixin_tui.domain.erasure import Keep, Kept
from aixin_tui.storage.merge import Raw

#: What stands where a word was taken out of a text.
GONE = "〔已删除〕"
_KEY = re.compile(r"[a-z][a-z0-9_]*")
#: Longest division code that says no more than a town.
_TOWN = 9
_Clean = Callable[[str, Any], Any]


def remnant(raw: Raw, kept: Kept) -> Raw:
    """Give a record or delta with nothing in it but what may be kept; its versions stay, to merge as before."""
    return _redacted(raw, lambda unit, value: _kept(kept.get(unit.partition("/")[0]), value,
                                                    key=unit.partition("/")[2], is_row="/" in unit), kept.__contains__)


def without_words(raw: Raw, words: Sequence[str]) -> Raw:
    """Give a record or delta with words taken out of its texts."""
    return _redacted(raw, lambda _, value: taken_out(value, words), lambda _: True)


def taken_out(value: Any, words: Sequence[str]) -> Any:
    """Take words out of a value, however deep they stand, also where they are keys."""
    if isinstance(value, str):
        for word in words:
            value = value.replace(word, GONE)
        return value
    if isinstance(value, Mapping):
        return {taken_out(key, words): taken_out(held, words) for key, held in value.items()}
    if isinstance(value, list):
        return [taken_out(held, words) for held in value]
    return value


def names(value: Any, words: Sequence[str]) -> bool:
    """Whether any of the words stands in a value, however deep."""
    return bool(taken_out(value, words) != value)


def _redacted(raw: Raw, clean: _Clean, stays: Callable[[str], bool]) -> Raw:
    if "_purged" in raw:
        return raw
    out: Raw = {"id": raw["id"]}
    for field, value in raw.items():
        if field in ("id", "_v", "_f", "_x"):
            continue
        if isinstance(value, Mapping) and value:
            rows = {key: told for key, held in value.items() if (told := clean(f"{field}/{key}", held)) is not None}
            told = rows or None
        else:
            told = clean(field, value)
        if told is not None:
            out[field] = told
    if "_v" in raw:
        out["_v"] = raw["_v"]
    edited = {unit: stamps for unit, stamps in (raw.get("_f") or {}).items() if stays(unit.partition("/")[0])}
    others = {unit: [[stamp, clean(unit, value)] for stamp, value in held]
              for unit, held in (raw.get("_x") or {}).items() if stays(unit.partition("/")[0])}
    return {**out, **({"_f": edited} if edited else {}), **({"_x": others} if others else {})}


def _kept(how: Keep | Mapping[str, Keep] | None, value: Any, *, key: str, is_row: bool) -> Any:
    if how is None or value is None:
        return None
    if isinstance(how, Mapping):
        if is_row and not isinstance(value, Mapping):  # one part of an object, as of `voided`
            return _kept(how.get(key), value, key="", is_row=False)
        if not is_row or not isinstance(value, Mapping):
            return None
        return {name: told for name, held in value.items()
                if (told := _kept(how.get(name), held, key="", is_row=False)) is not None}
    if how == Keep.WHOLE:
        return value
    return _shortened(how, value) if isinstance(value, str) else None


def _shortened(how: Keep, value: str) -> str | None:
    if how == Keep.KEY:
        return value if _KEY.fullmatch(value) else None
    return value[:4 if how == Keep.YEAR else _TOWN]
