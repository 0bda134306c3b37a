"""What a person changes in a run: swaps with what they cost, offers held fixed, and runs around them."""

from __future__ import annotations

from aixin_tui.domain.codes import Code
from aixin_tui.services.desk import Role
from aixin_tui.services.matching import (
    AcceptAll,
    Decline,
    HoldOffers,
    RunMatch,
    RunResult,
    SwapOffers,
    accept_all,
    decline,
    hold_offers,
    run_match,
    show_run,
    swap_choices,
    swap_offers,
)
from aixin_tui.services.undoing import UndoAct, undo
from office_world import World, villages


def proposed(world: World, **more: object) -> RunResult:
    found = run_match(world.desk, world.who(), RunMatch(world.desk.office, **more))  # type: ignore[arg-type]
    assert found.done, found.problems
    return found


def two_pairs(world: World) -> tuple[RunResult, dict[str, str]]:
    """Two villages, in each a child and a mother: the run pairs neighbours."""
    here, *others = villages(world.desk.province, world.desk.office)
    there = next(code for code in others if code[:9] == here[:9])
    for name, place in (("窦念安", here), ("窦念北", there)):
        world.waiting_child(name, division_code=place)
    for name, place in (("蔺秀英", here), ("蔺玉兰", there)):
        world.mother(name, division_code=place, places=1, skills=["study"])
    found = proposed(world)
    return found, {one.child_name: one.id for one in found.proposals}


def pairs(found: RunResult, state: str = "offered") -> set[tuple[str, str]]:
    return {(one.child_name, one.mother_name) for one in found.proposals if one.state == state}


def test_a_dry_swap_says_what_it_costs_and_writes_nothing(qinghai: World) -> None:
    found, offers = two_pairs(qinghai)
    before = len(list(qinghai.desk.store.log()))
    dry = swap_offers(qinghai.desk, qinghai.who(), SwapOffers(offers["窦念安"], offers["窦念北"], dry_run=True))
    assert not dry.done
    assert dry.is_possible
    assert len(list(qinghai.desk.store.log())) == before
    assert dry.more == sum(one.points for one in dry.after) - sum(one.points for one in found.proposals)
    assert dry.more
    assert dry.more > 0  # both children would have somebody of another village
    assert str(dry.more) in dry.said[0].text()


def test_a_swap_is_one_act_marked_by_hand_and_held_fixed_and_can_be_taken_back(qinghai: World) -> None:
    found, offers = two_pairs(qinghai)
    done = swap_offers(qinghai.desk, qinghai.who(), SwapOffers(offers["窦念安"], offers["窦念北"], reason="两家商量过"))
    assert done.done, done.problems
    assert done.receipt is not None
    shown = show_run(qinghai.desk, qinghai.who(), found.run)
    assert pairs(shown) == {("窦念安", "蔺玉兰"), ("窦念北", "蔺秀英")}
    assert pairs(shown, "swapped") == pairs(found)
    fresh = [one for one in shown.proposals if one.state == "offered"]
    assert all(one.is_fixed and one.by_hand for one in fresh)
    assert all("两家商量过" in one.reasons[0].text() for one in fresh)
    again = run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office))
    assert [problem.code for problem in again.problems] == [Code.MATCH_001]  # both are held, nobody else waits
    assert pairs(show_run(qinghai.desk, qinghai.who(), found.run)) == {("窦念安", "蔺玉兰"), ("窦念北", "蔺秀英")}
    assert accept_all(qinghai.desk, qinghai.who(), AcceptAll(found.run)).count == 2


def test_a_swap_taken_back_leaves_what_the_run_proposed(qinghai: World) -> None:
    found, offers = two_pairs(qinghai)
    done = swap_offers(qinghai.desk, qinghai.who(), SwapOffers(offers["窦念安"], offers["窦念北"], reason="两家商量过"))
    assert done.receipt is not None
    assert undo(qinghai.desk, qinghai.who(), UndoAct(done.receipt.number, "点错了")).done
    assert pairs(show_run(qinghai.desk, qinghai.who(), found.run)) == pairs(found)


def test_a_swap_needs_a_reason_another_mother_and_open_offers(qinghai: World) -> None:
    found, offers = two_pairs(qinghai)
    one = next(offer for offer in found.proposals if offer.child_name == "窦念安")
    for command, code in (
        (SwapOffers(one.id, offers["窦念北"]), Code.MATCH_009),
        (SwapOffers(one.id, loving_mother=one.loving_mother, reason="x"), Code.MATCH_008),
        (SwapOffers(one.id, loving_mother="nobody", reason="x"), Code.PAIR_003),
        (SwapOffers("nothing", offers["窦念北"], reason="x"), Code.MATCH_002),
        (SwapOffers(one.id, "nothing", reason="x"), Code.MATCH_002),
    ):
        refused = swap_offers(qinghai.desk, qinghai.who(), command)
        assert not refused.done
        assert [problem.code for problem in refused.problems] == [code]
    for who in (qinghai.who(role=Role.VIEWER), qinghai.who(scope="630223"), qinghai.who(known_at="2025-03-24")):
        assert not swap_offers(qinghai.desk, who, SwapOffers(one.id, offers["窦念北"], reason="x")).done
        assert not hold_offers(qinghai.desk, who, HoldOffers((one.id,))).done
    assert pairs(show_run(qinghai.desk, qinghai.who(), found.run)) == pairs(found)


def test_a_hard_rule_refuses_a_swap_by_name(qinghai: World) -> None:
    _, offers = two_pairs(qinghai)
    old = qinghai.mother("蔺旧查", query_on="2023-01-01")
    refused = swap_offers(qinghai.desk, qinghai.who(), SwapOffers(offers["窦念安"], loving_mother=old.id, reason="近"))
    assert not refused.done
    assert [problem.values["check"] for problem in refused.problems] == ["query_in_force"]


def test_a_fixed_offer_stays_while_the_others_are_proposed_anew(qinghai: World) -> None:
    found, offers = two_pairs(qinghai)
    again = proposed(qinghai, fix=(offers["窦念安"],))
    assert {one.child_name for one in again.proposals} == {"窦念北"}
    assert again.lapsed == 1
    assert any("1" in said.text() for said in again.said if said.key == "fixed_count")
    assert qinghai.now("match_proposal", offers["窦念安"]).text("state") == "offered"
    shown = show_run(qinghai.desk, qinghai.who())
    assert (shown.run, pairs(shown)) == (again.run, pairs(found))  # what is held is shown, and accepted, with the rest
    assert hold_offers(qinghai.desk, qinghai.who(), HoldOffers((offers["窦念安"],), release=True)).done
    third = proposed(qinghai)
    assert third.lapsed == 2
    assert len(third.proposals) == 2
    assert found.run != third.run


def test_a_run_around_what_is_not_there_writes_nothing(qinghai: World) -> None:
    two_pairs(qinghai)
    before = len(list(qinghai.desk.store.log()))
    found = run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office, fix=("nothing",)))
    assert [problem.code for problem in found.problems] == [Code.MATCH_002]
    assert len(list(qinghai.desk.store.log())) == before


def test_choices_for_a_swap_come_with_what_each_costs(qinghai: World) -> None:
    found, offers = two_pairs(qinghai)
    free = qinghai.mother("蔺第三", skills=["study"])
    old = qinghai.mother("蔺旧查", query_on="2023-01-01")
    choices = swap_choices(qinghai.desk, qinghai.who(), offers["窦念安"])
    assert {(one.name, one.child_name) for one in choices} == {("蔺第三", ""), ("蔺玉兰", "窦念北")}
    assert [one.more for one in choices] == sorted(one.more for one in choices)
    for one in choices:
        dry = swap_offers(qinghai.desk, qinghai.who(), SwapOffers(
            offers["窦念安"], one.offer, "" if one.offer else one.loving_mother, dry_run=True))
        assert dry.more == one.more
    assert free.id in {one.loving_mother for one in choices}
    assert old.id not in {one.loving_mother for one in choices}
    assert found.proposals


def test_a_declined_pair_is_only_made_by_hand_and_with_a_word(qinghai: World) -> None:
    _, offers = two_pairs(qinghai)
    assert decline(qinghai.desk, qinghai.who(), Decline(offers["窦念安"], "mother", "mother_declined")).done
    again = proposed(qinghai)
    assert ("窦念安", "蔺秀英") not in pairs(again)
    offer = next((one for one in again.proposals if one.child_name == "窦念安"), None)
    assert offer is not None
    mother = next(one.id for one in qinghai.desk.store.snapshot().of("loving_mother") if one.text("name") == "蔺秀英")
    done = swap_offers(qinghai.desk, qinghai.who(), SwapOffers(offer.id, loving_mother=mother, reason="又愿意了"))
    assert Code.MATCH_010 in [problem.code for problem in done.problems]
