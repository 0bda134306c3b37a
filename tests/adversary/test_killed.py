"""`kill -9` in the middle of an import, a save and a fold by the real services: what was acknowledged is there."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forked import Forked, Say
from tinydb import TinyDB

from aixin_tui.domain.record import Record
from aixin_tui.services.importing import ImportFile, ImportSummary, Outcome, SheetData, SheetRow, import_file, run
from aixin_tui.storage import writing
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.verify import check
from office_world import World

#: Workers that are killed: 50 in the suite, 500 by hand.
KILLS = int(os.environ.get("AIXIN_KILLS", "50"))
ROWS = 24
_HEAD = ("姓名", "性别", "出生日期", "儿童类别", "乡镇", "村", "监护人", "监护人电话", "监护人意见", "备注")
_WORDS = "安平和宁康健春夏秋冬东南西北山川江河"

Desks = Callable[[], World]


@pytest.fixture(autouse=True)
def _many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a short list take as many acts, syncs and folds as a long one does."""
    monkeypatch.setattr(run, "BATCH", 4)
    monkeypatch.setattr(writing, "TOGETHER", 2)
    monkeypatch.setattr(writing, "FOLD_ACTS", 11)


def child_name(roster: int, row: int) -> str:
    number = roster * ROWS + row
    return "窦" + "".join(_WORDS[number // len(_WORDS) ** n % len(_WORDS)] for n in range(3))


def roster(number: int, place: tuple[str, str]) -> ImportFile:
    """Make one of any number of lists: nobody of one is in another, two speak of harm."""
    rows = [_HEAD, *(
        (child_name(number, row), "女" if row % 2 else "男", f"201{row % 6}-0{1 + row % 9}-1{row % 10}", "留守儿童",
         *place,
         f"窦长{_WORDS[row % len(_WORDS)]}", f"154{number * ROWS + row:08}", "同意" if row % 3 else "不同意",
         "孩子说被爸爸打" if row in {5, 17} else "")
        for row in range(ROWS))]
    sheet = SheetData("名册", tuple(SheetRow(n, cells) for n, cells in enumerate(rows, 1)))
    return ImportFile("children", f"{number}.xlsx", (sheet,))


def place_of_lists(world: World) -> tuple[str, str]:
    divisions = world.desk.province.divisions
    return divisions.name(world.village[:9]), divisions.name(world.village)


def take_in(world: World, first: int) -> Callable[[Say], None]:
    """Take in list after list, and acknowledge each row when the import gives it out."""
    place = place_of_lists(world)

    def task(say: Say) -> None:
        for number in range(first, first + 10_000):
            for done in import_file(world.desk, world.who(), roster(number, place)):
                if not isinstance(done, ImportSummary):
                    say([number, done.file_row, done.name, done.record])

    return task


def save(world: World, first: int) -> Callable[[Say], None]:
    """Register mothers and fold now and then."""

    def task(say: Say) -> None:
        for number in range(10_000):
            say([-1, 0, f"蔺{first}", world.mother(f"蔺{first}-{number}").id])
            if number % 5 == 4:
                world.desk.store.fold()

    return task


def killed(sit_down: Desks, rng: random.Random) -> Iterator[list[tuple[int, int, str, str]]]:
    """Start and kill workers, two at work at a time; give what each had acknowledged."""
    at, running = 0, list[Forked]()
    for number in range(KILLS + 1):
        task = save(sit_down(), number) if number % 3 == 2 else take_in(sit_down(), at)
        running.append(Forked(task))
        if len(running) == 2:
            time.sleep(rng.uniform(0.01, 0.12))
            said = running.pop(rng.randrange(2)).kill()
            at = max([at, *(roster for roster, *_ in said)])
            yield [tuple(one) for one in said]
    yield [tuple(one) for one in running.pop().kill()]


def standing(world: World, kind: str) -> tuple[Record, ...]:
    return world.desk.store.snapshot(restricted=True).of(kind)


@pytest.mark.parametrize("seed", [9])
def test_killed_imports_saves_and_folds_lose_and_double_nobody(sit_down: Desks, workspace: Path, seed: int) -> None:
    acknowledged = [one for said in killed(sit_down, random.Random(seed)) for one in said]
    assert len(acknowledged) > KILLS
    world = sit_down()
    assert check(Disk(workspace)) == []
    there = {**{child.id: child for child in standing(world, "child")},
             **{mother.id: mother for mother in standing(world, "loving_mother")}}
    lost = [one for one in acknowledged if one[3] not in there or not there[one[3]].text("name").startswith(one[2])]
    assert lost == []

    # What was cut short goes on by importing it again: then every list stands whole, and once.
    last = max(number for number, *_ in acknowledged)
    for number in range(last + 2):
        *rows, summary = import_file(world.desk, world.who(), roster(number, place_of_lists(world)))
        assert isinstance(summary, ImportSummary)
        assert set(summary.counts) <= {Outcome.ACCEPTED, Outcome.CORRECTED, Outcome.MERGED}, summary.counts
        assert len(rows) == ROWS
    expected = {child_name(number, row) for number in range(last + 2) for row in range(ROWS)}
    assert Counter(child.text("name") for child in standing(world, "child")) == Counter(expected)
    families = len(expected)
    assert [len(standing(world, kind)) for kind in ("guardian", "household", "import_run", "mandatory_report")] == [
        families, families, last + 2, 2 * (last + 2)]
    numbers = [entry.number for entry in world.desk.store.log()]
    assert numbers == list(range(1, len(numbers) + 1))
    world.desk.store.fold()
    assert check(Disk(workspace)) == []
    for file in workspace.rglob("*.json"):
        with TinyDB(file, encoding="utf-8", access_mode="r") as db:
            for table in db.tables():
                db.table(table).all()
