"""What repairing costs beside solving from scratch, in one run: a share of a county changed, and single events.

A share is changed twice: at once on a plan in memory, and resumed from the plan of before over the changed file.

    python benchmarks/match_repair.py [--small] [--lottery] [NAME …]        names as in `match_generator`

Times are processor seconds of this machine; compare ratios. Each result is held to its proof, or the run fails.
"""

from __future__ import annotations

import copy
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parent))

from match_generator import generate

from aixin_tui.engine.matching.certificate import bound
from aixin_tui.engine.matching.changing import Batch
from aixin_tui.engine.matching.differing import difference
from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.objective import NOBODY, Objective, evaluate
from aixin_tui.engine.matching.repairing import Live
from aixin_tui.engine.matching.resuming import Before, before_of, resume
from aixin_tui.engine.matching.solver import Solver

T = TypeVar("T")
#: The share of people replaced, and of mothers whose places change; and how many single events are tried.
SHARE, EVENTS = 0.01, 200


def timed(work: Callable[..., T], *arguments: Any) -> tuple[T, float]:
    """Run and give the processor seconds."""
    start = time.process_time()
    return work(*arguments), time.process_time() - start


def scratch(instance: Instance, seed: int | None) -> Solver:
    """Solve from nothing."""
    solver = Solver(instance, seed)
    solver.solve()
    return solver


def changed(document: dict[str, Any], share: float, rng: random.Random) -> dict[str, Any]:
    """Replace a share of the people by newcomers elsewhere, and change the places of as many mothers."""
    new = copy.deepcopy(document)
    for side, letter in (("children", "C"), ("mothers", "M")):
        count = max(1, round(share * len(new[side])))
        gone = set(rng.sample(range(len(new[side])), count))
        fresh = [dict(rng.choice(new[side]), id=f"{letter}9{number:06}") for number in range(count)]
        new[side] = [row for number, row in enumerate(new[side]) if number not in gone] + fresh
    names = {row["id"] for side in ("children", "mothers") for row in new[side]}
    for row in (*new["children"], *new["mothers"]):
        row.update({key: [one for one in row[key] if one in names] for key in ("likes", "excl") if key in row})
    for mother in rng.sample(new["mothers"], max(1, round(share * len(new["mothers"])))):
        mother["cap"] = max(1, min(3, mother["cap"] + rng.choice((-1, 1))))
    return new


def kept_pairs(document: dict[str, Any], before: Before) -> list[list[str]]:
    """List the pairs of before whose people are still there."""
    names = {row["id"] for side in ("children", "mothers") for row in document[side]}
    return [[child, mother] for child, mother in before.pairs.items() if child in names and mother in names]


def must(right: bool, what: str) -> None:
    """End the run where something is not right."""
    if not right:
        raise SystemExit(f"NOT RIGHT: {what}")


def share_changed(name: str, document: dict[str, Any], before: Before, seed: int | None) -> None:
    """Measure a share of the county changed, without and with the keep level."""
    new = changed(document, SHARE, random.Random(7))
    for keep in (False, True):
        new["existing"] = kept_pairs(new, before) if keep else []
        instance, reading = timed(instance_of, new)
        solver, repaired = timed(resume, instance, before, seed)
        solution = solver.solution()
        must(bound(instance, solution.prices) == solution.objective, "the proof")
        told = difference(solver, before.pairs)
        instance = instance_of(new)  # what was learned of types is not handed on
        fresh, whole = timed(scratch, instance, seed)
        must(fresh.solution().objective == solution.objective, "the plan")
        could = len(kept_pairs(new, before))
        print(f"{name}, {SHARE:.0%} changed, {'pairs kept' if keep else 'no pair kept'}: read {reading:.2f} s; "
              f"repaired {repaired:.2f} s, from scratch {whole:.2f} s, {whole / repaired:.1f} times; "
              f"of {could} pairs {len(told.changed) + sum(bool(one.before) for one in told.ended)} changed or ended, "
              f"broken {solution.objective.broken}")


def batch(live: Live, share: float, rng: random.Random) -> Batch:
    """Let a share of the people go, as many come elsewhere, and as many mothers have other places."""
    kids = [live.children[number] for number in live.child_of.values()]
    mothers = [live.mothers[number] for number in live.mother_of.values()]
    count, many = max(1, round(share * len(kids))), max(1, round(share * len(mothers)))
    some = rng.sample(mothers, 2 * many)
    come = [replace(rng.choice(kids), id=f"C9{number:06}", key=f"C9{number:06}") for number in range(count)]
    joined = [replace(rng.choice(mothers), id=f"M9{number:06}", key=f"M9{number:06}") for number in range(many)]
    other = [replace(one, places=max(1, min(3, one.places + rng.choice((-1, 1))))) for one in some[:many]]
    return Batch(tuple(come), (*joined, *other), frozenset(one.id for one in rng.sample(kids, count)),
                 frozenset(one.id for one in some[many:]))


def share_in_memory(name: str, instance: Instance, before: Before, seed: int | None) -> None:
    """Measure a share of the county changed at once on a plan in memory, without and with the keep level."""
    for keep in (False, True):
        live = Live(instance, seed, before, keep=keep)
        was = live.pairs()
        told, repaired = timed(live.several, batch(live, SHARE, random.Random(7)))
        now, pairs = live.instance(), live.pairs()
        mother_of = {mother.id: number for number, mother in enumerate(now.mothers)}
        if keep:
            now = replace(now, existing={number: frozenset({mother_of[was[child.id]]})
                                         for number, child in enumerate(now.children)
                                         if was.get(child.id) in mother_of})
        value = evaluate(now, [mother_of[pairs[one.id]] if one.id in pairs else NOBODY for one in now.children])
        fresh, whole = timed(scratch, now, seed)
        must(fresh.solution().objective == value, "the plan of a batch")
        print(f"{name}, {SHARE:.0%} changed in memory, {'pairs kept' if keep else 'no pair kept'}: repaired "
              f"{repaired:.2f} s, from scratch {whole:.2f} s, {whole / repaired:.1f} times; "
              f"{len(told.changes)} children have another mother, one for the first time or none, "
              f"broken {value.broken}")


def taken_in(instance: Instance, seed: int | None, before: Before, keep: bool) -> Live:
    """Take a plan into memory."""
    return Live(instance, seed, before, keep=keep)


def happen(live: Live, rng: random.Random, turn: int) -> str:
    """Let one thing happen; give its kind."""
    kind = ("arrive", "leave", "withdraw", "join", "place", "change")[turn % 6]
    child = live.children[live.child_of[rng.choice(list(live.child_of))]]
    mother = live.mothers[live.mother_of[rng.choice(list(live.mother_of))]]
    started = time.process_time()
    if kind == "arrive":
        live.arrive(replace(child, id=f"C8{turn}", key=f"C8{turn}", consent=True))
    elif kind == "leave":
        live.leave(child.id)
    elif kind == "withdraw":
        live.withdraw(mother.id)
    elif kind == "join":
        live.join(replace(mother, id=f"M8{turn}", key=f"M8{turn}"))
    elif kind == "place":
        live.place(mother.id, mother.places + 1 if mother.places < 2 else mother.places - 1)
    else:
        live.change(replace(child, code=rng.choice(live.children).code))
    TIMES.setdefault(kind, []).append(1000 * (time.process_time() - started))
    return kind


TIMES: dict[str, list[float]] = {}


def single_events(name: str, live: Live, seed: int | None) -> None:
    """Measure single events on a plan in memory, and hold what came of them to one from scratch."""
    TIMES.clear()
    rng = random.Random(11)
    for turn in range(EVENTS):
        happen(live, rng, turn)
    every = [one for times in TIMES.values() for one in times]
    print(f"{name}, {EVENTS} events, ms: median {statistics.median(every):.1f}, worst {max(every):.1f}; " +
          ", ".join(f"{kind} {statistics.median(times):.1f} (worst {max(times):.1f})" for kind, times in TIMES.items()))
    instance = live.instance()
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}
    pairs, prices = live.pairs(), live.prices()
    match = [mother_of[pairs[child.id]] if child.id in pairs else NOBODY for child in instance.children]
    value: Objective = evaluate(instance, match)
    must(bound(instance, [prices[mother.id] for mother in instance.mothers]) == value, f"the events, lottery {seed}")


def measure(name: str, seed: int | None) -> None:
    """Print the lines of one size."""
    document = generate(name)
    instance = instance_of(document)
    solver, first = timed(scratch, instance, seed)
    before = before_of(solver)
    print(f"{name}: {len(instance.children)} children, {len(instance.mothers)} mothers, lottery {seed}: "
          f"first plan {first:.2f} s")
    _, nothing = timed(resume, instance, before, seed)
    print(f"{name}, nothing changed: {nothing:.2f} s")
    share_in_memory(name, instance_of(document), before, seed)
    share_changed(name, document, before, seed)
    for keep in (False, True):
        live, begun = timed(taken_in, instance, seed, before, keep)
        print(f"{name}, a plan taken into memory: {begun:.2f} s")
        single_events(f"{name}, {'pairs kept' if keep else 'no pair kept'}", live, seed)


def main(arguments: list[str]) -> None:
    """Measure the sizes named, Dongkou by default."""
    names = [one for one in arguments if not one.startswith("-")]
    for name in ["small"] if "--small" in arguments else names or ["dongkou"]:
        measure(name, 1 if "--lottery" in arguments else None)


if __name__ == "__main__":
    main(sys.argv[1:])
