"""The whole job twice, from an empty folder to the monthly report: by commands alone and in the app alone.

Both leave the same records, byte by byte in the canonical dump; and the dump is sharp: another day of one call, another
decision of one consent or another number of one pair is another dump.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import in_pilot
import in_tmux
import pytest
from by_commands import aixin, command_lines, dump, empty_folder, inside, run_lines
from keys_script import WORKSPACE, read_script

from aixin_tui.bootstrap import open_desk
from aixin_tui.domain.record import Record
from aixin_tui.services.canonical import canonical_dump

REPORT = "月报-2025-03.xlsx"
#: What is changed in one line of the commands: the line, what stands there, and what is written instead.
CHANGES = {
    "a call": ("aixin care tick", "630222-2025-0003=28", "630222-2025-0003=27"),
    "a note of a call": ("aixin care tick", "聊了学习情况", "聊了作业"),
    "a consent": ("aixin visit add 何念秋", "何发祥,decision=同意,channel=当面", "何发祥,decision=同意,channel=电话"),
    "the child's consent": ("aixin visit add 何念秋", "by=child,decision=同意", "by=child,decision=不同意"),
    "a pair number": ("aixin pair add", "马向晚 马秀芳", "马向晚 马秀芳 --number 88"),
}


@dataclass(frozen=True)
class Played:
    """The folder in which the commands were run, and copies of it as it was before a line that is changed."""

    folder: Path
    before: dict[str, Path]


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Run commands.txt once."""
    base = tmp_path_factory.mktemp("journey")
    folder, before = empty_folder(base / "commands"), {}

    def keep(line: str) -> None:
        for start, _, _ in CHANGES.values():
            if line.startswith(start) and start not in before:
                before[start] = base / f"before-{len(before)}"
                shutil.copytree(folder, before[start])

    run_lines(folder, command_lines(), keep)
    return Played(folder, before)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play keys.txt once."""
    folder = empty_folder(tmp_path_factory.mktemp("journey") / "app")
    asyncio.run(in_pilot.play(folder))
    return folder


def test_both_faces_leave_the_same_records_byte_by_byte(commands: Played, app: Path) -> None:
    by_commands = dump(commands.folder)
    assert by_commands.count('"record": "child"') == 12
    assert dump(app).splitlines() == by_commands.splitlines()


def test_both_faces_hand_the_same_report_in(commands: Played, app: Path) -> None:
    listed, written = [], []
    for folder in (commands.folder, app):
        with inside(folder):
            out = aixin("report", "list", "--today", "2025-04-01", "--json")
            listed.append([json.loads(line) for line in out.splitlines()])
        written.append((folder / REPORT).read_bytes())
    assert listed[0] == listed[1]
    assert [one["submitted_on"] for one in listed[0] if one["key"] == "monthly"] == ["2025-04-01"]
    assert written[0] == written[1]


def test_the_report_names_who_filled_it_in_and_who_looked_it_through(app: Path) -> None:
    from aixin_tui.exchange.sheets import read_book

    (sheet, *_) = read_book(app / REPORT).sheets
    text = "\n".join(str(cell) for row in sheet.rows for cell in row.cells)
    assert all(word in text for word in ("马经办", "李审核", "2025-04-01", "盖章"))


@pytest.mark.parametrize("what", CHANGES)
def test_one_thing_done_otherwise_is_another_dump(commands: Played, tmp_path: Path, what: str) -> None:
    start, written, instead = CHANGES[what]
    lines = command_lines()
    place = next(n for n, line in enumerate(lines) if line.startswith(start))
    assert written in lines[place]
    dumps = []
    for name, line in (("same", lines[place]), ("changed", lines[place].replace(written, instead))):
        folder = shutil.copytree(commands.before[start], tmp_path / name)
        run_lines(folder, [line])
        dumps.append(dump(folder))
    assert dumps[0] != dumps[1]


def test_the_dump_tells_every_call_consent_and_pair(commands: Played) -> None:
    desk = open_desk(str(commands.folder / WORKSPACE))
    try:
        snapshot, province = desk.store.snapshot(), desk.province
    finally:
        desk.store.close()
    dumps = {canonical_dump(snapshot, province)}
    changes = [("activity", "date", "2025-03-26"), ("activity", "note", "x"), ("consent", "decision", "unsure"),
               ("consent", "date", "2025-03-02"), ("consent", "channel", "letter"), ("pairing", "number", "x"),
               ("pairing", "started_on", "2025-03-01")]
    count = 1
    for kind, field, value in changes:
        for record in snapshot.of(kind):
            count += 1
            dumps.add(canonical_dump(snapshot.with_records([changed_in(record, field, value)]), province))
    assert count > 100
    assert len(dumps) == count


def changed_in(record: Record, field: str, value: str) -> Record:
    return Record(record.kind, record.id, {**record.values, field: value})


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not here; the Pilot plays the whole script")
def test_the_script_begins_in_a_real_terminal(tmp_path: Path) -> None:
    folder = empty_folder(tmp_path / "tmux")
    lines = read_script()
    first = lines[: next(n for n, line in enumerate(lines) if line.verb == "quit") + 1]
    in_tmux.play(folder, first)
    with inside(folder):
        assert len(aixin("child", "list", "--all", "--json").splitlines()) == 12
        assert len(aixin("mother", "list", "--all", "--json").splitlines()) == 7
