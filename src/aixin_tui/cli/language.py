"""Which language the command line speaks: `--lang`, else `AIXIN_LANG`, else Chinese.

Help texts are made when a command's module is imported, so the language is settled before any of them.
"""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path
from typing import Any

from aixin_tui import texts


def _asked_for(arguments: list[str]) -> str:
    for n, argument in enumerate(arguments):
        if argument == "--lang" and n + 1 < len(arguments):
            return arguments[n + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return os.environ.get("AIXIN_LANG", "zh")


def settle(arguments: list[str] | None = None) -> str:
    """Settle the language for this process and translate click's own messages; an unknown one means Chinese."""
    global _lang  # noqa: PLW0603 - one process speaks one language, settled once at its start
    asked = _asked_for(sys.argv[1:] if arguments is None else arguments)
    _lang = asked if asked in texts.LANGUAGES else texts.LANGUAGES[0]
    if _lang == "zh":
        os.environ["LANGUAGE"] = "zh_CN"
        gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    return _lang


_lang = settle()


def lang() -> str:
    """Give the language settled for this process."""
    return _lang


def t(key: str, /, **values: Any) -> str:
    """Give a label of the command line's catalogue (`cli.…`) in the settled language."""
    return texts.label(f"cli.{key}", _lang, **values)
