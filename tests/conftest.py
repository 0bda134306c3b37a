"""What every test may use: the provinces, and the table of requirements that `pytest --requirements` prints."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from aixin_tui.provinces import registry
from aixin_tui.provinces.cache import ENV

#: The mutation script points tests at a copy of the provinces in which one node is missing.
PLUGINS_ENV = "AIXIN_TEST_PLUGINS"
if os.environ.get(PLUGINS_ENV):
    # Before any test module is imported, so that no test can load the provinces past the copy.
    registry.bundled_folder = lambda: Path(os.environ[PLUGINS_ENV])


#: Compiled provinces are kept where only this run finds them; its workers and what it starts share them.
_CACHE = tempfile.mkdtemp(prefix="aixin-tests-") if ENV not in os.environ else ""
if _CACHE:
    os.environ[ENV] = _CACHE


def pytest_unconfigure() -> None:
    if _CACHE:
        shutil.rmtree(_CACHE, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--requirements", action="store_true", help="print the table requirement → tests, run nothing")


@pytest.fixture(scope="session")
def plugins_folder() -> Path:
    """The folder of provinces under test."""
    return registry.bundled_folder()


@pytest.fixture(scope="session")
def provinces(plugins_folder: Path) -> registry.Registry:
    """The provinces under test: the product's own, or the mutated copy that the environment names."""
    return registry.load_provinces([plugins_folder])


def requirements_of(item: pytest.Item) -> Iterator[tuple[str, str]]:
    """Give each requirement that a test stands for, with the node or function that carries it."""
    for marker in item.iter_markers("requirement"):
        for name in marker.args:
            named = marker.kwargs.get("node", "")
            yield str(name), named if isinstance(named, str) else " + ".join(named)


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Print the table instead of running, where it is asked for."""
    if not session.config.getoption("--requirements"):
        return None
    table: dict[str, list[str]] = defaultdict(list)
    for item in session.items:
        for name, node in requirements_of(item):
            line = item.nodeid + (f"  ← {node}" if node else "")
            if line not in table[name]:
                table[name].append(line)
    print()  # noqa: T201 - this option is there to print
    for name in sorted(table):
        for number, line in enumerate(table[name]):
            print(f"{name if number == 0 else '':<8}{line}")  # noqa: T201
    return True
