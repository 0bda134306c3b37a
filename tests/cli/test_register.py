"""`aixin register` and `aixin import register`: lines by the names of the office, totals, files out and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Aixin

TODAY = ("--today", "2025-03-10")


@pytest.fixture
def registers(office: Aixin) -> Aixin:
    """An office with two venues, a campaign, and a meeting with what was to follow."""
    for words in (
        "venue 名称=官亭站 阵地类型=维权服务站 所在地=官亭镇 共建单位=法院、司法 建成日期=2024-05",
        "阵地 名称=民和基地 阵地类型=未成年人观护基地 所在地=630222 共建单位=检察院 三联=阵地联用",
        "公益筹款行动 名称=助学 date=2025-03-01 募集金额=26000.5 资金来源=内部帮扶款",
        "event 日期=2025-03-01 名称=部署会 活动或会议=部署会 举办地=630222 层级=县（市、区）",
        "下一步工作 事项=健全制度 提出日期=2025-03-01 负责人=权益部 完成时限=2025-06-30 来自哪次会议=部署会",
    ):
        said = office("register", "add", *words.split(), *TODAY)
        assert said.code == 0, said.err
    return office


def test_kinds_tell_how_many_lines_each_has(registers: Aixin) -> None:
    found = {one["key"]: one["lines"] for one in registers("register", "kinds", "--json").objects}
    assert {key: found[key] for key in ("venue", "event", "follow_up", "policy_basis", "story")} == {
        "venue": 2, "event": 1, "follow_up": 1, "policy_basis": 3, "story": 0}
    assert "阵地" in registers("register", "kinds").out


@pytest.mark.parametrize(("words", "titles"), [
    ("阵地", ["民和基地", "官亭站"]), ("venue --in 630222103", ["官亭站"]), ("venue --year 2024", ["官亭站"]),
    ("venue --field 阵地类型=维权服务站", ["官亭站"]), ("venue --field partners=检察院", ["民和基地"]),
    ("follow_up --state 已完成", []), ("follow_up --state in_progress", ["健全制度"]),
])
def test_a_list_is_narrowed_by_place_state_year_and_field(registers: Aixin, words: str, titles: list[str]) -> None:
    said = registers("register", "list", *words.split(), "--json", *TODAY)
    assert [one["title"] for one in said.objects] == titles


def test_a_line_is_shown_with_what_names_it_and_moved_on(registers: Aixin) -> None:
    held = registers("register", "show", "event", "部署会", "--json", *TODAY).object
    assert [one["title"] for one in held["linked"]] == ["健全制度"]
    assert registers("register", "move", "follow_up", "健全制度", "完成", *TODAY).code == 0
    shown = registers("register", "show", "下一步工作", "健全制度", *TODAY)
    assert "已完成" in shown.out
    assert registers("register", "move", "follow_up", "健全制度", "完成", *TODAY).code == 1


def test_a_line_that_every_office_starts_with_is_written_down_by_its_first_change(registers: Aixin) -> None:
    before = registers("register", "show", "部门", "民政", "--json", *TODAY).object
    assert registers("register", "edit", "部门", "civil_affairs", "权益保障工作小组成员单位=是", *TODAY).code == 0
    after = registers("register", "show", "部门", "civil_affairs", "--json", *TODAY).object
    assert (before["stored"], after["stored"], after["values"]["member"]) == (False, True, "是")
    assert len(registers("register", "list", "部门", "--json").objects) == 10


def test_totals_print_the_provinces_figures_and_sums(registers: Aixin) -> None:
    said = registers("register", "total", "公益筹款行动", *TODAY)
    assert "募集资金  26000.5元" in said.out
    rows = registers("register", "total", "venue", "--by", "阵地类型", "--json", *TODAY).objects
    cells = {row["cells"][0]["text"]: row["cells"][1]["value"] for row in rows if row.get("block") == "by_kind"}
    assert (cells["维权服务站"], cells["未成年人观护基地"], cells["合计"]) == (1, 1, 2)
    assert "官亭镇" in registers("register", "total", "venue", "--by-division", *TODAY).out


@pytest.mark.parametrize(("words", "code", "said"), [
    ("list 没有的", 1, "REGISTER_001"), ("list venue --field 颜色=红", 1, "ENTER_001"), ("total venue --by 名称", 1,
                                                                                "REGISTER_003"),
    ("show venue 没有的", 2, "没有的"), ("add venue 名称=甲", 1, "FORM_002"), ("move venue 官亭站 完成", 1, ""),
    ("edit venue 官亭站 阵地类型=维权服务站 年份=1", 1, "ENTER_001"), ("list venue --year 12", 2, "--year"),
    ("list follow_up --state 推进", 2, "推进中"), ("export follow_up x.xlsx --state 推进", 2, "推进中"),
])
def test_what_cannot_be_done_is_said(registers: Aixin, words: str, code: int, said: str) -> None:
    answer = registers("register", *words.split(), *TODAY)
    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_a_file_goes_out_and_comes_back_without_adding_anything(registers: Aixin, tmp_path: Path) -> None:
    for kind in ("阵地", "公益筹款行动", "下一步工作", "部门"):
        assert registers("register", "export", kind, "out.xlsx", *TODAY).code == 0
        before = registers("export", "--canonical").out
        said = registers("import", "register", kind, "out.xlsx", "--json", *TODAY)
        *rows, summary = said.objects
        assert {(row["outcome"], len(row["changes"])) for row in rows} == {("merged", 0)}, said.out
        assert summary["rows"] == len(rows)
        after = registers("export", "--canonical").out
        assert [line for line in after.splitlines() if "import_run" not in line] == before.splitlines()
    assert (tmp_path / "out.xlsx").is_file()


def test_a_table_of_somebody_else_is_taken_in_row_by_row(registers: Aixin, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(
        "单位,阵地类型,所在地\n官亭站,维权服务站,官亭镇\n新站,家长学校,川口镇\n,家长学校,川口镇\n", encoding="utf-8")
    (tmp_path / "map.json").write_text(json.dumps({"单位": "name"}), encoding="utf-8")
    said = registers("import", "register", "阵地", "v.csv", "--mapping", "map.json", "--errors", "e.xlsx", "--json",
                     *TODAY)
    *rows, summary = said.objects
    assert ([row["outcome"] for row in rows], said.code) == (["merged", "accepted", "rejected"], 1)
    assert (summary["merged"], (tmp_path / "e.xlsx").is_file()) == (1, True)
    assert registers("import", "register", "“1+N”联合帮教", "v.csv", *TODAY).code == 1


def test_a_contact_is_masked_in_the_file_unless_a_reason_is_given(registers: Aixin, tmp_path: Path) -> None:
    from aixin_tui.exchange.sheets import read_book

    assert registers("register", "edit", "部门", "court", "联络员及电话=马科长 15402220001", *TODAY).code == 0
    for more, shown in (((), False), (("--reveal", "开会通知"), True)):
        assert registers("register", "export", "部门", "d.xlsx", *TODAY, *more).code == 0
        told = str([row.cells for row in read_book(tmp_path / "d.xlsx").sheets[0].rows])
        assert ("15402220001" in told) is shown
    assert "开会通知" in registers("log", "show").out


def test_json_lines_are_added_one_by_one(registers: Aixin, tmp_path: Path) -> None:
    lines = [{"name": "甲", "kind": "micro_video", "date": "2025-03-01", "channel": "公众号"}, {"name": "乙"}]
    (tmp_path / "m.jsonl").write_text("\n".join(json.dumps(one) for one in lines), encoding="utf-8")
    said = registers("register", "add", "宣传作品", "--from", "m.jsonl", "--json", *TODAY)
    assert ([one["done"] for one in said.objects], said.code) == ([True, False], 1)
