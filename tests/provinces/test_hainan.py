"""What Hainan's folder says, requirement by requirement; each test falls when the node that carries it is removed."""

from __future__ import annotations

from typing import Any

import pytest
from province_cases import choices, differences

from aixin_tui.engine.spec.case import Expect, When
from aixin_tui.engine.spec.checklist import After, Every
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces.registry import Registry


@pytest.fixture
def hainan(provinces: Registry) -> Province:
    return provinces["hainan"]


def child(**values: Any) -> dict[str, Any]:
    return {"id": "c1", "state": "assessed", "birth_date": "2014-05-06", **values}


WISH = {"child": "c1", "by": "child", "purpose": "pairing", "decision": "agreed", "date": "2024-12-01"}
STUDY = {"child": "c1", "date": "2024-11-20", "difficulties": ["study"]}


@pytest.mark.requirement("HI-03", node="hainan/policy.yaml#facts.first_scope.when.child.categories.single_parent")
def test_a_child_of_a_single_parent_is_in_the_first_scope(hainan: Province) -> None:
    expect = Expect(facts={"c1": {"child.eligible": "true"}})
    given = {"child": (child(categories=["single_parent"]),), "assessment": (STUDY,), "consent": (WISH,)}
    assert differences(hainan, expect, "2024-12-31", **given) == []
    assert choices(hainan, "child_categories")[-2:] == ["单亲家庭未成年人", "离异家庭未成年人"]


@pytest.mark.requirement("HI-05", node="hainan/forms/choices.yaml#lists.occupations.add.five_good_family")
def test_five_good_families_are_among_the_occupations(hainan: Province) -> None:
    assert choices(hainan, "occupations") == ["律师", "检察官", "医护人员", "人民教师", "五好家庭"]


@pytest.mark.requirement("HI-06", node=(
    "common/forms/choices.yaml#lists.mother_kinds.choices.family", "common/forms/loving_mother.yaml#fields.members",
))
def test_fathers_and_families_may_take_part(hainan: Province) -> None:
    assert choices(hainan, "mother_kinds") == ["爱心妈妈", "爱心爸爸", "爱心家庭"]


@pytest.mark.requirement("HI-06", node="common/policy.yaml#checks.sex_approval.level")
def test_a_father_for_a_girl_is_a_reviewer_s_decision(hainan: Province) -> None:
    check = hainan.policy.checks.get("sex_approval")
    assert check is not None
    assert (check.level, check.stamp.source.value) == ("approve", "默认")


@pytest.mark.requirement("HI-07", node="hainan/reports/figures.yaml#figures.mothers_listed.label")
def test_recruited_mothers_are_counted_in_the_province_s_words(hainan: Province) -> None:
    figure = hainan.figures.get("mothers_listed")
    assert figure is not None
    assert (figure.label, figure.unit) == ("已招募爱心妈妈", "人")
    given = {"loving_mother": ({"id": "m1", "state": "active"}, {"id": "m2", "state": "left"})}
    assert differences(hainan, Expect(figures={"mothers_listed": "1"}), **given) == []


@pytest.mark.requirement("HI-08", node="hainan/workflow.yaml#child.transitions.record_consent.checks.guardian_agrees")
def test_without_the_guardian_nothing_is_agreed(hainan: Province) -> None:
    expect = Expect(refused_by=("consent_in_force", "guardian_agrees"))
    given = {"child": (child(),), "assessment": (STUDY,), "consent": (WISH,)}
    step = When(advance="c1", by="record_consent")
    assert differences(hainan, expect, "2025-05-20", step, **given) == []


@pytest.mark.requirement("HI-08", node="hainan/forms/consent.yaml#fields.words")
def test_the_child_s_own_words_can_be_written_down(hainan: Province) -> None:
    assert hainan.field("consent", "words") is not None


@pytest.mark.requirement("HI-09", node="hainan/policy.yaml#facts.eligible.when.child.willing")
def test_a_child_who_was_not_asked_is_not_eligible(hainan: Province) -> None:
    expect = Expect(facts={"c1": {"child.willing": "false", "child.eligible": "false"}})
    given = {"child": (child(categories=["left_behind_child"]),), "assessment": (STUDY,)}
    assert differences(hainan, expect, "2024-12-31", **given) == []


@pytest.mark.requirement("HI-10", node="hainan/reports/monthly.yaml#blocks.scope")
def test_children_in_scope_are_shown_by_category(hainan: Province) -> None:
    tables = [b.table for b in hainan.reports["monthly"].blocks.at() if b.table is not None]
    assert ("child.categories",) in [table.by for table in tables]


@pytest.mark.requirement(
    "HI-18", node="hainan/reports/notice_to_civil_affairs.yaml#blocks.changes.list.once"
)
def test_civil_affairs_hears_of_every_pair_once_and_within_a_week(hainan: Province) -> None:
    notice = hainan.reports["notice_to_civil_affairs"]
    assert notice.cadence == After(fact="status_change.date", within="7 days")
    assert (notice.to, notice.made_by) == ("民政局", ("town", "county"))
    assert [b.list.once for b in notice.blocks.at() if b.list is not None] == [True]


@pytest.mark.requirement("HI-20", node="hainan/checklist.yaml#items.festival_visit.cadence.every.dragon_boat")
@pytest.mark.requirement("HI-20", node="hainan/checklist.yaml#items.festival_visit.cadence.late")
def test_the_festivals_are_spent_together(hainan: Province) -> None:
    duty = hainan.checklist.duties.get("festival_visit")
    assert duty is not None
    assert duty.cadence == Every(named=("dragon_boat", "childrens_day"), early="3 days", late="3 days")


@pytest.mark.requirement("HI-23", node="hainan/registers/counselling.yaml#fields.notes.sealed")
def test_notes_of_counselling_are_sealed(hainan: Province) -> None:
    field = hainan.field("counselling", "notes")
    assert field is not None
    assert field.sealed


@pytest.mark.requirement("HI-32", node="hainan/policy.yaml#facts.eligible@1")
def test_the_scope_is_wider_from_2025_on(hainan: Province) -> None:
    given = {"child": (child(categories=["orphan_in_community"]),), "consent": (WISH,)}
    for day, eligible in (("2024-12-31", "false"), ("2025-01-01", "true")):
        expect = Expect(facts={"c1": {"child.eligible": eligible}})
        assert differences(hainan, expect, day, **given) == [], day


@pytest.mark.requirement("HI-33", node="hainan/reports/monthly.yaml#blocks.help")
def test_the_monthly_report_has_the_four_headings(hainan: Province) -> None:
    headings = [b.heading for b in hainan.reports["monthly"].blocks.at() if b.level == 1 and b.heading]
    assert headings == ["思想有引领", "成长有守护", "家教有指导", "困难有帮扶"]


@pytest.mark.requirement("HI-35", node=(
    "hainan/registers/counselling.yaml#states.solved", "hainan/registers/counselling.yaml#transitions.solve",
))
def test_counselling_goes_on_or_ends_solved_or_referred(hainan: Province) -> None:
    life = hainan.lives["counselling"]
    assert [state.label for state in life.states.at()] == ["继续辅导", "已解决", "已转介"]
    assert [state.final for state in life.states.at()] == [False, True, True]
