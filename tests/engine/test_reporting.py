"""Outlines become content: headings, texts, tables and lists, each number with its records; and what differs later."""

from __future__ import annotations

from dataclasses import replace

import pytest
from care_world import activity, child, mother, pairing, province, view

from aixin_tui.domain.record import Record
from aixin_tui.engine.content import ReportContent, differences
from aixin_tui.engine.periods import parse_period
from aixin_tui.engine.reporting import chinese_numeral, render_document, render_report

PLACES = ("630222100201", "630222101201", "630222102200")


def county(pairs: int = 9, *, uncalled: int = 4) -> list[Record]:
    """A small county: pairs in three towns, all called in May but the first ones; two children wait."""
    records: list[Record] = []
    for n in range(pairs):
        place = PLACES[n % 3]
        records += [
            child(f"c{n}", division_code=place, on="2025-03-10"), mother(f"m{n}", division_code=place),
            pairing(f"p{n}", "2025-03-10", of=f"c{n}", by=f"m{n}", number=f"630222-2025-{n:04}"),
            activity(f"a{n}", "2025-04-10", "contact_call", of=f"c{n}", by=f"m{n}", pair=f"p{n}"),
        ]
        if n >= uncalled:
            records.append(activity(f"b{n}", "2025-05-10", "contact_call", of=f"c{n}", by=f"m{n}", pair=f"p{n}",
                                    plan_tag="empowering"))
    waiting = [("filed", "2025-01-10"), ("waiting", "2025-02-10")]
    return [*records, child("w1", states=waiting), child("w2", states=waiting, division_code=PLACES[1])]


def monthly(records: list[Record], *, of: str = "qinghai", office: str = "630222", today: str = "2025-06-10",
            report: str = "monthly", period: str = "2025-05") -> ReportContent:
    seen = view(records, today, of=of, office=office, period=period, today=today)
    return render_report(seen, province(of).reports[report], parse_period(period))


@pytest.mark.requirement("QH-02", node="qinghai/reports/monthly.yaml#blocks.design")
@pytest.mark.requirement("QH-02", node="qinghai/reports/monthly.yaml#blocks.goals")
@pytest.mark.requirement("QH-02", node="qinghai/reports/monthly.yaml#blocks.measures")
@pytest.mark.requirement("QH-02", node="qinghai/reports/monthly.yaml#blocks.coordination")
def test_qinghais_monthly_report_stands_on_its_four_headings_each_filled_from_data() -> None:
    content = monthly(county())
    first = [block for block in content.blocks if block.heading and block.level == 1]
    assert [f"{block.number}{block.heading}" for block in first] == [
        "一、强化顶层设计，构建关爱服务大格局", "二、强化目标任务，织密关爱服务爱心网",
        "三、强化分类施策，汇聚关爱服务大能量", "四、强化协调联动，实现关爱服务全覆盖",
    ]
    assert first[0].text.startswith("截至2025年5月31日，今年以来9名江源爱心妈妈与9名留守困境儿童结对，形成党委领导")
    goals, measures = first[1], first[2]
    assert [cell.value for cell in goals.rows[-1].cells[1:5]] == [11, 9, 2, 0]
    heads = [column.head for column in measures.columns]
    missed = measures.rows[-1].cells[heads.index("漏联（对）")]
    assert (missed.value, set(missed.records)) == (4, {"p0", "p1", "p2", "p3"})
    assert first[3].columns
    numbers = [block.number for block in content.blocks if block.level == 2]
    assert numbers == ["（一）", "（二）", "（一）", "（二）", "（一）"]


@pytest.mark.requirement("HI-33", node="hainan/reports/monthly.yaml#blocks.guidance")
@pytest.mark.requirement("HI-33", node="hainan/reports/monthly.yaml#blocks.growth")
@pytest.mark.requirement("HI-33", node="hainan/reports/monthly.yaml#blocks.family")
@pytest.mark.requirement("HI-33", node="hainan/reports/monthly.yaml#blocks.help")
def test_hainans_monthly_report_has_its_four_headings() -> None:
    content = monthly(
        [child("c1", division_code="460105001001"), mother(), pairing("p1", "2025-03-10"),
         activity("a1", "2025-05-10", "family_visit")], of="hainan", office="460105",
    )
    first = [block for block in content.blocks if block.heading and block.level == 1]
    assert [block.heading for block in first] == ["思想有引领", "成长有守护", "家教有指导", "困难有帮扶"]
    assert "本月到家中看望1次" in first[2].text
    missed = content.block("festivals_missed")
    assert missed is not None
    assert not missed.rows  # 端午's window ends on 3 June


@pytest.mark.requirement(
    "HI-20", node=("hainan/checklist.yaml#items.festival_visit", "hainan/reports/monthly.yaml#blocks.festivals_missed")
)
def test_junes_report_lists_who_was_not_visited_for_the_festivals() -> None:
    records = [child("c1", division_code="460105001001"), mother(), pairing("p1", "2025-03-10")]
    content = monthly(records, of="hainan", office="460105", today="2025-07-02", period="2025-06")
    missed = content.block("festivals_missed")
    assert missed is not None
    assert [row.key for row in missed.rows] == ["p1"]


def test_lists_print_names_and_go_by_place_and_pinyin() -> None:
    records = county()
    renamed = {"c0": "赵一", "c3": "安二", "c1": "钱三", "c2": "孙四"}
    records = [
        Record(r.kind, r.id, {**r.values, "name": renamed.get(r.id, r.text("name"))}) if r.kind == "child" else r
        for r in records
    ]
    block = monthly(records).block("missed_calls")
    assert block is not None
    assert [column.head for column in block.columns] == ["儿童姓名", "所在村（社区）", "江源爱心妈妈", "最近联系"]
    assert [[cell.text for cell in row.cells] for row in block.rows] == [
        ["安二", "川口镇享堂村委会", "母m3", "2025-04-10"], ["赵一", "川口镇享堂村委会", "母m0", "2025-04-10"],
        ["钱三", "古鄯镇三姓庄村委会", "母m1", "2025-04-10"], ["孙四", "马营镇马营村委会", "母m2", "2025-04-10"],
    ]


@pytest.mark.requirement("QH-23", node="qinghai/reports/monthly.yaml#blocks.gap")
def test_villages_with_unpaired_children_are_listed() -> None:
    block = monthly(county()).block("gap")
    assert block is not None
    assert [row.cells[0].text for row in block.rows] == ["川口镇享堂村委会", "古鄯镇三姓庄村委会"]


def test_the_roster_sorts_as_it_says_and_prints_ages_and_roles() -> None:
    block = monthly(county(3), report="roster", period="2025-Q2").blocks[0]
    texts = [[cell.text for cell in row.cells] for row in block.rows]
    assert [line[1] for line in texts] == ["童c0", "童c1", "童c2"]
    assert texts[0][0] == "630222-2025-0000"
    assert texts[0][3:5] == ["10", "留守儿童"]
    assert texts[0][8] == "结对妈妈（主责）"


def test_a_document_tells_the_facts_of_one_record() -> None:
    seen = view(county(3), "2025-06-10")
    record = seen.find("pairing", "p0")
    assert record is not None
    content = render_document(seen, province().reports["pledge"], record)
    assert content.blocks[0].text.startswith("我自愿与童c0结对")
    form = render_document(seen, province().reports["pairing_form"], record)
    assert "结对时间：2025年3月10日" in form.blocks[0].text
    assert "性别：女" in form.blocks[1].text
    assert not form.period


def test_the_same_records_give_the_same_digest_and_a_late_call_another() -> None:
    before = monthly(county())
    assert before.digest == monthly(list(reversed(county()))).digest
    late = activity("late", "2025-05-20", "contact_call", of="c0", by="m0", pair="p0", plan_tag="empowering")
    after = monthly([*county(), late])
    assert after.digest != before.digest
    assert after.digest == replace(after, known_at="2025-06-30").digest
    found = {(d.block, d.column or d.row): d for d in differences(before, after)}
    total = found["measures", "漏联（对）"]
    assert (total.before, total.after) == ("4", "3")
    assert "p0" in total.records
    gone = next(d for d in differences(before, after) if d.block == "missed_calls")
    assert gone.row == "童c0"
    assert (gone.after, gone.records) == ("", ("p0",))
    assert not differences(before, before)


def test_cells_are_found_by_their_place() -> None:
    content = monthly(county())
    cell = content.cell("measures", len(content.block("measures").rows), 4)  # type: ignore[union-attr]
    assert cell is not None
    assert cell.value == 4
    text = content.cell("design", 1, 2)
    assert text is not None
    assert (text.figure, len(text.records)) == ("children_this_year", 9)
    assert content.cell("design", 2, 1) is None
    assert content.cell("measures", 99, 1) is None
    assert content.cell("nothing", 1, 1) is None


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (23, "二十三")])
def test_chinese_numerals(number: int, text: str) -> None:
    assert chinese_numeral(number) == text


def test_reports_and_papers_say_which_terms_are_ours_and_one_in_the_sources_words_does_not() -> None:
    assert monthly(county()).notes == ("注：除注明出处者外，栏目和口径为系统默认，非官方口径。",)
    seen = view(county(3), "2025-06-10")
    record = seen.find("pairing", "p0")
    assert record is not None
    ours = render_document(seen, province().reports["pledge"], record).notes
    assert ours == ("注：表式和用语为系统默认，非官方口径。",)
    mother = seen.find("loving_mother", "m0")
    assert mother is not None
    assert not render_document(seen, province().reports["certificate"], mother).notes
