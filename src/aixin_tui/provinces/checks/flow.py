"""The graph of each life: every state reached, an end from every state, core order, no way around consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.core import CORE_STATES
from aixin_tui.engine.spec.workflow import ANY, LifeSpec
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.texts import Label


def check_flow(judge: Judge) -> None:
    """Check FLOW_001, FLOW_002 and FLOW_003 of every life."""
    for life in judge.province.lives.values():
        if not len(life.states):
            continue
        ways = ways_of(life)
        _reached(judge, life, ways)
        _ends(judge, life, ways)
        if life.kind in CORE_STATES:
            _core(judge, life)
        if life.kind == "child":
            _around_consent(judge, life, ways)


def ways_of(life: LifeSpec) -> dict[str, set[str]]:
    """Give, for each state, the states that one step leads to."""
    final = {state.key for state in life.states.versions() if state.final}
    ways: dict[str, set[str]] = {key: set() for key in life.states}
    for step in life.transitions.versions():
        sources = [s for s in life.states if s not in final] if ANY in step.sources else step.sources
        for source in sources:
            if source in ways and step.to in ways:
                ways[source].add(step.to)
    return ways


def reach(ways: Mapping[str, Iterable[str]], start: str, without: frozenset[str] = frozenset()) -> set[str]:
    """Give the states that can be reached from `start` without passing those left out."""
    found, waiting = {start}, [start]
    while waiting:
        for state in ways[waiting.pop()]:
            if state not in found and state not in without:
                found.add(state)
                waiting.append(state)
    return found


def _reached(judge: Judge, life: LifeSpec, ways: dict[str, set[str]]) -> None:
    reached = reach(ways, next(iter(life.states)))
    for state in life.states.at():
        if state.key not in reached:
            judge.reader.report(Code.FLOW_001, state.origin, name=state.key)


def _ends(judge: Judge, life: LifeSpec, ways: dict[str, set[str]]) -> None:
    final = {state.key for state in life.states.versions() if state.final}
    for state in life.states.at():
        if not reach(ways, state.key) & final:
            judge.reader.report(Code.FLOW_002, state.origin, name=state.key)


def _core(judge: Judge, life: LifeSpec) -> None:
    order = CORE_STATES[life.kind]
    states = life.states.at()
    for core in order:
        if core not in {state.key for state in states}:
            section = judge.marks.node(life)
            at = section if section is not None else states[0].origin
            judge.reader.report(Code.FLOW_003, at, what=Label("flow.dropped"), name=core, fix=Label("flow.keep"))
    rank = 0
    for state in states:
        here = order.index(state.core) if state.core in order else rank
        if here < rank:
            judge.reader.report(
                Code.FLOW_003, state.origin, what=Label("flow.order"), name=state.key, fix=Label("flow.move")
            )
        rank = max(rank, here)


def _around_consent(judge: Judge, life: LifeSpec, ways: dict[str, set[str]]) -> None:
    """Name the steps by which a child comes past the consented states to waiting, proposed or paired."""
    core = {state.key: state.core for state in life.states.at()}
    agreed = frozenset(key for key, name in core.items() if name == "consented")
    free = reach(ways, next(iter(life.states)), agreed)
    after = {key for key, name in core.items() if name in {"waiting", "proposed", "paired", "under_review"}}
    if not any(core[key] == "paired" for key in free):
        return
    for step in life.transitions.at():
        sources = set(life.states) if ANY in step.sources else set(step.sources)
        if step.to in after and sources & (free - after - agreed):
            judge.reader.report(
                Code.FLOW_003, step.origin, what=Label("flow.around"), name=step.key, fix=Label("flow.delete")
            )
