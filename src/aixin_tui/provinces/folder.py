"""A province's folder as read: every YAML file as a tree, the rest by name. Nothing is judged but the YAML itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aixin_tui import texts
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.provinces.yamltree import Map, read_tree

#: Files of one name each.
SINGLE = ("province.yaml", "workflow.yaml", "policy.yaml", "checklist.yaml")
#: Folders of any number of files; `cases/` feed no hook.
MANY = ("forms", "registers", "reports", "lang", "cases")
COMMON = "common"


@dataclass(frozen=True, slots=True)
class Folder:
    """What stands in a folder, by path inside it (`forms/child.yaml`)."""

    path: Path
    key: str
    trees: Mapping[str, Map]
    problems: tuple[Problem, ...]
    digest: str
    has_python: bool = False
    unreadable: frozenset[str] = frozenset()
    """Files that are no YAML of ours; what they would have declared is unknown, so nothing is judged by it."""
    cases: tuple[str, ...] = field(default=())

    def shown(self, name: str) -> str:
        """Write a file's name as problems show it: `<folder>/policy.yaml`."""
        return f"{self.key}/{name}"


def read_folder(path: Path) -> Folder:
    """Read every file of the province language in a folder, in no particular order that would matter."""
    problems: list[Problem] = []
    trees: dict[str, Map] = {}
    cases: list[str] = []
    unreadable: set[str] = set()
    digest = hashlib.sha256()
    for name in _names(path, problems):
        data = (path / name).read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
        if name.startswith("cases/"):
            cases.append(name)
        elif name.endswith(".yaml"):
            tree = read_tree(data, f"{path.name}/{name}", problems)
            if tree is not None:
                trees[name] = tree
            else:
                unreadable.add(name)
    return Folder(
        path, path.name, trees, tuple(problems), digest.hexdigest(), (path / "plugin.py").is_file(),
        frozenset(unreadable), tuple(cases),
    )


def _names(path: Path, problems: list[Problem]) -> list[str]:
    names = [p.relative_to(path).as_posix() for p in sorted(path.glob("*.yaml"))]
    for strange in [name for name in names if name not in SINGLE]:
        near = nearest(strange, SINGLE)
        place = Place(f"{path.name}/{strange}", 1, 1)
        values = {"what": texts.Label("spec.file"), "name": strange, "fix": fix_of(near)}
        problems.append(Problem(Code.SPEC_005, place=place, values=values, near=near))
    found = [name for name in names if name in SINGLE]
    for folder in MANY:
        found += [p.relative_to(path).as_posix() for p in sorted((path / folder).glob("*.yaml"))]
    if (path / "divisions.csv").is_file():
        found.append("divisions.csv")
    return found
