"""Every mistake of an author is told with file, line, column, code, cause and remedy, in both languages."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from aixin_tui import texts
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.provinces.registry import Registry, load_provinces

DATA = Path(__file__).parents[1] / "data" / "provinces"
SEASIDE = DATA / "seaside"
#: Told by others: a case that does not come true, and what only Python can do or refuse (test_hooks.py), and the names
#: in a Word template (test_word_templates.py).
ELSEWHERE = {"CASE_001", "REP_003", "PLUGIN_002", "PLUGIN_003", "PLUGIN_004", "PLUGIN_005", "PLUGIN_006", "TEXT_001"}


@dataclass(frozen=True)
class Mistake:
    """One edit of the seaside's folder, and the line that its author reads."""

    file: str
    old: str
    new: str
    told: str
    english: str

    @property
    def code(self) -> str:
        return self.told.split()[1]

    def make(self, folder: Path) -> None:
        path = folder / self.file
        text = path.read_text(encoding="utf-8") if self.old else ""
        assert self.old in text, f"{self.file} no longer holds {self.old!r}"
        path.write_text(text.replace(self.old, self.new, 1) if self.old else self.new, encoding="utf-8")


MISTAKES = [Mistake(**row) for row in yaml.safe_load((DATA / "mistakes.yaml").read_text(encoding="utf-8"))]


def text_of(problem: Problem, lang: str) -> str:
    what, remedy = texts.problem(problem.code, lang, near=problem.near, **problem.values)
    return f"{what}{'；' if lang == 'zh' else '; '}{remedy}" if remedy else what


@pytest.fixture
def seaside(tmp_path: Path, plugins_folder: Path) -> Path:
    """A folder of provinces: common, one that is whole, and the seaside into which a mistake goes."""
    shutil.copytree(plugins_folder / "common", tmp_path / "common")
    shutil.copytree(SEASIDE, tmp_path / "whole")
    province = tmp_path / "whole" / "province.yaml"
    province.write_text(province.read_text(encoding="utf-8").replace("seaside", "whole"), encoding="utf-8")
    return Path(shutil.copytree(SEASIDE, tmp_path / "seaside"))


def loaded(seaside: Path) -> Registry:
    return load_provinces([seaside.parent])


def test_the_province_into_which_mistakes_go_has_none(seaside: Path) -> None:
    assert loaded(seaside).row("seaside").problems == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.code}-{m.file}")
def test_one_mistake_is_one_line_with_place_cause_and_remedy(mistake: Mistake, seaside: Path) -> None:
    mistake.make(seaside)

    registry = loaded(seaside)

    told = registry.row("seaside").problems
    assert [f"{p.place} {p.code} {text_of(p, 'zh')}" for p in told] == [mistake.told]
    assert [text_of(p, "en") for p in told] == [mistake.english]
    assert registry.row("seaside").is_usable is not any(problem.stops for problem in told)
    assert registry["whole"].identity.key == "whole"


def test_every_code_of_a_province_has_a_mistake() -> None:
    areas = {"YAML", "SPEC", "ITEM", "DATE", "STAMP", "FACT", "VALUE", "FLOW", "FIG", "REP", "TEXT", "PLUGIN", "CASE"}
    codes = {str(code) for code in Code if code.partition("_")[0] in areas} | {"FORM_001"}

    assert codes - {mistake.code for mistake in MISTAKES} == ELSEWHERE


def test_all_mistakes_are_told_at_once(seaside: Path) -> None:
    chosen = [m for m in MISTAKES if m.code in {"SPEC_001", "FACT_001", "FIG_001", "STAMP_001", "SPEC_005"}]
    for mistake in chosen:
        mistake.make(seaside)

    told = {(str(p.code), p.place.file) for p in loaded(seaside).row("seaside").problems}

    assert told >= {(mistake.code, f"seaside/{mistake.file}") for mistake in chosen}


def test_a_label_without_translation_is_a_warning_that_names_the_first(seaside: Path) -> None:
    province = seaside / "province.yaml"
    province.write_text(province.read_text(encoding="utf-8") + "languages: [zh, en]\n", encoding="utf-8")

    registry = loaded(seaside)

    (told,) = registry.row("seaside").problems
    assert (str(told.place), told.code, told.stops) == ("seaside/lang/en.yaml:1:1", Code.TEXT_001, False)
    assert re.fullmatch(r"缺 \d+ 条，第一条“日期”\(common/forms/activity.yaml:4:\d+\)；补上", text_of(told, "zh"))
    assert registry["seaside"].identity.languages == ("zh", "en")


def test_a_broken_province_is_a_row_and_no_other_is_touched(seaside: Path) -> None:
    (seaside / "policy.yaml").write_text("{", encoding="utf-8")

    registry = loaded(seaside)

    assert [(row.key, row.is_usable) for row in registry.rows()] == [("seaside", False), ("whole", True)]
    assert registry.keys() == ("whole",)
    with pytest.raises(KeyError):
        registry["seaside"]


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x\n", "a: {<<: {b: 1}}\n", "a: !!python/object:os.system x\n", "- a\n", "a: 1\n---\nb: 2\n",
        "{" * 60, "a: " + "[" * 60 + "]" * 60 + "\n", "? [a]\n: b\n", "a\x00b: 1\n", "a: \"\\ud800\"\n",
    ],
)
def test_yaml_of_another_kind_is_refused_and_never_a_crash(text: str, seaside: Path) -> None:
    (seaside / "policy.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))

    told = loaded(seaside).row("seaside").problems

    assert told
    assert {p.code for p in told} <= {Code.YAML_001, Code.YAML_004}


def test_bytes_that_are_no_utf8_are_told_with_their_line(seaside: Path) -> None:
    (seaside / "policy.yaml").write_bytes(b"extends: common\n# \xff\n")

    (told,) = loaded(seaside).row("seaside").problems

    assert (told.code, told.place.line) == (Code.YAML_001, 2)
