"""What Qinghai's folder says, requirement by requirement; each test falls when the node that carries it is removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from province_cases import choices, differences

from aixin_tui.engine.spec.case import Expect
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.registry import Registry

Q = "qinghai"


@pytest.fixture
def qinghai(provinces: Registry) -> Province:
    return provinces[Q]


def pair(number: int, started: str, **values: Any) -> dict[str, Any]:
    return {"id": f"p{number}", "child": f"c{number}", "loving_mother": f"m{number % 2}", "state": "in_force",
            "started_on": started, **values}


PAIRS: dict[str, Any] = {
    "child": tuple({"id": f"c{n}", "state": "paired"} for n in (1, 2, 3)),
    "loving_mother": ({"id": "m0"}, {"id": "m1"}),
    "pairing": (pair(1, "2025-02-01"), pair(2, "2024-11-01"), pair(3, "2025-03-05")),
}


@pytest.mark.requirement("QH-01", node="qinghai/province.yaml#brand")
def test_the_brand_stands_in_the_province_and_is_printed(qinghai: Province) -> None:
    assert qinghai.identity.brand == "江源爱心妈妈"
    block = qinghai.reports["monthly"].blocks.get("design")
    assert block is not None
    assert "{province.brand}" in block.text


@pytest.mark.requirement("QH-01", node="qinghai/province.yaml#rename.loving_mother")
def test_the_province_s_own_word_stands_for_the_core_s(qinghai: Province) -> None:
    assert qinghai.term("loving_mother", "爱心妈妈") == "江源爱心妈妈"


@pytest.mark.requirement("QH-02", node="qinghai/reports/monthly.yaml#blocks.measures")
def test_the_monthly_report_has_the_four_headings(qinghai: Province) -> None:
    headings = [b.heading for b in qinghai.reports["monthly"].blocks.at() if b.level == 1 and b.heading]
    assert [h[:6] for h in headings] == ["强化顶层设计", "强化目标任务", "强化分类施策", "强化协调联动"]


@pytest.mark.requirement("QH-03", node="qinghai/reports/figures.yaml#figures.mothers_this_year.where")
def test_mothers_of_this_year_are_those_of_pairs_begun_this_year(qinghai: Province) -> None:
    expect = Expect(figures={"mothers_this_year": "1"})
    assert differences(qinghai, expect, **PAIRS) == []


@pytest.mark.requirement("QH-03", node="qinghai/reports/figures.yaml#figures.children_this_year.where")
def test_children_of_this_year_are_those_of_pairs_begun_this_year(qinghai: Province) -> None:
    assert differences(qinghai, Expect(figures={"children_this_year": "2"}), **PAIRS) == []


@pytest.mark.requirement("QH-06", node="qinghai/forms/referral.yaml#checks.member_department")
def test_a_need_is_handed_to_a_department_of_the_working_group(qinghai: Province) -> None:
    assert [check.level for check in qinghai.forms["referral"].checks.at()] == ["warn"]
    assert qinghai.field("department", "member") is not None


@pytest.mark.requirement("QH-07", node="qinghai/forms/choices.yaml#lists.child_categories.add.migrant_child")
def test_migrant_children_are_a_category_beside_common_s(qinghai: Province) -> None:
    assert choices(qinghai, "child_categories")[0] == "留守儿童"
    assert choices(qinghai, "child_categories")[-1] == "流动儿童"


#: What names the two kinds: without the kinds it could not stand.
_ASKED_OF_MEETINGS = ("qinghai/forms/event.yaml#fields.members", "qinghai/forms/event.yaml#fields.decisions",
                      "qinghai/forms/event.yaml#checks.meeting_level",
                      "qinghai/reports/figures.yaml#figures.meetings.where",
                      "qinghai/reports/work.yaml#blocks.meetings")


@pytest.mark.requirement("QH-09", node=("qinghai/forms/choices.yaml#lists.event_kinds.add.video_dispatch",
                                        *_ASKED_OF_MEETINGS))
@pytest.mark.requirement("QH-09", node=("qinghai/forms/choices.yaml#lists.event_kinds.add.deployment",
                                        *_ASKED_OF_MEETINGS))
def test_deployment_and_video_dispatch_are_kinds_of_event(qinghai: Province) -> None:
    assert {"部署会", "视频调度会"} <= set(choices(qinghai, "event_kinds"))


@pytest.mark.requirement("QH-10", node="qinghai/reports/monthly.yaml#blocks.design.text")
def test_the_fixed_wording_of_the_governance_is_printed(qinghai: Province) -> None:
    phrase = qinghai.identity.phrases.get("governance")
    block = qinghai.reports["monthly"].blocks.get("design")
    assert phrase is not None
    assert phrase.texts[0].startswith("党委领导、政府负责")
    assert block is not None
    assert "{phrase.governance}" in block.text


@pytest.mark.requirement("QH-11", node="qinghai/reports/monthly.yaml#blocks.by_plan.table.by.activity.plan_tag")
def test_activities_are_counted_by_the_three_plans(qinghai: Province) -> None:
    block = qinghai.reports["monthly"].blocks.get("by_plan")
    assert block is not None
    assert block.table is not None
    assert block.table.by == ("activity.plan_tag",)
    assert choices(qinghai, "plan_tags") == ["温暖守护", "赋能成长", "爱心助力"]


@pytest.mark.requirement("QH-12", node="qinghai/reports/data_quality.yaml#blocks.quality.table.figures.open_conflicts")
@pytest.mark.requirement("QH-12", node="qinghai/reports/data_quality.yaml#blocks.quality.table.figures.completeness")
@pytest.mark.requirement("QH-12", node="qinghai/reports/data_quality.yaml#blocks.quality.table.by.county")
def test_the_check_of_the_base_shows_completeness_update_and_conflicts_by_county(qinghai: Province) -> None:
    block = qinghai.reports["data_quality"].blocks.get("quality")
    assert block is not None
    assert block.table is not None
    assert block.table.figures == ("on_file", "completeness", "last_update", "open_conflicts")
    assert block.table.by == ("county",)


@pytest.mark.requirement("QH-12", node="qinghai/reports/figures.yaml#figures.last_update.print")
def test_the_last_update_is_printed_as_days_ago(qinghai: Province) -> None:
    figure = qinghai.figures.get("last_update")
    assert figure is not None
    assert (figure.latest, figure.print.show_as, figure.unit) == ("child.updated_on", "days_ago", "天")


@pytest.mark.requirement("QH-14", node="qinghai/forms/choices.yaml#lists.venue_kinds.add.rights_station")
@pytest.mark.requirement("QH-17", node="qinghai/forms/choices.yaml#lists.venue_kinds.add.protection_base")
@pytest.mark.requirement("QH-18", node="qinghai/forms/choices.yaml#lists.venue_kinds.add.guidance_centre")
def test_the_province_s_venues_are_kinds_of_venue(qinghai: Province) -> None:
    assert choices(qinghai, "venue_kinds")[2:] == ["未成年人观护基地", "维权服务站", "家庭教育指导中心（站点）"]


@pytest.mark.requirement("QH-15", node="qinghai/registers/legal_help.yaml#checks.several_agencies")
@pytest.mark.requirement("QH-15", node="common/registers/legal_help.yaml#sealed")
def test_help_for_offenders_is_sealed_and_wants_two_agencies(qinghai: Province) -> None:
    register = qinghai.forms["legal_help"]
    assert register.is_register
    assert register.sealed
    assert list(register.checks) == ["several_agencies"]


@pytest.mark.requirement("QH-19", node="qinghai/reports/certificate.yaml#blocks.words")
def test_the_certificate_has_the_three_wishes(qinghai: Province) -> None:
    certificate = qinghai.reports["certificate"]
    assert certificate.document_for == "loving_mother"
    assert ["儿童成长的引路人、儿童权益的守护人、儿童未来的筑梦人" in b.text for b in certificate.blocks.at()] == [True]


@pytest.mark.requirement("QH-21", node="qinghai/workflow.yaml#child.states.waiting.group")
@pytest.mark.requirement("QH-21", node="qinghai/workflow.yaml#child.states.proposed")
def test_the_stages_answer_whom_who_and_how(qinghai: Province) -> None:
    assert [s.group for s in qinghai.lives["child"].states.at() if s.group] == ["结对谁", "谁来结", "怎么结"]


@pytest.mark.requirement("QH-22", node=("qinghai/forms/activity.yaml#fields.link_tag",
                                        "qinghai/reports/monthly.yaml#blocks.by_link"))
@pytest.mark.requirement("QH-22", node=("qinghai/registers/venue.yaml#fields.link_tag",
                                        "qinghai/reports/venues.yaml#blocks.by_link"))
def test_the_three_links_mark_activities_and_venues(qinghai: Province) -> None:
    for kind in ("activity", "venue"):
        field = qinghai.field(kind, "link_tag")
        assert field is not None, kind
        assert (field.choices, field.many) == ("link_tags", True)


@pytest.mark.requirement("QH-23", node="qinghai/reports/monthly.yaml#blocks.gap")
def test_villages_with_unpaired_children_are_listed(qinghai: Province) -> None:
    block = qinghai.reports["monthly"].blocks.get("gap")
    assert block is not None
    assert block.list is not None
    assert (block.list.of, block.list.columns) == ("division", ("division.name",))


@pytest.mark.requirement("QH-24", node="qinghai/forms/home_visit.yaml#checks.with_civil_affairs")
@pytest.mark.requirement("QH-24", node="qinghai/forms/home_visit.yaml#fields.joint_with.need")
def test_the_knocking_visit_is_made_with_civil_affairs(qinghai: Province) -> None:
    field = qinghai.field("home_visit", "joint_with")
    assert field is not None
    assert (field.need.value, field.to) == ("always", "department")
    assert list(qinghai.forms["home_visit"].checks) == ["with_civil_affairs"]


@pytest.mark.requirement("QH-25", node="qinghai/forms/consent.yaml#fields.channel.need")
def test_how_the_guardian_agreed_has_to_be_written(qinghai: Province) -> None:
    field = qinghai.field("consent", "channel")
    assert field is not None
    assert field.need.value == "always"


@pytest.mark.requirement("QH-26", node="qinghai/forms/assessment.yaml#fields.guardianship")
@pytest.mark.requirement("QH-26", node="qinghai/forms/assessment.yaml#fields.development")
def test_guardianship_and_development_are_always_assessed(qinghai: Province) -> None:
    needs = [field.need.value for key in ("guardianship", "development")
             if (field := qinghai.field("assessment", key)) is not None]
    assert needs == ["always", "always"]


@pytest.mark.requirement("QH-28", node="qinghai/checklist.yaml#items.growth_plan")
@pytest.mark.requirement("QH-29", node="qinghai/checklist.yaml#items.group_care")
@pytest.mark.requirement("QH-30", node="qinghai/checklist.yaml#items.greeting")
@pytest.mark.requirement("QH-31", node="qinghai/checklist.yaml#items.micro_wish")
@pytest.mark.requirement("QH-32", node="qinghai/checklist.yaml#items.shared_day")
@pytest.mark.requirement("QH-33", node="qinghai/checklist.yaml#items.parent_child")
@pytest.mark.requirement("QH-34", node="qinghai/checklist.yaml#items.letter")
def test_the_seven_ones_are_one_group_in_the_province_s_words(qinghai: Province) -> None:
    seven = [duty for duty in qinghai.checklist.duties.at() if duty.group == "seven"]
    assert len(seven) == 7
    assert all("一" in duty.label for duty in seven)
    assert [duty.key for duty in seven if duty.stamp.source.value == "原文"] == ["greeting"]


@pytest.mark.requirement("QH-35", node="qinghai/forms/choices.yaml#lists.five_services.choices.safety")
def test_the_five_services_are_the_province_s(qinghai: Province) -> None:
    assert choices(qinghai, "five_services") == ["思想引领", "家教指导", "心理疏导", "生活帮扶", "安全教育"]


@pytest.mark.requirement("QH-36", node="common/reports/figures.yaml#figures.families.where")
def test_families_are_counted_once_whatever_they_took_part_in(qinghai: Province) -> None:
    given = {
        "household": ({"id": "h1"}, {"id": "h2"}),
        "child": tuple({"id": f"c{n}", "household": home, "state": "paired"}
                       for n, home in ((1, "h1"), (2, "h1"), (3, "h2"))),
        "activity": ({"child": "c1", "kind": ["shared_day"], "date": "2025-06-01"},
                     {"child": "c2", "kind": ["shared_day"], "date": "2025-06-01"},
                     {"child": "c3", "kind": ["shared_day"], "date": "2024-06-01"}),
    }
    assert differences(qinghai, Expect(figures={"families": "1"}), **given) == []


@pytest.mark.requirement("QH-40", node="qinghai/reports/outcome.yaml#blocks.dream")
def test_the_review_asks_for_the_four_dimensions(qinghai: Province) -> None:
    headings = [block.heading for block in qinghai.reports["outcome"].blocks.at()]
    assert headings == ["心有所依", "身有所护", "难有所帮", "梦有所圆"]


def test_nothing_of_ours_is_shown_as_the_policy_s_own(qinghai: Province) -> None:
    household = qinghai.checklist.duties.get("household_plan")
    distance = qinghai.policy.costs.get("distance")
    for item in (household, distance):
        assert item is not None
        assert (item.stamp.source.value, item.stamp.cite[-4:]) == ("默认", "系统默认")


def test_the_folder_has_cases_of_its_own(provinces: Registry) -> None:
    assert list(Path(provinces.path(Q) / "cases").glob("*.yaml"))
