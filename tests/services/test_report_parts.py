"""A report of a large workspace, county by county: to the byte what it is when all is read at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.bootstrap import create_desk
from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.engine import gathering
from aixin_tui.engine.reporting import Outline
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.reports import parts, rendering
from aixin_tui.services.reports.models import Rendered, RenderReport
from aixin_tui.services.reports.reporting import render
from aixin_tui.storage import listing

TOWNS = ("630102001", "630121100", "630222100")
WHO = Who("tester", date(2025, 6, 24))


def add(desk: Desk, kind: str, town: str, /, **values: Any) -> str:
    record_id = desk.ids.new()
    desk.store.commit(Act("add", "tester", (Change(kind, record_id, values, home_of(kind, town, day="2025")),)))
    return record_id


def pair(desk: Desk, town: str, mothers_town: str) -> str:
    """A child, her loving mother, a visit and a call; the second pair has none in June, and so is missed."""
    lived = {"division_code": f"{town}201", "name": "窦念安", "birth_date": "2014-05-06"}
    child = add(desk, "child", town, **lived, categories={"left_behind_child": True},
                status={desk.ids.new(): {"state": "paired", "from": "2025-03-24"}})
    mother = add(desk, "loving_mother", mothers_town, name="任可心", division_code=f"{mothers_town}201",
                 status={desk.ids.new(): {"state": "active", "from": "2025-03-24"}})
    made = add(desk, "pairing", town, child=child, loving_mother=mother, role="lead", started_on="2025-03-24")
    add(desk, "home_visit", town, child={child: True}, date="2025-06-01", met={"child": True},
        services={"tutoring": True})
    return made


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(listing, "SMALL", 0)
    desk = create_desk(str(tmp_path / "ws"), province="qinghai", office="63")
    for town in TOWNS:
        first = pair(desk, town, town)
        add(desk, "activity", town, pairing=first, kind="contact_call", date="2025-05-09", reached=True)
        for state in ("waiting", "filed", "not_agreed", "waiting"):
            add(desk, "child", town, division_code=f"{town}202", name="章念", birth_date="2015-02-03",
                categories={"left_behind_child": True}, status={desk.ids.new(): {"state": state, "from": "2025-04-01"}})
    pair(desk, TOWNS[1], TOWNS[2])  # she lives in another county than the child
    return desk


def both(desk: Desk, monkeypatch: pytest.MonkeyPatch, command: RenderReport) -> tuple[Rendered, Rendered]:
    """Render in parts, which must not fall back on the whole, and as a whole."""
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "report_view", lambda *_args: pytest.fail("read as a whole"))
        parted = render(desk, WHO, command)
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "made_in_parts", lambda *_args, **_named: None)
        return parted, render(desk, WHO, command)


@pytest.mark.parametrize("period", ["2025-06", "2025-05"])
def test_a_report_in_parts_is_the_report_of_the_whole(
    office: Desk, monkeypatch: pytest.MonkeyPatch, period: str
) -> None:
    parted, whole = both(office, monkeypatch, RenderReport("monthly", period))
    assert parted == whole
    assert parted.content is not None
    assert parted.content.block("missed_calls").rows  # type: ignore[union-attr]
    assert parted.content.block("gap").rows  # type: ignore[union-attr]


def test_a_part_of_the_office_is_read_in_its_own_counties(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """63.02 holds one county of three, and that one's mothers live elsewhere: it is told of the whole."""
    for place in ("6301", "6302", "630102"):
        told = render(office, WHO, RenderReport("monthly", "2025-06", office=place))
        with monkeypatch.context() as patch:
            patch.setattr(rendering, "made_in_parts", lambda *_args, **_named: None)
            assert told == render(office, WHO, RenderReport("monthly", "2025-06", office=place))


def test_what_was_not_asked_of_the_parts_is_read_of_the_whole(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    command = RenderReport("monthly", "2025-06")
    expected = render(office, WHO, command)
    read: list[str] = []
    whole = rendering.report_view

    def seen(*args: Any) -> Any:
        read.append("whole")
        return whole(*args)

    monkeypatch.setattr(rendering, "report_view", seen)
    monkeypatch.setattr(Outline, "ask", lambda *_args: None)
    assert render(office, WHO, command) == expected
    assert read == ["whole"]


def test_a_record_written_meanwhile_is_in_the_report_or_not_but_never_in_half_of_it(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = gathering.gather
    written: list[str] = []

    def then_write(*args: Any) -> None:
        gathered(*args)
        if not written:  # in a county that has been read
            written.append(pair(office, TOWNS[0], TOWNS[0]))

    monkeypatch.setattr(parts, "gather", then_write)
    told = render(office, WHO, RenderReport("monthly", "2025-06"))
    monkeypatch.setattr(rendering, "made_in_parts", lambda *_args, **_named: None)
    assert told == render(office, WHO, RenderReport("monthly", "2025-06"))


def test_what_was_known_earlier_is_read_of_the_whole(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "gather", lambda *_args: pytest.fail("read in parts"))
    assert render(office, WHO, RenderReport("monthly", "2025-06", known_at=office.clock.now())).content is not None
