"""A new run says what became of the offers that it lets lapse: kept, changed and why, new, ended."""

from __future__ import annotations

import re

from aixin_tui.services.matching import RunMatch, RunResult, run_match
from aixin_tui.services.registering import EditRecord, edit_record
from office_world import World

ODD = re.compile("价格|成本|对偶|算法|最优|惩罚|约束|代价|流量")


def proposed(world: World, **more: object) -> RunResult:
    return run_match(world.desk, world.who(), RunMatch(world.desk.office, **more))  # type: ignore[arg-type]


def lines(found: RunResult) -> str:
    assert not ODD.search("".join(one.text() for one in found.said))
    return "\n".join(one.text() for one in found.said if one.key.startswith("differs"))


def test_a_first_run_has_nothing_to_differ_from(qinghai: World) -> None:
    qinghai.waiting_child()
    qinghai.mother()
    found = proposed(qinghai)
    assert found.difference is None
    assert lines(found) == ""


def test_kept_and_new_are_counted_also_by_a_dry_run(qinghai: World) -> None:
    qinghai.waiting_child()
    qinghai.mother()
    proposed(qinghai)
    qinghai.waiting_child("窦念北")
    for dry in (True, False):
        told = proposed(qinghai, dry_run=dry).difference
        assert told is not None
        assert (told.kept, told.changed, told.new, told.ended) == (1, 0, 1, 0)


def test_who_stops_is_named_as_the_reason(qinghai: World) -> None:
    qinghai.waiting_child()
    first = qinghai.mother("蔺秀英", phone="15400000011")
    proposed(qinghai)
    assert edit_record(qinghai.desk, qinghai.who(), EditRecord("loving_mother", first.id, {"available": False})).done
    ended = proposed(qinghai, dry_run=True)
    assert "窦念安：原来是蔺秀英，现在还没有人；" in lines(ended)
    qinghai.mother("蔺玉兰", phone="15400000012")
    found = proposed(qinghai)
    assert found.difference is not None
    assert (found.difference.kept, found.difference.changed, found.difference.ended) == (0, 1, 0)
    assert "窦念安：原来是蔺秀英，现在是蔺玉兰；" in lines(found)
    assert "暂不结对" in lines(found)
