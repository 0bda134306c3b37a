"""The page of the first screen: the ways in, or the question in hand with what was answered before it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aixin_tui.tui.widgets.lines import Line, Span, paragraph

if TYPE_CHECKING:
    from aixin_tui.tui.first import FirstScreen

#: So many offices are shown of those that are left.
SHOWN = 12


def first_lines(screen: FirstScreen, width: int) -> list[Line]:
    """Draw the screen: the ways in, or the question in hand, and what was said last."""
    t = screen.t
    lines = [Line((Span(f" {t('title')}", "head"),)), Line()]
    text, role = screen.message
    said = [*paragraph(text, width, role, indent=1), Line()] if text else []
    if not screen.way:
        lines += [*paragraph(t("first_intro"), width, indent=1), Line(), *said]
        for number, way in enumerate(screen.CHOICES, 1):
            lines.append(Line((Span(f" {number} ", "key"), Span(f" {t(f'first_{way}')}")), way))
        return [*lines, Line(), *paragraph(t("first_keys_ways"), width, "dim", indent=1)]
    lines += [Line((Span(f" {t(f'first_{screen.way}')}"),)), *_answered(screen), Line(), *said]
    if screen.question:
        asked = f"first_ask_{screen.question}"
        if screen.question == "folder":
            asked += "_open" if screen.way == "open" else ""
        lines += [*paragraph(t(asked), width, "head", indent=1), *_choices(screen), Line(),
                  *paragraph(t("first_keys_question"), width, "dim", indent=1)]
    return lines


def _answered(screen: FirstScreen) -> list[Line]:
    """Say what was chosen so far."""
    chosen = screen.chosen()
    said = [name for key in ("province", "office") if (name := chosen.get(key, ""))]
    return [Line((Span(f"   {'  '.join(said)}", "good"),))] if said else []


def _choices(screen: FirstScreen) -> list[Line]:
    if screen.question == "province":
        return [Line((Span(f" {number} ", "key"), Span(f" {one.name}")), ("province", one.key))
                for number, one in enumerate(screen.provinces, 1)]
    if screen.question == "office":
        found = screen.offices_left()
        lines = [Line((Span(f"   {one.code}  {one.path}"),), ("office", one.code)) for one in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(Line((Span(f"   {screen.t('first_more', count=len(found) - SHOWN)}", "dim"),)))
        return lines or [Line((Span(f"   {screen.t('first_no_office')}", "warn"),))]
    if screen.way == "open":
        return [Line((Span(f"   {_short(path)}"),), ("folder", str(path))) for path in screen.near]
    return []


def _short(path: Path) -> str:
    """Name a folder from here on, one that lies elsewhere whole."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
