"""What making a whole province costs beside the least that any program would do: ratios of one run on one machine.

    python benchmarks/demo.py [--small] [--workers N]

The province is made as `aixin demo --whole --headless` makes it, in processes of its own, so that their memory is
their own: that of the one that makes the workspace and, told beside it, of the largest that makes counties. The floor
writes the lines of its log again, each act with a plain append and sync. Goals (design.md section 9): 90 s and 250 MB
on 2 cores; judge by CPU seconds where the machine is shared.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 24)
SMALL = 0.02


def make(folder: Path, factor: float, workers: int) -> None:
    """Make the province from this process and say what it cost: wall and CPU seconds, peak memories, acts."""
    from aixin_tui.demo.whole.making import make_whole

    start = time.perf_counter()
    made = make_whole(folder, province="qinghai", today=TODAY, progress=lambda _: None, factor=factor, workers=workers)
    wall = time.perf_counter() - start
    here, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    used = sum(told.ru_utime + told.ru_stime for told in (here, others))
    print(wall, used, here.ru_maxrss / 1024, others.ru_maxrss / 1024, sum(made.acts.values()), made.imported,
          made.calls)


def floor(lines: list[bytes], path: Path) -> tuple[float, float]:
    """Append each act's line and sync it: wall and CPU seconds."""
    start, used = time.perf_counter(), time.process_time()
    with path.open("ab", buffering=0) as file:
        for line in lines:
            file.write(line)
            os.fsync(file.fileno())
    return time.perf_counter() - start, time.process_time() - used


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help=f"a province {SMALL} of the size")
    parser.add_argument("--workers", default="0", help="processes that make counties (0: one a core)")
    parser.add_argument("--make", nargs=3, metavar=("FOLDER", "FACTOR", "WORKERS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        make(Path(asked.make[0]), float(asked.make[1]), int(asked.make[2]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        order = [sys.executable, __file__, "--make", str(whole), str(SMALL if asked.small else 1.0),
                 asked.workers]
        told = subprocess.run(order, check=True, capture_output=True, text=True).stdout.split()
        wall, cpu, peak, beside, acts, children, calls = map(float, told)
        lines = [line + b"\n" for path in sorted((whole / "log").glob("*.jsonl"))
                 for line in path.read_bytes().splitlines()]
        least, least_cpu = floor(lines, Path(name) / "floor.jsonl")
        size = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
        logged = sum(map(len, lines))
    print(f"whole   {wall:7.1f} s  {cpu:7.1f} s CPU   (goal 90 s)   {children:.0f} children, {calls:.0f} calls")
    print(f"floor   {least:7.2f} s  {least_cpu:7.2f} s CPU   {len(lines)} acts appended and synced, "
          f"{logged / 1e6:.1f} MB")
    print(f"memory  {max(peak, beside):.0f} MB (goal 250): who joins {peak:.0f}, who makes counties {beside:.0f}   "
          f"disk {size / 1e6:.0f} MB, {size / max(logged, 1):.1f} × the log")
    return 0 if int(acts) == len(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
