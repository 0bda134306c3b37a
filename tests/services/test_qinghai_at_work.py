"""What Qinghai's files carry, seen at work: entered through forms, printed by reports, refused or said by checks."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.domain.record import Record
from aixin_tui.engine.content import Block, ReportContent
from aixin_tui.services.care import AddEvent, add_event
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Result
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.papers import MakePapers, make_papers
from aixin_tui.services.registering import AddRecord, add_record
from aixin_tui.services.reports.reporting import RenderReport, render
from office_world import World, agreed, own_wish


def report(world: World, key: str = "monthly", period: str = "2025-03", *, office: str = "") -> ReportContent:
    made = render(world.desk, world.who(), RenderReport(key, period, office=office))
    assert made.content is not None, made.problems
    return made.content


def block(content: ReportContent, key: str) -> Block:
    found = content.block(key)
    assert found is not None, key
    return found


def cells(content: ReportContent, key: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in block(content, key).rows]


def document(world: World, key: str, record: str) -> ReportContent:
    made = make_papers(world.desk, world.who(), MakePapers(key, (record,)))
    assert len(made.contents) == 1, made.problems
    return made.contents[0]


def tried(world: World, kind: str, /, **values: Any) -> Result:
    return add_record(world.desk, world.who(), AddRecord(kind, values))


def fields(result: Result) -> list[str]:
    return [problem.place.field for problem in result.problems if problem.stops]


@pytest.mark.requirement("QH-01", node="qinghai/province.yaml#brand")
@pytest.mark.requirement("QH-03", node="qinghai/reports/figures.yaml#figures.mothers_this_year.where")
@pytest.mark.requirement("QH-10", node="qinghai/reports/monthly.yaml#blocks.design.text")
def test_the_first_heading_tells_brand_pairs_of_the_year_and_governance(qinghai: World) -> None:
    qinghai.at("2024-11-10")
    assert qinghai.pair(qinghai.waiting_child("窦念喜"), qinghai.mother("蔺玉兰", query_on="2024-11-01")).done
    qinghai.at("2025-03-24")
    mother = qinghai.mother()
    for name in ("窦念安", "窦念平"):
        assert qinghai.pair(qinghai.waiting_child(name), mother).done
    assert block(report(qinghai), "design").text == (
        "截至2025年3月24日，今年以来1名江源爱心妈妈与2名留守困境儿童结对，"
        "形成党委领导、政府负责、部门协作、社会共建、全民参与的关爱工作大格局。")


@pytest.mark.requirement("QH-01", node="qinghai/province.yaml#rename.loving_mother")
def test_lists_are_headed_by_the_provinces_own_word(qinghai: World) -> None:
    heads = [column.head for column in block(report(qinghai), "missed_calls").columns]
    assert "江源爱心妈妈" in heads


@pytest.mark.requirement("QH-19", node="qinghai/reports/certificate.yaml#blocks.words")
def test_the_certificate_names_her_and_the_three_wishes(qinghai: World) -> None:
    mother = qinghai.mother()
    made = document(qinghai, "certificate", mother.id)
    assert made.title == "“江源爱心妈妈”证书"
    assert [one.text for one in made.blocks] == [
        "蔺秀英：愿您做好儿童成长的引路人、儿童权益的守护人、儿童未来的筑梦人。"]


@pytest.mark.requirement("QH-19", node="qinghai/reports/pledge.yaml#blocks.words")
def test_the_pledge_of_a_pair_is_made_for_it(qinghai: World) -> None:
    pairing = qinghai.pair(qinghai.waiting_child(), qinghai.mother()).about["pairing"]
    assert "引路人" in "".join(one.text for one in document(qinghai, "pledge", pairing).blocks)


def department(world: World, name: str, **values: Any) -> Record:
    return world.add("department", name=name, **values)


@pytest.mark.requirement("QH-06", node="qinghai/forms/referral.yaml#checks.member_department")
def test_a_need_goes_to_a_member_of_the_working_group(qinghai: World) -> None:
    child = qinghai.child()
    needs = {"child": child.id, "date": "2025-03-10", "need": "medical", "due_on": "2025-04-10"}
    outside = tried(qinghai, "referral", department=department(qinghai, "甲部门").id, **needs)
    inside = tried(qinghai, "referral", department=department(qinghai, "乙部门", member=True).id, **needs)
    said = [[str(problem.values.get("say", "")) for problem in one.problems] for one in (outside, inside)]
    assert (outside.done, inside.done) == (True, True)
    assert said == [["应转给权益保障工作小组的成员单位"], []]


@pytest.mark.requirement("QH-06", node="qinghai/reports/monthly.yaml#blocks.coordination.list.where")
def test_a_need_stands_in_the_report_until_it_is_answered(qinghai: World) -> None:
    child, at = qinghai.child(), department(qinghai, "乙部门", member=True)
    need = qinghai.add("referral", child=child.id, date="2025-03-10", need="medical", department=at.id,
                       due_on="2025-04-10")
    assert cells(report(qinghai), "coordination") == [["窦念安", "医疗", "乙部门", "2025-04-10"]]
    assert advance(qinghai.desk, qinghai.who(), Advance(need.id, "answer", kind="referral",
                                                         values={"answer": "已安排就诊"})).done
    assert cells(report(qinghai), "coordination") == []


@pytest.mark.requirement("QH-09", node="qinghai/forms/event.yaml#fields.decisions.ask_when")
@pytest.mark.parametrize("kind", ["deployment", "video_dispatch", "meeting"])
def test_a_meeting_is_kept_with_its_level_and_decisions(qinghai: World, kind: str) -> None:
    values = {"date": "2025-03-20", "name": "调度", "kind": kind, "division_code": qinghai.desk.office,
              "level": "province", "decisions": "一季度应结尽结"}
    made = add_event(qinghai.desk, qinghai.who(), AddEvent(values, ()))
    assert made.done, made.problems
    assert not made.problems
    kept = made.records[0]
    assert [kept.get(name) for name in ("kind", "level", "decisions")] == [kind, "province", "一季度应结尽结"]


@pytest.mark.requirement("QH-11", node="qinghai/reports/monthly.yaml#blocks.by_plan.table.by")
def test_activities_are_counted_under_the_three_plans(qinghai: World) -> None:
    child = qinghai.child()
    for day, tag in (("2025-03-05", "growth"), ("2025-03-06", "growth"), ("2025-03-07", "warm_guard")):
        qinghai.add("activity", child=child.id, date=day, kind=["tutoring"], plan_tag=tag)
    rows = {row[0]: row[1] for row in cells(report(qinghai), "by_plan")}
    assert [rows.get(name, "0") for name in ("温暖守护", "赋能成长", "爱心助力")] == ["1", "2", "0"]


@pytest.mark.requirement("QH-12", node="qinghai/reports/data_quality.yaml#blocks.quality")
@pytest.mark.requirement("QH-12", node="qinghai/reports/figures.yaml#figures.last_update.print")
def test_the_base_is_checked_county_by_county(qinghai: World) -> None:
    qinghai.at("2025-03-04")
    qinghai.child("窦念安", id_number="630222201405069928", school="县第一小学", household=qinghai.add(
        "household", name="窦家", division_code=qinghai.village).id, interests=["reading"])
    for name in ("窦念平", "窦念喜", "窦念和"):
        qinghai.child(name, birth_date="2014-05")
    qinghai.at("2025-03-24")
    content = report(qinghai, "data_quality")
    heads = [column.head for column in block(content, "quality").columns]
    row = cells(content, "quality")[0]
    assert heads[1:] == ["底数（名）", "信息完整率", "距上次更新（天）", "待处理冲突（处）"]
    assert row[0] == "民和回族土族自治县"
    assert (row[1], row[3]) == ("4", "20")
    assert "窦念平" in [line[0] for line in cells(content, "incomplete")]


@pytest.mark.requirement("QH-14", node="qinghai/reports/figures.yaml#figures.protection_bases.where")
@pytest.mark.requirement("QH-17", node="qinghai/reports/figures.yaml#figures.rights_stations.where")
@pytest.mark.requirement("QH-18", node="qinghai/reports/figures.yaml#figures.guidance_centres_said.where")
@pytest.mark.requirement("QH-18", node="qinghai/reports/figures.yaml#figures.guidance_centres.where")
def test_venues_are_registered_with_their_partners_and_counted(qinghai: World) -> None:
    court = department(qinghai, "检察院一部")
    counts = {"protection_base": 3, "rights_station": 2, "guidance_centre": 1, "children_home": 4}
    for kind, count in counts.items():
        for number in range(count):
            qinghai.add("venue", name=f"{kind}{number}", kind=kind, division_code=qinghai.village,
                        partners=[court.id], link_tag=["shared_venues"])
    assert block(report(qinghai, "venues", "2025"), "sum").text.endswith(
        "未成年人观护基地3个、维权服务站2所、家庭教育指导中心（站点）1所。")
    by_place = block(report(qinghai, "venues", "2025"), "by_place")
    assert [cell.text for cell in by_place.rows[-1].cells[-3:]] == ["3", "2", "1"]
    (kept, *_) = qinghai.desk.store.snapshot().of("venue")
    assert kept.get("partners") == {court.id: True}


@pytest.mark.requirement("QH-22", node=("qinghai/registers/venue.yaml#fields.link_tag",
                                        "qinghai/reports/venues.yaml#blocks.by_link"))
@pytest.mark.requirement("QH-22", node=("qinghai/forms/activity.yaml#fields.link_tag",
                                        "qinghai/reports/monthly.yaml#blocks.by_link"))
def test_the_three_links_are_tags_of_activities_and_venues(qinghai: World) -> None:
    child = qinghai.child()
    activity = tried(qinghai, "activity", child=child.id, date="2025-03-20", kind=["tutoring"],
                     link_tag=["joint_care", "joint_growth"])
    venue = tried(qinghai, "venue", name="儿童之家", kind="children_home", division_code=qinghai.village,
                  link_tag=["shared_venues"])
    assert (activity.done, venue.done) == (True, True)
    assert [dict(one.records[0].get("link_tag") or {}) for one in (activity, venue)] == [
        {"joint_care": True, "joint_growth": True}, {"shared_venues": True}]
    assert not [problem for one in (activity, venue) for problem in one.problems if problem.place.field == "link_tag"]
    assert fields(tried(qinghai, "venue", name="x", kind="children_home", division_code=qinghai.village,
                        link_tag=["elsewhere"])) == ["link_tag"]


@pytest.mark.requirement("QH-20", node="services/scope.py")
@pytest.mark.requirement("QH-20", node="qinghai/reports/monthly.yaml#blocks.goals.table.by")
def test_totals_roll_up_and_a_town_sees_its_own_part(qinghai: World) -> None:
    towns = list(dict.fromkeys(code[:9] for code in qinghai.desk.province.divisions
                               if code.startswith("630222") and len(code) == 12))[:3]
    for number, town in enumerate(towns):
        village = next(code for code in qinghai.desk.province.divisions if code.startswith(town) and len(code) == 12)
        for one in range(number + 1):
            qinghai.child(f"窦念{number}{one}", division_code=village)
    rows = {row.cells[0].text: row for row in block(report(qinghai), "goals").rows}
    total = next(row for row in rows.values() if row.is_total)
    parts = [row.cells[1].value for row in rows.values() if not row.is_total and row.cells[1].value]
    assert (total.cells[1].value, sorted(parts)) == (6, [1, 2, 3])
    own = render(qinghai.desk, qinghai.who(scope=towns[2]), RenderReport("monthly", "2025-03"))
    assert own.content is not None
    assert own.content.office == towns[2]
    assert block(own.content, "goals").rows[-1].cells[1].value == 3


@pytest.mark.requirement("QH-21", node="qinghai/workflow.yaml#child.states.waiting.group")
def test_each_stage_answers_one_of_the_three_questions(qinghai: World) -> None:
    life = qinghai.desk.province.lives["child"]
    questions = {}
    child = qinghai.child()
    qinghai.sit(child)
    questions["visited"] = life.states.get(qinghai.state(child))
    waiting = qinghai.waiting_child("窦念平")
    questions["waiting"] = life.states.get(qinghai.state(waiting))
    qinghai.pair(waiting, qinghai.mother(), confirmed=False)
    questions["offered"] = life.states.get(qinghai.state(waiting))
    assert {key: state.group for key, state in questions.items() if state} == {
        "visited": "结对谁", "waiting": "谁来结", "offered": "怎么结"}


@pytest.mark.requirement("QH-24", node="qinghai/forms/home_visit.yaml#checks.with_civil_affairs")
def test_a_visit_without_civil_affairs_is_said_and_kept(qinghai: World) -> None:
    result = qinghai.sit(qinghai.child(), visit={"joint_with": ["education"]})
    assert result.done
    assert "敲敲门行动应联合民政部门" in [problem.values.get("say") for problem in result.problems]


@pytest.mark.requirement("QH-25", node="qinghai/forms/consent.yaml#fields.channel.need")
def test_a_consent_without_its_way_is_not_taken(qinghai: World) -> None:
    child = qinghai.child()
    result = qinghai.sit(child, ({"guardian": qinghai.guardian(child).id, "decision": "agreed"},))
    assert (result.done, fields(result)) == (False, ["consent/1.channel"])


@pytest.mark.requirement("QH-35", node="qinghai/reports/monthly.yaml#blocks.services.table.by")
def test_the_five_services_of_visits_are_counted(qinghai: World) -> None:
    for name in ("窦念安", "窦念平", "窦念喜"):
        qinghai.sit(qinghai.child(name), visit={"services": ["guidance", "safety"]})
    qinghai.sit(qinghai.child("窦念和"), visit={"services": ["safety"]})
    rows = {row[0]: row[1] for row in cells(report(qinghai), "services")}
    assert [rows.get(name, "0") for name in ("思想引领", "安全教育", "心理疏导")] == ["3", "4", "0"]


@pytest.mark.requirement("QH-36", node="common/reports/figures.yaml#figures.families.where")
def test_two_children_of_a_home_are_one_family_helped(qinghai: World) -> None:
    home = qinghai.add("household", name="窦家", division_code=qinghai.village)
    for name in ("窦念安", "窦念平"):
        child = qinghai.child(name, household=home.id)
        qinghai.add("activity", child=child.id, date="2025-03-20", kind=["tutoring"])
    other = qinghai.add("household", name="蔺家", division_code=qinghai.village)
    child = qinghai.child("窦念喜", household=other.id)
    qinghai.add("activity", child=child.id, date="2025-02-20", kind=["tutoring"])
    content = report(qinghai)
    column = [one.head for one in block(content, "measures").columns].index("受益家庭（户）")
    assert block(content, "measures").rows[-1].cells[column].value == 1


@pytest.mark.requirement("QH-40", node="qinghai/reports/outcome.yaml#blocks.dream")
@pytest.mark.requirement("QH-40", node=("qinghai/registers/outcome_review.yaml#fields.dream",
                                           "qinghai/reports/outcome.yaml#blocks.dream"))
def test_a_child_is_reviewed_in_four_dimensions(qinghai: World) -> None:
    grades = {"heart": "reached", "safety": "reached", "help": "partly", "dream": "not_yet"}
    assert fields(tried(qinghai, "outcome_review", child=qinghai.child().id, date="2025-03-20",
                        **{**grades, "dream": ""})) == ["dream"]
    for name in ("窦念平", "窦念喜", "窦念和"):
        qinghai.add("outcome_review", child=qinghai.child(name).id, date="2025-03-20", **grades)
    content = report(qinghai, "outcome", "2025")
    counted = {key: {row[0]: row[1] for row in cells(content, key)} for key in grades}
    assert [counted["heart"]["已达到"], counted["help"]["部分"], counted["dream"]["尚未"]] == ["3", "3", "3"]


@pytest.mark.requirement("QH-02", node="qinghai/reports/monthly.yaml#blocks.goals.table.figures.waiting_now")
def test_the_second_heading_counts_where_children_stand(qinghai: World) -> None:
    pairing = qinghai.pair(qinghai.waiting_child("窦念安"), qinghai.mother()).about["pairing"]
    qinghai.waiting_child("窦念平")
    refused = qinghai.child("窦念喜")
    qinghai.sit(refused, (agreed(qinghai.guardian(refused), decision="not_agreed"), own_wish()))
    qinghai.child("窦念和")
    assert [cell.value for cell in block(report(qinghai), "goals").rows[-1].cells[1:6]] == [4, 1, 1, 1, 1]
    assert end_pairing(qinghai.desk, qinghai.who(), EndPairing(pairing, "2025-03-24", "wish")).done
    assert [cell.value for cell in block(report(qinghai), "goals").rows[-1].cells[1:6]] == [4, 0, 2, 1, 1]


@pytest.mark.requirement("QH-04", node="qinghai/reports/work.yaml#blocks.programmes")
def test_the_action_stands_under_what_it_belongs_to(qinghai: World) -> None:
    above = ["happy_families", "family_services"]
    qinghai.add("programme", name="江源爱心妈妈", level="province", date="2024-01-01", parents=above)
    line = next(line for line in cells(report(qinghai, "work", "2025-Q1"), "programmes") if line[0] == "江源爱心妈妈")
    assert line[1] == "2024-01-01"
    assert [name in line[2] for name in ("家家幸福安康工程", "家庭服务巾帼行动")] == [True, True]


@pytest.mark.requirement("QH-05", node="qinghai/reports/work.yaml#blocks.basis.list.style")
@pytest.mark.requirement("QH-08", node=("common/registers/policy_basis.yaml#fields.issuers",
                                        "qinghai/registers/policy_basis.yaml#entries.three_year_plan.values.issuers"))
def test_policies_are_cited_in_one_sentence_with_their_term(qinghai: World) -> None:
    issuers = [department(qinghai, f"部门{number}").id for number in range(11)]
    made = tried(qinghai, "policy_basis", name="县三年行动方案", kind="plan", date="2024-01-01", end_date="2026-12-31",
                 issuers=issuers)
    assert made.done, made.problems
    assert len(made.records[0].get("issuers") or ()) == 11
    basis = block(report(qinghai, "work", "2025-Q1"), "basis")
    assert basis.style == "sentence"
    assert [[cell.text for cell in row.cells][0::3] for row in basis.rows] == [
        ["青海省儿童发展规划（2021—2030年）", "2030"], ["中华人民共和国未成年人保护法", ""],
        ["县三年行动方案", "2026-12-31"],
        ["深化开展“江源爱心妈妈”结对关爱留守儿童和困境儿童三年行动方案", ""]]


@pytest.mark.requirement("QH-11", node=("qinghai/registers/project.yaml#fields.plan_tag",
                                        "qinghai/reports/work.yaml#blocks.project_plans"))
@pytest.mark.requirement("QH-16", node="qinghai/reports/work.yaml#blocks.projects.table.by.project.state")
def test_pilot_projects_are_counted_by_their_state(qinghai: World) -> None:
    for number in range(4):
        made = tried(qinghai, "project", name=f"蒲公英护蕾小屋{number}", kind="护蕾小屋", target_group="留守儿童",
                     plan_tag="warm_guard")
        assert made.done, made.problems
        project = made.records[0]
        assert project.get("plan_tag") == "warm_guard"
        if number:
            assert advance(qinghai.desk, qinghai.who(), Advance(project.id, "try_out", kind="project")).done
    content = report(qinghai, "work", "2025-Q1")
    heads = [column.head for column in block(content, "projects").columns]
    row = next(row for row in block(content, "projects").rows if row.cells[0].text == "护蕾小屋")
    counted = {(head, cell.text) for head, cell in zip(heads, row.cells, strict=True)} | {
        tuple(cell.text for cell in row.cells[1:3]) for row in block(content, "projects").rows}
    assert any("试点" in part[0] and "3" in part for part in counted), (heads, counted)


@pytest.mark.requirement("QH-37", node=(
    "qinghai/forms/choices.yaml#lists.event_kinds.add.law_education", "qinghai/forms/event.yaml#checks.with_courts",
    "qinghai/forms/event.yaml#fields.law_topics.ask_when", "qinghai/reports/figures.yaml#figures.law_lessons.where",
    "qinghai/reports/figures.yaml#figures.law_sessions.where", "qinghai/reports/figures.yaml#figures.law_reach.where"))
def test_law_comes_to_schools_with_partners_and_topics(qinghai: World) -> None:
    partners = [department(qinghai, name).id for name in ("县法院", "县检察院")]
    made = add_event(qinghai.desk, qinghai.who(), AddEvent({
        "date": "2025-03-20", "name": "法治宣传进校园", "kind": "law_education", "division_code": qinghai.desk.office,
        "partners": partners, "topics": "防范校园欺凌、防范侵害、预防未成年人犯罪", "sessions": 3, "reach": 600}, ()))
    assert made.done, made.problems
    assert made.records[0].get("partners") == dict.fromkeys(partners, True)
    assert "防范校园欺凌" in made.records[0].text("topics")


@pytest.mark.requirement("QH-38", node="qinghai/reports/work.yaml#blocks.media")
def test_works_are_counted_by_their_form(qinghai: World) -> None:
    for number in range(3):
        qinghai.add("media", name=f"作品{number}", kind="micro_video", date="2025-03-01", channel="公众号")
    for number in range(4):
        qinghai.add("media", name=f"课{number}", kind="online_class", date="2025-02-01", channel="直播", viewers=3000)
    rows = {row[0]: row[1] for row in cells(report(qinghai, "work", "2025-Q1"), "media")}
    assert [rows.get(name) for name in ("微视频", "网络课堂")] == ["3", "4"]


@pytest.mark.requirement("QH-39", node="qinghai/reports/work.yaml#blocks.next.list.where")
@pytest.mark.requirement("QH-09", node=("common/registers/follow_up.yaml#fields.event",
                                        "qinghai/reports/work.yaml#blocks.next.list.columns.follow_up.event"))
def test_what_is_to_follow_has_an_owner_and_a_day_until_it_is_done(qinghai: World) -> None:
    meeting = qinghai.add("event", date="2025-03-20", name="部署会", kind="deployment",
                          division_code=qinghai.desk.office)
    made = tried(qinghai, "follow_up", name="健全工作体系", date="2025-03-20", owner="权益部", due_on="2025-06-30",
                 event=meeting.id)
    assert made.done, made.problems
    assert made.records[0].get("event") == meeting.id
    assert [line[:3] for line in cells(report(qinghai, "work", "2025-Q1"), "next")] == [
        ["健全工作体系", "权益部", "2025-06-30"]]
    assert advance(qinghai.desk, qinghai.who(), Advance(made.records[0].id, "complete", kind="follow_up")).done
    assert cells(report(qinghai, "work", "2025-Q1"), "next") == []
