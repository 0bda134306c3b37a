"""What is said of a match is true and says what to do: a bound is no more than that; nobody is pressed who said no."""

from __future__ import annotations

import pytest

from aixin_tui.services.matching import (
    RunMatch,
    explain_child,
    remedies,
    run_match,
    show_run,
    why_not,
)
from aixin_tui.services.matching.suggesting import suggest
from aixin_tui.services.matching.words import one_of, pair_reasons
from aixin_tui.services.viewing import view_of
from office_world import World, not_agreed, villages


@pytest.mark.parametrize(("at_least", "key", "count"), [
    ([0, 0, 0, 0, 0], "next_equal", None),  # a bound of nothing does not say that she is as good
    ([0, 1, 0, 0, -4], "next_loses", 1),
    ([0, 0, 0, 2, -4], "next_breaks", 2),  # pairs given up are no points
    ([0, 0, 0, 0, 6], "next_points", 6),
])
def test_who_comes_next_is_said_by_the_first_level_that_loses(
    qinghai: World, at_least: list[int], key: str, count: int | None
) -> None:
    child, mother, other = qinghai.child(), qinghai.mother(), qinghai.mother("蔺秀华", phone="15400000012")
    stored = {"tier": "village", "terms": {}, "runner_up": {"loving_mother": other.id, "at_least": at_least}}
    said = pair_reasons(view_of(qinghai.desk, qinghai.who()), child, mother, stored)[-1]
    assert said.key == key
    assert "蔺秀华" in said.text()
    assert "{" not in said.text("en")
    assert count is None or str(count) in said.text()
    assert "一样" not in said.text()


def test_who_said_no_is_not_to_be_asked_again(qinghai: World) -> None:
    child, mother = qinghai.child(), qinghai.mother()
    guardian = qinghai.guardian(child)
    assert qinghai.sit(child, (not_agreed(guardian),)).about["state"] == "not_agreed"
    other = qinghai.child("窦念喜", birth_date="2015-07-08")
    explained, asked = explain_child(qinghai.desk, qinghai.who(), child.id), why_not(
        qinghai.desk, qinghai.who(), child.id, mother.id)
    near = suggest(qinghai.desk, qinghai.who(), child.id)
    assert explained is not None
    assert asked is not None
    assert near is not None
    for said in (explained.remedy, asked.remedies[-1], near.remedy_if_none):
        assert said is not None
        assert said.text().startswith("不用再劝")
    groups = {group.remedy: group for group in remedies(qinghai.desk, qinghai.who())}
    assert [one.child for one in groups["ask_consent"].children] == [other.id]
    assert [one.child for one in groups["not_agreed"].children] == [child.id]
    assert list(groups)[-1] == "not_agreed"
    assert "不用再劝" in groups["not_agreed"].said.text()
    early = explain_child(qinghai.desk, qinghai.who(), other.id)
    assert early is not None
    assert early.remedy is not None
    assert "走访" in early.remedy.text()


def test_as_good_for_all_is_not_said_to_be_as_good_for_the_child(qinghai: World) -> None:
    """One of two in a village goes to the next one: whichever it is, the other would have to go instead."""
    here, *others = villages(qinghai.desk.province, qinghai.desk.office)
    there = next(code for code in others if code[:9] == here[:9])
    children = [qinghai.waiting_child(f"窦念{name}", division_code=here) for name in "安喜"]
    near = qinghai.mother("蔺近", division_code=here, places=1)
    far = qinghai.mother("蔺远", division_code=there, places=1, phone="15400000012")
    found = run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office))
    lucky = next(one.child for one in found.proposals if one.loving_mother == near.id)
    moved = next(child for child in children if child.id != lucky).text("name")
    asked = why_not(qinghai.desk, qinghai.who(), lucky, far.id)
    explained = explain_child(qinghai.desk, qinghai.who(), lucky)
    assert asked is not None
    assert explained is not None
    assert asked.kind == "draw"
    told = "\n".join(said.text() for said in asked.said)
    assert "蔺近更近" in told
    assert f"{moved}要从蔺远换给蔺近" in told
    assert "抽签" in told
    assert "一样合适" not in told + explained.reasons[-1].text()
    assert moved in explained.reasons[-1].text()
    assert "{" not in "".join(said.text("en") for said in (*asked.said, *explained.reasons))


def test_a_dry_run_says_that_nothing_is_written(qinghai: World) -> None:
    qinghai.waiting_child()
    qinghai.mother()
    run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office))
    dry = run_match(qinghai.desk, qinghai.who(), RunMatch(qinghai.desk.office, dry_run=True))
    keys = [said.key for said in dry.said]
    assert "would_lapse" in keys
    assert keys[-1] == "dry"
    assert not {"lapsed", "dry"} & {said.key for said in show_run(qinghai.desk, qinghai.who()).said}


def test_of_several_one_is_enough() -> None:
    assert one_of(("蔺近",)) == ("蔺近",)
    (said,) = one_of(("蔺近", "蔺远", "蔺秀英"))
    assert not isinstance(said, str)
    assert said.text() == "蔺近、蔺远或蔺秀英"
    assert said.text("en") == "蔺近, 蔺远 or 蔺秀英"
