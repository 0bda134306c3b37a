"""Colleagues who do different things at the same moment: each act stands, and who cannot wait is told so."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from calling import no_app
from forked import Forked, Say, all_at_once
from killing import Book, SayingStore, judge
from kinds_of_acts import events, folding, indexing, lines, lists_of_lines, restricted, reveals, stock, undone, wishes

from aixin_tui.storage import lock
from office_world import World

Desks = Callable[[], World]
ALL = (events, folding, indexing, lines, lists_of_lines, restricted, reveals, undone, wishes)


def test_acts_of_every_sort_at_once_all_stand(sit_down: Desks, workspace: Path) -> None:
    stock(sit_down())

    def task(number: int) -> Callable[[Say], None]:
        def work(say: Say) -> None:
            world = sit_down()
            world.operator = f"w{number}"
            world.desk = replace(world.desk, store=SayingStore(world.desk.store, say))  # type: ignore[arg-type]
            for _ in islice(ALL[number](world, number), 5):
                pass

        return work

    said = all_at_once([task(number) for number in range(len(ALL))])
    book, acknowledged = Book(), 0
    for number, told in enumerate(said):
        count = judge(sit_down(), workspace, book, f"w{number}", told)
        assert (count.lost, count.half, count.whole) == ((), (), 0)
        acknowledged += count.acknowledged
    assert acknowledged >= 5 * len(ALL) - 8


@pytest.mark.parametrize("command", [
    ("mother", "add", "name=蔺秀英", "sex=女", "division_code=630222103211"),
    ("register", "add", "venue", "name=维权站", "kind=维权服务站", "division_code=630222103211"),
    ("operator", "add", "wang"),
    ("backup", "备份.age", "--passphrase-file", "words.txt"),
    ("doctor", "--mend"),
], ids=lambda command: command[0])
def test_who_cannot_wait_is_told_and_nothing_of_it_is_written(
    workspace: Path, sit_down: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...],
) -> None:
    from aixin_tui.cli.main import run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIXIN_WORKSPACE", str(workspace))
    (tmp_path / "words.txt").write_text("十二个字以上的一句口令吧好", encoding="utf-8")
    sit_down().mother("蔺玉兰")
    reading, writing = os.pipe()

    def hold(say: Say) -> None:
        os.close(writing)
        with sit_down().desk.store.held():
            say("held")
            os.read(reading, 1)

    holder = Forked(hold)
    os.close(reading)
    assert json.loads(holder.out.readline()) == "held"
    before = (workspace / "journal.jsonl").read_bytes()
    take = lock.Lock.__init__
    with monkeypatch.context() as patch:
        patch.setattr(lock.Lock, "__init__", lambda self, path, **_: take(self, path, patience=0.05))
        assert run(list(command), no_app) == 3
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert str(holder.pid) in told
    assert (workspace / "journal.jsonl").read_bytes() == before
    os.close(writing)
    holder.said()
    assert run(list(command), no_app) == 0, capsys.readouterr().err
