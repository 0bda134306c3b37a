"""Without the yes that the law asks nobody is proposed, by run, suggestion or hand; and the case says what lacks."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from nodes import without
from offices import CHILD_HEAD, MOTHER_HEAD, Office, Shell, child_row, child_says, guardian_says, mother_row

from aixin_tui.domain.region import Divisions
from aixin_tui.provinces.registry import Registry, load_provinces

COUNTIES = {"qinghai": "630222", "hainan": "460105"}
LAW = "法律：个人信息保护法第28至31条；儿童个人信息网络保护规定第9、10条"

#: Child, what the paper of the visit holds, and whether it is withdrawn afterwards.
WITHOUT = {
    "窦未问": ((), False),
    "窦不愿": (("guardian_no",), False),
    "窦自否": (("guardian_yes", "child_no"), False),
    "窦撤回": (("guardian_yes", "child_yes"), True),
    "窦改口": (("guardian_yes", "child_yes", "guardian_no"), False),
}


def papers(child: str, words: tuple[str, ...]) -> list[str]:
    written = {"guardian_yes": guardian_says(child), "guardian_no": guardian_says(child, "不同意"),
               "child_yes": child_says(), "child_no": child_says("不同意")}
    return [written[word] for word in words]


def village_of(divisions: Divisions, county: str) -> str:
    return next(code for code in divisions if code.startswith(county) and len(code) == 12)


@pytest.fixture(params=list(COUNTIES))
def office(request: pytest.FixtureRequest, shell: Shell, tmp_path: Path, provinces: Registry) -> Office:
    """An office with five children that nobody may be proposed for, one that waits, and a mother with many places."""
    office = Office.open(shell, tmp_path / "county", request.param, COUNTIES[request.param])
    divisions = provinces[request.param].divisions
    village = village_of(divisions, COUNTIES[request.param])
    office.take_in("children", CHILD_HEAD, [
        child_row(divisions, village, name, 出生日期=f"2014-05-{day:02}")
        for day, name in enumerate((*WITHOUT, "窦愿意"), 1)])
    office.take_in("mothers", MOTHER_HEAD, [mother_row(divisions, village, "蔺秀英", 名额="9")])
    for name, (words, withdrawn) in WITHOUT.items():
        office.visit(name, *papers(name, words))
        if withdrawn:
            office.done("consent", "withdraw", name)
    office.visit("窦愿意", *papers("窦愿意", ("guardian_yes", "child_yes")))
    return office


def test_nobody_is_proposed_without_consent(office: Office) -> None:
    for name in WITHOUT:
        assert office.json("pair", "suggest", name) == [], name
        assert "没有有效的监护人同意" in office.aixin("pair", "suggest", name).err
        for more in ((), ("--offer",)):
            said = office.aixin("pair", "add", name, "蔺秀英", *more)
            assert said.code == 1
            assert "PAIR_001 不能结对：没有有效的监护人同意" in said.err, said.err
    assert [row["name"] for row in office.json("pair", "suggest", "窦愿意")] == ["蔺秀英"]
    run = office.match("run")
    assert [(one["child_name"], one["mother_name"]) for one in run["proposals"]] == [("窦愿意", "蔺秀英")]
    office.done("match", "accept", "--all")
    assert [one["child_name"] for one in office.json("pair", "list")] == ["窦愿意"]


def test_the_case_names_guard_rule_and_who_can_mend_it(office: Office) -> None:
    for name in WITHOUT:
        failing = {one["check"]: one for one in office.guards(name, "record_consent")}
        told = failing["consent_in_force"]
        assert (told["level"], told["source_label"]) == ("refuse", LAW)
        assert told["say"]
        assert told["who_label"]
        said = office.done("case", "explain", name).out
        assert told["say"] in said
        assert told["who_label"] in said
        assert LAW in said
    assert "consent_in_force" not in {one["check"] for one in office.guards("窦愿意", "propose")}


def without_guard(folder: Path, copy: Path, guard: str) -> Path:
    """Copy Qinghai's folder as a province of the workspace, one guard left out."""
    shutil.copytree(folder / "qinghai", copy, ignore=shutil.ignore_patterns("cases"))
    identity = copy / "province.yaml"
    identity.write_text(identity.read_text(encoding="utf-8").replace("province: qinghai", f"province: {copy.name}"),
                        encoding="utf-8")
    if guard:
        path = copy / "workflow.yaml"
        path.write_text(without(path.read_text(encoding="utf-8"),
                                f"child.transitions.record_consent.checks.{guard}"), encoding="utf-8")
    return copy


@pytest.mark.parametrize(("guard", "paired"), [
    ("", ["窦已访"]), ("visited", ["窦已访", "窦未访"]), ("guardian_agrees", ["窦已访"]),
])
def test_a_guard_of_the_file_changes_the_pairs_and_the_laws_own_does_not_go(
    shell: Shell, tmp_path: Path, plugins_folder: Path, guard: str, paired: list[str],
) -> None:
    folder = tmp_path / "county"
    without_guard(plugins_folder, folder / "provinces" / "upland", guard)
    divisions = load_provinces([plugins_folder])["qinghai"].divisions
    office = Office.open(shell, folder, "upland", "630222")
    village = village_of(divisions, "630222")
    office.take_in("children", CHILD_HEAD, [child_row(divisions, village, name, 出生日期=f"2014-05-{day:02}")
                                            for day, name in enumerate(("窦已访", "窦未访", "窦未问"), 1)])
    office.take_in("mothers", MOTHER_HEAD, [mother_row(divisions, village, "蔺秀英")])
    office.visit("窦已访", guardian_says("窦已访"))
    office.visit("窦未访", guardian_says("窦未访"), joint_with="教育")
    office.visit("窦未问")
    run = office.match("run")
    assert sorted(one["child_name"] for one in run["proposals"]) == sorted(paired)


def test_a_pair_in_force_without_papers_is_taken_in_with_a_debt(
    shell: Shell, tmp_path: Path, provinces: Registry
) -> None:
    office = Office.open(shell, tmp_path / "county", "qinghai", "630222")
    divisions = provinces["qinghai"].divisions
    village = village_of(divisions, "630222")
    office.take_in("children", CHILD_HEAD, [child_row(divisions, village, "窦念安")])
    office.take_in("mothers", (*MOTHER_HEAD, "结对儿童", "结对时间"), [mother_row(
        divisions, village, "蔺秀英", 准入查询日期="", 查询结果="", 结对儿童="窦念安", 结对时间="2024年10月")])
    (pair,) = office.json("pair", "list")
    assert (pair["child_name"], pair["started_on"]) == ("窦念安", "2024-10")
    debts = office.json("pair", "debts")
    assert {one["key"]: one["is_question"] for one in debts} == {"consent": False, "query": False}
    assert all(date.fromisoformat(one["due_on"]) for one in debts)
    assert office.json("pair", "suggest", "窦念安") == []
