"""The rows of a list that wait or go back to their sender, as a spreadsheet: what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aixin_tui.domain.problem import Problem
from aixin_tui.exchange.table_xlsx import write_table
from aixin_tui.services.importing.results import RowResult
from aixin_tui.texts import label
from aixin_tui.texts import problem as problem_words


def write_errors(path: Path, kept: Iterable[RowResult], *, lang: str = "zh", is_demo: bool = False) -> None:
    """Write held and rejected rows with their number in the list, name, outcome and problems, a line a problem.

    Raises OSError where the file cannot be written.
    """
    rows = [(str(row.file_row), row.name, label(f"cli.outcome.{row.outcome.value}", lang),
             "\n".join(_sentence(problem, lang) for problem in row.problems)) for row in kept]
    heads = tuple(label(f"cli.{key}", lang) for key in ("import.row_title", "col.name", "import.outcome", "import.why"))
    write_table(path, label("cli.import.errors_title", lang), heads, rows, is_demo=is_demo, lang=lang)


def _sentence(problem: Problem, lang: str) -> str:
    parts = problem_words(problem.code, lang, **problem.values)
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)
