"""Many acts as one: each line judged as it would be alone, all written together, a wrong one named."""

from __future__ import annotations

from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import Record
from aixin_tui.services.matching import AcceptAll, RunMatch, accept_all, run_match
from aixin_tui.services.sitting import Sitting
from aixin_tui.services.together import AddMany, AdvanceMany, EditMany, add_many, advance_many, edit_many
from aixin_tui.services.town_sittings import Sittings, record_sittings
from office_world import World, codes

VISIT = {"date": "2025-03-20", "visitors": "村妇联执委", "met": ["child", "guardian"], "joint_with": ["civil_affairs"]}
ASSESSED = {"date": "2025-03-20", "guardianship": "fair", "development": ["healthy"], "difficulties": ["study"],
            "risk_colour": "blue", "risk_source": "civil_affairs"}


def acts(world: World) -> int:
    return sum(1 for _ in world.desk.store.log())


def paper(world: World, child: Record, decision: str) -> Sitting:
    guardian = world.guardian(child)
    consent = {"guardian": guardian.id, "decision": decision, "channel": "in_person"}
    return Sitting(child.id, VISIT, ASSESSED, (consent,))


def test_a_towns_papers_are_one_act_and_each_child_goes_as_far_as_its_own_carry_it(qinghai: World) -> None:
    children = [qinghai.child(name) for name in ("窦念安", "窦念北", "窦念西")]
    papers = [paper(qinghai, child, said) for child, said in zip(children, ("agreed", "not_agreed", "agreed"),
                                                                strict=True)]
    papers[2] = Sitting(children[2].id, {**VISIT, "joint_with": ["education"]}, ASSESSED, papers[2].consents)
    before = acts(qinghai)
    done = record_sittings(qinghai.desk, qinghai.who(), Sittings(tuple(papers)))
    assert done.done, codes(done)
    assert acts(qinghai) == before + 1
    assert [qinghai.state(child) for child in children] == ["waiting", "not_agreed", "assessed"]
    assert [one.check for one in done.about["walked"][children[2].id].stopped_by] == ["visited"]


def test_a_wrong_paper_is_named_by_its_row_and_nothing_is_written(qinghai: World) -> None:
    first, second = qinghai.child("窦念安"), qinghai.child("窦念北")
    wrong = Sitting(second.id, {**VISIT, "met": ["ghost"]}, ASSESSED)
    before = acts(qinghai)
    done = record_sittings(qinghai.desk, qinghai.who(), Sittings((paper(qinghai, first, "agreed"), wrong)))
    assert not done.done
    assert {problem.place.row for problem in done.problems if problem.stops} == {2}
    assert acts(qinghai) == before + 1  # the guardian's own registration


def test_all_offers_of_a_run_are_one_act_with_numbers_that_follow_each_other(qinghai: World) -> None:
    for name in ("窦念安", "窦念北", "窦念西"):
        qinghai.waiting_child(name)
    qinghai.mother(places=3)
    run = run_match(qinghai.desk, qinghai.who(), RunMatch("630222", within="630222"))
    before = acts(qinghai)
    done = accept_all(qinghai.desk, qinghai.who(), AcceptAll(run.run))
    assert done.count == 3
    assert acts(qinghai) == before + 1
    numbers = [result.about["number"] for _, result in done.results]
    assert numbers == ["630222-2025-0001", "630222-2025-0002", "630222-2025-0003"]
    assert all(record.recorded_at for _, result in done.results for record in result.records)


def wishes(world: World, *rows: dict[str, Any]) -> list[Record]:
    child = world.child()
    same = {"child": child.id, "date": "2025-03-20"}
    done = add_many(world.desk, world.who(), AddMany("micro_wish", tuple({**same, **row} for row in rows)))
    return [result.records[0] for result in done if result.done]


def test_a_page_of_records_is_one_act_and_a_wrong_row_keeps_no_other_back(qinghai: World) -> None:
    child = qinghai.child()
    before = acts(qinghai)
    rows = tuple({"child": child.id, "date": "2025-03-20", "wish": wish} for wish in ("一盏台灯", "", "一个篮球"))
    done = add_many(qinghai.desk, qinghai.who(), AddMany("micro_wish", rows))
    assert [result.done for result in done] == [True, False, True]
    assert [problem.code for problem in done[1].problems] == [Code.FORM_002]
    assert acts(qinghai) == before + 1
    assert len({result.receipt for result in done if result.receipt}) == 1


def test_a_step_of_many_and_changes_of_many_are_one_act_each(qinghai: World) -> None:
    made = wishes(qinghai, {"wish": "一盏台灯"}, {"wish": "一个篮球"})
    before = acts(qinghai)
    ids = tuple(wish.id for wish in made)
    stepped = advance_many(qinghai.desk, qinghai.who(), AdvanceMany(ids, "claim", "micro_wish"))
    assert all(result.done for result in stepped)
    again = advance_many(qinghai.desk, qinghai.who(), AdvanceMany(ids, "claim", "micro_wish"))
    assert not any(result.done for result in again)
    changed = edit_many(qinghai.desk, qinghai.who(), EditMany("micro_wish", {key: {"wish": "一本书"} for key in ids}))
    assert [result.records[0].text("wish") for result in changed] == ["一本书", "一本书"]
    assert acts(qinghai) == before + 2
