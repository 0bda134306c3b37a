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


def label(key: str, lang: str = "zh", /, **values: Any) -> str:
    """Give a label with its gaps filled; raises KeyError for a key that the catalogue lacks."""
    area, _, name = key.partition(".")
    return _labels(area, lang)[name].format_map(_Gaps(values))


def problem(code: str, lang: str = "zh", /, **values: Any) -> tuple[str, str]:
    """Give what is wrong and what to do, with the gaps filled; the remedy may be empty."""
    what, remedy = _problems(code.partition("_")[0].lower(), lang)[code]
    gaps = _Gaps({
        key: label(value, lang, **values) if isinstance(value, Label) else value for key, value in values.items()
    })
    return what.format_map(gaps), remedy.format_map(gaps)
