"""Circles: derived facts, fields asked by each other, ratios of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.item import Origin
from aixin_tui.engine.spec.policy import FactSpec
from aixin_tui.engine.spec.walk import facts_in, parts_of
from aixin_tui.provinces.checks.judge import Judge
from aixin_tui.texts import Label

Graph = Mapping[str, Iterable[str]]


def check_circles(judge: Judge) -> None:
    """Check derived facts (FACT_004), `ask_when` (FORM_001) and ratios (FIG_001)."""
    facts = {f"{fact.of}.{fact.key}": fact.origin for fact in judge.province.policy.facts.versions()}
    reads: dict[str, set[str]] = {}
    for fact in judge.province.policy.facts.versions():
        reads.setdefault(f"{fact.of}.{fact.key}", set()).update(_derived_in(judge, fact))
    _report(judge, Code.FACT_004, reads, facts)
    for form in judge.province.forms.values():
        asked = {field.key: field for field in form.fields.versions()}
        looks = {
            key: {_field_of(name, form.kind) for name, kind in facts_in(field.ask_when, form.kind) if kind == form.kind}
            for key, field in asked.items()
        }
        _report(judge, Code.FORM_001, looks, {key: field.origin for key, field in asked.items()})
    figures = {figure.key: figure for figure in judge.province.figures.versions()}
    ratios = {key: {figure.part, figure.whole} - {""} for key, figure in figures.items()}
    _report(judge, Code.FIG_001, ratios, {key: figure.origin for key, figure in figures.items()})


def _derived_in(judge: Judge, fact: FactSpec) -> set[str]:
    read = list(facts_in(fact.when, fact.of)) if fact.when is not None else []
    read += [(part.fact, fact.of) for part in parts_of(fact.value)]
    found = (judge.facts.find(kind, name) for name, kind in read)
    return {f"{f.kind}.{f.name}" for f in found if f is not None and f.is_derived}


def _field_of(name: str, kind: str) -> str:
    prefix, _, rest = name.partition(".")
    return rest.partition(".")[0] if prefix == kind else ""


def circle_in(graph: Graph) -> list[str]:
    """Find one circle; the list of its nodes, beginning with the least, empty where there is none."""
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return path[path.index(node):]
        if node in done or node not in graph:
            return []
        for other in sorted(graph[node]):
            found = walk(other, [*path, node])
            if found:
                return found
        done.add(node)
        return []

    for start in sorted(graph):
        found = walk(start, [])
        if found:
            first = found.index(min(found))
            return found[first:] + found[:first]
    return []


def _report(judge: Judge, code: Code, graph: Graph, places: Mapping[str, Origin]) -> None:
    left = {node: set(others) for node, others in graph.items()}
    while circle := circle_in(left):
        names = [node.rpartition(".")[2] for node in circle]
        chain = " → ".join([*names, names[0]])
        judge.reader.report(
            code, places[circle[0]], what=Label("fig.circle"), chain=chain, fields=chain, fix=Label("fact.cut")
        )
        left = {node: others - {circle[0]} for node, others in left.items() if node != circle[0]}

