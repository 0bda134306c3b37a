"""Files, functions and classes stay small enough to be read at a sitting."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [path for top in ("src", "plugins") for path in sorted((ROOT / top).rglob("*.py"))]
#: A catalogue is a table, not code: it may be as long as there is to say.
CATALOGUES = ROOT / "src" / "aixin_tui" / "texts"


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def _defined() -> list[tuple[Path, ast.AST]]:
    """Every function and class of the source, read once."""
    return [(path, node) for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, (*FUNCTIONS, ast.ClassDef))]


def _nodes(*kinds: type[ast.AST]) -> list[tuple[Path, ast.AST]]:
    return [(path, node) for path, node in _defined() if isinstance(node, kinds)]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if CATALOGUES not in p.parents
            for n in [p.read_text(encoding="utf-8").count("\n")] if n > 400}
    assert not long


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {f"{p.relative_to(ROOT)}:{f.name}": f.end_lineno - f.lineno + 1
            for p, f in _nodes(*FUNCTIONS) if f.end_lineno - f.lineno + 1 > 50}
    assert not long


def test_no_class_has_more_than_twenty_methods() -> None:
    wide = {f"{p.relative_to(ROOT)}:{c.name}": count for p, c in _nodes(ast.ClassDef)
            for count in [sum(isinstance(x, (ast.FunctionDef, ast.AsyncFunctionDef)) for x in c.body)] if count > 20}
    assert not wide
