"""Referrals, wishes, plans and incidents by command: listed, moved on with what belongs to the step, told or not."""

from __future__ import annotations

import getpass

import pytest
from calling import Aixin

DAY = "2025-03-24"


@pytest.fixture
def child(office: Aixin) -> str:
    made = office("child", "add", "name=窦念安", "sex=女", "birth_date=2014-05-06", "categories=留守儿童",
                  "division_code=630222100001", "--today", DAY, "--json")
    assert made.code == 0, made.err or made.out
    return str(made.object["id"])


def added(office: Aixin, noun: str, *settings: str) -> str:
    made = office(noun, "add", *settings, "--today", DAY, "--json")
    assert made.code == 0, made.out
    return str(made.object["id"])


@pytest.mark.requirement("QH-06")
def test_a_referral_is_tracked_to_its_answer(office: Aixin, child: str) -> None:
    key = added(office, "referral", f"child={child}", "date=2025-03-01", "need=医疗", "department=民政",
                "due_on=2025-03-10")
    assert [one["id"] for one in office("referral", "list", "--overdue", "--today", DAY, "--json").objects] == [key]
    assert "2025-03-10 已超期" in office("referral", "list", "--today", DAY).out
    refused = office("referral", "move", key, "answer", "--today", DAY)
    assert (refused.code, "答复" in refused.err) == (1, True)
    assert office("referral", "move", key, "登记答复", "答复=已纳入救助", "--today", DAY).code == 0
    (line,) = office("referral", "list", "--with", "民政", "--open", "--today", DAY, "--json").objects
    assert line["state"] == "answered"
    assert office("referral", "list", "--with", "教育", "--today", DAY, "--json").objects == []
    assert office("referral", "move", key, "close_referral", "--today", DAY).code == 0
    assert office("referral", "list", "--open", "--today", DAY, "--json").objects == []
    assert "已纳入救助" in office("referral", "show", key, "--today", DAY).out


@pytest.mark.requirement("QH-31")
def test_a_wish_is_claimed_given_back_and_delivered(office: Aixin, child: str) -> None:
    key = added(office, "wish", f"child={child}", "date=2025-03-01", "wish=一本书")
    claimed = office("wish", "move", key, "认领", "圆梦方名称=蓝天公司", "认领至=2025-03-20", "--day", "2025-03-02",
                     "--today", DAY)
    assert claimed.code == 0, claimed.err
    assert office("wish", "list", "--state", "已认领", "--overdue", "--today", DAY, "--json").object["id"] == key
    assert "一并填写：认领人" in office("case", "explain", added(
        office, "wish", f"child={child}", "date=2025-03-01", "wish=一支笔"), "--kind", "micro_wish", "--today", DAY).out
    assert office("wish", "move", key, "release", "--reason", "到期未能实现", "--today", DAY).code == 0
    assert "蓝天公司" in office("wish", "show", key, "--today", DAY, "--json").object["claims"]
    assert office("wish", "list", "--state", "nowhere", "--today", DAY).code == 2


@pytest.mark.requirement("QH-13")
def test_a_household_plan_names_its_people_and_its_review(office: Aixin, child: str) -> None:
    home = added(office, "household", "name=窦长河", "division_code=630222100001",
                 'members=[{"姓名": "王秀", "与儿童的关系": "母亲", "困难情形": "残疾"}]')
    assert office("child", "edit", child, f"household={home}", "--today", DAY).code == 0
    key = added(office, "plan", "scope=household", f"child={child}", "date=2025-03-20", "goals=安心",
                "review_on=2025-03-22")
    shown = office("plan", "show", key, "--today", DAY).out
    assert ("窦念安" in shown, "王秀 母亲 残疾" in shown) == (True, True)
    assert [one["id"] for one in office("plan", "list", "--household", home, "--today", DAY, "--json").objects] == [key]
    assert office("plan", "list", "--overdue", "--today", DAY, "--json").object["until"] == "2025-03-22"
    assert "plan_review" in [one["duty"] for one in office("plan", "list", "--due", "--today", DAY, "--json").objects]


@pytest.mark.requirement("QH-12")
@pytest.mark.requirement("QH-23")
def test_what_files_lack_and_where_children_wait_is_listed(office: Aixin, child: str) -> None:
    lacking = office("child", "list", "--incomplete", "--today", DAY, "--json").object
    assert (lacking["id"], "身份证号" in lacking["lacks"]) == (child, True)
    told = office("child", "list", "--incomplete", "--today", DAY)
    assert ("身份证号" in told.out, "信息完整率 0.0%" in told.err) == (True, True)
    gap = office("match", "gaps", "--today", DAY, "--json").object
    assert ([one["id"] for one in gap["children"]], gap["waiting"], gap["free_in_county"]) == ([child], 0, 0)


@pytest.mark.requirement("QH-15")
def test_incidents_are_told_to_who_has_the_right_and_to_nobody_else(office: Aixin, child: str) -> None:
    key = added(office, "incident", f"child={child}", "date=2025-03-20", "kind=事故", "note=摔伤")
    assert office("incident", "list", "--open", "--today", DAY, "--json").object["id"] == key
    assert office("incident", "edit", key, "outcome=已痊愈", "--today", DAY).code == 0
    assert office("incident", "list", "--open", "--today", DAY, "--json").objects == []
    assert office("operator", "add", getpass.getuser(), "--division", "630222", "--role", "administrator").code == 0
    assert office("incident", "list", "--today", DAY, "--json").objects == []
    there, nowhere = (office("incident", "show", one, "--today", DAY) for one in (key, "01JQ" + "0" * 22))
    assert (there.code, there.out) == (nowhere.code, nowhere.out)
    assert there.err.replace(key, "") == nowhere.err.replace("01JQ" + "0" * 22, "")
