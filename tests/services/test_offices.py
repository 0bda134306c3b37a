"""The office that a code, a name, its pinyin or its initials mean, and what is said where it could be several."""

from __future__ import annotations

import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.offices import offices_in, offices_like, settle_office


@pytest.mark.parametrize(("written", "code"), [
    ("630222", "630222"), ("民和", "630222"), ("民和县", "630222"), ("民和回族土族自治县", "630222"),
    ("海东市民和县", "630222"), ("minhe", "630222"), ("mh", "630222"), ("MinHe", "630222"), ("城东", "630102"),
    ("河南", "632324"), ("hn", "632324"), ("川口镇", "630222100"), ("630222100", "630222100"), ("6302", "6302"),
])
def test_an_office_is_found_by_code_name_pinyin_and_initials(provinces: Registry, written: str, code: str) -> None:
    assert settle_office(provinces["qinghai"].divisions, written, "青海省") == code


@pytest.mark.parametrize(("written", "problem", "near"), [
    ("城关镇", Code.WORK_005, "630123100 西宁市湟源县城关镇"),
    ("土族", Code.WORK_005, "630222 海东市民和回族土族自治县"),
    ("民合", Code.WORK_003, "630222 海东市民和回族土族自治县"),
    ("minhee", Code.WORK_003, "630222 海东市民和回族土族自治县"),
    ("630222100001", Code.WORK_003, ""), ("xxxx", Code.WORK_003, ""), ("", Code.WORK_003, ""),
])
def test_several_or_none_are_said_with_the_nearest(provinces: Registry, written: str, problem: Code, near: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        settle_office(provinces["qinghai"].divisions, written, "青海省")
    assert [one.code for one in caught.value.problems] == [problem]
    assert near in caught.value.problems[0].near


def test_a_county_stands_before_the_towns_that_fit_as_well(provinces: Registry) -> None:
    offices = offices_in(provinces["qinghai"].divisions)
    assert [len(one.code) for one in offices_like(offices, "")][:45] == [6] * 45
    found = offices_like(offices, "h")
    assert [len(one.code) for one in found] == sorted((len(one.code) for one in found), key=[6, 4, 9, 2].index) or \
        found[0].code.startswith("63")
    assert not any(len(one.code) > 9 for one in offices)


def test_a_level_that_is_no_place_of_its_own_is_not_named(provinces: Registry) -> None:
    paths = {one.code: one.path for one in offices_in(provinces["hainan"].divisions)}
    assert paths["469023"] == "澄迈县"
    assert paths["460400"] == "儋州市"
    assert paths["460105"] == "海口市秀英区"
