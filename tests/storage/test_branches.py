"""Branches of a workspace that is made in one go: joined into one chain by their moments, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from aixin_tui.domain.record import Act, Change
from aixin_tui.storage.branches import branch, join
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import FileStore, create_workspace, open_scratch, open_store
from aixin_tui.storage.verify import check

ONE, OTHER = "630121", "632722"
HOUSES = {ONE: f"data/{ONE}/{ONE}000", OTHER: f"data/{OTHER}/{OTHER}000"}
SEALED = {ONE: f"restricted/{ONE}/{ONE}000", OTHER: f"restricted/{OTHER}/{OTHER}000"}
ABOVE = "data/630000/630000000"
IDS = Ulids()


def write(store: FileStore, kind: str, home: str, *, action: str = "add", **values: object) -> str:
    new = IDS.new()
    store.commit(Act(action, "demo", (Change(kind, new, values, home=home),)))
    return new


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with a record above the counties and one in a county, folded."""
    folder = tmp_path / "base"
    clock = DemoClock("2026-01-01")
    store = create_workspace(str(folder), office="63", province="qinghai", clock=clock, ids=IDS, is_demo=True,
                             is_scratch=True)
    write(store, "department", ABOVE, name="民政")
    write(store, "venue", HOUSES[ONE], name="儿童之家")
    store.fold()
    store.close()
    return folder


def grow(base: Path, county: str, days: tuple[str, ...], *, sealed: bool = False, fold: bool = True) -> Path:
    """Make a branch for a county and write an act on each day, and one above the counties on the last."""
    folder = base.parent / county
    branch(base, folder, county)
    clock = DemoClock(days[0])
    store = open_scratch(str(folder), clock=clock)
    for day in days:
        clock.move(day)
        write(store, "venue", HOUSES[county], action=f"on {day} in {county}", name=day)
        if sealed:
            write(store, "incident", SEALED[county], action=f"sealed in {county}", note=f"{day} {county}")
    write(store, "list_source", ABOVE, action=f"above in {county}", name=county)
    if fold:
        store.fold()
    store.close()
    return folder


def test_acts_of_all_branches_stand_in_one_chain_by_their_moments(base: Path) -> None:
    branches = [grow(base, ONE, ("2026-02-01", "2026-04-01")), grow(base, OTHER, ("2026-01-10", "2026-03-05"))]
    join(base, branches)
    assert check(Disk(base)) == []
    store = open_store(str(base), clock=DemoClock("2026-05-01"), ids=IDS)
    entries = [entry for entry in store.log() if entry.number > 2]
    assert [entry.number for entry in entries] == list(range(3, 9))
    assert [entry.action for entry in entries] == [
        f"on 2026-01-10 in {OTHER}", f"on 2026-02-01 in {ONE}", f"on 2026-03-05 in {OTHER}", f"above in {OTHER}",
        f"on 2026-04-01 in {ONE}", f"above in {ONE}"]
    assert sorted(path.stem for path in (base / "log").glob("*.jsonl")) == [
        "2026-01", "2026-02", "2026-03", "2026-04"]
    store.close()


def test_every_record_is_there_once_and_what_came_before_as_well(base: Path) -> None:
    join(base, [grow(base, ONE, ("2026-02-01",)), grow(base, OTHER, ("2026-02-01",))])
    store = open_store(str(base), clock=DemoClock("2026-05-01"), ids=IDS)
    snapshot = store.snapshot()
    assert sorted(one.text("name") for one in snapshot.of("venue")) == ["2026-02-01", "2026-02-01", "儿童之家"]
    assert sorted(one.text("name") for one in snapshot.of("list_source")) == [ONE, OTHER]  # one file, two branches
    assert [one.text("name") for one in snapshot.of("department")] == ["民政"]
    assert len(store.snapshot(known_at="2026-01-15").of("venue")) == 1
    store.close()


def test_one_goes_on_writing_where_the_branches_ended(base: Path) -> None:
    join(base, [grow(base, ONE, ("2026-02-01",))])
    store = open_store(str(base), clock=DemoClock("2026-05-01"), ids=IDS)
    write(store, "venue", HOUSES[OTHER], name="later")
    store.fold()
    store.close()
    assert check(Disk(base)) == []


def test_restricted_acts_have_a_chain_of_their_own_and_rest_on_the_main_one(base: Path) -> None:
    branches = [grow(base, county, ("2026-02-01", "2026-03-01"), sealed=True) for county in (ONE, OTHER)]
    sealed_notes = b"2026-02-01 630121"
    join(base, branches)
    assert check(Disk(base)) == []
    store = open_store(str(base), clock=DemoClock("2026-05-01"), ids=IDS)
    assert len(store.snapshot(restricted=True).of("incident")) == 4
    assert len(store.snapshot().of("incident")) == 0
    store.close()
    open_files = [path for path in base.rglob("*") if path.is_file() and "restricted" not in path.parts]
    assert all(sealed_notes not in path.read_bytes() and b"sealed in" not in path.read_bytes() for path in open_files)


def test_an_act_over_both_sides_keeps_its_two_lines_together(base: Path) -> None:
    folder = base.parent / ONE
    branch(base, folder, ONE)
    store = open_scratch(str(folder), clock=DemoClock("2026-03-01"))
    store.commit(Act("both", "demo", (Change("venue", IDS.new(), {"name": "open"}, home=HOUSES[ONE]),
                                      Change("incident", IDS.new(), {"note": "hidden"}, home=SEALED[ONE]))))
    store.fold()
    store.close()
    join(base, [folder, grow(base, OTHER, ("2026-02-01",), sealed=True)])
    assert check(Disk(base)) == []
    store = open_store(str(base), clock=DemoClock("2026-05-01"), ids=IDS)
    (both,) = [entry for entry in store.log(restricted=True) if entry.action == "both"]
    assert sorted(change.kind for change in both.changes) == ["incident", "venue"]
    store.close()


def test_two_branches_of_one_county_are_refused(base: Path) -> None:
    first = grow(base, ONE, ("2026-02-01",))
    second = first.rename(base.parent / "first")
    with pytest.raises(ValueError, match="more than one branch"):
        join(base, [second, grow(base, ONE, ("2026-02-01",))])


def test_moments_that_go_back_are_refused(base: Path) -> None:
    with pytest.raises(ValueError, match="go back"):
        join(base, [grow(base, ONE, ("2026-04-01", "2026-02-01"))])


def test_what_is_not_folded_is_neither_branched_nor_joined(base: Path) -> None:
    with pytest.raises(ValueError, match="not folded"):
        join(base, [grow(base, ONE, ("2026-02-01",), fold=False)])
    store = open_scratch(str(base), clock=DemoClock("2026-05-01"))
    write(store, "venue", HOUSES[ONE], name="open")
    store.close()
    with pytest.raises(ValueError, match="not folded"):
        branch(base, base.parent / "late", OTHER)


def test_a_demonstrations_clock_goes_on_and_never_back() -> None:
    clock = DemoClock("2026-02-01", "10:30:00")
    first, second = clock.now(), clock.now()
    clock.go_on("2026-02-01")
    assert first == "2026-02-01T10:30:00.000+08:00"
    assert first < second < clock.now()
    clock.go_on("2026-02-02")
    assert clock.now() == "2026-02-02T10:30:00.000+08:00"
    with pytest.raises(ValueError, match="goes back"):
        clock.go_on("2026-02-01")
