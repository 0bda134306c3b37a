"""A province at once, county by county, in processes and on a local Dask cluster: seconds, memory, the same value.

    python benchmarks/match_scale.py [--small] [--draw] [NAME …]        names: hainan qinghai jiangxi xiangxi hunan

Each way runs in a process of its own. Seconds are of the clock, with the processor seconds of all processes behind
them; reading the people is not counted. Peaks of memory: of this process once the people are read and at the end, and
of the largest worker. Every way must come to the same value, and all by counties to the same plan.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parent))

from match_generator import generate

from aixin_tui.engine.matching import counties
from aixin_tui.engine.matching.counties import Crew, Spread, solve_by_counties
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.parts import Part, solve_part
from aixin_tui.engine.matching.solver import Solver
from aixin_tui.services.matching.workers import cluster, processes

WAYS = ("at once", "counties", "1 worker", "2 workers", "dask, 2 workers")


def peak() -> int:
    """Give the peak of memory of this process in MB, of its own: what `getrusage` says is handed on by who began it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


def weighed(part: Part) -> tuple[Any, int, float]:
    """Solve a part, and say what the worker weighed so far and how long it worked."""
    begun = time.process_time()
    return solve_part(part), peak(), time.process_time() - begun


class Scales:
    """Hears from workers what they weigh, on the way of their plans."""

    def __init__(self, spread: Spread) -> None:
        self._spread: Any = spread
        self.largest, self.busy = 0, 0.0

    def __call__(self, work: Callable[..., Any], parts: Iterable[Part]) -> Iterator[Any]:
        del work  # it is solve_part
        for plan, weight, busy in self._spread(weighed, parts):
            self.largest, self.busy = max(self.largest, weight), self.busy + busy
            yield plan


@contextmanager
def local_dask(workers: int) -> Iterator[Spread]:
    """Give the workers of a scheduler that is begun here."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
                      silence_logs=50) as running, cluster(running.scheduler_address) as spread:
        yield spread


def crew_of(way: str) -> AbstractContextManager[Spread]:
    """Give who works."""
    if way.startswith("dask"):
        return local_dask(2)
    return processes(int(way[0])) if way[0].isdigit() else nullcontext(map)


def measure(name: str, way: str, draw: int | None) -> dict[str, Any]:
    """Solve one instance in one way."""
    instance = instance_of(generate(name))
    read = peak()
    with crew_of(way) as spread:
        scales = Scales(spread)
        begun, worked = time.perf_counter(), time.process_time()
        if way == "at once":
            found: Any = Solver(instance, draw).solve()
            parts = 1
        else:
            found = solve_by_counties(instance, draw, Crew(spread if way == "counties" else scales))
            parts = found.parts
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    return {
        "way": way, "seconds": seconds, "cpu": worked + scales.busy, "read": read, "peak": peak(), "parts": parts,
        "worker": scales.largest, "value": list(found.objective), "plan": crc32(repr(found.match).encode()),
    }


def report(name: str, draw: int | None, *, small: bool) -> bool:
    """Measure every way in a process of its own; say whether all came to the same."""
    found = []
    for way in WAYS:
        order = [sys.executable, __file__, "--one", name, way, str(draw or 0), str(int(small))]
        found.append(json.loads(subprocess.run(order, check=True, capture_output=True, text=True).stdout))
    print(f"{name}{', lots drawn' if draw else ''}: left by class {found[0]['value'][:3]}, cost {found[0]['value'][4]}")
    for row in found:
        weight = f", largest worker {row['worker']} MB" if row["worker"] else ""
        print(f"  {row['way']:16} {row['seconds']:7.1f} s  (processors {row['cpu']:6.1f} s)  {row['parts']:3} parts  "
              f"people read {row['read']} MB, peak {row['peak']} MB{weight}")
    plans = {row["plan"] for row in (found if draw else found[1:])}
    return len({tuple(row["value"]) for row in found}) == 1 == len(plans)


def main(arguments: list[str]) -> None:
    """Measure the instances named."""
    small = "--small" in arguments
    names = [one for one in arguments if not one.startswith("-")]
    if arguments[:1] == ["--one"]:
        name, way, draw, cut = names
        if int(cut):
            counties.AT_ONCE = 0
        print(json.dumps(measure(name, way, int(draw) or None)))
        return
    draws = [1] if "--draw" in arguments else [None, 1] if small else [None]
    same = [report(name, draw, small=small) for name in (["hainan"] if small else names or ["qinghai"])
            for draw in draws]
    if not all(same):
        raise SystemExit("ways differ in value or plan")


if __name__ == "__main__":
    main(sys.argv[1:])
