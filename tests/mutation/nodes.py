"""Removes one YAML node from a copy of the provinces, so that the test that stands for it can be seen to fail.

A node is named by its file and the way to it: `qinghai/workflow.yaml#child.transitions.record_consent.checks.visited`.
A list's item is named by its `key` or `use`, of several versions by `key@1` (from 0); a mapping's entry by its key, of
which the names may hold dots (`applies_when.child.in_pair`).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml


class NodeMissingError(LookupError):
    """The file has no such node; the message names the part of the way that is missing."""


def remove_node(folder: Path, name: str, into: Path) -> Path:
    """Copy a folder of provinces into `into` without one node, and give the copy."""
    return remove_nodes(folder, (name,), into)


def remove_nodes(folder: Path, names: Sequence[str], into: Path) -> Path:
    """Copy a folder of provinces without several nodes: an item with what borrows or names it, so that all loads."""
    made = Path(shutil.copytree(folder, into, dirs_exist_ok=True))
    for name in names:
        file, _, way = name.partition("#")
        path = made / file
        if way:
            path.write_text(without(path.read_text(encoding="utf-8"), way), encoding="utf-8")
        else:
            path.unlink()
    return made


def without(text: str, way: str) -> str:
    """Cut one node out of a YAML text: lines and comments of the rest stay as they are."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    parent: yaml.Node | None = None
    number, node = 0, root
    rest = way
    while rest:
        parent = node
        number, node, rest = _step(node, rest)
    assert isinstance(parent, (yaml.MappingNode, yaml.SequenceNode))
    if len(parent.value) == 1:
        return _emptied(text, parent)
    if parent.flow_style:
        return _cut_flow(text, parent, number)
    return _cut_block(text, parent, number)


def _step(node: yaml.Node, way: str) -> tuple[int, yaml.Node, str]:
    """Take the longest first part of the way that the node has."""
    parts = way.split(".")
    for length in range(len(parts), 0, -1):
        name, rest = ".".join(parts[:length]), ".".join(parts[length:])
        found = _named(node, name)
        if found is not None:
            return (*found, rest)
    raise NodeMissingError(f"{parts[0]} of {way}")


def _named(node: yaml.Node, name: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((n, value) for n, (key, value) in enumerate(node.value) if key.value == name), None)
    if not isinstance(node, yaml.SequenceNode):
        return None
    name, _, version = name.partition("@")
    held = [(n, item) for n, item in enumerate(node.value) if _key_of(item) == name]
    return held[int(version or 0)] if len(held) > int(version or 0) else None


def _key_of(item: yaml.Node) -> str:
    if isinstance(item, yaml.ScalarNode):
        return str(item.value)
    if not isinstance(item, yaml.MappingNode):
        return ""
    return next((str(v.value) for k, v in item.value if k.value in {"key", "use", "drop"}), "")


def _bounds(entry: object) -> tuple[int, int]:
    """Give the first and the last index of a list's item or a mapping's pair."""
    first, last = entry if isinstance(entry, tuple) else (entry, entry)
    return first.start_mark.index, last.end_mark.index  # type: ignore[attr-defined]


def _emptied(text: str, parent: yaml.Node) -> str:
    """Leave an empty list or mapping where the only node of it stood."""
    empty = "{}" if isinstance(parent, yaml.MappingNode) else "[]"
    start, end = parent.start_mark.index, parent.end_mark.index
    kept = text[start:end]
    tail = "" if parent.flow_style else kept[len(kept.rstrip()):]
    return text[:start] + empty + tail + text[end:]


def _cut_flow(text: str, parent: yaml.Node, number: int) -> str:
    entries = [_bounds(entry) for entry in parent.value]
    if number == 0:
        return text[: entries[0][0]] + text[entries[1][0]:]
    return text[: entries[number - 1][1]] + text[entries[number][1]:]


def _cut_block(text: str, parent: yaml.Node, number: int) -> str:
    """Cut whole lines; the first pair of an item that begins behind its dash leaves the dash to the next."""
    starts = [_bounds(entry)[0] for entry in parent.value]
    if isinstance(parent, yaml.SequenceNode):
        starts = [text.rindex("-", 0, start) for start in starts]
    start = starts[number]
    if number + 1 < len(starts):
        return text[:start] + text[starts[number + 1]:]
    line = text.rfind("\n", 0, start) + 1
    return text[:line] + text[_end_of(text, parent):]


def _end_of(text: str, parent: yaml.Node) -> int:
    """Give the index of the line after the last one of a block, before comments and blanks that follow it."""
    end = parent.end_mark.index
    return end if end and text[end - 1] == "\n" else text.rfind("\n", 0, end) + 1
