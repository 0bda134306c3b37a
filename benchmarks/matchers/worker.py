"""One measurement in a process of its own; prints one JSON object.

    python worker.py make NAME FILE             write an instance
    python worker.py whole FILE SEED GRAPH      our whole run; SEED and GRAPH may be -
    python worker.py hand FILE                  greedy, nearest first
    python worker.py graph SOLVER GRAPH         one solver on the final graph
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))


def peak_rss() -> int:
    """Give the peak resident memory of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def solve(name: str, path: Path) -> dict[str, Any]:
    """Time one solver from the graph to the plan, and look at what it came to."""
    import by_hand
    import graphs
    import ours
    import peers

    solver = {"ours": ours.on_graph, "greedy": by_hand.greedy_on, **peers.PEERS}[name]
    graph = graphs.load(path)
    peers.warm(name)
    began = time.process_time()
    match = solver(graph)
    seconds = time.process_time() - began
    rss = peak_rss()
    return {"seconds": seconds, "rss": rss, "pairs": len(graph.child), "children": len(graph.classes),
            "mothers": len(graph.places), **asdict(graphs.value(graph, match))}


def main(task: str, *rest: str) -> dict[str, Any]:
    """Do what is asked."""
    if task == "graph":
        return solve(rest[0], Path(rest[1]))
    if task == "make":
        import records
        from match_generator import generate

        records.write(generate(rest[0]), Path(rest[1]))
        return {}
    import ours

    if task == "hand":
        return ours.hand(Path(rest[0]), peak_rss)
    seed = None if rest[1] == "-" else int(rest[1])
    return ours.whole(Path(rest[0]), seed, peak_rss, None if rest[2] == "-" else Path(rest[2]))


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
