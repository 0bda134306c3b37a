"""The same people in villages of three provinces, by commands: other guards, due lists and pairs, for reasons shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from offices import CHILD_HEAD, MOTHER_HEAD, Office, Shell, child_row, child_says, guardian_says, mother_row

from aixin_tui.provinces.registry import load_provinces

#: Name, birth date, with whom the office went, what the child says (empty: not asked).
PEOPLE = (
    ("窦念安", "2014-05-06", "民政", "同意"),
    ("窦念平", "2014-06-07", "民政", ""),
    ("窦念喜", "2020-03-01", "教育", ""),
    ("窦念和", "2013-08-09", "教育", "同意"),
    ("窦念冬", "2012-12-12", "民政", "不同意"),
)

#: Ten lines of Hainan's folder, and what the third province writes instead.
TEN_LINES = (
    ("province.yaml", "province: hainan", "province: beihai"),
    ("province.yaml", 'code: "46"', 'code: "99"'),
    ("province.yaml", "name: 海南省", "name: 北海省"),
    ("province.yaml", "programme: {from: 2024-04-12", "programme: {from: 2025-01-01"),
    ("workflow.yaml", "child.age: {at_least: 8}", "child.age: {at_least: 14}"),
    ("workflow.yaml", "say: 还没有问过儿童本人的意愿，或本人不愿意", "say: 满十四周岁的要问本人"),
    ("workflow.yaml", "cite: 海南文，“充分尊重监护人意见和儿童意愿”", "cite: 北海文"),
    ("policy.yaml", "child.age: {at_most: 7}", "child.age: {at_most: 13}"),
    ("checklist.yaml", "cadence: {every: [dragon_boat, childrens_day], early: 3 days",
     "cadence: {every: [mid_autumn, childrens_day], early: 7 days"),
    ("reports/monthly.yaml", "title: “爱心妈妈”结对关爱儿童工作月报", "title: 北海省“爱心妈妈”月报"),
)
DIVISIONS = "code,name\n99,北海省\n9901,海州市\n990101,海县\n990101100,海镇\n990101100001,海村\n"


def copy_hainan(plugins: Path, into: Path) -> None:
    """Make the third province: ten lines changed, other divisions, the officials' cases left out."""
    shutil.copytree(plugins / "hainan", into, ignore=shutil.ignore_patterns("cases"))
    (into / "divisions.csv").write_text(DIVISIONS, encoding="utf-8")
    for file, old, new in TEN_LINES:
        path = into / file
        lines = path.read_text(encoding="utf-8").split("\n")
        (at,) = [number for number, line in enumerate(lines) if old in line]
        lines[at] = lines[at].replace(old, new)
        path.write_text("\n".join(lines), encoding="utf-8")


def office_at_work(shell: Shell, folder: Path, plugins: Path, province: str, code: str) -> Office:
    """Take the same people in, visit them, ask them."""
    office = Office.open(shell, folder, province, code)
    divisions = load_provinces([plugins, folder / "provinces"])[province].divisions
    village = next(one for one in divisions if one.startswith(code) and len(one) == 12)
    office.take_in("children", CHILD_HEAD, [
        child_row(divisions, village, name, 出生日期=born) for name, born, _, _ in PEOPLE])
    office.take_in("mothers", MOTHER_HEAD, [mother_row(divisions, village, "蔺秀英")])
    for name, _, joint_with, says in PEOPLE:
        office.visit(name, guardian_says(name), *([child_says(says)] if says else []), joint_with=joint_with)
    return office


@pytest.fixture
def offices(shell: Shell, tmp_path: Path, plugins_folder: Path) -> dict[str, Office]:
    third = tmp_path / "beihai"
    copy_hainan(plugins_folder, third / "provinces" / "beihai")
    return {name: office_at_work(shell, tmp_path / name, plugins_folder, name, code)
            for name, code in (("qinghai", "630222"), ("hainan", "460105"), ("beihai", "990101"))}


def stands(office: Office) -> dict[str, list[str]]:
    """Where each child stands, and the guards of its next step with their reasons."""
    found = {}
    for name, *_ in PEOPLE:
        (case,) = office.json("case", "explain", name)
        failing = [one for step in case["steps"] if step["key"] == case["next_step"] for one in step["failing"]]
        assert all(one["say"] and one["who_label"] and one["source_label"] for one in failing), failing
        found[name] = [case["state"], *(one["check"] for one in failing)]
    return found


def test_each_province_lives_by_its_own_rules(offices: dict[str, Office]) -> None:
    refused = ["not_agreed", "consent_in_force"]
    assert {name: stands(office) for name, office in offices.items()} == {
        "qinghai": {"窦念安": ["waiting"], "窦念平": ["waiting"], "窦念喜": ["assessed", "visited"],
                    "窦念和": ["assessed", "visited"], "窦念冬": refused},
        "hainan": {"窦念安": ["waiting"], "窦念平": ["assessed", "child_agrees"], "窦念喜": ["waiting"],
                   "窦念和": ["waiting"], "窦念冬": ["not_agreed", "child_agrees", "consent_in_force"]},
        "beihai": {"窦念安": ["waiting"], "窦念平": ["waiting"], "窦念喜": ["waiting"], "窦念和": ["waiting"],
                   "窦念冬": refused},
    }
    pairs = {}
    for name, office in offices.items():
        run = office.match("run")
        assert all(one["reasons"] for one in run["proposals"])
        assert not run["unmatched"]
        pairs[name] = {one["child_name"] for one in run["proposals"]}
        office.done("match", "accept", "--all")
    assert pairs == {"qinghai": {"窦念安", "窦念平"}, "hainan": {"窦念安", "窦念喜", "窦念和"},
                     "beihai": {"窦念安", "窦念平", "窦念喜", "窦念和"}}
    due: dict[str, set[str]] = {}
    for name, office in offices.items():
        office.today = "2025-05-30"
        lines = office.json("care", "due")
        assert all(line["source_label"] for line in lines)
        due[name] = {line["duty"] for line in lines}
    assert due["hainan"] - due["qinghai"] == due["beihai"] - due["qinghai"] == {"festival_visit"}
    # 端午 is on 31 May: four days before it only the third province's week has begun, and that is of 六一.
    slots = {}
    for name in ("hainan", "beihai"):
        offices[name].today = "2025-05-27"
        slots[name] = {line["slot_from"] for line in offices[name].json("care", "due", "--duty", "festival_visit")}
    assert slots == {"hainan": set(), "beihai": {"2025-05-25"}}


def test_the_third_province_reports_under_its_own_name(offices: dict[str, Office]) -> None:
    third = offices["beihai"]
    third.done("match", "run")
    third.done("match", "accept", "--all")
    third.today = "2025-04-10"
    said = third.done("report", "render", "monthly", "2025-03")
    assert said.out.splitlines()[0].strip() == "北海省“爱心妈妈”月报"
    third.done("report", "submit", "monthly", "2025-03", "--filled-by", "李经办", "--reviewed-by", "王审核")
    checked = third.aixin_without_day("province", "check", "beihai")
    assert checked.code == 0, checked.out + checked.err
