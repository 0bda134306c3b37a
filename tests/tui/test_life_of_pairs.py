"""The later life of a pair on the screens: handed over, voided, a mother who stops, moves, transfers, closed files."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_text import opened, press

from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.transferring import SendTransfer, send_transfer
from aixin_tui.texts import label
from aixin_tui.tui.screens.opening import open_mother
from office_world import World


def in_force(office: World) -> list[tuple[str, str]]:
    """List the pairs in force by the names of child and mother."""
    found = [pair for pair in office.desk.store.snapshot().of("pairing") if not pair.text("ended_on")]
    return [(office.now("child", pair.text("child")).text("name"),
             office.now("loving_mother", pair.text("loving_mother")).text("name")) for pair in found]


def state(office: World, name: str) -> str:
    child = next(one for one in office.desk.store.snapshot().of("child") if one.text("name") == name)
    return office.state(child)


def files_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


async def test_a_child_is_handed_over_from_its_file(office: World) -> None:
    office.at("2025-04-10")
    async with opened(office) as pilot:
        text = await press(pilot, "2", "enter", "7")
        assert all(label(f"move.{key}") in text for key in ("end", "hand_over", "mistaken"))
        assert "蔺玉兰" in await press(pilot, "2")
        text = await press(pilot, "1", "f9")
        assert label("move.goes_along") in text
        text = await press(pilot, "1")
        assert label("move.handed_over") in text
    assert in_force(office) == [("窦念安", "蔺玉兰")]
    assert state(office, "窦念安") == "paired"


async def test_a_pair_made_by_mistake_is_voided_from_the_childs_file(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "7", "3", *"tongming", "f9")
        text = await press(pilot, "1")
        assert label("move.voided") in text
    assert in_force(office) == []
    assert state(office, "窦念安") == "waiting"
    assert not office.desk.store.snapshot().of("pairing")


async def test_a_mother_leaves_when_all_her_pairs_are_settled(office: World) -> None:
    office.at("2025-04-10")
    mother = next(one for one in office.desk.store.snapshot().of("loving_mother") if one.text("name") == "蔺秀英")
    async with opened(office) as pilot:
        open_mother(pilot.app.screen, mother.id)
        await press(pilot, "f5")
        text = await press(pilot, "7")
        assert label("move.not_settled") in text
        assert "窦念安" in await press(pilot, "f9")
        text = await press(pilot, "enter", "1")
        assert label("move.fate_end") in text
        await press(pilot, "f9", "down", "enter", "1", "f9", "1")
    assert office.state(mother) == "left"
    assert in_force(office) == []
    assert state(office, "窦念安") == "waiting"


async def test_the_lines_under_a_pair_settle_it_too(office: World) -> None:
    """What goes along with a pair stands below it: with the cursor there, Enter settles that pair."""
    office.at("2025-04-10")
    mother = next(one for one in office.desk.store.snapshot().of("loving_mother") if one.text("name") == "蔺秀英")
    async with opened(office) as pilot:
        open_mother(pilot.app.screen, mother.id)
        await press(pilot, "f5")
        assert "待办" in await press(pilot, "7")
        text = await press(pilot, "down", "enter")
        assert label("move.to_whom") in text
        assert label("move.fate_end") in await press(pilot, "1")


async def test_a_mother_pauses_and_serves_again(office: World) -> None:
    mother = next(one for one in office.desk.store.snapshot().of("loving_mother") if one.text("name") == "蔺秀英")
    for step in ("query", "train", "activate"):
        assert advance(office.desk, office.who(), Advance(mother.id, step, "loving_mother")).done
    async with opened(office) as pilot:
        open_mother(pilot.app.screen, mother.id)
        await press(pilot, "f5")
        assert label("move.fate_keep") in await press(pilot, "8")
        await press(pilot, "f9", "f9", "1")
        assert office.state(mother) == "paused"
        assert label("move.resume") in await press(pilot, "f5")
        await press(pilot, "8")
    assert office.state(mother) == "active"
    assert in_force(office) == [("窦念安", "蔺秀英")]


async def test_a_transfer_asks_for_a_passphrase_twice_and_writes_no_open_file(
    office: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened(office) as pilot:
        text = await press(pilot, "2", "enter", "f9", "2", *"kouling-1234")
        assert "kouling-1234" not in text
        text = await press(pilot, "enter", *"kouling-9999", "enter")
        assert label("move.not_the_same") in text
        await press(pilot, "f9", "2", *"kouling-1234", "enter", *"kouling-1234", "enter")
        await press(pilot, *"460105", "down", "down", *"han3hao", "f9")
        text = await press(pilot, "1")
        await pilot.pause(2)
    assert [raw[:21] for raw in files_in(tmp_path)] == [b"age-encryption.org/v1"]
    child = next(one for one in office.desk.store.snapshot().of("child") if one.text("name") == "窦念安")
    assert [row["state"] for row in child.values["transfers"].values()] == ["sent"]
    assert in_force(office) == [("窦念安", "蔺秀英")]


async def test_a_receipt_closes_the_file(office: World) -> None:
    child = next(one for one in office.desk.store.snapshot().of("child") if one.text("name") == "窦念安")
    assert send_transfer(office.desk, office.who(), SendTransfer((child.id,), "460105", authority="函")).done
    async with opened(office) as pilot:
        assert "移交中" in await press(pilot, "2", "enter")
        text = await press(pilot, "f9")
        assert label("move.receipt") in text
        assert label("move.send") not in text
        text = await press(pilot, "2", "f9")
        assert "蔺秀英" in text
        await press(pilot, "1")
    assert state(office, "窦念安") == "closed"
    assert in_force(office) == []


async def test_a_file_is_closed_with_all_that_hangs_on_it(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "enter", "f9", "3", "down", "enter", "1", "f9", "1")
    assert state(office, "窦念安") == "closed"
    assert in_force(office) == []
