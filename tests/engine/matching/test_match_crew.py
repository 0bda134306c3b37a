"""A run over records whose counties are solved elsewhere: the plan, reasons and proof of one that did it all itself."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator

import pytest
from match_world import OTHER_COUNTY, OTHER_TOWN, SAME_TOWN, VILLAGE, World

from aixin_tui.engine.matching import counties
from aixin_tui.engine.matching.by_mode import match
from aixin_tui.engine.matching.counties import Crew
from aixin_tui.engine.matching.parts import Part, PartPlan
from aixin_tui.provinces.registry import Registry

PREFECTURE = "6302"


def test_a_run_is_the_same_whoever_solves_its_counties(provinces: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    for number, place in enumerate((VILLAGE, SAME_TOWN, OTHER_TOWN, OTHER_COUNTY) * 4):
        world.child(f"c{number}", place, needs=("study",), id_number=f"63022220150501{990 + number % 10}{number:02}",
                    radius=("county", "city")[number % 2])
        if number % 3:
            world.mother(f"m{number}", place, skills=("study", "law")[number % 2:], radius="city",
                         id_number=f"63022219850501{990 + number % 10}{number:02}")
    view = world.view(provinces["qinghai"])
    at_once = match(view, PREFECTURE, 4)
    sent = bytearray()

    def sent_away(work: Callable[[Part], PartPlan], parts: Iterable[Part]) -> Iterator[PartPlan]:
        for part in parts:
            data = pickle.dumps(part)
            sent.extend(data)
            yield work(pickle.loads(data))

    monkeypatch.setattr(counties, "AT_ONCE", 0)
    alone, shared = match(view, PREFECTURE, 4), match(view, PREFECTURE, 4, Crew(sent_away))
    assert len(sent) > 1000
    assert b"19850501" not in sent, "natural keys stay here"
    assert b"20150501" not in sent
    assert shared == alone
    assert shared.pairs == at_once.pairs
    assert shared.objective == shared.bound == at_once.objective
    assert [(one.child, one.reason, one.remedy) for one in shared.unmatched] == \
        [(one.child, one.reason, one.remedy) for one in at_once.unmatched]
