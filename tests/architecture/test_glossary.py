"""One word for one thing: the glossary of the field, in identifiers and in what people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "src").rglob("*.py"))
CATALOGUE = ROOT / "src" / "aixin_tui" / "texts" / "zh"
READ = [*sorted(CATALOGUE.glob("*.py")), *sorted((ROOT / "plugins").rglob("*.yaml"))]

#: Word of an identifier that is not ours → the one that is.
IDENTIFIERS = {
    "overdue": "missed",
    "volunteer": "loving_mother",
    "kid": "child",
    "pupil": "child",
    "matchmaking": "matching",
    "prefecture": "city",
    "ledger": "register",
    "staff": "operator",
    "helper": "",
    "utils": "",
    "village_mother": "loving_mother",
    "pledge_card": "",
}

#: Titles of documents, quoted as they are.
TITLES = ("关于建立侵害未成年人案件强制报告制度的意见",)

#: What an office would not say → what it says (the wrong one is never shown).
SHOWN = {
    "案件": "档案",
    "逾期": "漏联、超期未联系",
    "审计": "操作日志",
    "背景调查": "准入查询",
    "主妈妈": "结对妈妈（主责）",
    "辅妈妈": "协同妈妈",
    "风险等级": "关爱等级",
    "必须结对": "应结尽结",
    "操作员": "经办人",
    "工作区": "资料库",
    "数据包": "报送包",
    "退休": "退出",
}


@cache
def names(path: Path) -> frozenset[str]:
    """The names that a module gives: functions, classes, arguments, variables, attributes."""
    return frozenset(_names(ast.parse(path.read_text(encoding="utf-8"))))


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def without_titles(text: str) -> str:
    for title in TITLES:
        text = text.replace(title, "")
    return text


@cache
def words(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")


@pytest.mark.parametrize("wrong", IDENTIFIERS)
def test_an_identifier_uses_the_fields_own_word(wrong: str) -> None:
    used = {f"{path.relative_to(ROOT)}: {name}" for path in CODE for name in names(path)
            if wrong in words(name) or wrong == path.stem}
    assert not used, f"say {IDENTIFIERS[wrong] or 'what it is'} instead"


def test_a_loving_mother_is_never_a_bare_mother_where_a_childs_own_could_be_meant() -> None:
    fields = {name for path in (ROOT / "plugins").rglob("*.yaml")
              for name in re.findall(r"key: (mothers?)\b", path.read_text("utf-8"))
              if path.parent.name == "forms" and path.name != "choices.yaml"}
    assert not fields


@pytest.mark.parametrize("wrong", SHOWN)
def test_what_people_read_is_in_the_words_of_offices(wrong: str) -> None:
    shown = {str(path.relative_to(ROOT)) for path in READ if wrong in without_titles(path.read_text(encoding="utf-8"))}
    assert not shown, f"say {SHOWN[wrong]}"
