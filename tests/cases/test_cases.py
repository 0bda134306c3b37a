"""Every case of every province comes true, the officials' own and those that stand beside this file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from aixin_tui.domain.problem import Problem
from aixin_tui.engine.spec.case import Case
from aixin_tui.provinces.cases import read_cases
from aixin_tui.provinces.registry import Registry, bundled_folder
from aixin_tui.services.officials_cases.running import run_case
from aixin_tui.texts import problem as text_of

HERE = Path(__file__).parent


def _folder() -> Path:
    named = os.environ.get("AIXIN_TEST_PLUGINS", "")
    return Path(named) if named else bundled_folder()


def _read(folder: Path) -> tuple[Case, ...]:
    cases, problems = read_cases(folder)
    assert not problems, told(problems)
    return cases


def told(problems: Iterable[Problem]) -> str:
    return "\n".join(f"{p.place}: {text_of(p.code, 'zh', **p.values)[0]}" for p in problems)


def _collected() -> Iterator[object]:
    for folder in sorted(path.parent for path in _folder().glob("*/province.yaml")):
        for case in (*_read(folder), *_read(HERE / folder.name)):
            yield pytest.param(folder.name, case, id=f"{folder.name}: {case.name}")


@pytest.mark.parametrize(("key", "case"), list(_collected()))
def test_case_comes_true(provinces: Registry, key: str, case: Case) -> None:
    found = run_case(case, provinces[key])
    assert not found, told(found)


@pytest.mark.parametrize("key", ["qinghai", "hainan"])
def test_every_province_brings_cases(provinces: Registry, key: str) -> None:
    assert _read(provinces.path(key))
