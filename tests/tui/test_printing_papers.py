"""打印: F6 offers the papers of a file, a report and a place, and writes them into the workspace."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from screens_text import on_disk, opened, press

from aixin_tui.domain.record import Receipt
from aixin_tui.services.desk import Result
from aixin_tui.texts import label
from aixin_tui.tui.screens.base import DeskScreen
from office_world import World


def written(folder: Path, below: str) -> list[Path]:
    return sorted((folder / below).iterdir()) if (folder / below).exists() else []


def words(path: Path) -> str:
    return "".join(docx.Document(io.BytesIO(path.read_bytes())).element.itertext())


async def test_a_childs_file_prints_a_paper_masked_and_in_full_for_a_reason(office: World, tmp_path: Path) -> None:
    folder = on_disk(office, tmp_path)
    async with opened(office) as pilot:
        text = await press(pilot, "2", "enter", "f6")
        assert "“江源爱心妈妈”联系卡" in text
        assert "号码遮盖" in await press(pilot, "1")
        assert "联系卡" in await press(pilot, "1")
        (masked,) = written(folder, "文书")
        await press(pilot, "f6", "1", "4", *"gei jia zhang".replace(" ", ""), "enter")
        full = written(folder, "文书")
    assert len(full) == 2
    assert masked.suffix == ".docx"
    logged = [entry.reason for entry in office.desk.store.log() if entry.action == "document"]
    assert logged == ["", "geijiazhang"]


async def test_a_report_is_printed_as_an_official_paper(office: World, tmp_path: Path) -> None:
    folder = on_disk(office, tmp_path)
    async with opened(office) as pilot:
        await press(pilot, "6", "down", "enter", "f6", "1")
        (path,) = written(folder, "报表")
    assert path.suffix == ".docx"
    assert "妇联" in words(path)


async def test_a_place_is_chosen_for_its_papers(office: World, tmp_path: Path) -> None:
    folder = on_disk(office, tmp_path)
    async with opened(office) as pilot:
        assert "走访任务单" in await press(pilot, "6", "f6")
        text = await press(pilot, "4")
        assert "民和" in text
        await press(pilot, "enter", "1")
        (path,) = written(folder, "文书")
    assert path.name.startswith("走访任务单-民和回族土族自治县-")


async def test_the_papers_of_a_step_stand_first_and_are_made_with_one_key(office: World, tmp_path: Path) -> None:
    folder = on_disk(office, tmp_path)
    child = next(one for one in office.desk.store.snapshot().of("child") if office.state(one) == "paired")
    papers = {"child_file": [child.id], "consent_form": [child.id]}
    async with opened(office) as pilot:
        await press(pilot, "2", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen)
        screen.tell(Result(receipt=Receipt(1, ""), about={"papers": papers}), "已保存")
        assert label("paper.hint", "zh", count=2) in await press(pilot)
        assert "这一步的文书：儿童档案（一人一档）" in await press(pilot, "f6")
        await press(pilot, "1")
        assert len(written(folder, "文书")) == 2
        assert "这一步的文书" not in await press(pilot, "f6")
