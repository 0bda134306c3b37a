"""The two catalogues, Chinese and English: labels of screens and commands, and the texts of problems.

A key is `area.name` for a label, a code like `FORM_003` for a problem; the area (`form`) is the module under `zh/`
and `en/` that holds it, imported when first asked for. Both catalogues are complete; a test compares their keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

#: Languages of the core's own texts; the first is the product's.
LANGUAGES = ("zh", "en")


class Label(str):
    """A value of a problem that is itself a label: given in the reader's language, its gaps filled alike."""

    __slots__ = ()


class Said(str):
    """A label in the product's own language that can still be given in another: what services answer with.

    `key` and `values` are those of `label`; values may be said themselves.
    """

    __slots__ = ("key", "values")

    key: str
    values: Mapping[str, Any]


class _Gaps(dict[str, Any]):
    """Leaves `{name}` standing where nothing fills it, so that a text never fails."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@cache
def _labels(area: str, lang: str) -> Mapping[str, str]:
    return getattr(import_module(f"aixin_tui.texts.{lang}.{area}"), "LABELS", {})


@cache
def _problems(area: str, lang: str) -> Mapping[str, tuple[str, str]]:
    return getattr(import_module(f"aixin_tui.texts.{lang}.{area}"), "PROBLEMS", {})


def label(key: str, lang: str = "", /, **values: Any) -> str:
    """Give a label with its gaps filled; raises KeyError for a key that the catalogue lacks.

    Without a language it is given as `Said`, for a face to put into the reader's.
    """
    area, _, name = key.partition(".")
    shown = {name: in_language(value, lang) for name, value in values.items()} if lang else values
    text = _labels(area, lang or LANGUAGES[0])[name].format_map(_Gaps(shown))
    if lang:
        return text
    said = Said(text)
    said.key, said.values = key, values
    return said


def in_language(value: Any, lang: str) -> Any:
    """Give what was said in a language; anything else as it is."""
    return label(value.key, lang, **value.values) if isinstance(value, Said) else value


def problem(code: str, lang: str = "zh", /, **values: Any) -> tuple[str, str]:
    """Give what is wrong and what to do, with the gaps filled; the remedy may be empty."""
    what, remedy = _problems(code.partition("_")[0].lower(), lang)[code]
    gaps = _Gaps({
        key: label(value, lang, **values) if isinstance(value, Label) else in_language(value, lang)
        for key, value in values.items()
    })
    return what.format_map(gaps), remedy.format_map(gaps)
