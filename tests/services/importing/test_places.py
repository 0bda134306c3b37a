"""Places as lists write them come down to the lowest level that is sure."""

from __future__ import annotations

import pytest

from aixin_tui.provinces.registry import Registry
from aixin_tui.reference.elsewhere import divisions
from aixin_tui.services.importing.places import Gazetteer, PlaceRead
from aixin_tui.texts import problem


@pytest.fixture(scope="module")
def places(provinces: Registry) -> Gazetteer:
    return Gazetteer(provinces["qinghai"].divisions, "630222", former=[("老喇家村", "630222103209")],
                     elsewhere=divisions)


def codes(found: PlaceRead) -> list[str]:
    return [one.code.value for one in found.problems]


def says(found: PlaceRead) -> str:
    first = found.problems[0]
    return "; ".join(problem(first.code.value, "zh", **first.values))


@pytest.mark.parametrize(("town", "village", "code", "problems", "full"), [
    ("官亭镇", "前进村", "630222103204", [], ""), ("官亭镇", "前进村委会", "630222103204", [], ""),
    ("官亭镇", "喇家", "630222103209", [], "喇家村委会"), ("官亭镇", "喇家村三社", "630222103209", [], ""),
    ("官亭镇", "老喇家村", "630222103209", [], ""), ("", "前进", "630222", ["ROW_020", "ROW_022"], ""),
    ("", "虎狼城村", "630222", ["ROW_020"], ""), ("中川乡", "石窑沟村", "630222210", ["ROW_023"], ""),
    ("中川乡", "峡口村（原大草滩村）", "630222210215", ["ROW_024"], "峡口村委会"),
    ("官厅镇", "官厅镇社区", "630222", ["ROW_021"], ""), ("官亭镇", "", "630222103", [], ""),
    ("", "", "630222", ["ROW_026"], ""),
    ("川口镇", "史纳村", "630222100202", [], ""), ("川口镇", "史纳社区", "630222100003", [], ""),
    ("川口镇", "史纳", "630222100", ["ROW_047"], ""),
])
def test_two_cells(places: Gazetteer, town: str, village: str, code: str, problems: list[str], full: str) -> None:
    found = places.read(town, village)
    assert (found.code, codes(found), found.full_name) == (code, problems, full)


@pytest.mark.parametrize(("text", "code", "problems"), [
    ("民和县/官亭镇/前进村", "630222103204", []), ("官亭镇喇家村", "630222103209", []),
    ("民和县官亭镇", "630222103", []),
    ("青海省/海东市/民和县/中川乡/魏家山村", "630222210220", []), ("民和县/三川乡/向阳村", "630222", ["ROW_021"]),
    ("化隆县/群科镇/文卜具村", "630224101200", []), ("江苏省宿迁市沭阳县颜集镇堰下村", "321322116201", []),
    ("西藏自治区拉萨市城关区", "540102", []), ("喇家村", "630222", ["ROW_020"]), ("乱写的地方", "630222", ["ROW_020"]),
])
def test_one_cell(places: Gazetteer, text: str, code: str, problems: list[str]) -> None:
    found = places.read_path(text)
    assert (found.code, codes(found)) == (code, problems)


@pytest.mark.parametrize("text", ["[/]", "x\x00y", "镇", "村", "/" * 100, "民和县" * 50, "（（（", "省"])
def test_nonsense_is_only_asked_about(places: Gazetteer, text: str) -> None:
    assert places.read_path(text).code.startswith("63")
    assert places.read(text, text).code.startswith("63")


def test_two_villages_of_one_town_are_named_not_the_town(places: Gazetteer) -> None:
    said = says(places.read("川口镇", "史纳"))
    assert "川口镇有2个“史纳”：史纳社区居委会、史纳村委会" in said


def test_the_town_that_may_be_meant_is_asked_in_brackets(places: Gazetteer) -> None:
    assert "没有写乡镇（官亭镇？）" in says(places.read_path("喇家村"))
