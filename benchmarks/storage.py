"""What the store costs: ratios against floors of the same run (append and fsync, stock TinyDB, parsing the files).

    python benchmarks/storage.py             a county of 1,500 for writing, a province of 180,000 for reading: minutes
    python benchmarks/storage.py --small     the same over a handful, to see that it works

Wall times depend on the neighbours, so floors and ours take turns and the medians are compared; where a floor is too
short to be told apart from noise, CPU counts. The goals are those of the project's design.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from made import write_workspace
from tinydb import TinyDB

from aixin_tui.domain.record import Act, Change
from aixin_tui.services.ports import Browse
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.datafile import decode, encode, lines_of
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.merge import merge
from aixin_tui.storage.store import FileStore, open_store

#: Name of a figure, how it is written, and the goal that it stays under (or reaches, where it says so).
Row = tuple[str, float, str, float]
CLOCK, IDS = SystemClock(), Ulids()


def clocked(call: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU milliseconds of one call."""
    start, used = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - start) * 1e3, (time.process_time() - used) * 1e3


def in_turn(repeat: int, **calls: Callable[[int], object]) -> dict[str, tuple[float, float]]:
    """Medians of wall and CPU milliseconds of calls that take turns."""
    told: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for number in range(repeat):
        for name, call in calls.items():
            told[name].append(clocked(lambda call=call, number=number: call(number)))
    return {name: (statistics.median(w for w, _ in found), statistics.median(c for _, c in found))
            for name, found in told.items()}


def opened(folder: Path) -> FileStore:
    return open_store(str(folder), clock=CLOCK, ids=IDS)


def saving(folder: Path, children: int, repeat: int) -> Iterator[Row]:
    """One record saved, beside an append of as many bytes and beside stock TinyDB."""
    write_workspace(folder / "county", children, office="630121")
    store = opened(folder / "county")
    known = [row.id for row in store.browse(Browse("child", limit=children)).rows]
    stock = TinyDB(folder / "stock.json", encoding="utf-8", ensure_ascii=False)
    stock.table("children").insert_multiple(dict(store.get("child", one).values) for one in known)
    stock.table("activities").insert_multiple(
        {"date": "2025-01-03", "note": "一切都好" * 15} for _ in range(20 * children))
    handle, line = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), b"x" * 700

    def raw(_: int) -> None:
        os.write(handle, line)
        os.fsync(handle)

    def save(number: int) -> None:
        store.commit(Act("edit", "bench", (Change("child", known[number % len(known)], {"school": f"s{number}"}),)))
        store.browse(Browse("child", limit=1))

    for number in range(40):
        save(number)  # each town's file is read once
    told = in_turn(repeat, raw=raw, save=save)
    slow = in_turn(3, stock=lambda n: stock.table("children").update({"school": str(n)}, doc_ids=[1]))["stock"]
    yield "save and index / append and fsync", told["save"][0] / told["raw"][0], "<=", 2.5
    yield "save, CPU ms", told["save"][1], "<=", 3
    yield "stock TinyDB / save", slow[0] / told["save"][0], ">=", 50
    store.close()


def reading(folder: Path, children: int, repeat: int) -> Iterator[Row]:
    """A large workspace opened, read a page at a time, and searched."""
    store = opened(folder)
    page = store.browse(Browse("child", limit=64))
    first, other = page.rows[0], page.rows[-1]
    fresh = in_turn(5, open=lambda _: opened(folder).browse(Browse("child", limit=64)))["open"]
    yield f"open {children} children to the first page, ms", fresh[0], "<=", 300
    told = in_turn(
        repeat,
        id=lambda _: store.get("child", first.id),
        page=lambda _: store.browse(Browse("child", after=other.key)),
        pinyin=lambda n: store.browse(Browse("child", text=("zwc", "jiawanyuan", "jia wan")[n % 3])),
        letter=lambda _: store.browse(Browse("child", text="z")),
        part=lambda n: store.browse(Browse(("child", "loving_mother")[n % 2], text="小禾")),
        tally=lambda _: store.tally("child", "2025-06-24"))
    floor = told["id"][1]
    yield "a page by key / a lookup by id", told["page"][1] / floor, "<=", 15
    yield "pinyin, a page / a lookup by id", told["pinyin"][1] / floor, "<=", 15
    yield "one letter, a page, CPU ms", told["letter"][1], "<=", 100
    yield "part of a name, a page, CPU ms", told["part"][1], "<=", 100
    yield "children counted by state, CPU ms", told["tally"][1], "<=", 300
    store.close()


#: Runs in a process of its own, so that its peak is its own.
_REBUILD = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[2]).parent))
from storage import opened, Browse
used = time.process_time()
opened(Path(sys.argv[1])).browse(Browse("child"))
print(time.process_time() - used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def rebuilding(folder: Path, runs: int) -> Iterator[Row]:
    """The index made anew, beside `json.loads` of the same files; both take turns."""
    files = sorted((folder / "data").rglob("*.json"))
    parsed, built, peaks = [], [], []
    for _ in range(runs):
        parsed.append(clocked(lambda: [json.loads(file.read_bytes()) is None for file in files])[1] / 1e3)
        shutil.rmtree(folder / ".index", ignore_errors=True)
        told = subprocess.run([sys.executable, "-c", _REBUILD, str(folder), __file__], capture_output=True, text=True,
                              check=True).stdout.split()
        built.append(float(told[0]))
        peaks.append(float(told[1]))
    yield "index rebuilt / json.loads of the files", min(built) / min(parsed), "<=", 5
    yield "index rebuilt, peak MB", max(peaks), "<=", 120


def merging(folder: Path, children: int) -> Iterator[Row]:
    """A county's files merged with a copy in which one in fifty was edited, beside parsing both."""
    write_workspace(folder / "merge", children, office="6301")
    pairs = []
    for file in sorted((folder / "merge" / "data").rglob("*.json")):
        mine, theirs = decode(file.read_bytes(), file.name), decode(file.read_bytes(), file.name)
        for number, key in enumerate(list(theirs.rows)):
            if number % 50 == 0:
                theirs.rows[key] = {**theirs.rows[key], "note": "改", "_f": {"note": ["09" + "0" * 20]}}
        pairs.append((encode(mine), encode(theirs)))
    whole = clocked(lambda: [_merged_whole(mine, theirs) for mine, theirs in pairs])[1]
    lines = clocked(lambda: [_merged_lines(mine, theirs) for mine, theirs in pairs])[1]
    yield f"merge {children} children by line / parsing both", lines / whole, "<=", 1 / 3


def _merged_whole(mine: bytes, theirs: bytes) -> bytes:
    one, other = decode(mine, "mine"), decode(theirs, "theirs")
    for key, record in other.rows.items():
        one.rows[key] = merge(one.rows[key], record) if key in one.rows else record
    return encode(one)


def _merged_lines(mine: bytes, theirs: bytes) -> int:
    known = {body for _, _, body in lines_of(mine)}
    fresh = [json.loads(body) for _, _, body in lines_of(theirs) if body not in known]
    ids = {record["id"] for record in fresh}
    have = {told["id"]: told for _, _, body in lines_of(mine) if body[7:33].decode() in ids
            for told in (json.loads(body),)}
    return len([merge(have[record["id"]], record) for record in fresh])


def table(rows: list[Row]) -> str:
    """Write figures with their goals."""
    lines = [f"{'figure':<52}{'reached':>10}  goal"]
    for name, value, sign, goal in rows:
        met = value <= goal if sign == "<=" else value >= goal
        lines.append(f"{name:<52}{value:>10.3g}  {sign} {goal:.3g}{'' if met else '   not reached'}")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--small", action="store_true", help="a smoke run of some seconds")
    asked.add_argument("--children", type=int, default=180_000)
    asked.add_argument("--workspace", type=Path, help="a workspace that `made.py` wrote, not to write one anew")
    told = asked.parse_args()
    children, county, repeat = (300, 60, 5) if told.small else (told.children, 1_500, 60)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="aixin-bench-") as made:
        folder = told.workspace or write_workspace(Path(made) / "province", children)
        rows += saving(Path(made), county, repeat)
        rows += rebuilding(folder, 1 if told.small else 3)
        rows += reading(folder, children, repeat)
        rows += merging(Path(made), 300 if told.small else 10_000)
    print(table(rows))
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
