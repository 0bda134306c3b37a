"""Today: four numbers that add up to those on file, and what waits to be done."""

from __future__ import annotations

import pytest

from aixin_tui.services.desk import Role
from aixin_tui.services.pairs.pairing import PairByHand, pair_by_hand
from aixin_tui.services.today import today_board
from office_world import World, agreed


def test_the_four_numbers_add_up(qinghai: World) -> None:
    qinghai.child("窦念安")
    visited = qinghai.child("窦念平")
    qinghai.sit(visited)
    refused = qinghai.child("窦念喜")
    qinghai.sit(refused, (agreed(qinghai.guardian(refused), decision="not_agreed"),))
    qinghai.waiting_child("窦念和")
    qinghai.pair(qinghai.waiting_child("窦念冬"), qinghai.mother())
    board = today_board(qinghai.desk, qinghai.who())
    assert (board.paired, board.waiting, board.not_agreed, board.to_check) == (1, 1, 1, 2)
    assert board.on_file == board.paired + board.waiting + board.not_agreed + board.to_check == 5
    assert board.place == "民和回族土族自治县"


def test_a_closed_child_is_in_none_of_them(qinghai: World) -> None:
    from aixin_tui.services.casework import Advance, advance

    child = qinghai.child()
    assert advance(qinghai.desk, qinghai.who(), Advance(child.id, "close", reason="not_in_scope")).done
    assert today_board(qinghai.desk, qinghai.who()).on_file == 0


@pytest.mark.requirement("HI-06", node=("common/policy.yaml#checks.sex_approval",
                                           "hainan/policy.yaml#checks.sex_approval"))
def test_what_waits_for_a_reviewer_stands_there_in_words(hainan: World) -> None:
    child, father = hainan.waiting_child(), hainan.mother("蔺大山", kind="father", sex="male")
    pair_by_hand(hainan.desk, hainan.who(role=Role.RECORDER), PairByHand(child.id, father.id))
    offers = today_board(hainan.desk, hainan.who()).offers
    assert [(offer.child_name, offer.mother_name, offer.held_for) for offer in offers] == [
        ("窦念安", "蔺大山", ("爱心爸爸与女童一对一结对，须审核人批准",))]


def test_looking_back_shows_what_was_known_then(qinghai: World) -> None:
    qinghai.child("窦念安")
    qinghai.at("2025-05-01")
    qinghai.child("窦念平")
    then = qinghai.who(known_at="2025-04-30")
    assert (today_board(qinghai.desk, then).on_file, today_board(qinghai.desk, qinghai.who()).on_file) == (1, 2)
