"""What the store costs beside the cheapest durable write and beside stock TinyDB: ratios of one run on one machine.

    python benchmarks/storage.py [--small]

Goals (design.md section 9): a save at most 2.5 × append and fsync, at least 50 × faster than stock TinyDB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tinydb import TinyDB

from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.services.ports import Browse
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace, open_store

SURNAMES, GIVEN = "王李张马韩祁赵曾尹单", "小禾望川占海明兰英卓玛才让"
NOTE = "父母在外务工，由祖父母照看，走访时正在写作业，缺冬衣和书桌，愿意接受结对。" * 6


def timed(call, repeat):
    """Median wall and CPU milliseconds."""
    wall, cpu = [], []
    for number in range(repeat):
        start, used = time.perf_counter(), time.process_time()
        call(number)
        wall.append((time.perf_counter() - start) * 1e3)
        cpu.append((time.process_time() - used) * 1e3)
    return statistics.median(wall), statistics.median(cpu)


def child_of(number, town):
    name = SURNAMES[number % 10] + GIVEN[number % 13] + GIVEN[(number * 7) % 13]
    return {"name": name, "division_code": f"{town}2{number % 20:02}", "sex": "female" if number % 2 else "male",
            "birth_date": f"201{number % 9}-0{number % 9 + 1}-11", "id_number": f"6301212015010199{number % 100:02}",
            "phones": {f"154{number:08}": True}, "categories": {"left_behind": True}, "note": NOTE}


def fill(store, ids, children, activities):
    """Children of sixteen towns, and activities of each; gives the ids of the children and how long it took."""
    known = []

    def acts():
        for number in range(children):
            town = f"6301211{number % 16:02}"
            known.append(ids.new())
            yield Act("import_children", "bench", (
                Change("child", known[-1], child_of(number, town), home_of("child", town)),
                *(Change("activity", ids.new(), {"child": known[-1], "date": f"2025-{month:02}-03", "note": NOTE[:60]},
                         home_of("activity", town, day="2025")) for month in range(1, activities + 1))))

    start, used = time.perf_counter(), time.process_time()
    for _ in store.commit_many(acts()):
        pass
    store.fold()
    return known, time.perf_counter() - start, time.process_time() - used


def main(children, activities, repeat):
    folder = Path(tempfile.mkdtemp(prefix="aixin-bench-"))
    told = {}
    try:
        measure(folder, children, activities, repeat, told)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told, indent=2))
    return told


def measure(folder, children, activities, repeat, told):
    ids, clock = Ulids(), SystemClock()
    path = str(folder / "ws")
    known, wall, cpu = fill(create_workspace(path, office="630121", province="any", clock=clock, ids=ids), ids,
                            children, activities)
    told["import_rows_per_s"] = round(children * (1 + activities) / wall)
    told["import_cpu_ms_per_row"] = round(cpu * 1e3 / (children * (1 + activities)), 3)
    store = open_store(path, clock=clock, ids=ids)
    store.browse(Browse("child"))
    store.get("child", known[0])

    handle, line = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT, 0o600), b"x" * 700

    def raw(_):
        os.write(handle, line)
        os.fsync(handle)

    def save(number):
        store.commit(Act("edit", "bench", (Change("child", known[number % len(known)], {"school": f"s{number}"}),)))

    for number in range(16):
        save(number)  # each town's file is read once
    floor, _ = timed(raw, repeat)
    saved, saved_cpu = timed(save, repeat)
    again, _ = timed(raw, repeat)
    floor = min(floor, again)
    told |= {"floor_ms": round(floor, 3), "save_ms": round(saved, 3), "save_cpu_ms": round(saved_cpu, 3),
             "save_to_floor": round(saved / floor, 2)}

    stock = TinyDB(folder / "stock.json", encoding="utf-8", ensure_ascii=False)
    stock.table("children").insert_multiple({**child_of(number, "630121100")} for number in range(children))
    stock.table("activities").insert_multiple({"date": "2025-01-03", "note": NOTE[:60]}
                                              for _ in range(children * activities))
    slow, slow_cpu = timed(lambda number: stock.table("children").update({"school": str(number)}, doc_ids=[1]), 3)
    told |= {"stock_ms": round(slow, 1), "stock_to_save": round(slow / saved),
             "stock_to_save_cpu": round(slow_cpu / saved_cpu)}

    opened, _ = timed(lambda _: open_store(path, clock=clock, ids=ids).browse(Browse("child", limit=50)), 5)
    by_id, _ = timed(lambda number: store.get("child", known[number]), 50)
    pinyin, _ = timed(lambda _: store.browse(Browse("child", text="zxh", limit=50)), 20)
    part, _ = timed(lambda _: store.browse(Browse("child", text="小禾", limit=50)), 20)
    told |= {"open_to_page_ms": round(opened, 2), "get_ms": round(by_id, 3), "pinyin_ms": round(pinyin, 3),
             "name_part_ms": round(part, 3)}
    store.snapshot()
    first, _ = timed(lambda _: open_store(path, clock=clock, ids=ids).snapshot(), 2)
    held, _ = timed(lambda _: store.snapshot(), 20)

    def changed(number):
        save(number)
        store.snapshot()

    followed, _ = timed(changed, min(repeat, 20))
    told |= {"snapshot_ms": round(first, 1), "snapshot_again_ms": round(held, 3),
             "save_and_snapshot_ms": round(followed, 3)}
    files = [file.read_bytes() for file in (folder / "ws" / "data").rglob("*.json")]
    _, parsed_cpu = timed(lambda _: [json.loads(data) for data in files], 2)
    shutil.rmtree(folder / "ws" / ".index")
    built, built_cpu = timed(lambda _: open_store(path, clock=clock, ids=ids).browse(Browse("child")), 1)
    told |= {"rebuild_ms": round(built, 1), "rebuild_to_parse_cpu": round(built_cpu / parsed_cpu, 1)}
    start = time.perf_counter()
    store.fold()
    told["fold_ms"] = round((time.perf_counter() - start) * 1e3, 1)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--small", action="store_true", help="a smoke run of a second or two")
    asked.add_argument("--children", type=int, default=1500)
    asked.add_argument("--activities", type=int, default=20)
    told = asked.parse_args()
    sys.exit(0 if (main(60, 2, 10) if told.small else main(told.children, told.activities, 60)) else 1)
