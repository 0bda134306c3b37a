"""结对名单: who is paired with whom, and no pair of a child outside the operator's division."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.pairs.listing import pair_lines
from aixin_tui.texts import in_language
from office_world import World


@pytest.fixture
def paired(qinghai: World) -> World:
    assert qinghai.pair(qinghai.waiting_child(), qinghai.mother()).done
    return qinghai


@pytest.mark.parametrize(("of", "asked", "seen"), [
    ("", "", True), ("", "630222", True), ("town", "", True), ("town", "630222", True), ("", "other", False),
    ("other", "", False), ("other", "town", False), ("other", "630222", False), ("other", "63", False),
])
def test_a_list_reaches_no_further_than_the_operators_division(
    paired: World, of: str, asked: str, *, seen: bool,
) -> None:
    town = paired.village[:9]
    other = next(code for code in paired.desk.province.divisions.below("630222") if code != town)
    places = {"town": town, "other": other}
    who = replace(paired.who(), scope=places.get(of, of))

    lines = pair_lines(paired.desk, who, scope=places.get(asked, asked))

    assert [line.child_name for line in lines] == ["窦念安"] * seen


def test_an_ended_pair_is_listed_when_asked_for_and_named_in_the_readers_language(paired: World) -> None:
    (line,) = pair_lines(paired.desk, paired.who())
    assert (line.state_label, in_language(line.state_label, "en")) == ("结对中", "in force")
    assert end_pairing(paired.desk, paired.who(), EndPairing(line.id, reason="other")).done
    assert pair_lines(paired.desk, paired.who()) == ()
    (line,) = pair_lines(paired.desk, paired.who(), include_ended=True)
    assert line.state_label == "已终止"
