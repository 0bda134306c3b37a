from __future__ import annotations

from pathlib import Path

import pytest
from offices import Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    """Commands of this process; the current folder is an empty one."""
    monkeypatch.chdir(tmp_path)

    def read() -> tuple[str, str]:
        told = capsys.readouterr()
        return told.out, told.err

    return Shell(read, lambda folder: monkeypatch.setenv("AIXIN_WORKSPACE", str(folder)))
