"""Every verb of every noun on a small office: exit codes, one object a line, data and talk apart, columns in cells."""

from __future__ import annotations

import getpass
import json
import re
from importlib import import_module
from pathlib import Path

import click
import pytest
from calling import Aixin, Said
from made_office import DAY, Made, paper_of

from aixin_tui.cli.main import NOUNS
from aixin_tui.texts.cells import width

#: What is read, and how many objects `--json` prints at least. `{…}` are ids of the office.
READS: tuple[tuple[str, int], ...] = (
    ("child list --all", 5), ("child list --state waiting", 0), ("child find 念", 4), ("child find dna", 1),
    ("child show 窦念安", 1),
    ("mother list", 3), ("mother find 蔺", 3), ("mother show 蔺秀英", 1),
    ("guardian list", 4), ("guardian find 窦长河", 1), ("guardian show 窦长河", 1),
    ("household list", 1), ("household find 窦家", 0), ("household show {household}", 1),
    ("case show 窦念安", 1), ("case explain 窦念安", 1), ("case explain 窦念乐", 1),
    ("case explain 蔺秀英 --kind loving_mother", 1), ("case explain {wish} --kind micro_wish", 1),
    ("visit list", 3), ("visit list 窦念安", 1), ("visit list 窦念安 --attempts", 1),
    ("assess list", 3), ("consent list", 6), ("consent list --by guardian --decision agreed", 3),
    ("plan list 窦念安", 1), ("wish list", 1),
    ("pair suggest 窦念乐", 0), ("pair suggest 窦念平", 1), ("pair list", 1), ("pair list --all", 1),
    ("transfer list", 0), ("pair again", 0), ("pair debts", 0),
    ("match show", 3), ("match explain 窦念平", 1),
    ("match explain 窦念平 --why-not 蔺桂花", 1), ("match gaps --by remedy", 0),
    ("activity list", 1), ("activity list --kind parent_child", 1), ("event list", 1),
    ("care due", 1), ("care missed", 0), ("care grid 2025-03", 1),
    ("report list", 1), ("document kinds", 5), ("report render monthly 2025-03", 2),
    ("report-harm list", 1), ("report-harm list --all", 1),
    ("register kinds", 15), ("register list 部门", 10), ("register total 部门 --by member", 2),
    ("import rows", 3), ("import rows {run}", 1), ("import rows {run} --held", 1),
    ("log show", 5), ("log show --limit 3", 3), ("log verify", 0), ("operator list", 0), ("request list", 0),
    ("province list", 2),
)
#: What is written: each on a fresh copy of the office.
WRITES: tuple[str, ...] = (
    "child add 姓名=窦念福 性别=男 出生日期=2014-09-10 儿童类别=留守儿童 division_code=630222103211",
    "child edit 窦念安 school=官亭小学",
    "mother add 姓名=蔺春梅 类型=爱心妈妈 性别=女 division_code=630222103211", "mother edit 蔺秀英 places=2",
    'guardian add 姓名=窦长安 照护的儿童=[{"儿童":"窦念乐","身份":"监护人","relation":"姑母"}]',
    "guardian edit 窦长河 phone=15402221099",
    "household add name=窦二家 division_code=630222103211", "household edit {household} address=官亭镇",
    "case advance 窦念乐 归档 --reason 不再属于关爱对象",
    "assess add 窦念安 guardianship=较好 development=健康",
    "consent add 窦念乐 guardian=窦长海 decision=不同意 channel=当面", "consent withdraw 窦念安 --reason 父母返乡",
    "plan add scope=一人一策 child=窦念平 date=2025-03-10 goals=每周读书",
    "wish add child=窦念平 wish=一个篮球 date=2025-03-10", "wish move {wish} claim",
    "pair add 窦念平 蔺玉兰", "pair add 窦念平 蔺玉兰 --offer", "pair end {pair} --reason 父母返乡",
    "pair pause {pair} --reason 其他", "pair confirm {offer}",
    "pair hand-over {pair} 蔺玉兰", "pair mistaken {pair} --reason 同名 --keep", "child move 窦念安 --to 630222103",
    "child close 窦念平 --reason 其他", "mother leave 蔺秀英 --reason 本人提出 --rest end",
    "match run", "match run --dry-run", "match accept 窦念平", "match accept {offer}", "match accept --all",
    "match decline 窦念喜 --by guardian --reason 监护人另有意见", "match hold 窦念平", "match run --fix 窦念平",
    "match swap 窦念平 窦念喜 --reason 两家商量过", "match run --dry-run --export instance.json",
    "activity add --child 窦念安 --child 窦念平 date=2025-03-10 kind=学业辅导",
    "event add date=2025-03-10 name=读书会 kind=集中活动 activity_kind=学业辅导 division_code=630222 --child 窦念安",
    "care tick 2025-03 {pair}=9=聊了作业 --channel video",
    "report submit monthly 2025-02 --filled-by 马经办 --reviewed-by 李审核",
    "report-harm add 窦念安 --situation 2 --note 说明", "report-harm close {alert} --outcome 已核实 --to 派出所",
    "import decide {run} {row} drop", "import children children.csv", "import mothers mothers.csv --dry-run",
    "log undo {act} --reason 录错",
    "operator add wang --role administrator", "request add view 窦念安 --asked-by 窦长河",
    "sheet make calls 2025-03", "sheet make visits", "sheet make register 阵地",
)
#: What is refused, with the exit code and what stands on stderr.
REFUSED: tuple[tuple[str, int, str], ...] = (
    ("child add 姓名=窦念福", 1, "FORM_"),
    ("child add 姓名=窦念福 性别=男孩", 1, "ENTER_002"),
    ("child add 名字叫=窦念福", 1, "ENTER_001"),
    ('guardian add 姓名=窦长安 照护的儿童=[{"谁":"窦念乐"}]', 1, "ENTER_001"),
    ("guardian add 姓名=窦长安 照护的儿童=窦念乐", 1, "ENTER_005"),
    ("child show 没有这个人", 2, "没有这个人"),
    ("child find 念 --limit 0", 2, "--limit"),
    ("pair add 窦念乐 蔺玉兰", 1, "PAIR_"),
    ("pair end {pair} --reason 心情不好", 1, "ACT_008"),
    ("pair mistaken {pair}", 1, "PAIR_018"), ("pair lead {pair}", 1, "PAIR_013"), ("pair mistaken", 2, "--run"),
    ("pair hand-over {pair} 蔺玉兰 --on 2025-03-05", 1, "PAIR_006"),
    ("mother leave 蔺秀英 --reason 本人提出", 1, "PAIR_014"), ("child move 窦念安 --to 999", 1, "MOVE_002"),
    ("transfer send 窦念安 --to 630222", 1, "MOVE_005"), ("transfer send 窦念安 --to 460105", 1, "MOVE_006"),
    ("transfer confirm 窦念安", 1, "MOVE_008"), ("transfer look no-such.aixin --passphrase-file no", 2, "no"),
    ("pair confirm 01M86P8CGX3W7HXG9EH1XPG7ZC", 1, ""),
    ("match accept 窦念乐", 2, "没有等答复的拟结对"),
    ("match decline 窦念平 --by mother --reason 心情不好", 1, "MATCH_004"),
    ("match swap 窦念平 窦念喜", 1, "MATCH_009"), ("match hold 窦念乐", 2, "没有等答复的拟结对"),
    ("case advance 窦念乐 pair", 1, "ACT_"),
    ("care tick 2025-03 {pair}=2025-04-01", 1, "CARE_003"),
    ("care tick 2025-03 999=1", 2, "999"),
    ("activity add --child 窦念安 kind=学业辅导", 1, "FORM_002"),
    ("report render no_such_report", 1, "REPORT_001"),
    ("report render monthly 2025-13", 1, "REPORT_002"),
    ("report submit monthly 2025-02 --filled-by 马经办", 2, "--reviewed-by"),
    ("report corrections monthly 2025-02", 1, "REPORT_003"),
    ("report-harm close {alert}", 1, "HARM_"),
    ("import children later.csv", 1, ""),
    ("import children no-such.csv", 1, ""),
    ("import decide {run} 99 drop", 1, "ROW_110"),
    ("log undo 99999 --reason 录错", 1, "ACT_011"),
    ("log undo 01ABCDEFGHJKMNPQRSTVWXYZ00 --reason 录错", 2, "aixin log show"),
    ("province check atlantis", 2, "WORK_002"),
)
#: Verbs that other tests of this folder or of `tests/demo` call.
ELSEWHERE = frozenset({
    "backup", "demo", "doctor", "document make", "export", "import activities", "import pairings", "import register",
    "incident add", "incident edit", "incident list", "incident show", "init", "match compare", "match gaps",
    "match solve",
    "match verify", "mother advance", "mother pause", "mother resume", "operator disable", "operator edit",
    "operator enable", "operator show", "pair lead", "pair resume", "plan edit", "plan show", "province check",
    "province trust", "referral add", "referral edit", "referral list", "referral move", "referral show",
    "register add", "register edit", "register export", "register move", "register show", "report corrections",
    "report explain", "report-harm take", "request answer", "request erase", "request show", "restore",
    "sheet make queries", "sheet take", "transfer cancel", "transfer confirm", "transfer look", "transfer send",
    "visit add", "wish edit", "wish show",
})


def words(text: str, made: Made, *more: str) -> list[str]:
    said = [re.sub(r"\{(\w+)\}", lambda found: made.ids[found[1]], word) for word in text.split()]
    dated = () if said[0] == "province" else ("--today", DAY)
    return [*said, *dated, *more]


def told(said: Said) -> str:
    return f"exit {said.code}\n{said.out}\n{said.err}"


def leaves(command: click.Command, path: str) -> list[str]:
    if isinstance(command, click.Group):
        return [leaf for name, sub in command.commands.items() for leaf in leaves(sub, f"{path} {name}")]
    return [path]


def test_the_tables_name_every_verb() -> None:
    every = {leaf for noun, module in NOUNS.items()
             for leaf in leaves(import_module(f"aixin_tui.cli.{module}").command, noun)}
    called = [f"{text} " for text in (*(text for text, _ in READS), *WRITES)]
    assert {leaf for leaf in every if not any(text.startswith(f"{leaf} ") for text in called)} - ELSEWHERE == set()


@pytest.mark.parametrize(("text", "least"), READS)
def test_a_list_prints_one_object_a_line(small: Aixin, made: Made, text: str, least: int) -> None:
    said = small(*words(text, made, "--json"))
    assert said.code == 0, told(said)
    assert len(said.objects) >= least, told(said)
    assert all(isinstance(one, dict) for one in said.objects)
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("text", "least"), READS)
def test_people_read_it_in_aligned_columns_and_no_json(small: Aixin, made: Made, text: str, least: int) -> None:
    said = small(*words(text, made))
    assert said.code == 0, told(said)
    assert not least or said.out.strip(), told(said)
    lines = said.out.splitlines()
    assert not any(line.startswith("{") for line in lines)
    if text.split()[1] in ("list", "find", "due", "grid", "debts") and len(lines) > 1:
        starts = columns_of(lines[0])
        for line in lines[1:]:
            assert all(cells_before(line, start) for start in starts), said.out


def columns_of(head: str) -> list[int]:
    """Where the columns begin, in cells: after two blanks."""
    return [width(head[: found.end()]) for found in re.finditer(r"\S {2,}(?=\S)", head)]


def cells_before(line: str, start: int) -> bool:
    """Whether two blanks stand before a cell, or the line has ended."""
    if width(line) < start:
        return True
    at = 0
    for n, char in enumerate(line):
        if at == start:
            return line[n - 2 : n] == "  "
        at += width(char)
    return at == start


@pytest.mark.parametrize("text", WRITES)
def test_an_act_is_done_and_answers_with_objects(small: Aixin, made: Made, text: str) -> None:
    said = small(*words(text, made, "--json"))
    assert said.code == 0, told(said)
    assert said.objects
    one = said.objects[0]
    assert one.get("done", True) is True
    assert "Traceback" not in said.err


@pytest.mark.parametrize("text", WRITES)
def test_an_act_says_what_it_did_on_stderr(small: Aixin, made: Made, text: str) -> None:
    said = small(*words(text, made))
    assert said.code == 0, told(said)
    assert said.err.strip(), told(said)
    assert text.startswith(("import", "match run", "sheet make")) or not said.out, told(said)


@pytest.mark.parametrize("text", WRITES)
def test_nobody_writes_into_the_past_as_it_was_known(small: Aixin, made: Made, text: str) -> None:
    said = small(*words(text, made, "--known-at", "2025-03-01"))
    assert said.code == 2, told(said)
    assert "--known-at" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("text", "code", "why"), REFUSED)
def test_a_refusal_says_why_on_stderr(small: Aixin, made: Made, text: str, code: int, why: str) -> None:
    said = small(*words(text, made))
    assert said.code == code, told(said)
    assert why in said.err, told(said)
    assert text.startswith("import") or said.out == "", told(said)
    assert "Traceback" not in said.err


@pytest.mark.parametrize("text", [text for text, code, _ in REFUSED if code == 1 and not text.startswith("import")])
def test_a_refusal_as_data_has_the_same_code(small: Aixin, made: Made, text: str) -> None:
    said = small(*words(text, made, "--json"))
    assert said.code == 1, told(said)
    for line in said.out.splitlines():
        assert isinstance(json.loads(line), dict)


@pytest.mark.parametrize("text", ["child list", "pair list", "care grid 2025-03", "report list", "match show",
                                  "case explain 窦念乐", "import rows", "log show", "pair suggest 窦念平"])
def test_english_is_behind_an_option(small: Aixin, made: Made, text: str) -> None:
    noun, *rest = words(text, made)
    chinese, english = small(noun, *rest), small("--lang", "en", noun, *rest)
    assert english.code == 0, told(english)
    assert (english.out, english.err) != (chinese.out, chinese.err)


def test_what_was_known_on_a_day_is_read_again(small: Aixin, made: Made) -> None:
    assert small(*words("child list --all", made, "--json", "--known-at", "2020-01-01")).out == ""


def test_a_paper_is_taken_in_and_says_how_far_the_child_came(small: Aixin) -> None:
    paper = paper_of("窦念乐", "窦长海")
    said = small(*paper, "--today", DAY)
    assert said.code == 0, told(said)
    assert "待结对" in said.err
    assert small("case", "show", "窦念乐", "--json").object["states"][-1]["state"] == "waiting"


def test_a_pause_is_ended_and_an_operator_disabled(small: Aixin, made: Made) -> None:
    for text in ("pair pause {pair} --reason 其他", f"operator add {getpass.getuser()} --role administrator",
                 "operator add wang --division 630222103", "operator disable wang"):
        assert small(*words(text, made)).code == 0
    said = small("pair", "resume", made.ids["pair"], "--today", "2025-03-12", "--json")
    assert said.code == 0, told(said)
    assert said.object["done"] is True


def test_a_number_is_explained_by_its_records(small: Aixin, made: Made) -> None:
    rows = small(*words("report render monthly 2025-03", made, "--json")).objects
    held = [(row["block"], row["row"], n) for row in rows if "cells" in row
            for n, cell in enumerate(row["cells"], 1) if isinstance(cell["value"], int) and cell["value"] > 0]
    assert held
    for block, row, column in held[:6]:
        said = small(*words(f"report explain monthly 2025-03 {block} {row} {column}", made, "--json"))
        assert said.code == 0, told(said)
        assert said.objects[0]["count"] == len(said.objects) - 1


def test_the_past_is_corrected_and_the_corrections_are_listed(small: Aixin, made: Made) -> None:
    submit = "report submit monthly 2025-03 --filled-by 马经办 --reviewed-by 李审核"
    assert small(*words(submit, made)).code == 0
    again = small(*words(submit, made))
    assert again.code == 1
    assert "REPORT_004" in again.err
    assert small(*words("report corrections monthly 2025-03", made, "--json")).objects == []
    assert small(*words("care tick 2025-03 {pair}=9", made)).code == 0
    found = small(*words("report corrections monthly 2025-03", made, "--json"))
    assert found.code == 0
    assert found.objects


def test_a_spreadsheet_is_written_where_it_is_asked_for(small: Aixin, made: Made) -> None:
    said = small(*words("report render monthly 2025-03 --xlsx 月报.xlsx", made))
    assert (said.code, said.out) == (0, ""), told(said)
    assert "月报.xlsx" in said.err
    assert Path("月报.xlsx").read_bytes()[:2] == b"PK"
    said = small(*words("import children later.csv --errors 待核.xlsx", made))
    assert said.code == 1
    assert Path("待核.xlsx").read_bytes()[:2] == b"PK"


def test_children_are_added_from_lines_of_json(small: Aixin, made: Made) -> None:
    lines = [{"name": f"窦念{n}", "sex": "female", "birth_date": f"201{n}-01-02", "division_code": "630222103211",
              "categories": ["left_behind_child"]} for n in (3, 4)]
    Path("two.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    said = small(*words("child add --from two.jsonl", made, "--json"))
    assert said.code == 0, told(said)
    assert len({one["id"] for one in said.objects}) == 2
    Path("bad.jsonl").write_text("[1]\n", encoding="utf-8")
    assert small(*words("child add --from bad.jsonl", made)).code == 2


def test_the_office_is_sound_and_dumped(small: Aixin, made: Made) -> None:
    assert small("doctor").code == 0
    said = small(*words("export --canonical", made))
    assert said.code == 0, told(said)
    assert {json.loads(line)["record"] for line in said.out.splitlines()} >= {"child", "pairing", "consent", "event"}


def test_a_family_is_shown_masked_and_revealed_only_for_a_reason(small: Aixin, made: Made) -> None:
    masked = small(*words("guardian show 窦长河", made, "--json")).out
    assert "15402221001" not in masked
    assert "15402221001" in small(*words("guardian show 窦长河", made, "--json", "--reveal", "回访核对")).out
    assert "回访核对" in small(*words("log show --limit 1", made, "--json")).out


def test_a_table_that_is_none_is_told_with_the_columns_it_has(small: Aixin) -> None:
    said = small("guardian", "add", "姓名=窦长安", "照护的儿童=窦念乐", "--today", DAY)
    assert "与儿童关系" in said.err
    assert '[{"儿童": "…"}, …]' in said.err


def test_who_writes_pinyin_for_a_name_is_told_where_to_look(small: Aixin) -> None:
    assert "aixin child find" in small("child", "show", "dnl", "--today", DAY).err
    assert "窦念乐" in small("child", "find", "dnl", "--today", DAY).out
