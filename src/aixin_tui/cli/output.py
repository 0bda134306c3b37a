"""What the command line writes: data on stdout, talk on stderr, Chinese columns aligned by cells."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import click

from aixin_tui import texts
from aixin_tui.cli.by_command import BY_COMMAND
from aixin_tui.cli.language import lang, t
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.texts.cells import fit, width

#: A column is never wider than this many cells; longer text is cut.
_WIDEST = 40


def shown(text: Any) -> str:
    """Give what a service said in the language of the command, and anything else as text."""
    return str(texts.in_language(text, lang()))


def say(text: str) -> None:
    """Talk to the person: one line on stderr."""
    click.echo(shown(text), err=True)


def print_json(value: Mapping[str, Any]) -> None:
    """Print one object on one line of stdout, Chinese as it is."""
    sys.stdout.write(json.dumps(_in_language(value), ensure_ascii=False, default=_plain) + "\n")


def _in_language(value: Any) -> Any:
    """Give all that services said, however deep, in the language of the command."""
    if isinstance(value, Mapping):
        return {key: _in_language(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_in_language(held) for held in value]
    return texts.in_language(value, lang())


def _plain(value: Any) -> Any:
    """Turn what JSON has no form for into text or a list."""
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def cells_wide() -> int:
    """Give how many cells a line may have: as many as the terminal has, 80 where the output goes elsewhere."""
    return max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 80


def print_table(titles: Sequence[str], lines: Iterable[Sequence[str]], *, whole_last: bool = False) -> None:
    """Print rows under their titles, each column as wide as its widest cell, two blanks between.

    With `whole_last` the last column holds sentences, which are never cut.
    """
    rows = [[_one_line(cell) for cell in line] for line in lines]
    widths = [min(_WIDEST, max(width(row[n]) for row in [list(titles), *rows])) for n in range(len(titles))]
    if whole_last:
        widths[-1] = max(width(row[-1]) for row in [list(titles), *rows])
    for row in [list(titles), *rows]:
        click.echo("  ".join(fit(cell, cells) for cell, cells in zip(row, widths, strict=True)).rstrip())


def _one_line(text: Any) -> str:
    line = "" if text is None else shown(text)
    return "".join(char if char.isprintable() else " " for char in line)


def listed(words: Iterable[str]) -> str:
    """Write words one after the other, as the language of the command parts them."""
    return ("、" if lang() == "zh" else ", ").join(shown(word) for word in words)


def problem_sentence(problem: Problem) -> str:
    """Say what is wrong, what to do, and the command or option that does it."""
    what, remedy = texts.problem(problem.code, lang(), near=problem.near, **problem.values)
    by = BY_COMMAND.get(problem.code, "")
    said = ("；" if lang() == "zh" else "; ").join(part for part in (what, remedy) if part)
    return t("by_command", said=said, by=by) if by else said


def problem_text(problem: Problem) -> str:
    """Write a problem as one line: where, code, what; remedy."""
    where = t("row", row=problem.place.row) if problem.place.row else str(problem.place)
    return " ".join(part for part in (where, problem.code, problem_sentence(problem)) if part)


def say_problems(problems: Iterable[Problem]) -> bool:
    """Tell every problem on stderr; gives whether any of them stops or holds."""
    stopped = False
    for problem in problems:
        say(problem_text(problem))
        stopped = stopped or problem.severity in (Severity.ERROR, Severity.HELD)
    return stopped


def problem_data(problem: Problem) -> dict[str, Any]:
    """Give a problem as data for `--json`: its code, field and message."""
    what, remedy = texts.problem(problem.code, lang(), near=problem.near, **problem.values)
    return {
        "code": str(problem.code),
        "field": problem.place.field,
        "severity": problem.severity.value,
        "message": what,
        "remedy": remedy,
    }
