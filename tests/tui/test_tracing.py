"""After an unexpected error its places in the code can be kept, never its message or a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_text import on_disk, opened, settle

from aixin_tui.tui.tracing import FILE, SETTING, trace
from office_world import World


def fail(name: str) -> None:
    try:
        int(name)
    except ValueError as error:
        raise KeyError(name) from error


@pytest.mark.parametrize(("setting", "is_written"), [("1", True), ("", False), ("0", False)])
def test_places_are_written_when_asked_for_and_names_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, is_written: bool
) -> None:
    monkeypatch.setenv(SETTING, setting)
    with pytest.raises(KeyError) as caught:
        fail("窦念安")
    trace(tmp_path, caught.value, "2025-03-24T09:00:00.000+08:00")
    path = tmp_path / FILE
    assert path.exists() is is_written
    if is_written:
        text = path.read_text("utf-8")
        assert "窦念安" not in text
        assert text.index("ValueError") < text.index("KeyError")
        assert "tui/test_tracing.py:" in text
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_gone_loses_only_the_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "1")
    trace(tmp_path / "gone", ValueError("x"), "now")


async def test_a_failing_service_leaves_its_trace_and_the_app_goes_on(
    office: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, "1")
    folder = on_disk(office, tmp_path)
    async with opened(office) as pilot:
        pilot.app.screen.ask(lambda: fail("窦念安"), lambda _: None)
        await settle(pilot)
        assert pilot.app.is_running
        pilot.app.failure = None
    assert "fail" in (folder / FILE).read_text("utf-8")
