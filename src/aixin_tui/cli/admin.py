"""What the nouns of running an office share: labels of their own catalogue, passphrases that are no arguments."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.language import lang
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, ProblemsError
from aixin_tui.texts import label


def a(key: str, /, **values: Any) -> str:
    """Give a label of running an office in the language of the call."""
    return label(f"admin.{key}", lang(), **values)


def ask_passphrase(file: str, *, twice: bool) -> str:
    """Read a passphrase from the first line of a file, else from the terminal, unseen; never from an argument.

    Raises:
        ProblemsError: there is no terminal to ask at, or what was typed twice differs.
    """
    if file:
        return Path(file).read_text(encoding="utf-8").partition("\n")[0].strip()
    if not sys.stdin.isatty():
        raise ProblemsError(Problem(Code.SAFE_006))
    typed = str(click.prompt(a("passphrase"), hide_input=True, err=True))
    if twice and click.prompt(a("passphrase_again"), hide_input=True, err=True) != typed:
        raise ProblemsError(Problem(Code.SAFE_007))
    return typed
