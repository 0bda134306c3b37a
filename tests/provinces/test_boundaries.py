"""The core names no province; a province knows only the API; both shipped provinces conform."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from aixin_tui import testing
from aixin_tui.provinces.registry import bundled_folder
from aixin_tui.testing.conformance import ALLOWED, imports_of

SOURCE = Path(__file__).parents[2] / "src"
PROVINCES = re.compile(r"青海|海南|湖南|江西|江苏|\b(qinghai|hainan|hunan|jiangxi|jiangsu)\b", re.IGNORECASE)


class TestQinghai(testing.ProvinceConformance):
    folder = bundled_folder() / "qinghai"


class TestHainan(testing.ProvinceConformance):
    folder = bundled_folder() / "hainan"


def test_the_core_names_no_province() -> None:
    named = {
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in SOURCE.rglob("*.py")
        if "__pycache__" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PROVINCES.search(line)
    }

    assert named == set()


@pytest.mark.parametrize("line", ['KEY = "qinghai"', "# 青海的走访", "if province == 'Hainan':"])
def test_the_search_finds_a_province_that_is_named(line: str) -> None:
    assert PROVINCES.search(line)


def test_python_of_the_shipped_provinces_imports_only_the_api() -> None:
    for path in bundled_folder().rglob("*.py"):
        assert imports_of(path) <= ALLOWED, path


@pytest.mark.parametrize(
    "line",
    [
        "import os", "from aixin_tui.storage import store", "import aixin_tui.api.x", "from . import other",
        "from ..hainan import plugin", "__import__('os')", "exec('import os')", "import importlib",
    ],
)
def test_the_allow_list_refuses_everything_else(line: str, tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(f"from aixin_tui.api import hookimpl\n{line}\n", encoding="utf-8")
    ast.parse(plugin.read_text(encoding="utf-8"))

    assert not imports_of(plugin) <= ALLOWED
