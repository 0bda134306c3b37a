"""Papers that have to be seen through: wishes, referrals, plans, reviews; their steps, their lists, their days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from aixin_tui.domain.record import Record, rows
from aixin_tui.engine.content import ReportContent
from aixin_tui.services.care import AddEvent, add_event
from aixin_tui.services.casework import Advance, StepExplained, advance, explain_case
from aixin_tui.services.data_quality import data_quality
from aixin_tui.services.desk import Result, Who
from aixin_tui.services.due import DueLine, due_board
from aixin_tui.services.finding import child_file
from aixin_tui.services.gaps import village_gaps
from aixin_tui.services.household_plan import AddPlan, add_plan, plans_due
from aixin_tui.services.record_file import record_file
from aixin_tui.services.reports.reporting import ExplainNumber, RenderReport, explain_number, render
from aixin_tui.services.today import today_board
from aixin_tui.services.work_list import WorkLine, WorkQuery, work_list
from office_world import World, codes, villages

CLAIM = {"helper_kind": "enterprise", "helper": "蓝天公司", "claimed_until": "2025-04-10"}


def step(world: World, record: Record, key: str, day: str = "", *, reason: str = "",
         values: Mapping[str, Any] | None = None) -> Result:
    on = date.fromisoformat(day) if day else None
    return advance(world.desk, world.who(), Advance(record.id, key, record.kind, on, reason, values or {}))


def steps(world: World, record: Record) -> dict[str, StepExplained]:
    found = explain_case(world.desk, world.who(), record.id, kind=record.kind)
    assert found is not None
    return {one.key: one for one in found.steps}


def listed(world: World, kind: str, who: Who | None = None, **wanted: Any) -> list[WorkLine]:
    return list(work_list(world.desk, who or world.who(), WorkQuery(kind, **wanted)))


def due_lines(world: World, *duties: str) -> list[DueLine]:
    board = due_board(world.desk, world.who(), duties=duties)
    return [line for group in board.groups for line in (*group.missed, *group.due)]


def report(world: World, key: str, period: str) -> ReportContent:
    made = render(world.desk, world.who(), RenderReport(key, period))
    assert made.content is not None, made.problems
    return made.content


def cells(content: ReportContent, key: str) -> list[list[str]]:
    block = content.block(key)
    assert block is not None, key
    return [[cell.text for cell in row.cells] for row in block.rows]


def referral(world: World, **values: Any) -> Record:
    at = world.add("department", name="乙部门", member=True)
    return world.add("referral", **{"child": world.child().id, "date": "2025-03-01", "need": "medical",
                                    "department": at.id, "due_on": "2025-03-10", **values})


def wish(world: World) -> Record:
    return world.add("micro_wish", child=world.child().id, date="2025-03-01", wish="一本书")


# Micro-wishes

@pytest.mark.requirement("QH-31", node=("common/forms/micro_wish.yaml#fields.claimed_until",
                                           "common/checklist.yaml#items.wish_claim"))
def test_a_wish_is_claimed_by_somebody_until_a_day_and_is_late_afterwards(qinghai: World) -> None:
    one, other = wish(qinghai), wish(qinghai)
    assert [key for key, _ in steps(qinghai, one)["claim"].asks] == [
        "loving_mother", "helper_kind", "helper", "claimed_until"]
    assert step(qinghai, one, "claim", "2025-03-02", values=CLAIM).done
    (line,) = listed(qinghai, "micro_wish", states=("claimed",))
    assert (line.id, line.party, line.until, line.is_late) == (one.id, "蓝天公司 爱心企业", "2025-04-10", False)
    assert [line.record for line in due_lines(qinghai, "wish_claim")] == []
    qinghai.at("2025-04-10")
    assert [(line.record, line.status) for line in due_lines(qinghai, "wish_claim")] == [(one.id, "due")]
    qinghai.at("2025-04-11")
    assert [line.id for line in listed(qinghai, "micro_wish", late_only=True)] == [one.id]
    assert [(line.record, line.status) for line in due_lines(qinghai, "wish_claim")] == [(one.id, "missed")]
    assert {line.id for line in listed(qinghai, "micro_wish", open_only=True)} == {one.id, other.id}
    assert step(qinghai, one, "deliver").done
    assert not due_lines(qinghai, "wish_claim")


@pytest.mark.requirement("QH-31", node="common/forms/micro_wish.yaml#fields.claims")
def test_a_claim_that_falls_through_is_kept_and_frees_the_wish(qinghai: World) -> None:
    one = wish(qinghai)
    assert step(qinghai, one, "claim", "2025-03-02", values=CLAIM).done
    assert not step(qinghai, one, "release").done
    assert step(qinghai, one, "release", "2025-03-20", reason="not_in_time").done
    kept = qinghai.now("micro_wish", one.id)
    assert [kept.get(key) for key in CLAIM] == [None, None, None]
    assert [row for _, row in rows(kept.get("claims"))] == [{
        "helper_kind": "enterprise", "helper": "蓝天公司", "from": "2025-03-02", "until": "2025-04-10",
        "given_up_on": "2025-03-20", "reason": "not_in_time"}]
    file = record_file(qinghai.desk, qinghai.who(), "micro_wish", one.id)
    assert file is not None
    assert "到期未能实现" in file.values.get("claims", "")
    again = {**CLAIM, "helper": "白云公司"}
    assert step(qinghai, one, "claim", "2025-03-21", values=again).done
    assert step(qinghai, one, "release", "2025-03-22", reason="other").done
    claims = rows(qinghai.now("micro_wish", one.id).get("claims"))
    assert [row["helper"] for _, row in claims] == ["蓝天公司", "白云公司"]


@pytest.mark.requirement("QH-31", node="common/checklist.yaml#items.micro_wish.counts")
def test_a_wish_delivered_fulfils_the_duty_on_its_day_and_none_is_lost(qinghai: World) -> None:
    child = qinghai.waiting_child()
    assert qinghai.pair(child, qinghai.mother()).done
    one = qinghai.add("micro_wish", child=child.id, date="2025-03-20", wish="一本书")
    other = qinghai.add("micro_wish", child=child.id, date="2025-03-20", wish="一支笔")
    assert [line.record for line in due_lines(qinghai, "micro_wish")] == [child.id]
    assert step(qinghai, one, "claim", values=CLAIM).done
    assert step(qinghai, one, "deliver", "2025-03-24").done
    assert due_lines(qinghai, "micro_wish") == []
    assert step(qinghai, other, "drop_wish").done
    assert {line.id: (line.state, line.is_open) for line in listed(qinghai, "micro_wish")} == {
        one.id: ("delivered", False), other.id: ("withdrawn", False)}


def test_what_is_not_asked_with_a_step_is_refused_and_nothing_is_written(qinghai: World) -> None:
    one = wish(qinghai)
    result = step(qinghai, one, "drop_wish", values={"helper": "蓝天公司"})
    assert (result.done, codes(result)) == (False, ["LIFE_001"])
    claims = step(qinghai, one, "claim", values={"claims": {}})
    assert (claims.done, codes(claims)) == (False, ["ACT_006"])
    assert qinghai.state(one) == "collected"


# Referrals

@pytest.mark.requirement("QH-06", node="common/forms/referral.yaml#fields.answer")
def test_a_referral_waits_for_its_answer_and_is_past_its_day(qinghai: World) -> None:
    one = referral(qinghai)
    (line,) = listed(qinghai, "referral", late_only=True)
    assert (line.id, line.party, line.until) == (one.id, "乙部门", "2025-03-10")
    assert [work.late for work in today_board(qinghai.desk, qinghai.who()).work if work.kind == "referral"] == [1]
    empty = step(qinghai, one, "answer")
    assert (empty.done, [problem.place.field for problem in empty.problems]) == (False, ["answer"])
    assert qinghai.state(one) == "sent"
    assert step(qinghai, one, "answer", values={"answer": "已安排就诊"}).done
    assert qinghai.now("referral", one.id).get("answer") == "已安排就诊"
    (line,) = listed(qinghai, "referral", open_only=True)
    assert (line.state, line.is_late) == ("answered", False)
    assert step(qinghai, one, "close_referral").done
    assert listed(qinghai, "referral", open_only=True) == []
    assert listed(qinghai, "referral", party=one.text("department"))[0].state == "closed"


@pytest.mark.requirement("QH-06", node="common/checklist.yaml#items.referral_answer")
def test_an_answer_is_due_on_the_day_that_was_asked_for_and_missed_afterwards(qinghai: World) -> None:
    one = referral(qinghai, due_on="2025-03-24")
    assert [(line.record, line.status, line.child_name) for line in due_lines(qinghai, "referral_answer")] == [
        (one.id, "due", "窦念安")]
    qinghai.at("2025-03-25")
    assert [line.status for line in due_lines(qinghai, "referral_answer")] == ["missed"]
    assert step(qinghai, one, "answer", values={"answer": "已安排就诊"}).done
    assert due_lines(qinghai, "referral_answer") == []


def test_words_of_harm_in_an_answer_are_heard(qinghai: World) -> None:
    one = referral(qinghai)
    assert step(qinghai, one, "answer", values={"answer": "孩子说被爸爸打"}).done
    assert len(today_board(qinghai.desk, qinghai.who()).alerts) == 1


# Plans

def household(world: World, **values: Any) -> Record:
    return world.add("household", name="窦长河", division_code=world.village, **values)


@pytest.mark.requirement("QH-13", node=("common/forms/care_plan.yaml#fields.members",
                                           "qinghai/forms/care_plan.yaml#fields.members"))
@pytest.mark.requirement("QH-13", node=("common/forms/care_plan.yaml#fields.children",
                                           "qinghai/forms/care_plan.yaml#fields.children"))
@pytest.mark.requirement("QH-13", node="common/forms/household.yaml#fields.members")
def test_a_household_plan_covers_its_children_and_its_women(qinghai: World) -> None:
    home = household(qinghai, members=[{"name": "王秀", "relation": "母亲", "difficulty": "disabled"}])
    children = [qinghai.child(name, household=home.id) for name in ("窦念安", "窦念平")]
    made = add_plan(qinghai.desk, qinghai.who(), AddPlan({
        "scope": "household", "child": children[0].id, "date": "2025-03-20", "goals": "安心生活",
        "items": [{"area": "living", "what": "每月米面", "for_whom": "王秀"}], "review_on": "2025-03-23"}))
    assert made.done, codes(made)
    plan = made.records[0]
    assert (plan.get("household"), plan.get("children")) == (home.id, {one.id: True for one in children})
    assert [row["name"] for _, row in rows(plan.get("members"))] == ["王秀"]
    assert [row["for_whom"] for _, row in rows(plan.get("items"))] == ["王秀"]
    for child in children:
        file = child_file(qinghai.desk, qinghai.who(), child.id)
        assert file is not None
        assert [paper.id for paper in file.papers if paper.kind == "care_plan"] == [plan.id]


@pytest.mark.requirement("QH-13", node="qinghai/checklist.yaml#items.household_plan")
@pytest.mark.requirement("QH-13", node="common/checklist.yaml#items.plan_review")
def test_whose_plan_and_whose_review_is_due_is_listed(qinghai: World) -> None:
    home = household(qinghai)
    child = qinghai.waiting_child(household=home.id)
    assert qinghai.pair(child, qinghai.mother()).done
    assert ("household_plan", home.id) in {(line.duty, line.record) for line in plans_due(qinghai.desk, qinghai.who())}
    made = add_plan(qinghai.desk, qinghai.who(), AddPlan({
        "scope": "household", "household": home.id, "date": "2025-03-24", "goals": "安心", "review_on": "2025-03-26"}))
    plan = made.records[0]
    found = {(line.duty, line.record, line.status) for line in plans_due(qinghai.desk, qinghai.who())}
    assert ("plan_review", plan.id, "due") in found
    assert "household_plan" not in {duty for duty, _, _ in found}
    qinghai.at("2025-03-27")
    assert [line.id for line in listed(qinghai, "care_plan", late_only=True)] == [plan.id]


@pytest.mark.requirement("QH-28", node="common/checklist.yaml#items.growth_plan.counts")
def test_a_growth_plan_is_due_until_the_child_has_one(qinghai: World) -> None:
    child = qinghai.waiting_child()
    assert qinghai.pair(child, qinghai.mother()).done
    assert [line.record for line in plans_due(qinghai.desk, qinghai.who()) if line.duty == "growth_plan"] == [child.id]
    made = add_plan(qinghai.desk, qinghai.who(), AddPlan({"scope": "child", "child": child.id, "date": "2025-03-24",
                                                         "goals": "每天读书"}))
    assert made.done, codes(made)
    assert not [line for line in plans_due(qinghai.desk, qinghai.who()) if line.duty == "growth_plan"]


# A loving mother's steps

def test_her_query_is_entered_with_the_step_that_asks_for_it(qinghai: World) -> None:
    mother = qinghai.mother(query_on=None, query_result=None)
    asked = steps(qinghai, mother)["query"]
    assert ([key for key, _ in asked.asks], asked.allowed) == (["query_on", "query_result"], False)
    bad = {"query_on": "2025-03-20", "query_result": "record_found"}
    assert not step(qinghai, mother, "query", values=bad).done
    assert step(qinghai, mother, "query", values={**bad, "query_result": "clear"}).done
    for key in ("train", "activate", "pause", "resume"):
        assert step(qinghai, mother, key).done, key
    assert step(qinghai, mother, "leave", reason="own_wish").done
    assert qinghai.state(mother) == "left"


# What files lack, where children wait

@pytest.mark.requirement("QH-12", node="qinghai/reports/data_quality.yaml#blocks.places")
def test_an_incomplete_file_says_which_fields_it_lacks(qinghai: World) -> None:
    qinghai.at("2025-03-04")
    child = qinghai.child(birth_date="2014-05")
    qinghai.at("2025-03-24")
    found = data_quality(qinghai.desk, qinghai.who())
    (one,) = found.incomplete
    assert (one.id, one.days) == (child.id, 20)
    assert "身份证号" in one.lacks
    assert [(place.on_file, place.complete, place.days) for place in found.places] == [(1, 0, 20)]
    file = child_file(qinghai.desk, qinghai.who(), child.id)
    assert file is not None
    assert file.lacks == one.lacks
    row = next(n for n, cells_ in enumerate(cells(report(qinghai, "data_quality", "2025-03"), "places"), 1)
               if cells_[1] == "1")
    behind = explain_number(qinghai.desk, qinghai.who(), ExplainNumber("data_quality", "2025-03", "places", row, 3))
    assert [(record.id, record.text) for record in behind.records] == [(child.id, "、".join(one.lacks))]


@pytest.mark.requirement("QH-23", node="qinghai/reports/monthly.yaml#blocks.gap.list.where")
def test_villages_with_unpaired_children_are_listed_with_the_places_near_them(qinghai: World) -> None:
    here, *others = villages(qinghai.desk.province, qinghai.desk.office)
    same_town = next(code for code in others if code.startswith(here[:9]))
    elsewhere = next(code for code in others if not code.startswith(here[:9]))
    waiting, filed = qinghai.waiting_child("窦念安"), qinghai.child("窦念平")
    paired = qinghai.waiting_child("窦念喜", division_code=elsewhere)
    for name, village in (("蔺秀英", here), ("蔺玉兰", same_town)):
        qinghai.mother(name, division_code=village)
    mother = qinghai.mother("蔺桂芝", division_code=elsewhere)
    qinghai.mother("蔺无查", division_code=here, query_on="2023-01-01")
    assert qinghai.pair(paired, mother).done
    (gap,) = village_gaps(qinghai.desk, qinghai.who())
    assert (gap.division_code, [child.id for child in gap.children], gap.waiting) == (here, [waiting.id, filed.id], 1)
    assert (gap.free_in_village, gap.free_in_town, gap.free_in_county) == (3, 6, 8)
    assert [row[0] for row in cells(report(qinghai, "monthly", "2025-03"), "gap")] == [
        qinghai.desk.province.divisions.path(here)]
    assert village_gaps(qinghai.desk, qinghai.who(scope=elsewhere)) == ()


# Tags and reviews

@pytest.mark.requirement("QH-11", node=("qinghai/forms/event.yaml#fields.plan_tag",
                                           "qinghai/reports/work.yaml#blocks.project_plans"))
@pytest.mark.requirement("QH-22", node=("qinghai/forms/event.yaml#fields.link_tag",
                                           "qinghai/reports/monthly.yaml#blocks.by_link"))
def test_the_tags_of_an_event_are_those_of_every_childs_share(qinghai: World) -> None:
    children = [qinghai.child(name).id for name in ("窦念安", "窦念平", "窦念喜")]
    made = add_event(qinghai.desk, qinghai.who(), AddEvent({
        "date": "2025-03-20", "name": "集中慰问", "kind": "group_activity", "activity_kind": ["group_care"],
        "division_code": qinghai.desk.office, "plan_tag": "loving_help", "link_tag": ["joint_care", "joint_growth"],
    }, tuple(children)))
    assert made.done, codes(made)
    content = report(qinghai, "monthly", "2025-03")
    assert {row[0]: row[1] for row in cells(content, "by_plan")}["爱心助力"] == "3"
    linked = {row[0]: row[1] for row in cells(content, "by_link")}
    assert [linked[name] for name in ("关爱联助", "发展联动")] == ["3", "3"]
    for tag in ("growth", "growth", "growth", "warm_guard"):
        qinghai.add("project", name=f"项目{tag}", kind="护蕾小屋", plan_tag=tag)
    assert {row[0]: row[1] for row in cells(report(qinghai, "work", "2025-Q1"), "project_plans")}["赋能成长"] == "3"


@pytest.mark.requirement("QH-22", node="qinghai/reports/venues.yaml#blocks.by_link")
def test_venues_are_counted_under_the_three_links(qinghai: World) -> None:
    for number in range(3):
        qinghai.add("venue", name=f"儿童之家{number}", kind="children_home", division_code=qinghai.village,
                    link_tag=["shared_venues"])
    linked = {row[0]: row[1] for row in cells(report(qinghai, "venues", "2025"), "by_link")}
    assert linked["阵地联用"] == "3"


@pytest.mark.requirement("QH-40", node="qinghai/checklist.yaml#items.outcome_review")
def test_a_paired_child_is_reviewed_once_a_year(qinghai: World) -> None:
    child = qinghai.waiting_child()
    assert qinghai.pair(child, qinghai.mother()).done
    assert [line.record for line in due_lines(qinghai, "outcome_review")] == [child.id]
    review = qinghai.add("outcome_review", child=child.id, date="2025-03-24", heart="reached", safety="reached",
                         help="partly", dream="not_yet")
    assert due_lines(qinghai, "outcome_review") == []
    file = child_file(qinghai.desk, qinghai.who(), child.id)
    assert file is not None
    assert [paper.id for paper in file.papers if paper.kind == "outcome_review"] == [review.id]


def test_a_mother_in_service_is_not_led_aside(qinghai: World) -> None:
    mother = qinghai.mother()

    def led() -> str:
        found = explain_case(qinghai.desk, qinghai.who(), mother.id, kind="loving_mother")
        assert found is not None
        return found.next_step

    assert led() == "query"
    assert [step(qinghai, mother, key).done for key in ("query", "activate")] == [True, True]
    assert led() == ""
    assert "pause" in steps(qinghai, mother)
