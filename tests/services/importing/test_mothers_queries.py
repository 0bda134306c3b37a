"""The background query as offices title it in a volunteers' list, and what is owed when half of it is written."""

from __future__ import annotations

import pytest
from roster_world import Rosters, sheet

from aixin_tui.provinces.registry import Registry
from memory_store import memory_desk

ID = "63022219850312990"


@pytest.mark.parametrize(("titles", "cells", "owed"), [
    (("背景查询日期", "背景查询结果"), ("2025.3.15", "无记录"), []),
    (("背景查询时间", "背景查询"), ("2025.3.15", "通过"), []),
    (("背景查询日期", "背景查询结果"), ("2024年3月", "无记录"), ["ROW_052"]),
    (("背景查询日期",), ("2025.3.15",), ["ROW_061"]),
    (("背景查询日期",), ("",), ["ROW_051"]),
    (("背景查询日期", "背景查询结果"), ("2025.3.15", "有记录"), ["ROW_054"]),
])
def test_the_query_is_read_by_its_everyday_name(
    provinces: Registry, titles: tuple[str, ...], cells: tuple[str, ...], owed: list[str],
) -> None:
    office = Rosters(memory_desk(provinces["qinghai"]))
    taken = office.take_sheets("list.xlsx", "mothers", "2025-06-05", sheet(
        ("招募登记表",), ("姓名", "联系电话", "居住地", *titles), ("试妈妈", "15412345001", "川口镇", *cells)))
    said = [one.code.value for one in taken.rows[3].problems if one.place.field == "background_query"]
    assert said == owed
