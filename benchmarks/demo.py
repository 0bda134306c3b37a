"""What making a whole province costs beside the least that any program would do: ratios of one run on one machine.

    python benchmarks/demo.py [--small]

The province is made as `aixin demo --whole --headless` makes it, in a process of its own, so that its memory is its
own. The floor writes the lines of its log again, each act with a plain append and sync. Goals (design.md section 9):
90 s and 250 MB on 2 cores; judge by CPU seconds where the machine is shared.
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


def make(folder: Path, factor: float) -> None:
    """Make the province in this process and say what it cost: wall and CPU seconds, peak memory, acts."""
    from aixin_tui.demo.whole.making import make_whole

    start, used = time.perf_counter(), time.process_time()
    made = make_whole(folder, province="qinghai", today=TODAY, progress=lambda _: None, factor=factor)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.perf_counter() - start, time.process_time() - used, peak, sum(made.acts.values()), made.imported,
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
    parser.add_argument("--make", nargs=2, metavar=("FOLDER", "FACTOR"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        make(Path(asked.make[0]), float(asked.make[1]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        order = [sys.executable, __file__, "--make", str(whole), str(SMALL if asked.small else 1.0)]
        told = subprocess.run(order, check=True, capture_output=True, text=True).stdout.split()
        wall, cpu, peak, acts, children, calls = map(float, told)
        lines = [line + b"\n" for path in sorted((whole / "log").glob("*.jsonl"))
                 for line in path.read_bytes().splitlines()]
        least, least_cpu = floor(lines, Path(name) / "floor.jsonl")
        size = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
        logged = sum(map(len, lines))
    print(f"whole   {wall:7.1f} s  {cpu:7.1f} s CPU   (goal 90 s)   {children:.0f} children, {calls:.0f} calls")
    print(f"floor   {least:7.2f} s  {least_cpu:7.2f} s CPU   {len(lines)} acts appended and synced, "
          f"{logged / 1e6:.1f} MB")
    print(f"memory  {peak:.0f} MB (goal 250)   disk {size / 1e6:.0f} MB, {size / max(logged, 1):.1f} × the log")
    return 0 if int(acts) == len(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
