"""The command line, called in this process: exit code, what stdout held, what stderr said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from calling import Aixin, Said, no_app
from made_office import Made, make_office

from aixin_tui.cli.main import run


@pytest.fixture
def aixin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Aixin:
    """Call a command; the current folder is an empty one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AIXIN_WORKSPACE", raising=False)

    def call(*arguments: str) -> Said:
        code = run([str(argument) for argument in arguments], no_app)
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return call


@pytest.fixture
def office(aixin: Aixin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aixin:
    """An empty workspace of the county 630222, already the current one."""
    made = aixin("init", str(tmp_path / "county"), "--province", "qinghai", "--office", "630222")
    assert made.code == 0, made.err
    monkeypatch.setenv("AIXIN_WORKSPACE", str(tmp_path / "county"))
    return aixin


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A small office, made once."""
    return make_office(tmp_path_factory.mktemp("made"))


@pytest.fixture
def small(aixin: Aixin, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aixin:
    """A copy of the small office, the current one."""
    shutil.copytree(made.folder, tmp_path / "county")
    monkeypatch.setenv("AIXIN_WORKSPACE", str(tmp_path / "county"))
    for name in ("children.csv", "mothers.csv", "later.csv"):
        shutil.copy(made.folder.parent / name, tmp_path)
    return aixin
