"""今日 of a large workspace, county by county: together the parts say what the whole says, and never what it said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.bootstrap import create_desk
from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.harm import count_unreported
from aixin_tui.services.left import LeftError
from aixin_tui.services.today import today_board
from aixin_tui.services.today_models import TodayWork
from aixin_tui.services.today_numbers import today_numbers, today_regions
from aixin_tui.services.today_parts import added, held_count, today_part, work_of
from aixin_tui.storage import listing

TOWNS = ("630102001", "630121100", "630222100")
WHO = Who("tester", date(2025, 6, 24), rights=frozenset({"mandatory_report"}))


class Province:
    """A province's office with a few children in three counties."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.children: list[str] = []

    def add(self, kind: str, town: str, **values: Any) -> str:
        record_id = self.desk.ids.new()
        home = home_of(kind, town, day="2025")
        self.desk.store.commit(Act("add", "tester", (Change(kind, record_id, values, home),)))
        return record_id

    def child(self, town: str, state: str, since: str = "2025-03-24", **values: Any) -> str:
        status = {self.desk.ids.new(): {"state": state, "from": since}}
        return self.add("child", town, name="窦念安", division_code=f"{town}201", birth_date="2014-05-06",
                        status=status, **values)

    def pair(self, town: str, child: str, mothers_town: str) -> str:
        mother = self.add("loving_mother", mothers_town, name="任可心", division_code=f"{mothers_town}201",
                          status={self.desk.ids.new(): {"state": "active", "from": "2025-03-24"}})
        return self.add("pairing", town, child=child, loving_mother=mother, role="lead", started_on="2025-03-24")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Province:
    monkeypatch.setattr(listing, "SMALL", 0)
    made = Province(create_desk(str(tmp_path / "ws"), province="qinghai", office="63"))
    for town in TOWNS:
        made.children += [made.child(town, state) for state in ("paired", "waiting", "filed", "not_agreed", "closed")]
    made.child(TOWNS[0], "paired", "2025-09-01")
    made.pair(TOWNS[0], made.children[0], TOWNS[0])
    made.pair(TOWNS[1], made.children[5], TOWNS[2])  # she lives in another county than the child
    made.add("home_visit", TOWNS[0], child={made.children[1]: True}, date="2025-06-01", next_step="被打得遍体鳞伤")
    return made


def in_parts(desk: Desk, who: Who = WHO) -> TodayWork:
    return added(desk, (today_part(desk, who, one) for one in today_regions(desk, who)), held_rows=held_count(desk))


def as_a_whole(desk: Desk, who: Who = WHO) -> TodayWork:
    return work_of(today_board(desk, who), count_unreported(desk, who))


def test_the_parts_come_to_what_the_whole_says(office: Province) -> None:
    regions = [one.counties for one in today_regions(office.desk, WHO)]
    assert regions == [("630102",), ("630121", "630222")], "counties with a pair between them are judged together"
    whole = as_a_whole(office.desk)
    assert in_parts(office.desk) == whole
    assert whole.due
    assert whole.unreported == 1
    office.desk.store.fold()
    assert in_parts(office.desk) == whole


def test_a_right_to_reports_counts_nothing_that_stands_in_sealed_notes(office: Province) -> None:
    office.add("counselling", TOWNS[1], child=office.children[5], date="2025-06-02", notes="孩子说被爸爸打")
    notes = replace(WHO, rights=WHO.rights | {"counselling"})
    assert (in_parts(office.desk).unreported, in_parts(office.desk, notes).unreported) == (1, 2)


@pytest.mark.parametrize("day", [date(2025, 3, 1), date(2025, 6, 24), date(2025, 10, 1)])
def test_the_four_numbers_of_the_index_are_those_of_the_records(office: Province, day: date) -> None:
    who = replace(WHO, today=day)
    board, numbers = today_board(office.desk, who), today_numbers(office.desk, who)
    assert [getattr(numbers, name) for name in numbers.__slots__] == [getattr(board, n) for n in numbers.__slots__]


def _edited(office: Province) -> None:
    office.desk.store.commit(Act("edit", "tester", (Change("child", office.children[0], {"school": "一小"}),)))


def _folded(office: Province) -> None:
    _edited(office)
    office.desk.store.fold()


def _by_hand(office: Province) -> None:
    office.desk.store.fold()
    path = Path(office.desk.store.workspace.path) / f"data/630102/{TOWNS[0]}.json"
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize("change", [_edited, _folded, _by_hand])
def test_a_region_whose_records_change_bears_another_mark_and_the_others_keep_theirs(
    office: Province, change: Callable[[Province], None]
) -> None:
    office.desk.store.fold()
    before = today_regions(office.desk, WHO)
    assert today_regions(office.desk, WHO) == before
    change(office)
    after = today_regions(office.desk, WHO)
    assert before[0].counties == after[0].counties
    assert before[0].mark != after[0].mark
    assert before[1] == after[1]


def test_a_record_above_the_counties_makes_all_one_region(office: Province) -> None:
    office.pair("630100000", office.children[1], "630100000")
    assert [one.counties for one in today_regions(office.desk, WHO)] == [()]
    assert in_parts(office.desk) == as_a_whole(office.desk)


def test_a_small_office_and_who_sees_one_town_read_all_at_once(office: Province) -> None:
    town = replace(WHO, scope=TOWNS[0])
    assert [one.counties for one in today_regions(office.desk, town)] == [()]
    assert today_numbers(office.desk, town).on_file == today_board(office.desk, town).on_file == 4


def test_counting_ends_when_nobody_waits_any_more(office: Province) -> None:
    with pytest.raises(LeftError):
        today_part(office.desk, WHO, today_regions(office.desk, WHO)[0], lambda: False)
