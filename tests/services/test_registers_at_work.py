"""Registers of Qinghai at work: entered, listed, totalled as the province words it, and told in the reports."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.domain.record import Record
from aixin_tui.engine.content import ReportContent
from aixin_tui.services.browsing import FoundPage
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Who
from aixin_tui.services.importing import ImportFile, import_file
from aixin_tui.services.record_file import record_file
from aixin_tui.services.register_export import register_table
from aixin_tui.services.register_lines import FindLines, find_lines
from aixin_tui.services.register_totals import TotalRegister, explain_total, total_register
from aixin_tui.services.registering import AddRecord, add_record
from aixin_tui.services.registers import EditLine, edit_line, line_of, register_kinds, register_named
from aixin_tui.services.reports.reporting import RenderReport, render
from office_world import World, codes, villages

WORK = "qinghai/reports/work.yaml#blocks"
FIGURES = "qinghai/reports/figures.yaml#figures"


def work(world: World, period: str = "2025-Q1") -> ReportContent:
    made = render(world.desk, world.who(), RenderReport("work", period))
    assert made.content is not None, made.problems
    return made.content


def cells(content: ReportContent, key: str) -> list[list[str]]:
    found = content.block(key)
    assert found is not None, key
    return [[cell.text for cell in row.cells] for row in found.rows]


def text(content: ReportContent, key: str) -> str:
    found = content.block(key)
    assert found is not None, key
    return found.text


def totals(world: World, kind: str, **asked: Any) -> ReportContent:
    found = total_register(world.desk, world.who(), TotalRegister(kind, **asked))
    assert found.content is not None, found.problems
    return found.content


def figures(world: World, kind: str) -> dict[str, str]:
    return {row[0]: row[1] for row in cells(totals(world, kind), "figures")}


def listed(world: World, kind: str, **asked: Any) -> FoundPage:
    return find_lines(world.desk, world.who(), FindLines(kind, limit=2000, **asked))


def titles(world: World, kind: str, **asked: Any) -> list[str]:
    return [row.name for row in listed(world, kind, **asked).rows]


def venues(world: World, kind: str, count: int, **values: Any) -> Record:
    places = villages(world.desk.province, world.desk.office)
    made = [world.add("venue", name=f"{kind}{number}", kind=kind, division_code=places[number % len(places)], **values)
            for number in range(count)]
    return made[-1]


@pytest.mark.requirement("QH-14", node=f"{FIGURES}.protection_bases.where")
@pytest.mark.requirement("QH-14", node=("qinghai/reports/venues.yaml#blocks.bases",))
def test_protection_bases_are_listed_with_partners_and_come_to_three(qinghai: World) -> None:
    venues(qinghai, "protection_base", 3, partners=["procuratorate", "education"])
    venues(qinghai, "rights_station", 4)
    assert len(titles(qinghai, "venue", where={"阵地类型": "未成年人观护基地"})) == 3
    assert figures(qinghai, "venue")["未成年人观护基地"] == "3个"
    made = render(qinghai.desk, qinghai.who(), RenderReport("venues", "2025")).content
    assert made is not None
    assert [row[2] for row in cells(made, "bases")] == ["检察院、教育"] * 3


@pytest.mark.requirement("QH-17", node=f"{FIGURES}.rights_stations.where")
@pytest.mark.requirement("QH-18", node=f"{FIGURES}.guidance_centres_said.print")
def test_venues_are_totalled_in_the_words_of_the_source(qinghai: World) -> None:
    venues(qinghai, "rights_station", 120)
    venues(qinghai, "guidance_centre", 703)
    told = figures(qinghai, "venue")
    assert (told["维权服务站"], told["家庭教育指导中心（站点）"]) == ("120所", "700余所")
    made = render(qinghai.desk, qinghai.who(), RenderReport("venues", "2025")).content
    assert made is not None
    assert text(made, "sum").endswith("维权服务站120所、家庭教育指导中心（站点）700余所。")
    by_kind = {row[0]: row[1] for row in cells(totals(qinghai, "venue", by="阵地类型"), "by_kind")}
    assert (by_kind["维权服务站"], by_kind["家庭教育指导中心（站点）"], by_kind["合计"]) == ("120", "703", "823")


@pytest.mark.requirement("QH-16", node=f"{FIGURES}.pilot_projects.where")
@pytest.mark.requirement("QH-16", node=f"{WORK}.pilots")
def test_pilots_are_moved_to_their_state_and_counted(qinghai: World) -> None:
    for number in range(4):
        project = qinghai.add("project", name=f"护蕾小屋{number}", target_group="留守儿童", plan_tag="warm_guard")
        if number:
            assert advance(qinghai.desk, qinghai.who(), Advance(project.id, "try_out", "project")).done
    assert titles(qinghai, "project", states=("pilot",)) == ["护蕾小屋1", "护蕾小屋2", "护蕾小屋3"]
    assert figures(qinghai, "project")["试点项目"] == "3个"
    assert text(work(qinghai), "pilots") == "试点项目3个，已登记项目共4个。"
    by_state = cells(totals(qinghai, "project", by="state"), "by_state")
    assert [row for row in by_state if row[0] in ("拟开展", "试点")] == [["拟开展", "1"], ["试点", "3"]]


@pytest.mark.requirement("QH-04", node="qinghai/registers/programme.yaml#entries.loving_mothers.values")
def test_the_action_stands_under_its_parents_before_anybody_types(qinghai: World) -> None:
    file = record_file(qinghai.desk, qinghai.who(), "programme", "loving_mothers")
    assert file is not None
    assert (file.is_stored, file.values.get("parents")) == (False, "家家幸福安康工程、家庭服务巾帼行动")
    line = next(row for row in cells(work(qinghai), "programmes") if row[0] == "“江源爱心妈妈”结对关爱服务行动")
    assert line[2] == "家家幸福安康工程、家庭服务巾帼行动"


@pytest.mark.requirement("QH-05", node="qinghai/registers/policy_basis.yaml#entries.children_outline")
@pytest.mark.requirement("QH-08",
                         node="qinghai/registers/policy_basis.yaml#entries.three_year_plan.values.issuer_count")
def test_policies_of_the_source_stand_in_every_office_and_can_be_completed(qinghai: World) -> None:
    assert "青海省儿童发展规划（2021—2030年）" in titles(qinghai, "policy_basis")
    outline = next((row for row in cells(work(qinghai), "basis") if row[0].startswith("青海省儿童发展规划")), [])
    assert outline[2:] == ["2021", "2030"]
    dated = edit_line(qinghai.desk, qinghai.who(), EditLine(
        "policy_basis", "three_year_plan", {"date": "2024-03-01", "end_date": "2026-12-31"}))
    assert dated.done, codes(dated)
    plan = line_of(qinghai.desk, qinghai.who(), "policy_basis", "three_year_plan")
    assert plan is not None
    assert [plan.get(name) for name in ("entry", "issuer_count", "end_date")] == ["three_year_plan", 11, "2026-12-31"]
    assert sorted(plan.get("issuers") or ()) == ["civil_affairs", "social_work", "womens_federation"]
    assert len(titles(qinghai, "policy_basis")) == 3


@pytest.mark.requirement("QH-06", node="qinghai/registers/working_group.yaml#entries.rights_group.values")
@pytest.mark.requirement("QH-06", node=f"{FIGURES}.member_departments.where")
def test_the_working_group_has_its_member_departments(qinghai: World) -> None:
    group = record_file(qinghai.desk, qinghai.who(), "working_group", "rights_group")
    assert group is not None
    assert group.values.get("member_count") == "22个"
    for key in ("civil_affairs", "education"):
        assert edit_line(qinghai.desk, qinghai.who(), EditLine("department", key, {"member": True})).done
    assert figures(qinghai, "department")["权益保障工作小组成员单位"] == "2个"
    assert "成员单位2个" in text(work(qinghai), "group")
    assert len(titles(qinghai, "department")) == 10


def meeting(world: World, kind: str = "deployment", **values: Any) -> Record:
    return world.add("event", **{"date": "2025-03-20", "name": "三年行动部署会", "kind": kind, "level": "county",
                                 "division_code": world.desk.office, "decisions": "一季度应结尽结", **values})


@pytest.mark.requirement("QH-09", node=f"{WORK}.meetings")
@pytest.mark.requirement("QH-09", node=("common/registers/follow_up.yaml#fields.event",
                                        f"{WORK}.next.list.columns.follow_up.event"))
def test_what_followed_from_a_meeting_stands_with_it(qinghai: World) -> None:
    held = meeting(qinghai)
    meeting(qinghai, "meeting", name="例会")
    task = add_record(qinghai.desk, qinghai.who(), AddRecord("follow_up", {
        "name": "补齐名单", "date": "2025-03-20", "owner": "权益部", "due_on": "2025-06-30", "event": held.id}))
    assert task.done, codes(task)
    file = record_file(qinghai.desk, qinghai.who(), "event", held.id)
    assert file is not None
    assert [(one.kind, one.name) for one in file.named_by] == [("follow_up", "补齐名单")]
    assert ("follow_up", "event", "下一步工作") in file.linkable
    assert cells(work(qinghai), "meetings") == [
        ["2025-03-20", "三年行动部署会", "部署会", "县（市、区）", "一季度应结尽结"]]
    assert figures(qinghai, "event")["部署会、视频调度会"] == "1次"


@pytest.mark.requirement("QH-09", node="qinghai/forms/event.yaml#checks.meeting_level")
def test_a_meeting_without_its_level_is_said(qinghai: World) -> None:
    made = add_record(qinghai.desk, qinghai.who(), AddRecord("event", {
        "date": "2025-03-20", "name": "调度", "kind": "video_dispatch", "division_code": qinghai.desk.office}))
    assert [problem.values.get("say") for problem in made.problems] == ["部署会、视频调度会应写明层级"]


@pytest.mark.requirement("QH-37", node=("qinghai/forms/event.yaml#fields.law_topics", f"{WORK}.law"))
@pytest.mark.requirement("QH-37", node=(f"{FIGURES}.law_sessions", f"{WORK}.law.table.figures.law_sessions"))
@pytest.mark.requirement("QH-37", node=f"{FIGURES}.law_lessons.where")
@pytest.mark.requirement("QH-37", node=f"{FIGURES}.law_sessions.where")
@pytest.mark.requirement("QH-37", node=f"{FIGURES}.law_reach.where")
def test_law_lessons_are_counted_by_their_three_topics(qinghai: World) -> None:
    meeting(qinghai, "law_education", name="上一年进校园", date="2024-12-20", partners=["justice"],
            law_topics=["bullying"], sessions=5, reach=900)
    meeting(qinghai, "law_education", name="进校园", partners=["police", "procuratorate", "court", "justice"],
            law_topics=["bullying", "harm"], sessions=2, reach="近600")
    meeting(qinghai, "online_class", name="网络课堂", law_topics=["harm"], sessions=1, online_views=3000, mode="online")
    rows = {row[0]: row[1:] for row in cells(work(qinghai), "law")}
    assert rows["防范校园欺凌"] == ["1", "2", "600"]
    assert rows["防范侵害"][:2] == ["2", "3"]
    assert titles(qinghai, "event", where={"宣传内容": "防范校园欺凌"}) == ["上一年进校园", "进校园"]


@pytest.mark.requirement("QH-37", node="qinghai/forms/event.yaml#checks.with_courts")
def test_a_law_lesson_without_police_and_courts_is_said(qinghai: World) -> None:
    values = {"date": "2025-03-20", "name": "进校园", "kind": "law_education", "division_code": qinghai.desk.office,
              "law_topics": ["harm"]}
    alone = add_record(qinghai.desk, qinghai.who(), AddRecord("event", values))
    joint = add_record(qinghai.desk, qinghai.who(), AddRecord("event", {**values, "partners": ["justice"]}))
    assert ([len(one.problems) for one in (alone, joint)], alone.done, joint.done) == ([1, 0], True, True)


@pytest.mark.requirement("QH-38", node="qinghai/registers/media.yaml#fields.topics")
@pytest.mark.requirement("QH-38", node="common/registers/media.yaml#fields.viewers")
def test_media_are_kept_by_form_channel_and_what_they_teach(qinghai: World) -> None:
    qinghai.add("media", name="别怕说出来", kind="animation", date="2025-03-01", channel="公众号", viewers="1.2万余",
                topics=["harm"])
    qinghai.add("media", name="网络课堂一", kind="online_class", date="2025-02-01", channel="直播", viewers=3000,
                topics=["harm", "offending"], edition=1)
    assert titles(qinghai, "media", where={"topics": "预防未成年人犯罪"}) == ["网络课堂一"]
    assert cells(totals(qinghai, "media"), "lines")[-1][1:] == ["2", "15000"]
    (row,) = register_table(qinghai.desk, qinghai.who(), FindLines("media", where={"kind": "animation"})).rows
    assert "12000余" in row


@pytest.mark.requirement("QH-39", node=("qinghai/registers/follow_up.yaml#fields.direction",
                                        f"{WORK}.next.list.columns.follow_up.direction"))
@pytest.mark.requirement("QH-39", node=f"{FIGURES}.follow_ups_done.where")
def test_what_follows_has_a_direction_and_is_counted_until_done(qinghai: World) -> None:
    made = [qinghai.add("follow_up", name=name, date="2025-03-01", owner="权益部", due_on="2025-06-30", direction=key)
            for name, key in (("健全制度", "system_building"), ("培训", "capacity"), ("再培训", "capacity"))]
    assert [row[3] for row in cells(work(qinghai), "next")] == ["健全工作体系", "提升能力水平", "提升能力水平"]
    assert advance(qinghai.desk, qinghai.who(), Advance(made[0].id, "complete", "follow_up")).done
    told = figures(qinghai, "follow_up")
    assert (told["推进中的下一步工作"], told["已完成的下一步工作"]) == ("2项", "1项")
    by = {row[0]: row[1] for row in cells(totals(qinghai, "follow_up", by="direction"), "by_direction")}
    assert (by["健全工作体系"], by["提升能力水平"]) == ("1", "2")


def test_money_is_added_up_in_the_unit_of_its_field(qinghai: World) -> None:
    for amount in ("600000", "0.5"):
        qinghai.add("campaign", name=f"助学{amount}", date="2025-03-01", amount=amount, fund_source="internal")
    assert figures(qinghai, "campaign")["募集资金"] == "600000.5元"
    assert cells(totals(qinghai, "campaign"), "lines")[-1][1:] == ["2", "600000.5"]


@pytest.mark.requirement("HN-32", node="common/registers/campaign.yaml#checks.may_ask_the_public")
def test_asking_the_public_for_money_wants_a_body_that_may(qinghai: World) -> None:
    made = add_record(qinghai.desk, qinghai.who(), AddRecord("campaign", {
        "name": "募捐", "date": "2025-03-01", "fund_source": "social_donation"}))
    assert codes(made) == ["FORM_008"]
    assert made.done


def test_each_number_shows_the_lines_behind_it(qinghai: World) -> None:
    venues(qinghai, "rights_station", 2)
    command = TotalRegister("venue", by="kind")
    content = totals(qinghai, "venue", by="kind")
    row = next(n for n, one in enumerate(cells(content, "by_kind"), 1) if one[0] == "维权服务站")
    found = explain_total(qinghai.desk, qinghai.who(), command, "by_kind", row, 2)
    assert [one.name for one in found.records] == ["rights_station0", "rights_station1"]
    assert found.text == "2"


def test_a_field_that_does_not_split_is_refused_with_those_that_do(qinghai: World) -> None:
    found = total_register(qinghai.desk, qinghai.who(), TotalRegister("venue", by="名称"))
    assert [problem.code for problem in found.problems] == ["REGISTER_003"]
    assert "阵地类型" in str(found.problems[0].values["known"])


def test_a_small_number_of_children_is_not_split(qinghai: World) -> None:
    grades = {"heart": "reached", "safety": "reached", "help": "partly", "dream": "not_yet"}
    for name in ("窦念安", "窦念平"):
        qinghai.add("outcome_review", child=qinghai.child(name).id, date="2025-03-20", **grades)
    content = totals(qinghai, "outcome_review", by="heart")
    assert cells(content, "by_heart")[-1] == ["合计", "2"]
    assert {row[1] for row in cells(content, "by_heart")[:-1]} == {"*"}


def test_a_town_s_operator_sees_and_counts_her_own_lines(qinghai: World) -> None:
    towns = sorted({code[:9] for code in villages(qinghai.desk.province, "630222")})[:2]
    for number, town in enumerate((towns[0], towns[1], towns[1])):
        qinghai.add("venue", name=f"站{number}", kind="rights_station", division_code=town)
    who = qinghai.who(scope=towns[1])
    assert [row.name for row in find_lines(qinghai.desk, who, FindLines("venue")).rows] == ["站1", "站2"]
    assert {one.key: one.lines for one in register_kinds(qinghai.desk, who)}["venue"] == 2
    found = total_register(qinghai.desk, who, TotalRegister("venue")).content
    assert found is not None
    assert cells(found, "lines")[-1][1] == "2"
    (other,) = find_lines(qinghai.desk, qinghai.who(scope=towns[0]), FindLines("venue")).rows
    assert record_file(qinghai.desk, who, "venue", other.id) is None


def without_rights(world: World) -> Who:
    return world.who(rights=frozenset())


@pytest.mark.requirement("QH-15", node="common/registers/legal_help.yaml#sealed")
def test_a_sealed_register_is_none_without_the_right(qinghai: World) -> None:
    helpers = [{"name": "甲", "agency": "police"}, {"name": "乙", "agency": "education"}]
    line = qinghai.add("legal_help", name="某某", date="2025-03-01", helpers=helpers)
    desk, other = qinghai.desk, without_rights(qinghai)
    assert register_named(desk, qinghai.who(), "“1+N”联合帮教") == "legal_help"
    assert titles(qinghai, "legal_help") == ["某某"]
    assert register_named(desk, other, "“1+N”联合帮教") == ""
    assert "legal_help" not in [one.key for one in register_kinds(desk, other)]
    assert find_lines(desk, other, FindLines("legal_help")) == FoundPage((), 0)
    assert record_file(desk, other, "legal_help", line.id) is None
    assert codes_of(total_register(desk, other, TotalRegister("legal_help")).problems) == ["REGISTER_001"]
    for who in (other, qinghai.who()):
        (summary,) = import_file(desk, who, ImportFile("register:legal_help", "x.xlsx", ()))
        assert summary.refused  # type: ignore[union-attr]


def codes_of(problems: Any) -> list[str]:
    return [str(problem.code) for problem in problems]


def test_an_anonymised_register_leaves_no_name_in_its_file(qinghai: World) -> None:
    child = qinghai.child("窦念安")
    qinghai.add("story", name="一通电话", kind="story", date="2025-03-01", child=child.id,
                text="窦念安每周都等这个电话")
    (row,) = register_table(qinghai.desk, qinghai.who(), FindLines("story"), unmasked=True).rows
    assert not [cell for cell in row if "窦念安" in str(cell)]
    assert "窦*安每周都等这个电话" in row
