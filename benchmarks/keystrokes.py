"""How many keys a clerk presses for each job of a month, counted by playing them in the app at 80×24.

    python benchmarks/keystrokes.py                 a fresh county of forty pairs, then the demonstration county
    python benchmarks/keystrokes.py --small         the fresh county only
    python benchmarks/keystrokes.py --write         the same, and write the table anew into benchmarks/keys.md

Each job begins on Today and is checked by the records that it leaves. Every key counts one, a digit or letter too; a
text that is typed counts its characters, as if pasted (an input method needs more). A job that needs more keys than
`keys.md` says fails: exit code 1.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "journey")]

from in_pilot import press, screen_of, settle  # noqa: E402 - the players of the journey's script
from textual.pilot import Pilot  # noqa: E402

from aixin_tui.bootstrap import open_desk, registry_for, who_at  # noqa: E402
from aixin_tui.demo.county import make_county  # noqa: E402
from aixin_tui.reference.pinyin import initials  # noqa: E402
from aixin_tui.services.browsing import Find, find  # noqa: E402
from aixin_tui.services.desk import Desk, Who  # noqa: E402
from aixin_tui.services.due import due_board  # noqa: E402
from aixin_tui.tui.app import AixinApp  # noqa: E402
from aixin_tui.tui.screens.child_file import ChildFileScreen  # noqa: E402
from office_world import World  # noqa: E402

TABLE = Path(__file__).with_name("keys.md")
TODAY = date(2026, 11, 24)
PAIRS, GUESTS = 40, 30
#: What is played in the demonstration county too: the keys are the same for people of any name.
OF_DEMO = ("find", "call_file", "call_today", "pair", "sheet", "month", "paper")


@dataclass(frozen=True)
class People:
    """Whose initials are typed: a child that is paired, one that waits, one to be visited, and one with open papers."""

    paired: str
    waiting: str
    to_visit: str
    to_visit_next: str


@dataclass(frozen=True)
class Job:
    """What is pressed, key by key; a text begins with `=`. `left` names the records that must be there after it."""

    key: str
    label: str
    keys: tuple[str, ...]
    left: dict[str, int] = field(default_factory=dict)
    shown: str = ""

    @property
    def count(self) -> int:
        """How many keys it takes."""
        return sum(len(one) - 1 if one.startswith("=") else 1 for one in self.keys)


def jobs_of(people: People, pairs: int) -> list[Job]:
    """List the jobs of a month in the order in which they are played."""
    paired, waiting, visit, again = ((f"={one}", "enter") for one in (
        people.paired, people.waiting, people.to_visit, people.to_visit_next))
    return [
        Job("find", "按拼音首字母找到一名儿童，打开档案", ("f2", *paired), shown="可以办的事"),
        Job("call_file", "记一次问候（从儿童档案）", ("5", "f9"), {"activity": 1}),
        Job("call_today", "记一次问候（从今日，按姓名）", ("f2", *paired, "5", "f9"), {"activity": 1}),
        Job("visit", "一次入户：走访、评估、监护人和儿童都同意",
            ("f2", *visit, "1", "down", "=王芳", "down", "enter", "7", "f9", "down", "1", "2", "down", "1", "down", "1",
             "pagedown", "2", "down", "1", "pagedown", "down", "1", "pagedown", "1", "f9"),
            {"home_visit": 1, "assessment": 1, "consent": 2}),
        Job("visit_again", "同一天的下一户（走访人、联合部门已填好）",
            ("f2", *again, "1", *["down"] * 3, "1", "2", "down", "1", "down", "1", "pagedown", "2", "down", "1",
             "pagedown", "down", "1", "pagedown", "1", "f9"),
            {"home_visit": 1, "assessment": 1, "consent": 2}),
        Job("pair", "手工结对：按推荐", ("f2", *waiting, "3", "enter", "enter"), {"pairing": 1}),
        Job("sheet", "生成当月问候登记表", ("5", "ctrl+o", "enter"), {"sheet file": 1}),
        Job("month", f"一个月 {PAIRS} 对的问候，一页办完", ("5", "asterisk", "f9"), {"activity": pairs}),
        Job("event", f"一次集中活动，{GUESTS} 名儿童",
            ("5", *["space"] * GUESTS, "f3", "down", "=读书会", "down", "down", "8", "f9"),
            {"event": 1, "activity": GUESTS}),
        Job("report", "月报定稿上交", ("6", "down", "enter", "f9", "=李静", "enter", "=马兰", "enter"),
            {"submission": 1}),
        Job("report_again", "下一份报表定稿（签名已填好）", ("6", "enter", "f7", "f9", "enter", "enter"),
            {"submission": 1}),
        Job("referral", "登记转介的答复", ("ctrl+r", "enter", "enter", "down", "=已减免学费", "f9"),
            {"answered": 1}),
        Job("claim", "微心愿认领", ("ctrl+y", "enter", "enter", "f9"), {"claimed": 1}),
        Job("deliver", "微心愿送达", ("ctrl+y", "enter", "enter", "f9"), {"delivered": 1}),
        Job("paper", "打印联系卡", ("f2", *paired, "f6", "enter", "enter"), {"paper file": 1}),
    ]


def counts(desk: Desk, folder: Path) -> Counter[str]:
    """Count the records of each kind, the states of papers, and the files."""
    snapshot = desk.store.snapshot()
    found: Counter[str] = Counter({kind: len(snapshot.of(kind)) for kind in snapshot.kinds})
    for kind in ("referral", "micro_wish"):
        for record in snapshot.of(kind):
            status = record.get("status") or {}
            found[str(status[max(status)]["state"])] += 1
    files = [path for path in folder.rglob("*") if path.is_file()]
    found["sheet file"] = sum(path.suffix == ".xlsx" for path in files)
    found["paper file"] = sum(path.suffix in (".docx", ".html") for path in files)
    return found


async def play(pilot: Pilot[Any], job: Job) -> None:
    """Press the keys of a job from Today on."""
    for one in job.keys:
        for key in one[1:] if one.startswith("=") else (one,):
            await press(pilot, key)
        await settle(pilot)


async def to_today(pilot: Pilot[Any]) -> None:
    """Go back to Today; it is not counted."""
    app: Any = pilot.app
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    if app.current_mode != "today":
        await app.switch_mode("today")
    await settle(pilot)


async def played(desk: Desk, who: Callable[[], Who], jobs: Sequence[Job], folder: Path) -> list[str]:
    """Play all jobs in one opened app; gives what went wrong."""
    wrong = []
    app = AixinApp(lambda: (desk, who()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for job in jobs:
            if job.key != "call_file":  # begins on the file that was found
                await to_today(pilot)
            before = counts(desk, folder)
            await play(pilot, job)
            after = counts(desk, folder)
            missing = {key: number for key, number in job.left.items() if after[key] - before[key] != number}
            if missing or job.shown not in screen_of(pilot.app):
                gained = {key: after[key] - before[key] for key in missing}
                wrong.append(f"{job.key}: wanted {missing or job.shown}, got {gained}\n{screen_of(pilot.app)}")
            if job.key == "find" and not isinstance(app.screen, ChildFileScreen):
                wrong.append("find: no file is open")
    return wrong


def fresh_county(folder: Path) -> tuple[World, People]:
    """Make a county of forty pairs in memory; what the app writes beside the records goes to a folder."""
    world = World.of(registry_for()["qinghai"], "630222", day="2026-11-03")
    store: Any = world.desk.store
    store._workspace = replace(store.workspace, path=str(folder))  # noqa: SLF001 - a store in memory has no folder
    mother = first = None
    for number in range(PAIRS):
        child = world.waiting_child("祁望舒" if number == 0 else f"窦念{chr(0x5B89 + number)}")
        first = first or child
        if mother is None or number % 3 == 0:
            mother = world.mother(f"蔺秀{chr(0x82F1 + number)}", query_on="2026-10-20")
        assert world.pair(child, mother).done
    assert first is not None
    world.waiting_child("吕知夏")
    world.at(TODAY.isoformat())
    world.guardian(world.child("鲍一鸣"), "鲍大山")
    world.guardian(world.child("何云舟"), "何长水")
    world.add("referral", child=first.id, date="2026-11-10", need="education", department="court")
    world.add("micro_wish", child=first.id, date="2026-11-10", wish="书包")
    return world, People("qws", "lzx", "bym", "hyz")


def demo_county(folder: Path) -> tuple[Desk, People, int]:
    """Make the demonstration county; gives its desk, whose names are typed, and how many calls are due this month."""
    make_county(folder, province="qinghai", county="630222", today=TODAY, progress=lambda _step: None)
    desk = open_desk(str(folder))
    who = who_at(desk, today=TODAY)
    names = Counter(initials(child.text("name")) for child in desk.store.snapshot().of("child"))
    due = next(group for group in due_board(desk, who).groups if group.duty == "greeting")
    lines = [line for line in due.due if names[initials(line.child_name)] == 1]
    waiting = find(desk, who, Find("child", states=("waiting",))).rows[0]
    people = People(initials(lines[0].child_name), initials(waiting.name), "", "")
    return desk, people, len({line.record for line in due.due}) - 1


def known_counts() -> dict[str, int]:
    """Read the table: the keys that a job may take."""
    text = TABLE.read_text(encoding="utf-8") if TABLE.is_file() else ""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| (\d+) \|", text, re.MULTILINE)
    return {key: int(number) for key, number in rows}


def table(jobs: Sequence[Job]) -> str:
    """Write the table."""
    head = ("# 一个月要按多少键 / Keys for a clerk's month\n\n"
            "由 `python benchmarks/keystrokes.py --write` 数出：每件事都从“今日”开始（`call_file` 从儿童档案），"
            "在 80×24 的界面里真做一遍，做完核对记录。\n"
            "每按一次键算 1；输入的文字按字数算，如同粘贴；拼音首字母按字母数算。多按一键，检查就不通过。\n\n"
            "Counted by playing each job in the app and checking the records. "
            "A key counts one, a text its characters.\n\n"
            "| 代号 | 要办的事 | 键数 | 按键 |\n|---|---|---|---|\n")
    lines = [f"| `{job.key}` | {job.label} | {job.count} | {shown(job)} |" for job in jobs]
    return head + "\n".join(lines) + "\n"


def shown(job: Job) -> str:
    """Write the keys as one reads them; a key that is pressed often once, with how often."""
    words: list[str] = []
    for key in job.keys:
        word = f"“{key[1:]}”" if key.startswith("=") else key
        if words and words[-1].split("×")[0] == word:
            _, _, times = words[-1].partition("×")
            words[-1] = f"{word}×{int(times or 1) + 1}"
        else:
            words.append(word)
    return " ".join(words)


def main() -> int:
    """Play the jobs and compare them with the table."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    wanted.add_argument("--small", action="store_true")
    wanted.add_argument("--write", action="store_true")
    told = wanted.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        world, people = fresh_county(Path(name))
        # one of the forty has been called by name before
        jobs = jobs_of(people, PAIRS - 1)
        wrong += asyncio.run(played(world.desk, world.who, jobs, Path(name)))
    if not told.small:
        with tempfile.TemporaryDirectory() as name:
            desk, people, due = demo_county(Path(name) / "county")
            of_demo = [job for job in jobs_of(people, due) if job.key in OF_DEMO]
            wrong += asyncio.run(played(desk, lambda: who_at(desk, today=TODAY), of_demo, Path(name)))
            desk.store.close()
    if told.write and not wrong:
        TABLE.write_text(table(jobs), encoding="utf-8")
    known = known_counts()
    for job in jobs:
        print(f"{job.count:>4}  {job.label}")
        if job.count > known.get(job.key, 0):
            wrong.append(f"{job.key}: {job.count} keys, keys.md says {known.get(job.key, 'nothing')}")
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
