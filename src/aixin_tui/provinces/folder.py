"""A province's folder as read: every YAML file as a tree, the rest by name. Nothing is judged but the YAML itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aixin_tui import texts
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.provinces.files import SINGLE, Files
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.provinces.yamltree import Map, read_tree


@dataclass(frozen=True, slots=True)
class Folder:
    """What stands in a folder, by path inside it (`forms/child.yaml`)."""

    path: Path
    key: str
    trees: Mapping[str, Map]
    problems: tuple[Problem, ...]
    files: Files
    has_python: bool = False
    unreadable: frozenset[str] = frozenset()
    """Files that are no YAML of ours; what they would have declared is unknown, so nothing is judged by it."""
    cases: tuple[str, ...] = field(default=())

    def shown(self, name: str) -> str:
        """Write a file's name as problems show it: `<folder>/policy.yaml`."""
        return f"{self.key}/{name}"


def read_folder(files: Files) -> Folder:
    """Read every file of the province language in a folder, in no particular order that would matter."""
    path = files.path
    problems = [_strange(path, name) for name in files.strange]
    trees: dict[str, Map] = {}
    cases: list[str] = []
    unreadable: set[str] = set()
    for name, data in files.content.items():
        if name.startswith("cases/"):
            cases.append(name)
        elif name.endswith(".yaml"):
            tree = read_tree(data, f"{path.name}/{name}", problems)
            if tree is not None:
                trees[name] = tree
            else:
                unreadable.add(name)
    return Folder(
        path, path.name, trees, tuple(problems), files, files.has_python, frozenset(unreadable), tuple(cases)
    )


def _strange(path: Path, name: str) -> Problem:
    near = nearest(name, SINGLE)
    values = {"what": texts.Label("spec.file"), "name": name, "fix": fix_of(near)}
    return Problem(Code.SPEC_005, place=Place(f"{path.name}/{name}", 1, 1), values=values, near=near)
