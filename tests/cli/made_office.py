"""A small office made by commands: four children at different steps, three mothers, one of all that has verbs."""

from __future__ import annotations

import contextlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path

from aixin_tui.cli.main import run

DAY = "2025-03-10"
CHILDREN = """姓名,性别,出生日期,儿童类别,乡镇,村（居）委会,监护人,与儿童关系,监护人手机
窦念安,女,2014-05-06,留守儿童,官亭镇,喇家村,窦长河,祖父,15402221001
窦念平,男,2013-04-05,留守儿童,官亭镇,喇家村,窦长江,祖父,15402221002
窦念喜,女,2015-06-07,困境儿童,官亭镇,官东村,窦长湖,祖父,15402221003
窦念乐,男,2012-07-08,留守儿童,官亭镇,官东村,窦长海,祖父,15402221004
"""
MOTHERS = """姓名（单位）,类型,性别,所在地,人员类别,可结对名额,专长,联系电话,准入查询日期,查询结果,培训情况
蔺秀英,爱心妈妈,女,官亭镇喇家村,村（社区）,1,亲情陪伴,15402221011,2025-02-20,无记录,已培训
蔺玉兰,爱心妈妈,女,官亭镇官东村,村（社区）,2,学业辅导,15402221012,2025-02-20,无记录,已培训
蔺桂花,爱心妈妈,女,官亭镇寨子村,村（社区）,2,心理疏导,15402221013,2025-02-20,无记录,已培训
"""
#: One row fits, one may be a child on file.
LATER = """姓名,性别,出生日期,儿童类别,乡镇,村（居）委会
窦念庆,女,2016-08-09,留守儿童,官亭镇,喇家村
窦念喜,女,2015-06,留守儿童,官亭镇,官东村
"""
VISIT = ("visitors=村妇联执委", "joint_with=民政", "met=儿童、监护人", "child_needs=亲情陪伴", "family_needs=监护照料",
         "--assess", "guardianship=一般", "--assess", "development=健康")


def paper_of(child: str, guardian: str) -> tuple[str, ...]:
    """The command that records one paper with two opinions."""
    return ("visit", "add", child, *VISIT, "--consent", f"guardian={guardian},decision=同意,channel=当面",
            "--consent", "by=child,decision=同意,channel=当面")


STEPS: tuple[tuple[str, ...], ...] = (
    ("init", "county", "--province", "qinghai", "--office", "630222"),
    ("import", "children", "children.csv", "--today", "2025-03-03"),
    ("import", "mothers", "mothers.csv", "--today", "2025-03-03"),
    (*paper_of("窦念安", "窦长河"), "--today", "2025-03-04"),
    (*paper_of("窦念平", "窦长江"), "--today", "2025-03-04"),
    (*paper_of("窦念喜", "窦长湖"), "--today", "2025-03-04"),
    ("pair", "add", "窦念安", "蔺秀英", "--today", "2025-03-05"),
    ("wish", "add", "child=窦念安", "wish=一双运动鞋", "date=2025-03-06", "--today", "2025-03-06"),
    ("plan", "add", "scope=一人一策", "child=窦念安", "date=2025-03-06", "goals=按时完成作业", "--today", "2025-03-06"),
    ("household", "add", "name=窦家", "division_code=630222103211", "--today", "2025-03-06"),
    ("event", "add", "date=2025-03-07", "name=春季活动", "kind=集中活动", "activity_kind=亲子活动",
     "division_code=630222", "--child", "窦念安", "--today", "2025-03-07"),
    ("report-harm", "add", "窦念乐", "--situation", "1", "--note", "邻居反映孩子身上有伤", "--today", "2025-03-07"),
    ("match", "run", "--today", "2025-03-08"),
)


@dataclass(frozen=True)
class Made:
    """The folder of the office, and the ids of what commands name by id."""

    folder: Path
    ids: dict[str, str]


def call(*arguments: str) -> tuple[int, str, str]:
    """Call a command: exit code, stdout, stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments, lambda *_, **__: 0)
    return code, out.getvalue(), err.getvalue()


def make_office(base: Path) -> Made:
    """Make the office in a folder."""
    for name, text in (("children", CHILDREN), ("mothers", MOTHERS), ("later", LATER)):
        (base / f"{name}.csv").write_text(text, encoding="utf-8")
    before = Path.cwd()
    os.chdir(base)
    try:
        return Made(base / "county", _ids(base))
    finally:
        os.chdir(before)


def _ids(base: Path) -> dict[str, str]:
    os.environ["AIXIN_WORKSPACE"] = str(base / "county")
    try:
        for step in STEPS:
            code, _, err = call(*step)
            assert code == 0, f"{step}: {code} {err}"
        code, out, _ = call("import", "children", "later.csv", "--json", "--today", "2025-03-08")
        assert code == 1
        held = next(row for row in map(json.loads, out.splitlines()) if row.get("outcome") == "held")
        later = next(one["id"] for one in _rows("import", "rows") if one["file"] == "later.csv")
        return {"run": later, "row": str(held["file_row"]), "wish": _last("wish", "list")["id"],
                "offer": _first("match", "show")["id"], "pair": _last("pair", "list")["number"],
                "alert": _last("report-harm", "list")["id"], "act": str(_first("log", "show")["number"]),
                "household": _last("household", "list")["id"]}
    finally:
        del os.environ["AIXIN_WORKSPACE"]


def _rows(*arguments: str) -> list[dict[str, str]]:
    code, out, err = call(*arguments, "--json", "--today", DAY)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def _last(*arguments: str) -> dict[str, str]:
    return _rows(*arguments)[-1]


def _first(*arguments: str) -> dict[str, str]:
    return _rows(*arguments)[0]
