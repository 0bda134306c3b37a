"""Open work in the app: a record with its steps and life, lists by key; what eyes may not see is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from screens_text import opened, press

from aixin_tui.domain.record import rows
from aixin_tui.services.casework import Advance, advance
from aixin_tui.tui.screens.record import RecordScreen
from aixin_tui.tui.session import lists_of
from office_world import World


def referral(office: World) -> str:
    child = office.desk.store.snapshot().of("child")[0]
    at = office.add("department", name="乙部门", member=True)
    return office.add("referral", child=child.id, date="2025-03-01", need="medical", department=at.id,
                      due_on="2025-03-10").id


@pytest.mark.requirement("QH-06")
async def test_a_referral_is_answered_from_its_own_screen(office: World) -> None:
    key = referral(office)
    async with opened(office) as pilot:
        text = await press(pilot, "ctrl+r")
        assert "乙部门" in text
        text = await press(pilot, "enter")
        assert "时限 2025-03-10，已超期" in text
        assert "登记答复（一并填写：答复）" in text
        await press(pilot, "enter", "down", *"done", "f9")
        assert office.now("referral", key).get("answer") == "done"
        assert "已答复" in await press(pilot, "f5")


@pytest.mark.requirement("QH-31")
async def test_a_wish_is_given_back_with_its_reason_from_its_screen(office: World) -> None:
    child = office.desk.store.snapshot().of("child")[0]
    wish = office.add("micro_wish", child=child.id, date="2025-03-01", wish="一本书")
    claim = {"helper": "蓝天公司", "claimed_until": "2025-03-20"}
    who = office.who()
    assert advance(office.desk, who, Advance(wish.id, "claim", "micro_wish", values=claim)).done
    async with opened(office) as pilot:
        pilot.app.push_screen(RecordScreen(pilot.app.session, "micro_wish", wish.id))
        text = await press(pilot, "f5")
        assert "蓝天公司" in text
        await press(pilot, "down", "enter", "down", "enter", "1", "f9")  # sending it back stands second
        kept = office.now("micro_wish", wish.id)
        assert [row["helper"] for _, row in rows(kept.get("claims"))] == ["蓝天公司"]
        assert office.state(wish) == "collected"


@pytest.mark.requirement("QH-12")
@pytest.mark.requirement("QH-23")
async def test_incomplete_files_and_gaps_are_one_key_away(office: World) -> None:
    async with opened(office) as pilot:
        text = await press(pilot, "ctrl+l")
        assert "信息完整率" in text
        assert "窦念平" in text
        await press(pilot, "escape")
        assert "窦念平" in await press(pilot, "ctrl+g")


@pytest.mark.requirement("QH-15")
async def test_lists_of_restricted_kinds_are_not_offered_without_the_right(office: World) -> None:
    async with opened(office) as pilot:
        session = pilot.app.session
        assert "incident" in lists_of(session)
        session.who = replace(session.who, rights=frozenset())
        assert "incident" not in lists_of(session)
        before = len(pilot.app.screen_stack)
        await press(pilot, "ctrl+t")
        assert len(pilot.app.screen_stack) == before
