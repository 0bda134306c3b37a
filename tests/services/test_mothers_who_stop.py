"""退出 and 暂停服务: all her pairs are shown first, each is settled, and all of it is one act."""

from __future__ import annotations

from datetime import date

from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.matching.suggesting import suggest
from aixin_tui.services.pairs.debts import all_debts
from aixin_tui.services.stopping import StopService, stop_service, what_stops
from aixin_tui.services.today import today_board
from aixin_tui.services.viewing import view_of
from office_world import World, codes


def two_pairs(world: World) -> tuple[str, list[str]]:
    mother = world.mother()
    for step in ("query", "train", "activate"):
        assert advance(world.desk, world.who(), Advance(mother.id, step, "loving_mother")).done
    pairs = [world.pair(world.waiting_child(name, birth_date=born), mother).about["pairing"]
             for name, born in (("窦念安", "2014-05-06"), ("窦小雨", "2015-01-02"))]
    return mother.id, pairs


def test_all_her_pairs_are_shown_with_who_could_take_each_child(qinghai: World) -> None:
    mother, pairs = two_pairs(qinghai)
    other = qinghai.mother("蔺玉兰")
    qinghai.at("2025-05-14")
    shown = what_stops(qinghai.desk, qinghai.who(), mother)
    assert [one.pairing for one in shown.pairs] == pairs
    assert [one.child_name for one in shown.pairs] == ["窦念安", "窦小雨"]
    assert all(one.ending.pairings for one in shown.pairs)
    found = suggest(qinghai.desk, qinghai.who(), shown.pairs[0].child)
    assert found is not None
    assert other.id in [row.loving_mother for row in found.rows]


def test_she_leaves_when_every_pair_is_settled_and_not_before(qinghai: World) -> None:
    mother, pairs = two_pairs(qinghai)
    other = qinghai.mother("蔺玉兰")
    qinghai.at("2025-05-14")
    before = len(list(qinghai.desk.store.log()))
    none = stop_service(qinghai.desk, qinghai.who(), StopService(mother, reason="own_wish"))
    assert codes(none) == ["PAIR_014", "PAIR_014"]
    kept = stop_service(qinghai.desk, qinghai.who(), StopService(mother, reason="own_wish", rest="keep"))
    assert codes(kept) == ["PAIR_014", "PAIR_014"]
    assert len(list(qinghai.desk.store.log())) == before
    result = stop_service(qinghai.desk, qinghai.who(), StopService(
        mother, reason="own_wish", fates={pairs[0]: "end", pairs[1]: other.id}))
    assert result.done, codes(result)
    assert len(list(qinghai.desk.store.log())) == before + 1
    assert (result.about["ended"], list(result.about["handed"])) == ([pairs[0]], [pairs[1]])
    assert qinghai.state(qinghai.now("loving_mother", mother)) == "left"
    states = [qinghai.state(child) for child in qinghai.desk.store.snapshot().of("child")]
    assert sorted(states) == ["paired", "waiting"]
    assert qinghai.now("pairing", pairs[0]).get("end_reason") == "mother_left"
    again, = today_board(qinghai.desk, qinghai.who()).again
    assert (again.child, again.since, again.reason) == (
        qinghai.now("pairing", pairs[0]).text("child"), "2025-05-14", "爱心妈妈退出")


def test_coverage_falls_by_one_on_the_day_she_leaves_and_is_whole_when_paired_again(qinghai: World) -> None:
    mother, pairs = two_pairs(qinghai)
    other = qinghai.mother("蔺玉兰")
    qinghai.at("2025-05-20")
    result = stop_service(qinghai.desk, qinghai.who(), StopService(
        mother, on="2025-05-14", reason="own_wish", fates={pairs[0]: "end", pairs[1]: other.id}))
    assert result.done, codes(result)
    child = qinghai.now("child", qinghai.now("pairing", pairs[0]).text("child"))
    assert qinghai.pair(child, other, started_on="2025-05-20").done

    def paired_on(day: str) -> int:
        view = view_of(qinghai.desk, qinghai.who(), date.fromisoformat(day))
        return sum(view.core_state(one) == "paired" for one in view.records("child"))

    assert [paired_on(day) for day in ("2025-05-13", "2025-05-14", "2025-05-19", "2025-05-20")] == [2, 1, 1, 2]
    board = today_board(qinghai.desk, qinghai.who())
    assert (board.on_file, board.paired, board.waiting, board.again) == (2, 2, 0, ())


def test_a_pause_keeps_the_pairs_and_asks_who_cares_meanwhile(qinghai: World) -> None:
    mother, pairs = two_pairs(qinghai)
    qinghai.at("2025-05-14")
    result = stop_service(qinghai.desk, qinghai.who(), StopService(mother, to="paused", rest="keep"))
    assert result.done, codes(result)
    assert result.about["kept"] == pairs
    questions = [debt for debt in all_debts(qinghai.desk, qinghai.who()) if debt.key == "mother_paused"]
    assert [one.pairing for one in questions] == pairs
    assert all(one.is_question for one in questions)
    child = qinghai.now("child", questions[0].child)
    assert qinghai.pair(child, qinghai.mother("蔺玉兰"), role="support").done
    assert len([d for d in all_debts(qinghai.desk, qinghai.who()) if d.key == "mother_paused"]) == 1
    assert advance(qinghai.desk, qinghai.who(), Advance(mother, "resume", "loving_mother")).done
    assert not [d for d in all_debts(qinghai.desk, qinghai.who()) if d.key == "mother_paused"]


def test_a_step_alone_never_leaves_her_children_behind(qinghai: World) -> None:
    mother, _ = two_pairs(qinghai)
    for step in ("leave", "pause"):
        result = advance(qinghai.desk, qinghai.who(), Advance(mother, step, "loving_mother", reason="own_wish"))
        assert (result.done, codes(result)) == (False, ["ACT_016"])


def test_her_open_offers_lapse_and_the_child_waits_again(qinghai: World) -> None:
    mother = qinghai.mother()
    child = qinghai.waiting_child()
    offer = qinghai.pair(child, mother, confirmed=False).about["proposal"]
    result = stop_service(qinghai.desk, qinghai.who(), StopService(mother.id, reason="moved"))
    assert result.done, codes(result)
    assert qinghai.now("match_proposal", offer).get("state") == "lapsed"
    assert qinghai.state(qinghai.now("child", child.id)) == "waiting"


def test_a_reason_of_the_list_is_asked(qinghai: World) -> None:
    mother, _ = two_pairs(qinghai)
    assert codes(stop_service(qinghai.desk, qinghai.who(), StopService(mother, reason="so", rest="end"))) == ["ACT_008"]


def test_one_child_that_cannot_be_handed_over_keeps_all_as_it_was(qinghai: World) -> None:
    mother, pairs = two_pairs(qinghai)
    unchecked = qinghai.mother("蔺玉兰", query_on="2023-01-01")
    qinghai.at("2025-05-14")
    result = stop_service(qinghai.desk, qinghai.who(), StopService(
        mother, reason="own_wish", fates={pairs[0]: "end", pairs[1]: unchecked.id}))
    assert (result.done, set(codes(result))) == (False, {"PAIR_001"})
    assert qinghai.now("pairing", pairs[0]).get("ended_on") is None
    assert qinghai.state(qinghai.now("loving_mother", mother)) == "active"
