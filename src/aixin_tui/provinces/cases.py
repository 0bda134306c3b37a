"""Reads officials' cases from the `cases/` of a province's folder, every mistake with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.engine.spec.case import Case, Expect, When
from aixin_tui.engine.spec.item import Origin
from aixin_tui.provinces.near import nearest
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq, read_tree

_KEYS = ("case", "as_of", "known_at", "given", "when", "expect")
_WHEN = ("advance", "by", "as", "reason", "match")
_EXPECT = ("state", "refused_by", "facts", "due", "missed", "figures", "pairs", "rows")


class CaseFileError(Exception):
    """Cases that cannot be read; `problems` say where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.place} {p.code}" for p in problems))
        self.problems = problems


def load_cases(folder: Path) -> tuple[Case, ...]:
    """Read all cases of a folder of YAML files, or of the `cases/` inside a province's folder; () where it has none.

    Raises:
        CaseFileError: a file is not YAML or says what no case can say; the error holds every problem of all files.
    """
    inside = folder / "cases"
    problems: list[Problem] = []
    found: list[Case] = []
    for path in sorted((inside if inside.is_dir() else folder).glob("*.yaml")):
        found.extend(read_cases(path.read_bytes(), f"{path.parent.name}/{path.name}", problems))
    if problems:
        raise CaseFileError(tuple(problems))
    return tuple(found)


def read_cases(data: bytes, file: str, problems: list[Problem]) -> tuple[Case, ...]:
    """Read one file of cases; what is wrong is added to `problems`."""
    tree = read_tree(data, file, problems)
    if tree is None:
        return ()
    _only(tree, ("cases",), problems)
    listed = tree.get("cases")
    if not isinstance(listed, Seq):
        problems.append(Problem(Code.SPEC_003, place=tree.place, values={"key": "cases"}))
        return ()
    return tuple(case for node in listed.items if (case := _case(node, problems)) is not None)


def _only(tree: Map, keys: tuple[str, ...], problems: list[Problem]) -> None:
    for key, scalar in tree.keys.items():
        if key not in keys:
            near = nearest(key, keys)
            problems.append(Problem(Code.SPEC_001, place=scalar.place, values={"key": key}, near=near))


def _case(node: Node, problems: list[Problem]) -> Case | None:
    if not isinstance(node, Map):
        problems.append(Problem(Code.SPEC_003, place=node.place, values={"key": "case"}))
        return None
    _only(node, _KEYS, problems)
    missing = [key for key in ("case", "as_of", "expect") if node.get(key) is None]
    problems.extend(Problem(Code.SPEC_003, place=node.place, values={"key": key}) for key in missing)
    if missing:
        return None
    as_of = tuple(str(day) for day in _list(plain(node.get("as_of"))))
    expect = tuple(_expect(one, problems) for one in _nodes(node.get("expect")))
    if len(expect) != len(as_of):
        problems.append(Problem(Code.SPEC_003, place=node.place, values={"key": "expect"}))
        return None
    return Case(
        name=node.text("case"), as_of=as_of, expect=expect, known_at=node.text("known_at"),
        given=dict(_given(node.get("given"))), when=_when(node.get("when"), problems),
        origin=Origin(node.file, node.line, node.column),
    )


def _given(node: Node | None) -> Iterator[tuple[str, tuple[Mapping[str, Any], ...]]]:
    for kind, records in (node.entries if isinstance(node, Map) else {}).items():
        yield kind, tuple(record for record in map(plain, _nodes(records)) if isinstance(record, Mapping))


def _when(node: Node | None, problems: list[Problem]) -> When:
    if not isinstance(node, Map):
        return When()
    _only(node, _WHEN, problems)
    return When(advance=node.text("advance"), by=node.text("by"), role=node.text("as") or "recorder",
                reason=node.text("reason"), match=node.text("match"))


def _expect(node: Node, problems: list[Problem]) -> Expect:
    if not isinstance(node, Map):
        problems.append(Problem(Code.SPEC_003, place=node.place, values={"key": "expect"}))
        return Expect()
    _only(node, _EXPECT, problems)
    told: dict[str, Any] = {key: plain(value) for key, value in node.entries.items() if key in _EXPECT}
    for key in ("due", "missed"):
        if key in told:
            told[key] = {duty: _texts(ids) for duty, ids in _mapping(told[key]).items()}
    if "refused_by" in told:
        told["refused_by"] = _texts(told["refused_by"])
    if "pairs" in told:
        told["pairs"] = tuple(_texts(pair) for pair in _list(told["pairs"]))
    if "rows" in told:
        told["rows"] = {block: tuple(_texts(row) for row in _list(rows)) for block, rows in _mapping(told["rows"]).items()}
    return Expect(**told)


def plain(node: Node | None) -> Any:
    """Give a node as text, lists and mappings of text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()} if isinstance(node, Map) else None


def _nodes(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.items if isinstance(node, Seq) else [node]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in _list(value))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
