"""Reports through the services: looking back, explaining a number, handing in, corrections, what is told only once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aixin_tui.domain.record import Act, Change, Record
from aixin_tui.engine.content import ReportContent
from aixin_tui.services.papers import MakePapers, make_papers
from aixin_tui.services.reports.reporting import (
    ExplainNumber,
    RenderReport,
    SubmitReport,
    corrections,
    explain_number,
    render,
    report_keys,
    submit,
)
from office_world import World, codes


def store(world: World, *records: Record) -> None:
    """Write records as they are, on the world's day."""
    home = f"data/{world.desk.office}/{world.desk.office}000"
    changes = tuple(Change(r.kind, r.id, dict(r.values), home) for r in records)
    world.desk.store.commit(Act("test", world.operator, changes))


def pairs(world: World, count: int = 4) -> None:
    """Bring in children in pairs since 10 March 2025."""
    life = {"1": {"state": "paired", "from": "2025-03-10"}}
    mother = {"kind": "mother", "sex": "female", "division_code": world.village, "status": {
        "1": {"state": "active", "from": "2025-01-01"}}}
    for n in range(count):
        store(
            world,
            Record("child", f"c{n}", {"name": f"童{n}", "sex": "female", "birth_date": "2015-05-06", "status": life,
                                      "division_code": world.village, "categories": {"left_behind_child": True}}),
            Record("loving_mother", f"m{n}", {"name": f"母{n}", **mother}),
            Record("pairing", f"p{n}", {"child": f"c{n}", "loving_mother": f"m{n}", "role": "lead",
                                        "started_on": "2025-03-10"}),
        )


def call(world: World, pair: int, day: str) -> None:
    store(world, Record("activity", f"call{pair}{day}", {
        "date": day, "kind": {"contact_call": True}, "child": f"c{pair}", "pairing": f"p{pair}",
        "loving_mother": f"m{pair}",
    }))


def report(world: World, period: str = "2025-09", known_at: str = "", key: str = "monthly") -> ReportContent:
    made = render(world.desk, world.who(), RenderReport(key, period, known_at))
    assert made.content is not None, made.problems
    return made.content


def missed(content: ReportContent) -> set[str]:
    block = content.block("missed_calls")
    assert block is not None
    return {row.key for row in block.rows}


@pytest.fixture
def office(qinghai: World) -> World:
    pairs(qinghai)
    for n in range(1, 4):
        qinghai.at("2025-09-20")
        call(qinghai, n, "2025-09-15")
    return qinghai


@pytest.mark.requirement("QH-30", node="common/checklist.yaml#items.greeting.counts")
def test_a_call_of_september_typed_in_october_is_known_from_then_on(office: World) -> None:
    office.at("2025-10-09")
    call(office, 0, "2025-09-28")
    office.at("2025-10-12")
    assert missed(report(office, known_at="2025-10-08")) == {"p0"}
    assert missed(report(office, known_at="2025-10-10")) == set()
    assert missed(report(office)) == set()
    early = report(office, known_at="2025-10-08")
    assert early.digest == report(office, known_at="2025-10-08").digest
    assert early.known_at == "2025-10-08"


def test_a_report_that_is_handed_in_stays_and_lists_its_corrections(office: World) -> None:
    office.at("2025-10-08")
    handed = submit(office.desk, office.who(), SubmitReport("monthly", "2025-09", "李经办", "王审核"))
    assert handed.done
    record = handed.records[0]
    assert "text" not in record.values
    assert record.text("digest") == handed.about["digest"]
    assert not corrections(office.desk, office.who(), "monthly", "2025-09").rows
    office.at("2025-10-09")
    call(office, 0, "2025-09-28")
    office.at("2025-11-20")
    found = corrections(office.desk, office.who(), "monthly", "2025-09")
    assert found.submitted_at == record.text("known_at")
    total = [row for row in found.rows if row.column.startswith("漏联") and row.row == "合计"]
    assert [(row.before, row.after) for row in total] == [("1", "0")]
    gone = next(row for row in found.rows if row.block == "missed_calls")
    assert (gone.row, gone.records) == ("童0", ("p0",))
    assert [entry.action for entry in gone.entries] == ["test"]
    # The bytes that were handed in come anew from the log, whatever day it is.
    again = render(office.desk, office.who(), RenderReport("monthly", "2025-09", record.text("known_at")))
    assert again.content is not None
    assert again.content.digest == record.text("digest")


def test_a_report_is_handed_in_once_unless_again_and_names_both_people(office: World) -> None:
    office.at("2025-10-08")
    first = SubmitReport("monthly", "2025-09", "李经办", "王审核")
    assert submit(office.desk, office.who(), first).done
    assert codes(submit(office.desk, office.who(), first)) == ["REPORT_004"]
    assert submit(office.desk, office.who(), replace(first, again=True)).done
    assert codes(submit(office.desk, office.who(), replace(first, period="2025-08", filled_by=" "))) == ["REPORT_006"]
    assert codes(submit(office.desk, office.who(), replace(first, key="nothing"))) == ["REPORT_001"]
    assert codes(submit(office.desk, office.who(), replace(first, period="9月"))) == ["REPORT_002"]
    assert codes(submit(office.desk, office.who(known_at="2025-10-01"), first)) == ["ACT_001"]
    none = corrections(office.desk, office.who(), "monthly", "2025-01")
    assert [problem.code.value for problem in none.problems] == ["REPORT_003"]


def test_a_report_of_the_running_month_comes_again_as_it_was(office: World) -> None:
    office.at("2025-09-25")
    handed = submit(office.desk, office.who(), SubmitReport("monthly", "2025-09", "李", "王"))
    assert handed.records[0].text("as_of") == "2025-09-25"
    office.at("2025-12-01")
    assert not corrections(office.desk, office.who(), "monthly", "2025-09").rows
    made = render(office.desk, office.who(), RenderReport("monthly", "2025-09", handed.records[0].text("known_at")))
    assert made.content is not None
    assert (made.content.as_of, made.content.digest) == ("2025-09-25", handed.about["digest"])


def test_a_number_is_explained_by_its_records(office: World) -> None:
    office.at("2025-10-08")
    content = report(office)
    block = content.block("measures")
    assert block is not None
    column = [c.head for c in block.columns].index("漏联（对）") + 1
    asked = ExplainNumber("monthly", "2025-09", "measures", len(block.rows), column)
    told = explain_number(office.desk, office.who(), asked)
    assert (told.text, told.label) == ("1", "合计 漏联")
    assert [(one.id, one.name) for one in told.records] == [("p0", "童0 - 母0")]
    text = explain_number(office.desk, office.who(), ExplainNumber("monthly", "2025-09", "design", 1, 2))
    assert {one.name for one in text.records} == {"童0", "童1", "童2", "童3"}
    lost = explain_number(office.desk, office.who(), ExplainNumber("monthly", "2025-09", "measures", 99, 1))
    assert [problem.code.value for problem in lost.problems] == ["REPORT_005"]


def test_the_list_of_reports_says_what_is_due_and_what_was_handed_in(office: World) -> None:
    office.at("2025-10-08")
    listed = {one.key: one for one in report_keys(office.desk, office.who())}
    assert (listed["monthly"].period, listed["monthly"].due_on, listed["monthly"].submitted_on) == (
        "2025-09", "2025-10-10", "")
    assert listed["pledge"].document_for == "pairing"
    submit(office.desk, office.who(), SubmitReport("monthly", "2025-09", "李", "王"))
    listed = {one.key: one for one in report_keys(office.desk, office.who())}
    assert listed["monthly"].submitted_on == "2025-10-08"


def test_an_operator_sees_a_report_of_her_own_division_only(office: World) -> None:
    office.at("2025-10-08")
    town = office.village[:9]
    inside = render(office.desk, office.who(scope=town), RenderReport("monthly", "2025-09"))
    assert inside.content is not None
    assert inside.content.office == town
    other = render(office.desk, office.who(scope=town), RenderReport("monthly", "2025-09", office="630222199"))
    assert [problem.code.value for problem in other.problems] == ["ACT_003"]


def test_a_document_is_made_for_a_record_of_its_kind(office: World) -> None:
    made = make_papers(office.desk, office.who(), MakePapers("pledge", ("p0",)))
    assert "童0" in made.contents[0].blocks[0].text
    wrong = make_papers(office.desk, office.who(), MakePapers("pledge", ("c0",)))
    assert [problem.code.value for problem in wrong.problems] == ["REPORT_009"]


@pytest.mark.requirement("HI-18", node="hainan/reports/notice_to_civil_affairs.yaml#blocks.changes")
def test_a_notice_lists_each_change_once_and_is_due_within_seven_days(hainan: World) -> None:
    hainan.at("2025-03-12")
    pairs(hainan, 2)
    listed = {one.key: one for one in report_keys(hainan.desk, hainan.who())}
    assert listed["notice_to_civil_affairs"].due_on == "2025-03-16"
    first = submit(hainan.desk, hainan.who(), SubmitReport("notice_to_civil_affairs", "", "李", "王"))
    assert first.done
    before = first.records[0].text("known_at")
    assert not report(hainan, "", key="notice_to_civil_affairs").blocks[0].rows
    hainan.at("2025-03-20")
    hainan.desk.store.commit(Act("end_pairing", "x", (Change("pairing", "p1", {
        "ended_on": "2025-03-19", "end_reason": "moved"}),)))
    block = report(hainan, "", key="notice_to_civil_affairs").blocks[0]
    assert [(row.cells[0].text, row.cells[3].text, row.cells[4].text) for row in block.rows] == [
        ("童1", "已终止", "2025-03-19")]
    assert submit(hainan.desk, hainan.who(), SubmitReport("notice_to_civil_affairs", "", "李", "王")).done
    again = report(hainan, "2025-03", before, "notice_to_civil_affairs")
    assert len(again.blocks[0].rows) == 2
