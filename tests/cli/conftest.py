"""The command line, called in this process: exit code, what stdout held, what stderr said."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Aixin, Said

from aixin_tui.cli.main import run


def no_app(*_: object, **__: object) -> int:
    raise AssertionError("no command of these tests opens the app")


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
