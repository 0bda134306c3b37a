"""The first screen: an office found as it is called, what stands against a folder, and Today of an empty workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from screens_text import opened, press, settle, text_of
from textual.pilot import Pilot

from aixin_tui.bootstrap import create_desk
from aixin_tui.provinces.registry import Registry
from aixin_tui.tui.app import AixinApp
from aixin_tui.tui.first import FirstScreen
from aixin_tui.tui.widgets.entry import Entry
from office_world import World


@asynccontextmanager
async def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pilot[Any]]:
    """Open the app where there is no workspace, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    app = AixinApp(None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield pilot
        if app.session is not None:
            await app._leave_desk()  # the store's files are closed before the folder goes
    assert app.failure is None, repr(app.failure)


async def typed(pilot: Pilot[Any], text: str, *keys: str) -> str:
    """Put a text into the line, as by paste, and press keys."""
    pilot.app.screen.query_one(Entry).value = text
    await settle(pilot)
    return await press(pilot, *keys)


@pytest.mark.parametrize("written", ["630222", "民和", "民和县", "minhe", "mh"])
async def test_a_new_workspace_is_made_for_the_county_that_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    async with nobody(tmp_path, monkeypatch) as pilot:
        await press(pilot, "2", "2")
        assert "民和回族土族自治县" in await typed(pilot, written, "enter")
        assert "底数 0：还没有儿童档案" in await press(pilot, "enter")
        assert pilot.app.session.desk.office == "630222"  # type: ignore[attr-defined]
    assert (tmp_path / "aixin" / "office.json").is_file()


async def test_where_several_fit_enter_goes_to_the_list_and_a_town_can_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with nobody(tmp_path, monkeypatch) as pilot:
        await press(pilot, "2", "2")
        text = await typed(pilot, "城关镇", "enter")
        assert "大通" in text
        assert "湟源" in text
        assert "放在哪个文件夹" in await press(pilot, "down", "enter")
        assert pilot.app.screen.answers["office"] == "630123100"  # type: ignore[attr-defined]


async def test_escape_takes_back_one_answer_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with nobody(tmp_path, monkeypatch) as pilot:
        await press(pilot, "2", "2")
        await typed(pilot, "mh", "enter")
        for question in ("哪个县", "哪个省", "请选一项"):
            assert question in await press(pilot, "escape")


async def test_a_folder_that_holds_something_is_said_and_the_county_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "家").mkdir()
    (tmp_path / "家" / "信.txt").write_text("x")
    async with nobody(tmp_path, monkeypatch) as pilot:
        await press(pilot, "2", "2")
        await typed(pilot, "mh", "enter")
        text = await typed(pilot, str(tmp_path / "家"), "enter")
        assert "这个文件夹里已经有东西" in text
        assert "民和回族土族自治县" in text
        assert "放在哪个文件夹" in text
        assert "底数 0" in await typed(pilot, str(tmp_path / "新"), "enter")
    assert not (tmp_path / "家" / "office.json").exists()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    create_desk(str(tmp_path / "民和"), province="qinghai", office="mh").store.close()
    return tmp_path / "民和"


async def test_workspaces_near_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    async with nobody(tmp_path, monkeypatch) as pilot:
        assert workspace.name in await press(pilot, "3")
        assert "底数 0" in await press(pilot, "enter")


@pytest.mark.parametrize(("written", "said"), [
    (None, "没有资料库"), ("{", "读不出来"), ('{"_meta":{"1":{"format":9,"workspace":"w"}}}', "由更新的版本写成"),
])
async def test_what_cannot_be_opened_is_said_and_another_folder_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Path, written: str | None, said: str
) -> None:
    wrong = tmp_path / "别的"
    wrong.mkdir()
    if written is not None:
        (wrong / "office.json").write_text(written, encoding="utf-8")
    async with nobody(tmp_path, monkeypatch) as pilot:
        await press(pilot, "3")
        text = await typed(pilot, str(wrong), "enter")
        assert said in text
        assert "aixin init" not in text
        assert isinstance(pilot.app.screen, FirstScreen)
        assert "底数 0" in await typed(pilot, str(workspace), "enter")
    assert (wrong / "office.json").exists() is (written is not None)


@pytest.mark.parametrize(("downs", "said"), [(0, "导入"), (1, "新登记：儿童"), (2, "新登记：爱心妈妈"), (3, "管理")])
async def test_today_of_an_empty_office_leads_to_what_is_done_first(
    provinces: Registry, downs: int, said: str
) -> None:
    async with opened(World.of(provinces["qinghai"], "630222")) as pilot:
        text = text_of(pilot.app)  # type: ignore[arg-type]
        assert "还没有儿童档案" in text
        assert "要办的事" not in text
        assert said in (await press(pilot, *["down"] * downs, "enter")).splitlines()[0]
