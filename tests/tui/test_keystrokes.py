"""The commonest jobs stay as short as the table says, and what stands filled in is never somebody else's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from screens_text import on_disk, opened, press, text_of

from office_world import World

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "keystrokes.py"


def test_every_job_is_done_with_the_keys_of_the_table_and_leaves_its_records() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--small"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "一次入户" in done.stdout


def test_a_job_that_takes_more_keys_than_the_table_says_fails() -> None:
    code = ("import sys; sys.argv[1:] = ['--small']; sys.path.insert(0, 'benchmarks'); import keystrokes as k; "
            "k.known_counts = lambda: {'find': 4}; k.played = lambda *a: k.asyncio.sleep(0, []); sys.exit(k.main())")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          cwd=SCRIPT.parents[1])
    assert done.returncode == 1
    assert "find: 5 keys, keys.md says 4" in done.stderr


async def test_digits_tick_several_choices_on_the_field_itself_and_the_same_digit_takes_back(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "f2", *"dnx", "enter", "1", "down", "down", "down")
        assert "1儿童 2监护人" in text_of(pilot.app)  # type: ignore[arg-type]
        sheet = pilot.app.screen.sheet  # type: ignore[attr-defined]
        await press(pilot, "2", "1")
        assert sheet.get("visit", "met") == ["child", "guardian"]
        await press(pilot, "2")
        assert sheet.get("visit", "met") == ["child"]
        await press(pilot, "1")
        assert sheet.get("visit", "met") is None


async def test_all_due_calls_are_ticked_at_once_but_nobody_who_was_called(office: World) -> None:
    office.pair(office.waiting_child("窦念宁"), office.mother("蔺翠"))
    office.at("2025-04-10")
    async with opened(office) as pilot:
        await press(pilot, "f2", *"dna", "enter", "5", "f9", "escape", "escape", "1", "5")
        assert "已勾 1/2 对" in await press(pilot, "asterisk")
        await press(pilot, "f9")
        assert "这个月没有待办的问候" in await press(pilot, "asterisk")
    assert len(office.desk.store.snapshot().of("activity")) == 2


async def test_the_papers_of_a_step_are_not_offered_on_another_childs_file(office: World, tmp_path: Path) -> None:
    on_disk(office, tmp_path)
    async with opened(office) as pilot:
        await press(pilot, "f2", *"dnp", "enter", "3", "enter", "enter")
        assert "这一步的文书" in await press(pilot, "f6")
        await press(pilot, "escape", "escape")
        assert "这一步的文书" not in await press(pilot, "f2", *"dna", "enter", "f6")


async def test_the_next_visit_of_a_day_begins_with_who_went_and_with_whom(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "f2", *"dnx", "enter", "1")
        assert "经办人" in text
        assert "民政" in text
