"""The places of the app: which screen each digit leads to, imported when it is first gone to."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from textual.screen import Screen

from aixin_tui.tui.actions import PLACES
from aixin_tui.tui.session import Session

__all__ = ["PLACES", "opener"]

_SCREENS = {
    "today": ("today", "TodayScreen"),
    "children": ("children", "ChildrenScreen"),
    "mothers": ("mothers", "MothersScreen"),
    "matching": ("matching", "MatchingScreen"),
    "care": ("care", "CareScreen"),
    "reports": ("reports", "ReportsScreen"),
    "import": ("importing", "ImportScreen"),
    "log": ("log", "LogScreen"),
    "registers": ("registers", "RegistersScreen"),
    "admin": ("admin", "AdminScreen"),
}


def opener(place: str, session: Session) -> Callable[[], Screen[Any]]:
    """Give what makes a place's screen."""
    module, name = _SCREENS[place]

    def make() -> Screen[Any]:
        screen: Screen[Any] = getattr(import_module(f"aixin_tui.tui.screens.{module}"), name)(session)
        return screen

    return make
