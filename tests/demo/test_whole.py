"""A whole province: its figures come out exact, the log counts what was written, and the same day makes the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from demo_county import call

from aixin_tui.bootstrap import open_desk, who_at
from aixin_tui.demo.whole import making
from aixin_tui.demo.whole.making import WholeSummary, make_whole
from aixin_tui.demo.whole.plan import Figures, figures_of, places_of, plans, shared
from aixin_tui.domain.record import members
from aixin_tui.domain.region import is_inside
from aixin_tui.services.canonical import canonical_dump
from aixin_tui.services.desk import Desk
from aixin_tui.services.due import due_board
from aixin_tui.services.reports.reporting import RenderReport, render
from aixin_tui.services.viewing import view_of
from aixin_tui.storage import listing
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.verify import check

TODAY = date(2026, 11, 24)
CHILDREN, MOTHERS = 75, 62
COUNTIES = {"630121": 40, "632223": 18, "632722": 17}


@dataclass(frozen=True)
class Whole:
    folder: Path
    made: WholeSummary
    desk: Desk


def small() -> Figures:
    """A province of the same shape with three counties."""
    values = dict(figures_of("qinghai").values) | {"children": CHILDREN, "mothers": MOTHERS, "weights": COUNTIES}
    venues = {kind: {**told, "count": min(told["count"], 12)} for kind, told in values["venues"].items()}
    return Figures(values | {"venues": venues})


def made_in(folder: Path, workers: int = 1) -> WholeSummary:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "figures_of", lambda *_: small())
        return make_whole(folder, province="qinghai", today=TODAY, progress=lambda _: None, workers=workers)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("whole") / "province"
    made = made_in(folder)
    desk = open_desk(str(folder))
    yield Whole(folder, made, desk)
    desk.store.close()


@pytest.mark.requirement("QH-03")
def test_the_sentence_of_the_report_says_the_figures_of_the_text(whole: Whole) -> None:
    who = who_at(whole.desk, today=TODAY)
    content = render(whole.desk, who, RenderReport("monthly", "2026-10")).content
    assert content is not None
    text = str(content)
    assert re.search(rf"今年以来[^。]*{MOTHERS}名[^。]*{CHILDREN}名", text)
    assert (whole.made.children_this_year, whole.made.mothers_this_year) == (CHILDREN, MOTHERS)


def test_some_refuse_and_some_wait_beside_them(whole: Whole) -> None:
    assert whole.made.imported > CHILDREN
    assert whole.made.agreed > CHILDREN
    states = Counter(row["state"] for row in listed(whole, "child list --all"))
    assert states["paired"] >= CHILDREN - 3
    assert states["not_agreed"] > 0
    assert states["waiting"] > 0


@pytest.mark.requirement("QH-06")
@pytest.mark.requirement("QH-08")
@pytest.mark.requirement("QH-14")
@pytest.mark.requirement("QH-16")
@pytest.mark.requirement("QH-17")
@pytest.mark.requirement("QH-18")
@pytest.mark.requirement("QH-36")
def test_the_ledgers_hold_the_figures_of_the_text(whole: Whole) -> None:
    snapshot = whole.desk.store.snapshot()
    told = small().values
    members_of_group = [one for one in snapshot.of("department") if one.get("member")]
    assert len(members_of_group) == len(told["departments"]) == 22
    assert [len(members(one.get("issuers"))) for one in snapshot.of("policy_basis")] == [11]
    kinds = Counter(one.text("kind") for one in snapshot.of("venue"))
    assert kinds == {kind: one["count"] for kind, one in told["venues"].items()}
    assert kinds["protection_base"] == 3
    assert len(snapshot.of("project")) == told["projects"]["count"] == 3
    helped = {child.text("household") for child in snapshot.of("child")
              if snapshot.linked("activity", "child", child.id)}
    assert len(helped) > CHILDREN // 2


def test_the_log_counts_the_acts_that_the_summary_names(whole: Whole) -> None:
    counted = Counter(entry.action for entry in whole.desk.store.log(restricted=True) if entry.number > 0)
    assert counted == Counter(whole.made.acts)


@pytest.mark.parametrize(("key", "command"), [
    ("imported", "child list --all"), ("mothers", "mother list --all"), ("paired", "pair list"),
    ("calls", "activity list --kind contact_call"),
])
def test_each_number_is_the_count_of_a_command(whole: Whole, key: str, command: str) -> None:
    assert len(listed(whole, command)) == getattr(whole.made, key) > 0


def listed(whole: Whole, command: str) -> list[dict[str, str]]:
    import json

    code, out, err = call("--workspace", str(whole.folder), *command.split(), "--today", TODAY.isoformat(), "--json")
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_nobody_in_it_is_anybody_and_everybody_lives_in_a_village_of_the_county(whole: Whole) -> None:
    snapshot = whole.desk.store.snapshot()
    known = whole.desk.province.divisions
    for child in snapshot.of("child"):
        assert child.text("id_number")[14:16] == "99"
        assert child.text("division_code") in known
        assert any(is_inside(child.text("division_code"), county) for county in COUNTIES)
    phones = {phone for one in snapshot.of("loving_mother") for phone in members(one.get("phone"))}
    assert phones
    assert all(phone.startswith("154") for phone in phones)
    assert "演示" in (whole.folder / "office.json").read_text(encoding="utf-8") or whole.desk.store.workspace.is_demo


def test_the_log_tells_what_happened_in_the_order_in_which_it_happened(whole: Whole) -> None:
    moments = [entry.recorded_at for entry in whole.desk.store.log(restricted=True) if entry.number > 0]
    assert moments == sorted(moments)
    assert moments[-1][:10] <= TODAY.isoformat()
    places = [change.home[5:11] for entry in whole.desk.store.log(day="2026-03") for change in entry.changes[:1]]
    assert any(places.count(county) and set(places[places.index(county):]) - {county} for county in COUNTIES)


def test_the_chain_of_all_counties_is_whole(whole: Whole) -> None:
    assert check(Disk(whole.folder)) == []


def test_the_same_day_makes_the_same_province_however_many_work(whole: Whole, tmp_path: Path) -> None:
    again = made_in(tmp_path / "again", workers=2)
    other = open_desk(str(tmp_path / "again"))
    try:
        assert again.acts == whole.made.acts
        dumps = [canonical_dump(desk.store.snapshot(), desk.province) for desk in (whole.desk, other)]
        assert dumps[0] == dumps[1]
    finally:
        other.store.close()


def test_a_province_without_figures_is_said() -> None:
    code, out, err = call("demo", "--headless", "--whole", "--province", "hainan")
    assert (code, out) == (2, "")
    assert "WORK_004" in err


def test_the_parts_add_up_to_the_figures_of_the_whole_text() -> None:
    figures = figures_of("qinghai")
    counties = plans(figures)
    assert sum(plan.paired for plan in counties) == 4854
    assert sum(plan.mothers for plan in counties) == 3992
    import random

    for plan in counties:
        places = places_of(plan, random.Random(1))
        assert sum(places) == plan.paired
        assert len(places) == plan.mothers
        assert set(places) <= {1, 2, 3}
    assert sum(shared(716, figures.values["weights"]).values()) == 716


def test_what_is_due_is_the_same_county_by_county_as_over_all_at_once(
        whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "SMALL", 0)  # from so many children on a workspace is judged in parts
    who = who_at(whole.desk, today=TODAY)
    told: list[tuple[int, int]] = []
    by_parts = due_board(whole.desk, who, progress=lambda done, count: told.append((done, count)))
    assert len(told) == len(COUNTIES)
    assert by_parts.missed_count > 0
    assert by_parts == due_board(whole.desk, who, view=view_of(whole.desk, who))
    one = next(group for group in by_parts.groups if group.missed)
    alone = due_board(whole.desk, who, duties=(one.duty,))
    assert alone.groups == (one,)


def test_the_summary_calls_each_act_as_the_log_does(whole: Whole) -> None:
    assert whole.made.act_labels.keys() == whole.made.acts.keys()
    assert all(re.search("[\u4e00-\u9fff]", label) for label in whole.made.act_labels.values())
    assert whole.made.act_labels["tick_calls"] == "登记问候"
