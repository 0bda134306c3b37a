"""Keys as a person means them: what an input method sends full-width counts as half-width."""

from __future__ import annotations

import unicodedata

from textual import events

_NAMES = {"?": "question_mark", "/": "slash", " ": "space", "+": "plus", "-": "minus", "*": "asterisk"}


def plain_key(event: events.Key) -> str:
    """Name the key that was meant: `１` is `1`, `？` is `question_mark`, an ideographic blank is `space`."""
    char = event.character
    if not char or len(char) != 1 or char.isascii():
        return event.key
    plain = unicodedata.normalize("NFKC", char)
    if plain == char or len(plain) != 1:
        return event.key
    return _NAMES.get(plain, plain)


def shown_key(key: str) -> str:
    """Write a key as the key line shows it."""
    names = {
        "escape": "Esc", "enter": "Enter", "space": "Space", "slash": "/", "question_mark": "?",
        "pageup": "PgUp", "pagedown": "PgDn", "left": "Left", "right": "Right", "delete": "Del",
        "backspace": "Backspace", "asterisk": "*",
    }
    if key in names:
        return names[key]
    if key.startswith("ctrl+"):
        return "Ctrl+" + key[5:].upper()
    return key.upper() if key.startswith("f") and key[1:].isdecimal() else key
