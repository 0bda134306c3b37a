"""The demonstration: each number that it prints is the count of a command, its roster is messy, and it says 演示."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from demo_county import PATHS, TODAY, Demo, call, make_demo

from aixin_tui.cli.demo import COUNTED_BY
from aixin_tui.domain.day import age_on
from aixin_tui.tui.app import AixinApp
from aixin_tui.tui.opening import opener_of

SIGN = "演示"


@pytest.fixture
def copy(demo: Demo, tmp_path: Path) -> Demo:
    """A copy to write into."""
    return Demo(shutil.copytree(demo.folder, tmp_path / "county"), demo.printed)


def test_it_prints_what_was_made_and_where_the_files_are(demo: Demo) -> None:
    assert demo.printed.keys() == {*COUNTED_BY, *PATHS, "folder", "place"}
    assert int(demo.printed["imported"]) == 120
    for key in PATHS:
        assert Path(demo.printed[key]).is_file()
        assert Path(demo.printed[key]).is_relative_to(demo.folder)


@pytest.mark.parametrize("key", COUNTED_BY)
def test_each_number_is_the_count_of_a_command(demo: Demo, key: str) -> None:
    assert len(demo.objects(COUNTED_BY[key])) == int(demo.printed[key]) > 0


def test_today_adds_up_to_the_children_on_file(demo: Demo) -> None:
    rows = demo.objects("child list --all")
    states = [row["state"] for row in rows]
    assert {"paired", "waiting", "not_agreed", "filed"} <= set(states)
    closed = states.count("closed")
    code, out, err = demo.call("report", "render", "monthly", "2026-11", "--json")
    assert code == 0, err
    assert len(states) - closed > 100
    assert out


def test_nobody_in_it_is_anybody(demo: Demo) -> None:
    """ID numbers of an order code that no office gives, phones of a range that no network has."""
    _, out, _ = demo.call("export", "--canonical")
    numbers = set(re.findall(r'"(\d{17}[\dX])"', out))
    assert len(numbers) > 200
    assert all(number[14:16] == "99" for number in numbers)
    phones = set(re.findall(r'"(1\d{10})"', out))
    assert phones
    assert all(phone.startswith("154") for phone in phones)


def test_the_roster_that_lies_ready_is_messy(copy: Demo) -> None:
    roster = copy.folder / Path(copy.printed["roster"]).relative_to(Path(copy.printed["folder"]))
    before = len(copy.objects("child list --all"))
    code, out, err = copy.call("import", "children", str(roster), "--json")
    assert code == 1, err
    rows, summary = [line for line in map(parsed, out.splitlines()) if "file_row" in line], parsed(out.splitlines()[-1])
    assert len(rows) == summary["rows"] == 12
    outcomes = {row["outcome"] for row in rows}
    assert outcomes >= {"accepted", "corrected", "merged", "held", "rejected"}
    assert all(row["problems"] for row in rows if row["outcome"] in ("held", "rejected"))
    assert all(row["changes"] for row in rows if row["outcome"] == "corrected")
    taken = sum(row["outcome"] in ("accepted", "corrected") for row in rows)
    assert len(copy.objects("child list --all")) == before + taken
    held = copy.objects(f"import rows {copy.objects('import rows')[0]['id']} --held")
    assert len(held) >= 1


def parsed(line: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(line)
    return told


def test_the_messy_roster_goes_back_as_a_whole(copy: Demo) -> None:
    roster = copy.folder / "名册" / "待导入.xlsx"
    before = copy.objects("child list --all")
    copy.call("import", "children", str(roster))
    act = copy.objects("log show --limit 1")[0]["number"]
    code, _, err = copy.call("log", "undo", str(act), "--reason", "导错了")
    assert code == 0, err
    assert copy.objects("child list --all") == before


def test_it_says_demonstration_on_every_written_file(demo: Demo) -> None:
    written = sorted(demo.folder.rglob("*.xlsx"))
    assert len(written) >= 4
    for path in written:
        with zipfile.ZipFile(path) as book:
            text = "".join(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml"))
        assert SIGN in text, path.name


async def test_it_says_demonstration_on_every_screen(demo: Demo) -> None:
    app = AixinApp(opener_of(demo.folder, today=date.fromisoformat(TODAY), operator="demo"))
    async with app.run_test(size=(80, 24)) as pilot:
        for place in "12345678":
            await pilot.press(place)
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            top = app.screen._compositor.render_strips(app.size)[0].text
            assert SIGN in top, (place, top)
    assert app.failure is None


def test_a_report_written_from_it_says_demonstration(copy: Demo, tmp_path: Path) -> None:
    path = tmp_path / "月报.xlsx"
    code, _, err = copy.call("report", "render", "monthly", "2026-10", "--xlsx", str(path))
    assert code == 0, err
    with zipfile.ZipFile(path) as book:
        assert any(SIGN in book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml"))


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    code, out, err = call("demo", "--headless", str(tmp_path), "--today", TODAY)
    assert code == 2
    assert out == ""
    assert "STORE_001" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_demonstration_is_made_once(demo: Demo) -> None:
    code, _, err = call("demo", "--headless", str(demo.folder), "--today", TODAY)
    assert code == 2
    assert "STORE_001" in err


def test_hainan_is_shown_as_well(tmp_path: Path) -> None:
    hainan = make_demo(tmp_path / "hainan", "--province", "hainan")
    for key, command in COUNTED_BY.items():
        assert len(hainan.objects(command)) == int(hainan.printed[key]), key
    assert all(row["division_code"].startswith("46") for row in hainan.objects("child list --all"))


def test_a_province_or_county_that_is_not_there_is_said(tmp_path: Path) -> None:
    for words in (("--province", "atlantis"), ("--county", "110101")):
        code, out, err = call("demo", "--headless", str(tmp_path / "x"), "--today", TODAY, *words)
        assert (code, out) == (2, "")
        assert "WORK_003" in err


def test_needs_are_handed_on_and_households_planned_for(demo: Demo) -> None:
    referrals = demo.objects("referral list")
    assert len(referrals) == 3
    assert sum(row["state"] == "answered" for row in referrals) == 2
    assert len(demo.objects("incident list")) == 1
    assert len(demo.objects("plan list --scope household")) == 3


def test_nothing_is_written_down_before_what_happened_earlier(demo: Demo) -> None:
    moments = [row["recorded_at"] for row in demo.objects("log show --limit 5000")]
    assert len(moments) > 500
    assert moments == sorted(moments, reverse=True)


# Why a child is not paired (`aixin case explain`)


def explained(demo: Demo, name: str) -> dict[str, Any]:
    code, out, err = demo.call("case", "explain", name, "--json")
    assert code == 0, err
    return parsed(out)


def failing(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [*case["not_paired_because"], *(one for step in case["steps"] for one in step["failing"])]


@pytest.mark.parametrize("why", ["not_agreed", "withdrawn", "missing"])
def test_a_case_without_consent_says_what_lacks_by_which_rule_and_who_can_mend_it(demo: Demo, why: str) -> None:
    child = child_with(demo, why)
    case = explained(demo, child["id"])
    told = failing(case)
    assert told
    assert all(one["say"] and one["who_label"] and one["source_label"] for one in told)
    assert any("同意" in one["say"] for one in told)
    assert any(one["source_label"].startswith("法律") for one in told)
    code, out, err = demo.call("case", "explain", child["id"])
    assert code == 0, err
    for one in told:
        assert one["say"] in out
    suggested = [one for one in demo.objects(f"pair suggest {child['id']}") if not one["blocked_by"]]
    assert suggested == []


def child_with(demo: Demo, why: str) -> dict[str, Any]:
    """Find a child whose guardian said no, took the yes back, or was never asked."""
    consents = demo.objects("consent list --by guardian")
    names = {row["id"]: row for row in demo.objects("child list --all")}
    by_name: dict[str, list[dict[str, Any]]] = {}
    for consent in consents:
        by_name.setdefault(consent["child"], []).append(consent)
    for row in names.values():
        held = by_name.get(row["name"], [])
        if why == "missing" and not held and row["state"] != "closed":
            return row
        if why == "withdrawn" and any(one.get("withdrawn_on") for one in held):
            return row
        if why == "not_agreed" and held and all(one["decision"] == "不同意" for one in held):
            return row
    raise AssertionError(why)


def test_somebody_is_grown_up_nowhere(demo: Demo) -> None:
    today = date.fromisoformat(TODAY)
    assert all(age_on(row["birth_date"], today) < 18 for row in demo.objects("child list --all"))
