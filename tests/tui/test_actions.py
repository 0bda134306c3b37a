"""The one registry of actions: every key has a word in both languages, and no letter alone is the way to anything."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import aixin_tui.tui
import aixin_tui.tui.screens
from aixin_tui.texts import LANGUAGES, label
from aixin_tui.tui.actions import ACTIONS, COMMON, PLACES, key_map
from aixin_tui.tui.app import AixinApp
from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.screens.base import DeskScreen

FOLDER = Path(aixin_tui.tui.__file__).parent
#: Keys that terminals, tmux, screen or input methods keep for themselves (research/tui.md rule 11).
TAKEN = {"ctrl+a", "ctrl+b", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+z", "ctrl+space", "shift+space"}


def classes(base: type) -> list[type]:
    """List the product's classes of a kind, every module of the app imported."""
    for package in ("aixin_tui.tui", "aixin_tui.tui.screens", "aixin_tui.tui.widgets"):
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{module.name}")
    found: list[type] = []
    left = [base]
    while left:
        below = left.pop().__subclasses__()
        found += below
        left += below
    return [one for one in found if one.__module__.startswith("aixin_tui")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("action_id", ACTIONS)
def test_every_action_has_a_word(action_id: str, lang: str) -> None:
    assert label(f"keys.{action_id}", lang)


@pytest.mark.parametrize("action_id", ACTIONS)
def test_no_bare_letter_and_no_key_of_others_is_the_way(action_id: str) -> None:
    keys = ACTIONS[action_id].keys
    assert keys
    assert not [key for key in keys if len(key) == 1 and key.isalpha()]
    assert not TAKEN & set(keys)


def test_every_action_that_is_offered_can_be_done() -> None:
    app = {name[3:] for name, _ in inspect.getmembers(AixinApp)} | {"help", "palette", "find", "quit"}
    app |= {f"go_{place}" for place in PLACES}
    for screen in classes(DeskScreen):
        lacking = [name for name in (*screen.OFFERS, *COMMON) if not hasattr(screen, f"do_{name}") and name not in app]
        known = {"open", "show_records"}  # Enter on the list itself
        assert set(lacking) <= known, screen
    for box in classes(Dialog):
        lacking = [name for name in box.OFFERS if not hasattr(box, f"do_{name}")]
        assert set(lacking) <= {"open", "choose"}, box


def test_no_screen_gives_two_actions_one_key() -> None:
    for screen in classes(DeskScreen):
        first: dict[str, str] = {}
        for name in screen.OFFERS:
            for key in ACTIONS[name].keys[:1]:
                assert first.setdefault(key, name) == name, (screen, key)


def test_the_key_map_prefers_the_screens_own_actions() -> None:
    assert key_map(("sitting", "go_today"))["1"] == "sitting"


def test_every_label_the_app_asks_for_is_in_both_catalogues() -> None:
    asked = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"(app|keys|screen)\.[a-z0-9_]*[a-z0-9]", text):
                asked.add(text)
    assert len(asked) > 150
    for key in sorted(asked):
        for lang in LANGUAGES:
            assert label(key, lang)


def test_our_own_words_in_tables_have_a_sure_width() -> None:
    ambiguous = set("“”‘’…—·●○─│┌┐└┘▊▔▎▁▅→←↑↓★①②③")
    for lang in LANGUAGES:
        for area in ("app", "keys", "screen"):
            labels = importlib.import_module(f"aixin_tui.texts.{lang}.{area}").LABELS
            bad = {key for key, text in labels.items() if ambiguous & set(text)
                   and (area == "keys" or key.startswith(("col_", "cell_", "pair_", "consent_", "offer_", "outcome_")))}
            assert not bad


def test_the_style_sheet_stays_small_and_in_sixteen_colours() -> None:
    sheet = (FOLDER / "theme" / "app.tcss").read_text("utf-8")
    assert sheet.count("{") <= 150
    assert not re.findall(r"#[0-9a-fA-F]{6}|rgb\(|\$", sheet)
