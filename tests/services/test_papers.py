"""Papers made of records: whose they are, what stays masked, what is logged, what belongs to a step."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import Record
from aixin_tui.engine.content import Block, ReportContent
from aixin_tui.services.care import AddActivity, add_activity
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.papers import MOST, MakePapers, Papers, make_papers, paper_kinds
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.reports.reporting import RenderReport, render
from aixin_tui.services.undoing import UndoAct, undo
from office_world import World, codes, villages

PHONE, NUMBER, HERS = "15400001234", "630222201405069901", "630222198503039920"


def made(world: World, key: str, *records: str, **more: Any) -> Papers:
    papers = make_papers(world.desk, world.who(**more.pop("who", {})), MakePapers(key, records, **more))
    assert papers.contents, papers.problems
    return papers


def block(content: ReportContent, key: str) -> Block:
    found = content.block(key)
    assert found is not None, key
    return found


def told(content: ReportContent) -> str:
    """All that stands on a paper."""
    cells = (cell.text for one in content.blocks for row in one.rows for cell in row.cells)
    return "\n".join([content.title, *(one.heading + one.text for one in content.blocks), *cells, *content.notes])


@pytest.fixture
def pair(qinghai: World) -> Record:
    child = qinghai.waiting_child(id_number=NUMBER)
    result = qinghai.pair(child, qinghai.mother(phone=PHONE, id_number=HERS))
    assert result.done, codes(result)
    return next(record for record in result.records if record.kind == "pairing")


def refused(world: World, key: str, *records: str, **more: Any) -> list[Code]:
    papers = make_papers(world.desk, world.who(**more.pop("who", {})), MakePapers(key, records, **more))
    assert not papers.contents
    return [problem.code for problem in papers.problems]


def test_a_phone_stays_masked_without_a_reason_and_the_reason_is_logged_once(qinghai: World, pair: Record) -> None:
    card = made(qinghai, "contact_card", pair.id)
    assert "154****1234" in told(card.contents[0])
    assert PHONE not in told(card.contents[0])
    full = made(qinghai, "contact_card", pair.id, pair.id, reveal="发给家长")
    assert (len(full.contents), PHONE in told(full.contents[0])) == (1, True)
    first, second = [entry for entry in qinghai.desk.store.log() if entry.action == "document"]
    assert (first.reason, dict(first.about)) == (
        "", {"document": "contact_card", "kind": "pairing", "records": [pair.id]})
    assert (second.reason, second.about["fields"]) == ("发给家长", ["loving_mother.phone"])
    assert PHONE not in str(second)


def test_a_viewer_prints_masked_papers_and_no_full_ones(qinghai: World, pair: Record) -> None:
    from aixin_tui.services.desk import Role

    assert made(qinghai, "contact_card", pair.id, who={"role": Role.VIEWER}).contents
    assert refused(qinghai, "contact_card", pair.id, reveal="想看", who={"role": Role.VIEWER}) == [Code.ACT_002]


def test_looking_back_prints_nothing(qinghai: World, pair: Record) -> None:
    assert refused(qinghai, "contact_card", pair.id, who={"known_at": "2025-03-01"}) == [Code.ACT_001]


def test_the_card_of_a_family_says_whom_to_call_and_nothing_of_risk(qinghai: World, pair: Record) -> None:
    words = told(made(qinghai, "contact_card", pair.id).contents[0])
    assert all(part in words for part in ("窦念安", "蔺秀英", "110", "12338"))
    for key, record in (("contact_card", pair.id), ("child_file", pair.text("child"))):
        assert "风险" not in told(made(qinghai, key, record).contents[0])


def test_a_paper_lists_what_is_linked_to_its_record_alone(qinghai: World, pair: Record) -> None:
    other = qinghai.waiting_child("窦念平")
    assert qinghai.pair(other, qinghai.mother("蔺玉兰")).done
    file = made(qinghai, "child_file", pair.text("child")).contents[0]
    assert [row.cells[1].text for row in block(file, "pairs").rows] == ["蔺秀英"]
    assert "蔺玉兰" not in told(file)
    assert [row.cells[0].text for row in block(file, "guardians").rows] == ["窦长河"]
    page = made(qinghai, "mother_month_page", pair.text("loving_mother")).contents[0]
    assert [row.cells[0].text for row in block(page, "pairs").rows] == ["窦念安"]


def test_a_page_for_a_month_holds_that_month_and_room_for_the_pen(qinghai: World, pair: Record) -> None:
    qinghai.at("2025-05-20")
    for day in ("2025-04-08", "2025-05-12"):
        done = add_activity(qinghai.desk, qinghai.who(), AddActivity(
            (pair.text("child"),), {"kind": ["contact_call"], "date": day, "channel": "phone"}))
        assert done.done, codes(done)
    page = made(qinghai, "month_page", pair.id, month="2025-04").contents[0]
    assert "月份：2025年4月" in block(page, "pair").text
    rows = block(page, "done").rows
    assert [row.cells[0].text for row in rows] == ["2025-04-08", *[""] * 8]
    assert [column.head for column in block(page, "done").columns if column.pen] == ["孩子的近况和需要", "签名"]
    assert refused(qinghai, "month_page", pair.id, month="四月") == [Code.REPORT_002]


def test_a_town_prints_its_villages_that_have_somebody_to_visit(qinghai: World) -> None:
    towns = {code[:9] for code in villages(qinghai.desk.province, "630222")}
    town = qinghai.village[:9]
    qinghai.child("窦念平")
    qinghai.child("归念", division_code=next(v for v in villages(qinghai.desk.province, "630222") if v[:9] != town))
    papers = made(qinghai, "visit_task", place=town)
    assert [content.record for content in papers.contents] == [qinghai.village]
    assert [row.cells[0].text for row in block(papers.contents[0], "children").rows] == ["窦念平"]
    empty = next(one for one in sorted(towns) if not any(c.record.startswith(one) for c in made(
        qinghai, "visit_task", place="630222").contents))
    assert refused(qinghai, "visit_task", place=empty) == [Code.PAPER_001]


def test_all_pairs_of_a_place_are_in_one_file_and_ended_ones_are_not(qinghai: World, pair: Record) -> None:
    other = qinghai.pair(qinghai.waiting_child("窦念平"), qinghai.mother("蔺玉兰"))
    assert len(made(qinghai, "pairing_form", place=qinghai.village).contents) == 2
    ended = next(record for record in other.records if record.kind == "pairing")
    assert end_pairing(qinghai.desk, qinghai.who(), EndPairing(ended.id, "2025-03-24", "mother_left")).done
    assert [one.record for one in made(qinghai, "pairing_form", place=qinghai.village).contents] == [pair.id]
    assert MOST >= 400  # a town's pairs go into one file


def test_the_query_letter_lists_who_has_no_query_and_its_numbers_are_masked(qinghai: World) -> None:
    qinghai.mother("蔺玉兰", query_on="", query_result="", id_number=HERS)
    qinghai.mother("蔺秀英", query_on="2025-03-01")
    letter = made(qinghai, "query_letter", qinghai.village[:9]).contents[0]
    assert [row.cells[0].text for row in block(letter, "mothers").rows] == ["蔺玉兰"]
    assert "6302**********9920" in told(letter)
    full = made(qinghai, "query_letter", qinghai.village[:9], reveal="函送公安").contents[0]
    assert HERS in told(full)


def test_another_villages_operator_prints_nothing_of_a_child(qinghai: World, pair: Record) -> None:
    elsewhere = next(v for v in villages(qinghai.desk.province, "630222") if v[:9] != qinghai.village[:9])
    who = {"scope": elsewhere}
    for key, record in (("child_file", pair.text("child")), ("contact_card", pair.id), ("visit_task", qinghai.village)):
        assert refused(qinghai, key, record, who=who) == [Code.REPORT_009]
    page = made(qinghai, "mother_month_page", pair.text("loving_mother"), who={"scope": qinghai.village[:9]})
    assert "窦念安" in told(page.contents[0])


def test_nothing_restricted_is_read_for_a_paper_whatever_rights_there_are(qinghai: World, pair: Record) -> None:
    child = pair.text("child")
    incident = qinghai.desk.province.forms["incident"].fields.get("kind")
    assert incident is not None
    kinds = qinghai.desk.province.choices.get(incident.choices)
    assert kinds is not None
    qinghai.add("incident", child=child, kind=kinds.choices[0].key, date="2025-03-20", note="楼梯上摔下")
    words = told(made(qinghai, "child_file", child).contents[0])
    assert "摔下" not in words
    for spec in qinghai.desk.province.reports.values():
        assert spec.document_for not in {"incident", "mandatory_report", "legal_help", "counselling"}


def test_a_step_names_its_papers_and_a_later_edit_does_not(qinghai: World) -> None:
    child, mother = qinghai.waiting_child(), qinghai.mother()
    result = qinghai.pair(child, mother)
    pair = next(record for record in result.records if record.kind == "pairing")
    assert result.about["papers"] == {
        "pairing_form": [pair.id], "pledge": [pair.id], "certificate": [mother.id], "contact_card": [pair.id]}
    edited = edit_record(qinghai.desk, qinghai.who(), EditRecord("child", child.id, {"school": "一小"}))
    assert "papers" not in edited.about
    ended = end_pairing(qinghai.desk, qinghai.who(), EndPairing(pair.id, "2025-03-24", "mother_left"))
    assert ended.about["papers"] == {"end_confirmation": [pair.id]}
    assert ended.receipt is not None
    assert "papers" not in undo(qinghai.desk, qinghai.who(), UndoAct(ended.receipt.number, "误点")).about


def test_a_file_is_named_without_a_number_or_a_childs_full_name(qinghai: World, pair: Record) -> None:
    child = pair.text("child")
    village = qinghai.desk.province.divisions.name(qinghai.village)
    assert made(qinghai, "child_file", child).name == f"儿童档案（一人一档）-{village}窦某-2025-03-24"
    assert made(qinghai, "pairing_form", pair.id).name == f"“江源爱心妈妈”结对登记表-{pair.text('number')}-2025-03-24"
    town = qinghai.desk.province.divisions.name(qinghai.village[:9])
    letter = made(qinghai, "query_letter", qinghai.village[:9])
    assert letter.name == f"关于查询志愿者违法犯罪记录的函-{town}-2025-03-24"


def test_the_consent_form_offers_yes_and_no_alike_for_each_purpose(qinghai: World) -> None:
    child = qinghai.child()
    paper = made(qinghai, "consent_form", child.id)
    lines = block(paper.contents[0], "purposes").text.split("\n")
    purposes = qinghai.desk.province.choices.get("consent_purposes")
    assert purposes is not None
    assert len(lines) == len(purposes.choices)
    assert all(line.split("：")[1] == "□ 同意      □ 不同意" for line in lines)
    words = told(paper.contents[0])
    for part in ("投诉", "撤回", "保存三年（系统默认", "满14周岁", "不影响孩子应得的救助", "见证人", "扫描件"):
        assert part in words
    assert paper.contents[0].notes == ("注：表式和用语为系统默认，非官方口径。",)
    assert paper.copies == 2


@pytest.mark.requirement("QH-19", node="qinghai/reports/certificate.yaml#layout")
def test_the_certificate_is_laid_out_as_one(qinghai: World) -> None:
    content = made(qinghai, "certificate", qinghai.mother().id).contents[0]
    assert (content.layout, content.notes) == ("certificate", ())


@pytest.mark.requirement("QH-01", node="qinghai/reports/roster.yaml")
def test_the_roster_carries_the_provinces_name(qinghai: World, pair: Record) -> None:
    content = render(qinghai.desk, qinghai.who(), RenderReport("roster", "2025-Q1")).content
    assert content is not None
    assert (content.title, content.layout) == ("“江源爱心妈妈”结对关爱名册", "form")
    assert [row.cells[1].text for row in block(content, "pairs").rows] == ["窦念安"]


def test_every_paper_of_the_province_can_be_made_and_none_prints_what_is_masked(qinghai: World, pair: Record) -> None:
    records = {"child": pair.text("child"), "pairing": pair.id, "loving_mother": pair.text("loving_mother"),
               "division": qinghai.village[:9]}
    kinds = paper_kinds(qinghai.desk, qinghai.who())
    assert {kind.key for kind in kinds} >= {
        "pairing_form", "contact_card", "visit_task", "month_page", "consent_form", "information_rules", "certificate",
        "pledge", "end_confirmation", "transfer_note", "query_letter", "reminder", "child_file"}
    for kind in kinds:
        words = told(made(qinghai, kind.key, records[kind.kind]).contents[0])
        assert not [number for number in (PHONE, NUMBER, "15400000001", HERS) if number in words]


@pytest.mark.parametrize("key", ["consent_form", "information_rules"])
def test_who_handles_the_data_stands_on_the_paper(qinghai: World, key: str) -> None:
    about = qinghai.waiting_child().id if key == "consent_form" else qinghai.village
    place = qinghai.desk.province.divisions.path(qinghai.desk.office)
    assert f"处理者：{place}妇联" in told(made(qinghai, key, about).contents[0])
