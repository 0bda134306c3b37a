"""The import contracts hold, and each of them is one that can be broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Contract → a module and an import in it that the contract forbids.
BREAKING = {
    "Layers": ("domain/record.py", "from aixin_tui.services import desk"),
    "Only the app imports textual": ("services/desk.py", "import textual"),
    "Only the plugin host imports pluggy": ("engine/snapshot.py", "import pluggy"),
    "Only the store imports tinydb": ("services/desk.py", "import tinydb"),
    "Decisions are pure": ("engine/snapshot.py", "import os"),
}


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    """Check a copy of the source by the project's contracts."""
    return subprocess.run(
        [sys.executable, "-c",
         "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"],
        cwd=source.parent, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(source)},
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "src"


def test_the_contracts_hold(copied: Path) -> None:
    done = lint(copied)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", BREAKING)
def test_each_contract_is_broken_by_an_import_it_forbids(contract: str, copied: Path) -> None:
    module, line = BREAKING[contract]
    path = copied / "aixin_tui" / module
    text = path.read_text(encoding="utf-8").replace(
        "from __future__ import annotations\n", f"from __future__ import annotations\n\n{line}\n", 1
    )
    path.write_text(text, encoding="utf-8")
    done = lint(copied)
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), done.stdout
    assert done.returncode == 1


def test_a_new_package_must_be_given_its_layer(copied: Path) -> None:
    package = copied / "aixin_tui" / "helpers"
    package.mkdir()
    (package / "__init__.py").write_text('"""A package of no layer."""\n', encoding="utf-8")
    done = lint(copied)
    assert done.returncode == 1
    assert "helpers" in done.stdout
