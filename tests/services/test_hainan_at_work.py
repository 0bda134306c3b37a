"""What Hainan's files carry, seen at work: entered through forms, printed by reports, closed by its own steps."""

from __future__ import annotations

import pytest

from aixin_tui.services.care import AddEvent, add_event
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.registering import AddRecord, add_record
from aixin_tui.services.reports.reporting import RenderReport, render
from office_world import World, agreed, own_wish


def texts_of(world: World, key: str) -> list[list[str]]:
    """The lines of a block of March's report; of a text its text."""
    content = render(world.desk, world.who(), RenderReport("monthly", "2025-03")).content
    assert content is not None
    found = content.block(key)
    assert found is not None, key
    return [[found.text]] if found.text else [[cell.text for cell in row.cells] for row in found.rows]


@pytest.mark.requirement("HI-03", node=("hainan/forms/choices.yaml#lists.child_categories.add.divorced_family",
                                           "hainan/policy.yaml#facts.first_scope.when.child.categories.divorced_family"))
def test_a_child_of_divorced_parents_is_taken_in(hainan: World) -> None:
    values = {"name": "窦念安", "sex": "female", "birth_date": "2014-05-06", "categories": ["divorced_family"],
              "division_code": hainan.village}
    result = add_record(hainan.desk, hainan.who(), AddRecord("child", values))
    assert [problem.code.value for problem in result.problems if problem.stops] == []
    assert result.done


@pytest.mark.requirement("HI-05", node="hainan/forms/choices.yaml#lists.occupations.add.five_good_family")
def test_a_family_of_five_merits_is_an_occupation_here_and_known_as_such(hainan: World) -> None:
    mother = hainan.mother(occupation="five_good_family", post=["executive"], category="cadre")
    assert mother.get("occupation") == "five_good_family"
    choices = hainan.desk.province.choices.get("occupations")
    assert choices is not None
    assert choices.label_of(mother.text("occupation")) == "五好家庭"


@pytest.mark.requirement("HI-07", node="hainan/reports/figures.yaml#figures.mothers_listed")
@pytest.mark.requirement("HI-06", node="hainan/reports/monthly.yaml#blocks.guidance.table.by.loving_mother.kind")
def test_volunteers_are_counted_by_kind_under_the_first_heading(hainan: World) -> None:
    for number in range(4):
        hainan.mother(f"蔺秀{number}")
    for number in range(3):
        hainan.mother(f"蔺山{number}", kind="father", sex="male")
    content = render(hainan.desk, hainan.who(), RenderReport("monthly", "2025-03")).content
    assert content is not None
    guidance = content.block("guidance")
    assert guidance is not None
    assert guidance.columns[1].head == "已招募爱心妈妈（人）"
    rows = {row[0]: row[1] for row in texts_of(hainan, "guidance")}
    assert [rows.get(name) for name in ("爱心妈妈", "爱心爸爸", "合计")] == ["4", "3", "7"]


@pytest.mark.requirement("HI-08", node="hainan/forms/consent.yaml#fields.words")
def test_the_childs_own_words_are_kept_with_its_wish(hainan: World) -> None:
    child = hainan.child()
    result = hainan.sit(child, (agreed(hainan.guardian(child)), own_wish(words="我愿意")))
    assert result.done
    kept = [record for record in hainan.desk.store.snapshot().of("consent") if record.get("by") == "child"]
    assert [record.get("words") for record in kept] == ["我愿意"]
    field = hainan.desk.province.field("consent", "words")
    assert field is not None
    assert field.label == "儿童自己的话"


@pytest.mark.requirement("HI-10", node="hainan/reports/monthly.yaml#blocks.scope.table.by.child.categories")
@pytest.mark.requirement("HI-10", node="hainan/reports/figures.yaml#figures.scope_children.where.child.first_scope")
def test_children_in_scope_are_counted_under_each_category(hainan: World) -> None:
    for number, category in enumerate(("single_parent", "single_parent", "single_parent", "left_behind_child",
                                       "left_behind_child", "left_behind_child", "child_in_difficulty")):
        hainan.waiting_child(f"窦念{number}", birth_date=f"2014-05-0{number + 1}", categories=[category])
    rows = {row[0]: row[1] for row in texts_of(hainan, "scope")}
    names = ("单亲家庭未成年人", "留守儿童", "困境儿童", "合计")
    assert [rows.get(name, "0") for name in names] == ["3", "3", "0", "6"]


@pytest.mark.requirement("HI-14", node="common/forms/choices.yaml#lists.event_kinds.choices.training")
@pytest.mark.parametrize("mode", ["online", "offline"])
def test_a_training_is_held_online_or_offline(hainan: World, mode: str) -> None:
    values = {"date": "2025-03-20", "name": "专题培训", "kind": "training", "mode": mode,
              "division_code": hainan.desk.office, "sessions": 2}
    made = add_event(hainan.desk, hainan.who(), AddEvent(values, ()))
    assert made.done, made.problems
    assert made.records[0].get("mode") == mode


@pytest.mark.requirement("HI-28", node="hainan/reports/figures.yaml#figures.households_visited.of")
def test_households_are_counted_once_however_often_they_are_visited(hainan: World) -> None:
    home = hainan.add("household", name="窦家", division_code=hainan.village)
    for name in ("窦念安", "窦念平"):
        hainan.sit(hainan.child(name, household=home.id))
    hainan.sit(hainan.child("窦念喜", household=hainan.add("household", name="蔺家", division_code=hainan.village).id))
    assert texts_of(hainan, "help")[0][0].startswith("本月入户走访2户，")


@pytest.mark.requirement("HI-33", node="hainan/reports/monthly.yaml#blocks.family.text")
def test_the_third_heading_is_filled_from_what_was_done(hainan: World) -> None:
    child = hainan.waiting_child()
    hainan.pair(child, hainan.mother())
    hainan.add("activity", child=child.id, date="2025-03-24", kind=["family_visit"])
    assert texts_of(hainan, "family") == [["本月到家中看望1次，关心问候0次，漏联0对。"]]


@pytest.mark.requirement("HI-32", node="hainan/policy.yaml#facts.eligible@1")
def test_an_orphan_of_the_community_is_listed_as_unpaired_from_2025_on(hainan: World) -> None:
    hainan.at("2024-12-20")
    hainan.waiting_child(categories=["orphan_in_community"])
    hainan.at("2025-03-24")
    assert [row[0] for row in texts_of(hainan, "unpaired")] == ["窦念安"]
    before = render(hainan.desk, hainan.who(), RenderReport("monthly", "2024-12")).content
    assert before is not None
    listed = before.block("unpaired")
    assert listed is not None
    assert not listed.rows


@pytest.mark.requirement("HI-35", node=("hainan/registers/counselling.yaml#states.referred",
                                           "hainan/registers/counselling.yaml#transitions.refer"))
@pytest.mark.parametrize(("step", "state"), [("solve", "solved"), ("refer", "referred")])
def test_counselling_closes_with_an_outcome(hainan: World, step: str, state: str) -> None:
    entry = hainan.add("counselling", child=hainan.child().id, date="2025-03-20")
    life = hainan.desk.province.lives["counselling"]
    assert advance(hainan.desk, hainan.who(), Advance(entry.id, step, kind="counselling")).done
    assert hainan.state(entry) == state
    assert not advance(hainan.desk, hainan.who(), Advance(entry.id, "solve", kind="counselling")).done
    assert [one.label for one in life.transitions.at()] == ["结案：已解决", "结案：转介"]


@pytest.mark.requirement("HI-01", "HI-04", "HI-12", "HI-17", node="common/registers/policy_basis.yaml#fields.partners")
@pytest.mark.parametrize(("name", "kind"), [
    ("全国妇联等九部门通知", "notice"), ("招募令", "notice"), ("“爱心妈妈”志愿服务项目方案", "project_plan"),
    ("2024年“百社牵百手·共同促护苗”活动方案", "plan"),
])
def test_papers_behind_the_action_are_kept_by_kind_with_their_partners(hainan: World, name: str, kind: str) -> None:
    result = add_record(hainan.desk, hainan.who(), AddRecord("policy_basis", {
        "name": name, "kind": kind, "date": "2024-04-12", "partners": "社会组织"}))
    assert result.done, result.problems
    assert [result.records[0].get(field) for field in ("kind", "date", "partners")] == [kind, "2024-04-12", "社会组织"]


@pytest.mark.requirement("HI-02", "HI-04", node=("common/registers/programme.yaml#fields.parents",
                                                    "qinghai/reports/work.yaml#blocks.programmes",
                                                    "qinghai/registers/programme.yaml"))
def test_the_action_belongs_to_the_one_it_was_begun_with(hainan: World) -> None:
    above = hainan.add("programme", name="“护苗”专项行动", level="province")
    result = add_record(hainan.desk, hainan.who(), AddRecord("programme", {
        "name": "“爱心妈妈”结对关爱", "level": "province", "date": "2024-04-12", "parents": [above.id]}))
    assert result.done, result.problems
    assert result.records[0].get("parents") == {above.id: True}


@pytest.mark.requirement("HI-24", node="common/registers/project.yaml#fields.brand")
@pytest.mark.requirement("HI-26", node="common/registers/project.yaml#fields.divisions")
def test_a_planned_project_names_its_fund_and_its_counties(hainan: World) -> None:
    counties = [code for code in hainan.desk.province.divisions if len(code) == 6][:2]
    result = add_record(hainan.desk, hainan.who(), AddRecord("project", {
        "name": "星光课堂", "target_group": "留守儿童", "brand": "红脸蛋基金", "divisions": counties,
        "services": ["study"]}))
    assert result.done, result.problems
    project = result.records[0]
    assert (hainan.state(project), project.get("brand")) == ("planned", "红脸蛋基金")
    assert set(project.get("divisions") or ()) == set(counties)


@pytest.mark.requirement("HI-31", node="hainan/reports/figures.yaml#figures.wish_children.where")
def test_children_whose_wish_came_true_are_counted_once(hainan: World) -> None:
    child, other = hainan.child("窦念安"), hainan.child("窦念平")
    for text, of in (("书包", child), ("自行车", child), ("台灯", other)):
        wish = hainan.add("micro_wish", child=of.id, date="2025-03-01", wish=text, helper_kind="enterprise")
        for step in ("claim", "deliver") if of is child else ("claim",):
            assert advance(hainan.desk, hainan.who(), Advance(wish.id, step, kind="micro_wish")).done
    assert "实现微心愿2个（圆梦儿童1名）" in texts_of(hainan, "help")[0][0]
