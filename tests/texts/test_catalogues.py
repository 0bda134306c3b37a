"""The two catalogues say the same things, and say something for every problem there is."""

from __future__ import annotations

import copy
import json
import re
from importlib import import_module
from pathlib import Path

import pytest

import aixin_tui.texts as texts_package
from aixin_tui import texts
from aixin_tui.domain.codes import Code

FOLDER = Path(texts_package.__file__).parent
AREAS = sorted(path.stem for path in (FOLDER / "zh").glob("*.py") if path.stem != "__init__")


def catalogue(lang: str, area: str, name: str) -> dict[str, object]:
    return getattr(import_module(f"aixin_tui.texts.{lang}.{area}"), name, {})


def gaps(text: object) -> set[str]:
    return set(re.findall(r"(?<!\{)\{(\w+)\}", str(text)))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("name", ["LABELS", "PROBLEMS"])
def test_both_languages_hold_the_same_keys(area: str, name: str) -> None:
    assert catalogue("zh", area, name).keys() == catalogue("en", area, name).keys()


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_problem_has_its_text(code: Code, lang: str) -> None:
    what, _ = texts.problem(code, lang)
    assert what


@pytest.mark.parametrize("area", AREAS)
def test_every_text_of_a_problem_belongs_to_a_code(area: str) -> None:
    assert set(catalogue("zh", area, "PROBLEMS")) <= {str(code) for code in Code}


def test_every_problem_is_said_by_somebody() -> None:
    sources = (path.read_text(encoding="utf-8") for path in FOLDER.parent.rglob("*.py")
               if FOLDER not in path.parents and path.name != "codes.py")
    said = set(re.findall(r"[A-Z]+_\d{3}", " ".join(sources)))
    assert {str(code) for code in Code} - said == set()


@pytest.mark.parametrize("area", AREAS)
def test_a_translation_fills_no_gap_that_the_original_lacks(area: str) -> None:
    zh, en = catalogue("zh", area, "LABELS"), catalogue("en", area, "LABELS")
    assert not {key for key in zh if gaps(en.get(key)) - gaps(zh[key])}


def test_what_a_service_says_in_the_products_language_can_be_given_in_the_readers() -> None:
    role = texts.label("act.role_reviewer")
    law = texts.label("act.law", cite="§28")
    assert (role, law) == ("审核人", "法律：§28")
    assert (texts.in_language(role, "en"), texts.in_language(law, "en")) == ("reviewer", "law: §28")
    assert texts.in_language("窦念安", "en") == "窦念安"


def test_what_was_said_fills_the_gaps_of_problems_and_labels_in_their_language() -> None:
    role = texts.label("act.role_reviewer")
    assert "reviewer" in texts.problem("ACT_002", "en", needed=role)[0]
    assert "审核人" in texts.problem("ACT_002", "zh", needed=role)[0]
    offer = texts.label("pair.offer_text", child="窦念安", mother=role)
    assert "reviewer" in texts.in_language(offer, "en")


def test_what_was_said_survives_a_copy() -> None:
    said = copy.deepcopy({"label": texts.label("act.law", cite="§28")})["label"]
    assert texts.in_language(said, "en") == "law: §28"
    assert json.dumps(said, ensure_ascii=False) == '"法律：§28"'
