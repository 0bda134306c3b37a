"""Two colleagues at the same moment: what a rule allows once is not done twice because both looked before."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

from forked import Say, all_at_once

from aixin_tui import services
from aixin_tui.domain.record import Record
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Role
from aixin_tui.services.matching.running import RunMatch, run_match
from aixin_tui.services.operator_list import list_operators
from aixin_tui.services.operators import AddOperator, DisableOperator, add_operator, disable_operator
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.registering import AddRecord, add_record
from office_world import World, codes

Desks = Callable[[], World]


def at_once(sit_down: Desks, *acts: Callable[[World], Any]) -> list[Any]:
    """Let each act be done by a process of its own that opened the workspace before, all at the same moment."""

    def task(act: Callable[[World], Any], world: World) -> Callable[[Say], None]:
        return lambda say: say(act(world))

    worlds = [sit_down() for _ in acts]
    for world in worlds:
        world.desk.store.snapshot(restricted=True)  # all have read, and stand with what they read
    return [said for said, in all_at_once([task(act, world) for act, world in zip(acts, worlds, strict=True)])]


def of(sit_down: Desks, kind: str) -> list[Record]:
    return [record for record in sit_down().desk.store.snapshot(restricted=True).of(kind) if not record.is_voided]


def waiting(sit_down: Desks, count: int) -> tuple[list[Record], list[Record]]:
    """Some children who wait, and as many mothers with three places."""
    world = sit_down()
    children = [world.waiting_child(f"窦念{'安平和宁康健'[n]}", birth_date=f"201{n}-05-06") for n in range(count)]
    return children, [world.mother(f"蔺秀{'英芳兰梅花莲'[n]}") for n in range(count)]


def test_pairs_made_at_once_get_numbers_of_their_own(sit_down: Desks) -> None:
    children, mothers = waiting(sit_down, 4)
    answers = at_once(sit_down, *(
        lambda world, child=child, mother=mother: codes(world.pair(child, mother))
        for child, mother in zip(children, mothers, strict=True)))
    assert answers == [[]] * 4
    assert sorted(pair.text("number")[-4:] for pair in of(sit_down, "pairing")) == ["0001", "0002", "0003", "0004"]


def test_a_number_asked_for_by_two_is_given_to_one(sit_down: Desks) -> None:
    children, mothers = waiting(sit_down, 3)
    answers = at_once(sit_down, *(
        lambda world, child=child, mother=mother: codes(world.pair(child, mother, number="民和-7"))
        for child, mother in zip(children, mothers, strict=True)))
    assert sorted(answers) == [[], ["PAIR_004"], ["PAIR_004"]]


def test_a_child_gets_one_lead_mother(sit_down: Desks) -> None:
    (child, *_), mothers = waiting(sit_down, 3)
    at_once(sit_down, *(lambda world, mother=mother: codes(world.pair(child, mother)) for mother in mothers))
    leads = [pair for pair in of(sit_down, "pairing") if pair.text("role") == "lead"]
    assert len(leads) == 1


def test_whoever_pairs_a_mother_above_her_places_is_told(sit_down: Desks) -> None:
    children, _ = waiting(sit_down, 4)
    mother = sit_down().mother("蔺桂香", places=1)
    answers = at_once(sit_down, *(lambda world, child=child: codes(world.pair(child, mother)) for child in children))
    assert (answers.count([]), len(answers)) == (1, 4)


def test_two_runs_at_once_leave_one_open_offer_a_child(sit_down: Desks) -> None:
    waiting(sit_down, 3)
    at_once(sit_down, *[lambda world: run_match(world.desk, world.who(), RunMatch()).done] * 3)
    offers = [offer for offer in of(sit_down, "match_proposal") if offer.text("state") == "offered"]
    assert sorted(offer.text("child") for offer in offers) == sorted(child.id for child in of(sit_down, "child"))


def test_the_same_child_typed_by_two_is_one_file(sit_down: Desks) -> None:
    def typed(world: World) -> list[str]:
        return codes(add_record(world.desk, world.who(), AddRecord("child", {
            "name": "窦念安", "sex": "female", "birth_date": "2014-05-06", "categories": ["left_behind_child"],
            "division_code": world.village})))

    answers = at_once(sit_down, typed, typed, typed)
    assert (len(of(sit_down, "child")), answers.count([])) == (1, 1)


def test_a_pair_is_ended_once_and_a_step_is_taken_once(sit_down: Desks) -> None:
    (child, *_), (mother, *_) = waiting(sit_down, 1)
    pairing = sit_down().pair(child, mother).about["pairing"]
    answers = at_once(sit_down, *[lambda world: end_pairing(world.desk, world.who(), EndPairing(
        pairing, reason="wish")).done] * 3)
    assert answers.count(True) == 1
    steps = at_once(sit_down, *[lambda world: advance(world.desk, world.who(), Advance(
        mother.id, "query", kind="loving_mother")).done] * 3)
    assert steps.count(True) == 1


def test_an_office_never_loses_its_last_administrator(sit_down: Desks) -> None:
    world, names = sit_down(), ("zhang", "boss")
    for name in names:
        assert add_operator(world.desk, world.who(), AddOperator(name, role=Role.ADMINISTRATOR)).done
    at_once(sit_down, *(lambda world, name=name: disable_operator(
        world.desk, world.who(), DisableOperator(name)).done for name in names))
    assert [one.disabled for one in list_operators(sit_down().desk, sit_down().who())].count(False) == 1


#: What only looks at the records through a draft and never writes it; it needs no lock.
LOOKING = {"harm.count_unreported", "today_parts.today_part"}
#: What drafts as a part of an act: whoever calls it is alone.
PARTS = {"accepting._confirmed", "operators._changed", "pairing.confirm_in", "transferring._at_hand"}


def test_every_act_of_the_services_is_judged_alone() -> None:
    drafting, writing = {}, set()
    for path in sorted(Path(services.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        held = {node.args[0].id for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "alone"
                and isinstance(node.args[0], ast.Name)}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and any(
                    isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Draft"
                    for call in ast.walk(node)):
                drafting[f"{path.stem}.{node.name}"] = node.name in held or any(
                    isinstance(one, ast.Name) and one.id == "alone" for one in node.decorator_list)
                if any(isinstance(one, ast.Attribute) and one.attr == "commit" for one in ast.walk(node)):
                    writing.add(f"{path.stem}.{node.name}")
    assert len(drafting) > 15
    assert not LOOKING & writing
    assert [name for name, is_alone in drafting.items() if not is_alone and name not in LOOKING | PARTS] == []


def test_a_part_of_an_act_is_called_only_by_who_is_alone() -> None:
    parts = {name.partition(".")[2] for name in PARTS}
    callers = set()
    for path in sorted(Path(services.__file__).parent.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name not in parts and any(
                    isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in parts
                    for call in ast.walk(node)):
                is_alone = any(isinstance(one, ast.Name) and one.id == "alone" for one in node.decorator_list)
                callers.add((f"{path.stem}.{node.name}", is_alone))
    assert len(callers) >= len(parts)
    assert {name for name, is_alone in callers if not is_alone} == set()
