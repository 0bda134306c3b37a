"""What taking in a children's list costs beside the least that any program would do: ratios of one run on one machine.

    python benchmarks/importing.py [--small]

The floor reads the same file with `csv.reader`, writes each row as a line of JSON, and syncs once a batch of 50 rows.
The import reads it with our reader, cleans and checks every cell, knows people again, files children with households
and guardians, and gives each row when it is durable. Goals (design.md section 9): 1,000 rows a second with all
checks; 100,000 rows in 150 MB.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from aixin_tui.bootstrap import create_desk, who_at
from aixin_tui.demo.people import Inventor
from aixin_tui.demo.rosters import CHILD_TITLES, child_cells
from aixin_tui.exchange.sheets import read_book
from aixin_tui.services.importing.results import ImportSummary
from aixin_tui.services.importing.run import ImportFile, import_file

TODAY = date(2026, 11, 24)
COUNTY = "630222"
BATCH = 50


def write_list(path: Path, count: int, divisions) -> None:
    """Write a list of invented children."""
    inventor = Inventor(COUNTY, TODAY)
    villages = [code for code in divisions if code.startswith(COUNTY) and len(code) == 12]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(CHILD_TITLES)
        for number, village in enumerate(inventor.spread(villages, count), 1):
            out.writerow([number, *child_cells(inventor.child(village), divisions)])


def floor(path: Path, folder: Path) -> tuple[float, float]:
    """Read, write and sync, and nothing else: wall and CPU seconds."""
    start, used = time.perf_counter(), time.process_time()
    with path.open(encoding="utf-8-sig", newline="") as file, (folder / "floor.jsonl").open("wb") as out:
        rows = csv.reader(file)
        titles = next(rows)
        for number, row in enumerate(rows, 1):
            out.write(json.dumps(dict(zip(titles, row, strict=True)), ensure_ascii=False).encode() + b"\n")
            if number % BATCH == 0:
                out.flush()
                os.fsync(out.fileno())
        out.flush()
        os.fsync(out.fileno())
    return time.perf_counter() - start, time.process_time() - used


def taken(path: Path, folder: Path) -> tuple[float, float, ImportSummary]:
    """Take the list in: wall and CPU seconds, and what became of the rows."""
    desk = create_desk(str(folder / "county"), province="qinghai", office=COUNTY)
    start, used = time.perf_counter(), time.process_time()
    command = ImportFile("children", path.name, read_book(path).sheets)
    *_, summary = import_file(desk, who_at(desk, today=TODAY), command)
    return time.perf_counter() - start, time.process_time() - used, summary


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="1,000 rows instead of 5,000")
    parser.add_argument("--rows", type=int, default=0)
    asked = parser.parse_args()
    rows = asked.rows or (1_000 if asked.small else 5_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        divisions = create_desk(str(folder / "probe"), province="qinghai", office=COUNTY).province.divisions
        path = folder / "儿童名单.csv"
        write_list(path, rows, divisions)
        least, least_cpu = floor(path, folder)
        wall, cpu, summary = taken(path, folder)
    print(f"{rows} rows  {dict(summary.counts)}")
    print(f"floor   {least:7.2f} s  {least_cpu:7.2f} s CPU")
    print(f"import  {wall:7.2f} s  {cpu:7.2f} s CPU   {rows / wall:6.0f} rows/s (goal 1000), {rows / cpu:.0f} a CPU s,"
          f" {cpu / least_cpu:.0f} × the floor's CPU")
    print(f"memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (goal 150 at 100,000 rows)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
