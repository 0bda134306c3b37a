"""Officials' cases, from `cases/*.yaml` (province-language 2.8). They feed no hook and never stop a province."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aixin_tui.domain.problem import Problem
from aixin_tui.engine.spec.case import Case, Expect, When
from aixin_tui.engine.spec.core import ROLES
from aixin_tui.provinces.files import bytes_of
from aixin_tui.provinces.reader import Reader, origin_of
from aixin_tui.provinces.yamltree import Map, Node, Scalar, Seq, read_tree

_CASE = ("case", "as_of", "known_at", "given", "when", "expect")
_WHEN = ("advance", "by", "as", "reason", "match")
_EXPECT = ("state", "refused_by", "facts", "due", "missed", "figures", "pairs", "rows")


def read_cases(folder: Path) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Read every case of a province's folder, and what is wrong with their files."""
    reader = Reader()
    found: list[Case] = []
    for path in sorted((folder / "cases").glob("*.yaml")):
        tree = read_tree(bytes_of(path), f"{folder.name}/cases/{path.name}", reader.problems)
        if tree is None:
            continue
        reader.keys(tree, ("cases",), ("cases",))
        for node in reader.sequence("cases", tree.get("cases")):
            if isinstance(node, Map):
                found.append(_case(node, reader))
            else:
                reader.wrong("cases", "mapping", node)
    return tuple(found), tuple(reader.problems)


def _case(node: Map, reader: Reader) -> Case:
    reader.keys(node, _CASE, ("case", "as_of", "expect"))
    days = tuple(_texts(node.get("as_of")))
    expected = node.get("expect")
    expects = expected.items if isinstance(expected, Seq) else [expected] if expected is not None else []
    if len(expects) != len(days) and "as_of" in node.entries and expected is not None:
        reader.wrong("expect", "one_a_day", expected)
    given = reader.mapping("given", node.get("given"))
    return Case(
        name=node.text("case"),
        as_of=days,
        known_at=node.text("known_at"),
        given={
            kind: tuple(_plain(record) for record in reader.sequence(kind, records) if isinstance(record, Map))
            for kind, records in (given.entries.items() if given is not None else ())
        },
        when=_when(reader.mapping("when", node.get("when")), reader),
        expect=tuple(_expect(part, reader) for part in expects if isinstance(part, Map)),
        origin=origin_of(node),
    )


def _when(node: Map | None, reader: Reader) -> When:
    if node is None:
        return When()
    reader.keys(node, _WHEN)
    reader.one_of(node, ("advance", "match"))
    return When(
        advance=node.text("advance"), by=node.text("by"), role=reader.word(node, "as", ROLES, "recorder", what="role"),
        reason=node.text("reason"), match=node.text("match"),
    )


def _expect(node: Map, reader: Reader) -> Expect:
    reader.keys(node, _EXPECT)
    parts: dict[str, Any] = {}
    for key, value in node.entries.items():
        if key == "state":
            parts[key] = node.text(key)
        elif key == "refused_by":
            parts[key] = tuple(_texts(value))
        elif key == "pairs":
            parts[key] = tuple(tuple(_texts(pair)) for pair in reader.sequence(key, value))
        elif key in _EXPECT:
            held = reader.mapping(key, value)
            parts[key] = {name: _named(key, part) for name, part in (held.entries.items() if held is not None else ())}
    return Expect(**parts)


def _named(key: str, node: Node) -> Any:
    """Read what is expected under one name: ids of records, a number, facts of a record, rows of a block."""
    if key == "facts":
        return _plain(node)
    if key == "rows":
        return tuple(tuple(_texts(row)) for row in node.items) if isinstance(node, Seq) else ()
    return (node.text if isinstance(node, Scalar) else "") if key == "figures" else tuple(_texts(node))


def _texts(node: Node | None) -> list[str]:
    nodes = node.items if isinstance(node, Seq) else [node] if node is not None else []
    return [part.text for part in nodes if isinstance(part, Scalar)]


def _plain(node: Node) -> Any:
    """Give a tree as text, lists and mappings; its fields type it when the case is run."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, value in node.entries.items()}

