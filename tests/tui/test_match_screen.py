"""匹配 at the screen: an offer goes to somebody else, is held fixed, why not her, and what is lacking."""

from __future__ import annotations

from screens_text import opened, press, settle

from aixin_tui.services.matching import RunMatch, run_match
from aixin_tui.tui.screens.matching import MatchingScreen
from aixin_tui.tui.widgets.line_list import PageView
from office_world import World, villages


def with_offers(office: World) -> None:
    """Two children more, two mothers of their villages, and the run."""
    places = [code for code in villages(office.desk.province, office.desk.office) if code[:9] == office.village[:9]][:2]
    for name, place in zip(("窦念宁", "窦念远"), places, strict=True):
        office.waiting_child(name, division_code=place)
    for name, place in zip(("蔺玉兰", "蔺桂花"), places, strict=True):
        office.mother(name, division_code=place, places=1, phone="15400000033")
    assert run_match(office.desk, office.who(), RunMatch()).done


def on_offer(screen: MatchingScreen) -> str:
    """Stand on the first open offer and give its child's name."""
    page = screen.query_one(PageView)
    at = next(n for n in range(page.count) if getattr(page.target_of(n), "state", "") == "offered")
    page.move_to(at)
    return str(page.target_of(at).child_name)  # type: ignore[attr-defined]


async def test_an_offer_is_swapped_with_a_reason_and_shown_as_made_by_hand(office: World) -> None:
    with_offers(office)
    async with opened(office) as pilot:
        await press(pilot, "4")
        screen = pilot.app.screen
        assert isinstance(screen, MatchingScreen)
        child = on_offer(screen)
        assert f"{child}换给谁" in await press(pilot, "f6")
        assert "为什么对调" in await press(pilot, "1")
        text = await press(pilot, *"abc", "enter")
        await settle(pilot)
        assert "手工" in text
        assert "已固定" in text
    offers = [one for one in office.desk.store.snapshot().of("match_proposal") if one.get("by_hand")]
    assert offers
    assert all(one.text("by_hand") == "abc" and one.get("fixed") is True for one in offers)


async def test_an_offer_is_held_and_let_go(office: World) -> None:
    with_offers(office)
    async with opened(office) as pilot:
        await press(pilot, "4")
        screen = pilot.app.screen
        assert isinstance(screen, MatchingScreen)
        on_offer(screen)
        assert "已固定 1 个拟结对" in await press(pilot, "space")
        assert "已取消固定 1 个拟结对" in await press(pilot, "space")
    assert not any(one.get("fixed") for one in office.desk.store.snapshot().of("match_proposal"))


async def test_why_not_her_is_said_on_a_page(office: World) -> None:
    with_offers(office)
    async with opened(office) as pilot:
        await press(pilot, "4")
        screen = pilot.app.screen
        assert isinstance(screen, MatchingScreen)
        on_offer(screen)
        await press(pilot, "f3")
        await settle(pilot)
        text = await press(pilot, "down", "enter")
        assert "为什么不是" in text
        assert "知道了" in text


async def test_what_is_lacking_stands_below_with_its_children(office: World) -> None:
    office.child("窦未访", division_code=office.village)
    with_offers(office)
    async with opened(office, (80, 60)) as pilot:
        text = await press(pilot, "4")
        await settle(pilot)
        assert "还缺什么" in text
        assert "先征得监护人同意" in text
        assert "窦未访" in text
