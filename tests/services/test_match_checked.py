"""A written run is checked anew: every edit shows; its problem as a file leads to as good a plan; other policies."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from aixin_tui.domain.record import Act, Change
from aixin_tui.engine.matching.answer import answer_of, check_answer
from aixin_tui.services.matching import (
    AcceptAll,
    ComparePolicies,
    RunMatch,
    RunResult,
    SwapOffers,
    accept_all,
    compare_policies,
    explain_child,
    remedies,
    run_match,
    show_run,
    swap_offers,
    verify_run,
    why_not,
)
from office_world import World, villages

ODD = re.compile("价格|成本|对偶|算法|最优|惩罚|约束|代价|流量")


def busy(world: World) -> RunResult:
    """Nine children over three villages, four mothers with too few places; one query is old."""
    here, *others = villages(world.desk.province, world.desk.office)
    near = [code for code in others if code[:9] == here[:9]][:1]
    far = [code for code in others if code[:9] != here[:9]][:1]
    places = (here, *near, *far)
    for number in range(9):
        world.waiting_child(f"窦念{'甲乙丙丁戊己庚辛壬'[number]}", division_code=places[number % 3])
    for number, (places_of, skills) in enumerate(((2, ["study"]), (1, []), (2, ["emotion"]))):
        world.mother(f"蔺{'一二三'[number]}", division_code=places[number], places=places_of, skills=skills,
                     phone=f"1540000001{number}")
    world.mother("蔺旧查", division_code=here, query_on="2023-01-01", places=1, phone="15400000019")
    found = run_match(world.desk, world.who(), RunMatch(world.desk.office, seed=3, export=True))
    assert found.done, found.problems
    return found


def edit(world: World, kind: str, key: str, values: Mapping[str, Any]) -> None:
    """Edit a record behind the back of the services, as by hand in its file."""
    world.desk.store.commit(Act("hand_edit", "somebody", (Change(kind, key, values),)))


def swap_two(world: World, found: RunResult) -> None:
    one, other = next((a, b) for a in found.proposals for b in found.proposals if a.loving_mother != b.loving_mother)
    edit(world, "match_proposal", one.id, {"loving_mother": other.loving_mother})
    edit(world, "match_proposal", other.id, {"loving_mother": one.loving_mother})


def cheaper(world: World, found: RunResult) -> None:
    edit(world, "match_proposal", found.proposals[0].id, {"terms": {"distance": 1}})


def other_load(world: World, found: RunResult) -> None:
    edit(world, "match_proposal", found.proposals[0].id, {"load": 99})


def run_values(world: World, found: RunResult, values: Mapping[str, Any]) -> None:
    edit(world, "match_run", found.run, values)


def other_price(world: World, found: RunResult) -> None:
    prices = dict(world.now("match_run", found.run).get("prices"))
    key = min(prices)
    run_values(world, found, {f"prices/{key}": [0, 0, 0, 0, 1]})


def higher_bound(world: World, found: RunResult) -> None:
    bound = dict(world.now("match_run", found.run).get("bound"))
    run_values(world, found, {"bound": {**bound, "cost": bound["cost"] + 1}})


def better_value(world: World, found: RunResult) -> None:
    value = dict(world.now("match_run", found.run).get("objective"))
    run_values(world, found, {"objective": {**value, "cost": value["cost"] - 1}})


def one_less(world: World, found: RunResult) -> None:
    left = dict(world.now("match_run", found.run).get("unmatched"))
    run_values(world, found, {f"unmatched/{min(left)}": None})


EDITS = (swap_two, cheaper, other_load, other_price, higher_bound, better_value, one_less)


def test_a_run_is_found_right_before_and_after_people_decided(qinghai: World) -> None:
    found = busy(qinghai)
    qinghai.at("2025-03-25")
    assert verify_run(qinghai.desk, qinghai.who()).is_right
    first = found.proposals[0]
    other = next(one for one in found.proposals if one.loving_mother != first.loving_mother)
    assert swap_offers(qinghai.desk, qinghai.who(), SwapOffers(first.id, other.id, reason="两家商量过")).done
    assert accept_all(qinghai.desk, qinghai.who(), AcceptAll(found.run)).count
    checked = verify_run(qinghai.desk, qinghai.who(), found.run)
    assert checked.is_right, [fault.text() for fault in checked.faults]
    assert checked.proven


@pytest.mark.parametrize("spoil", EDITS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("sealed", [True, False])
def test_an_edited_run_is_found_wrong_with_its_seal_and_without(
    qinghai: World, spoil: Callable[[World, RunResult], None], sealed: bool
) -> None:
    found = busy(qinghai)
    if not sealed:
        edit(qinghai, "match_run", found.run, {"seal": None})
    spoil(qinghai, found)
    checked = verify_run(qinghai.desk, qinghai.who(), found.run)
    assert not checked.is_right
    assert all(fault.text() and "{" not in fault.text("en") for fault in checked.faults)


def spoiled(value: Any) -> Any:
    """Give another value of the same shape, as somebody would edit it."""
    if isinstance(value, Mapping):
        key = min(value, default="x")
        return {**value, key: spoiled(value.get(key))}
    if isinstance(value, list):
        return [*value[:-1], spoiled(value[-1])] if value else [1]
    if isinstance(value, bool) or value is None:
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x"


#: What people do with offers later, and what is only repeated elsewhere; no part of what a run claims.
LATER = {"id", "state", "held_for", "recorded_at", "recorded_by", "source", "settings", "seal"}


@pytest.mark.parametrize("kind", ["match_run", "match_proposal"])
def test_no_value_of_a_run_or_its_offers_can_be_edited_unseen(qinghai: World, kind: str) -> None:
    found = busy(qinghai)
    key = found.run if kind == "match_run" else found.proposals[0].id
    values = dict(qinghai.now(kind, key).values)
    assert verify_run(qinghai.desk, qinghai.who(), found.run).is_right
    for field, held in values.items():
        if field in LATER or held in (None, "", {}, []):
            continue
        edit(qinghai, kind, key, {field: spoiled(held)})
        assert not verify_run(qinghai.desk, qinghai.who(), found.run).is_right, field
        edit(qinghai, kind, key, {field: held})
    assert verify_run(qinghai.desk, qinghai.who(), found.run).is_right


@pytest.mark.parametrize("part", ["reason", "remedy", "mothers", "rule"])
def test_why_a_child_was_left_cannot_be_edited_unseen_with_the_seal_taken_away(qinghai: World, part: str) -> None:
    found = busy(qinghai)
    left = dict(qinghai.now("match_run", found.run).get("unmatched"))
    child = min(left)
    row = {**left[child], part: ["x"] if part == "mothers" else "x"}
    edit(qinghai, "match_run", found.run, {f"unmatched/{child}": row, "seal": None})
    assert not verify_run(qinghai.desk, qinghai.who(), found.run).is_right


@pytest.mark.parametrize("junk", ["x", 1, -1, [], ["x"], {"x": 1}, "\u0000", 10**30, "9999-99-99"], ids=repr)
def test_a_run_of_which_a_value_became_nonsense_is_wrong_not_a_crash(qinghai: World, junk: Any) -> None:
    found = busy(qinghai)
    for kind, key in (("match_run", found.run), ("match_proposal", found.proposals[0].id)):
        values = dict(qinghai.now(kind, key).values)
        for field, held in values.items():
            if field in {*LATER, "match_run"} - {"seal"} or held in (None, "", {}, [], junk):
                continue
            edit(qinghai, kind, key, {field: junk})
            assert not verify_run(qinghai.desk, qinghai.who(), found.run).is_right, field
            edit(qinghai, kind, key, {field: held})


def test_a_claimed_gap_cannot_be_put_in_unseen(qinghai: World) -> None:
    found = busy(qinghai)
    edit(qinghai, "match_run", found.run, {"sibling_gap": 5})
    assert not verify_run(qinghai.desk, qinghai.who(), found.run).is_right


def test_another_policy_since_is_said_and_the_exported_file_judges_the_run(qinghai: World) -> None:
    found = busy(qinghai)
    policy = qinghai.desk.province.policy
    renamed = replace(qinghai.desk, province=msgspec.structs.replace(qinghai.desk.province, digest="later"))
    assert verify_run(renamed, qinghai.who()).is_right  # other files of the province changed, not what decides
    free = msgspec.structs.replace(policy, costs=type(policy.costs)())
    later = replace(qinghai.desk, province=msgspec.structs.replace(renamed.province, policy=free))
    checked = verify_run(later, qinghai.who())
    assert checked.faults[0].key == "verify_other_policy"  # type: ignore[union-attr]
    document = found.documents["assign"]
    assert verify_run(later, qinghai.who(), found.run, document).is_right
    swap_two(qinghai, found)
    assert not verify_run(later, qinghai.who(), found.run, document).is_right


def test_there_is_no_run_to_check(qinghai: World) -> None:
    assert verify_run(qinghai.desk, qinghai.who()).problems
    found = busy(qinghai)
    assert not verify_run(qinghai.desk, qinghai.who(scope="630223"), found.run).is_right


def test_a_run_of_the_county_shows_an_operator_of_a_town_nobody_of_another(qinghai: World) -> None:
    found = busy(qinghai)
    here = villages(qinghai.desk.province, qinghai.desk.office)[0][:9]
    shown = show_run(qinghai.desk, qinghai.who(scope=here), found.run)
    store = qinghai.desk.store
    seen = [store.get("child", one.child) for one in (*shown.proposals, *shown.unmatched)]
    seen += [store.get("loving_mother", key) for key in shown.certificate["prices"]]
    assert {one.text("division_code")[:9] for one in seen if one is not None} == {here}
    whole = show_run(qinghai.desk, qinghai.who(), found.run)
    assert (whole.unmatched, whole.certificate) == (found.unmatched, found.certificate)
    assert len(whole.unmatched) > len(shown.unmatched)
    own = run_match(qinghai.desk, qinghai.who(scope=here), RunMatch(dry_run=True))
    assert {store.get("loving_mother", key).text("division_code")[:9]  # type: ignore[union-attr]
            for key in own.certificate["prices"]} <= {here}


def test_the_exported_problem_leads_to_as_good_a_plan_and_names_nobody(qinghai: World) -> None:
    found = busy(qinghai)
    document = json.loads(json.dumps(found.documents["assign"]))
    answer = answer_of(document)
    value = qinghai.now("match_run", found.run).get("objective")
    assert answer["objective"] == {"unmatched_by_class": [value[f"class_{number}"] for number in (1, 2, 3)],
                                   "broken": value["broken"], "cost": value["cost"]}
    assert check_answer(document, answer).is_right
    text = json.dumps(document, ensure_ascii=False)
    people = [*qinghai.desk.store.snapshot().of("child"), *qinghai.desk.store.snapshot().of("loving_mother")]
    assert all(person.text("name") not in text for person in people)
    assert not re.search("1540000|2014-05-06", text)


def test_what_would_help_is_grouped_and_counts_every_child_once(qinghai: World) -> None:
    found = busy(qinghai)
    groups = remedies(qinghai.desk, qinghai.who())
    helped = [one.child for group in groups for one in group.children]
    assert sorted(helped) == sorted(one.child for one in found.unmatched)
    assert all(sum(count for _, count in group.by_class) == len(group.children) for group in groups)
    assert {group.remedy for group in groups} <= {"one_more_place", "recruit", "lift", "ask_consent", "mend_step"}
    told = "".join(group.said.text() for group in groups)
    assert not ODD.search(told)
    assert "{" not in told + "".join(group.said.text("en") for group in groups)


def test_as_many_places_as_are_asked_for_are_enough(qinghai: World) -> None:
    """Do what the groups say about places: then nobody is left."""
    busy(qinghai)
    for group in remedies(qinghai.desk, qinghai.who()):
        if group.remedy == "one_more_place":
            for mother in group.mothers:
                record = qinghai.now("loving_mother", mother)
                edit(qinghai, "loving_mother", mother, {"places": record.get("places") + group.needed})
    left = [group.remedy for group in remedies(qinghai.desk, qinghai.who())]
    assert not left


def test_consents_to_ask_and_queries_to_renew_are_told(qinghai: World) -> None:
    qinghai.child("窦未访")
    qinghai.waiting_child("窦念安")
    old = qinghai.mother("蔺旧查", query_on="2023-01-01")
    groups = {group.rule or group.remedy: group for group in remedies(qinghai.desk, qinghai.who())}
    assert groups["query_in_force"].mothers == (old.id,)
    assert "准入查询" in groups["query_in_force"].said.text()
    assert [one.child_name for one in groups["ask_consent"].children] == ["窦未访"]
    assert remedies(qinghai.desk, qinghai.who(), "630223") == () == remedies(qinghai.desk, qinghai.who(scope="630223"))


def test_every_reason_is_in_plain_words(qinghai: World) -> None:
    found = busy(qinghai)
    mothers = qinghai.desk.store.snapshot().of("loving_mother")
    kinds = set()
    for one in (*found.proposals, *found.unmatched):
        explained = explain_child(qinghai.desk, qinghai.who(), one.child)
        assert explained is not None
        told = [reason.text() for reason in explained.reasons]
        for mother in mothers:
            answer = why_not(qinghai.desk, qinghai.who(), one.child, mother.id)
            assert answer is not None
            kinds.add(answer.kind)
            told += [said.text() for said in (*answer.said, *answer.remedies)]
            assert answer.kind == "herself" or answer.said
            assert (answer.kind == "rule") == bool(answer.remedies)
        assert all(told)
        assert not ODD.search("".join(told))
        assert "{" not in "".join(told)
    assert {"herself", "rule", "full"} <= kinds


def test_why_not_says_whom_a_full_mother_has_and_what_the_swap_would_undo(qinghai: World) -> None:
    child = qinghai.waiting_child("窦念安")
    qinghai.mother("蔺秀英", places=1)
    assert qinghai.pair(child, qinghai.desk.store.snapshot().of("loving_mother")[0]).done
    second = qinghai.waiting_child("窦念北")
    mother = qinghai.desk.store.snapshot().of("loving_mother")[0]
    answer = why_not(qinghai.desk, qinghai.who(), second.id, mother.id)
    assert answer is not None
    assert answer.kind == "rule"
    assert "窦念安" in answer.said[0].text()
    assert "多带一名" in answer.remedies[0].text()
    elsewhere = why_not(qinghai.desk, qinghai.who(scope=qinghai.village), second.id, mother.id)
    assert elsewhere is not None
    assert why_not(qinghai.desk, qinghai.who(scope="630223"), second.id, mother.id) is None


def test_equals_are_decided_by_lot_and_that_is_said(qinghai: World) -> None:
    child = qinghai.waiting_child()
    qinghai.mother("蔺一")
    qinghai.mother("蔺二")
    found = run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office, seed=5))
    mother = found.proposals[0].loving_mother
    other = next(one.id for one in qinghai.desk.store.snapshot().of("loving_mother") if one.id != mother)
    answer = why_not(qinghai.desk, qinghai.who(), child.id, other)
    assert answer is not None
    assert answer.kind == "draw"
    assert "抽签号 5" in answer.said[0].text()


def test_the_same_policy_changes_nothing_and_another_names_who_fares_differently(qinghai: World) -> None:
    busy(qinghai)
    before = len(list(qinghai.desk.store.log()))
    same = compare_policies(qinghai.desk, qinghai.who(), ComparePolicies(qinghai.desk.province))
    assert same.now == same.other
    assert not same.changed
    policy = qinghai.desk.province.policy
    other = msgspec.structs.replace(
        qinghai.desk.province, policy=msgspec.structs.replace(policy, costs=type(policy.costs)()))
    found = compare_policies(qinghai.desk, qinghai.who(), ComparePolicies(other))
    assert found.other is not None
    assert found.now is not None
    assert found.other.points < found.now.points
    assert found.same + len(found.changed) >= found.now.pairs
    assert len(list(qinghai.desk.store.log())) == before
    assert compare_policies(qinghai.desk, qinghai.who(scope="630223"), ComparePolicies(other, "630222")).problems


def test_a_run_that_keeps_brothers_and_sisters_together_is_explained_and_checked(qinghai: World) -> None:
    here, *others = villages(qinghai.desk.province, qinghai.desk.office)
    home = qinghai.add("household", name="窦家", division_code=here)
    first, second = (qinghai.waiting_child(name, division_code=here, household=home.id)
                     for name in ("窦念安", "窦念北"))
    near = next(code for code in others if code[:9] == here[:9])
    for number, (place, skills) in enumerate(((here, ["study"]), (near, ["study"]), (here, ["study"]))):
        qinghai.mother(f"蔺{'一二三'[number]}", division_code=place, places=2, skills=skills,
                       phone=f"1540000001{number}")
    found = run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office, seed=7))
    mothers = {one.loving_mother for one in found.proposals}
    assert len(mothers) == 1
    checked = verify_run(qinghai.desk, qinghai.who(), found.run)
    assert checked.is_right, [fault.text() for fault in checked.faults]
    for child in (first, second):
        explained = explain_child(qinghai.desk, qinghai.who(), child.id)
        assert explained is not None
        assert explained.runner_up is not None
        offer = next(one for one in found.proposals if one.child == child.id)
        assert explained.total == offer.points
