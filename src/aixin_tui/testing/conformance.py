"""What every province must hold to, as a pytest class that an author subclasses with the folder's path."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import ClassVar

from aixin_tui import texts
from aixin_tui.domain.problem import Problem
from aixin_tui.engine.spec.core import CORE_STATES, LAW_CHECKS, LIVING
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.host import Compiled
from aixin_tui.provinces.registry import Registry, bundled_folder

#: All that `plugin.py` may import besides the standard library's words for types.
ALLOWED = frozenset({"__future__", "aixin_tui.api", "collections.abc", "typing"})


class ProvinceConformance:
    """Subclass it in a test module and set `folder` to the province's folder; pytest runs every rule.

    The folder's parent is searched for `common` first, then the product's own.
    """

    folder: ClassVar[Path]

    def compiled(self) -> Compiled:
        """Compile the folder as the product would, its Python trusted: it is the author's own."""
        parent = self.folder.parent
        shared = [] if (parent / "common").is_dir() else [bundled_folder()]
        return Registry([parent, *shared], own=parent).compiled(self.folder.name)

    def province(self) -> Province:
        """Give the province; fails with every problem as its author reads it."""
        compiled = self.compiled()
        assert compiled.province is not None, "\n".join(told(p) for p in compiled.problems)
        return compiled.province

    def test_nothing_is_wrong(self) -> None:
        """No problem stops the province."""
        assert [told(problem) for problem in self.compiled().problems if problem.stops] == []

    def test_every_core_state_is_there(self) -> None:
        """Provinces add up only over the states of the core."""
        for kind in LIVING:
            states = {state.core for state in self.province().lives[kind].states.versions()}
            assert states == set(CORE_STATES[kind]), kind

    def test_the_law_is_the_core_s(self) -> None:
        """No item takes the name of one of the law's checks."""
        province = self.province()
        named = {check.key for check in province.policy.checks.versions()}
        for life in province.lives.values():
            named |= {check.key for step in life.transitions.versions() for check in step.checks}
        assert not named & set(LAW_CHECKS)

    def test_its_divisions_are_its_own(self) -> None:
        """Every division's code begins with the province's, and every part's whole is there."""
        province = self.province()
        codes = set(province.divisions)
        assert province.identity.code in codes
        assert not [code for code in codes if not code.startswith(province.identity.code)]
        assert not [c for c in codes if len(c) > 2 and c[: {4: 2, 6: 4, 9: 6, 12: 9}[len(c)]] not in codes]

    def test_what_is_ours_and_what_is_theirs_is_said(self) -> None:
        """Whatever claims to be the policy's own words quotes them."""
        province = self.province()
        forms = [field for form in province.forms.values() for field in form.fields.versions()]
        for item in (*forms, *province.checklist.duties.versions(), *province.policy.facts.versions()):
            assert item.stamp.source.value == "默认" or item.stamp.cite, item.origin

    def test_loading_it_twice_gives_the_same(self) -> None:
        """The same folder is the same province."""
        assert self.province().digest == self.province().digest

    def test_its_python_imports_only_the_api(self) -> None:
        """`plugin.py`, where there is one, knows nothing of the program but `aixin_tui.api`."""
        plugin = self.folder / "plugin.py"
        assert not plugin.is_file() or imports_of(plugin) <= ALLOWED


def imports_of(file: Path) -> set[str]:
    """List the modules that a Python file imports, relative ones with their dots; nothing is run."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {f"{node.func.id}()"} & {"__import__()", "exec()", "eval()", "compile()"}
    return found


def told(problem: Problem) -> str:
    """Write a problem as its author reads it, in Chinese."""
    what, remedy = texts.problem(problem.code, "zh", near=problem.near, **problem.values)
    return f"{problem.place} {problem.code} {what}；{remedy}"
