"""Offices that do their work by commands alone, each in a workspace of files of its own."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calling import Said, no_app

from aixin_tui.cli.main import run
from aixin_tui.domain.region import Divisions

CHILD_HEAD = ("姓名", "性别", "出生日期", "儿童类别", "乡镇", "村", "监护人", "监护人电话")
MOTHER_HEAD = ("姓名", "类型", "性别", "所在地", "联系电话", "准入查询日期", "查询结果", "名额")


@dataclass
class Shell:
    """Runs commands in this process. `read` gives what they printed, `enter` chooses the workspace."""

    read: Callable[[], tuple[str, str]]
    enter: Callable[[Path], None]

    def run(self, workspace: Path, *arguments: object) -> Said:
        self.enter(workspace)
        code = run([str(argument) for argument in arguments], no_app)
        return Said(code, *self.read())


@dataclass
class Office:
    """One office: its workspace, and the day on which it works."""

    shell: Shell
    folder: Path
    today: str = "2025-03-24"
    villages: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, shell: Shell, folder: Path, province: str, code: str) -> Office:
        made = shell.run(folder, "init", folder, "--province", province, "--office", code)
        assert made.code == 0, made.err
        return cls(shell, folder)

    def aixin(self, *arguments: object) -> Said:
        return self.shell.run(self.folder, *arguments, "--today", self.today)

    def aixin_without_day(self, *arguments: object) -> Said:
        """Run a command that knows no day."""
        return self.shell.run(self.folder, *arguments)

    def done(self, *arguments: object) -> Said:
        """Run a command that has to succeed."""
        said = self.aixin(*arguments)
        assert said.code == 0, f"{arguments}: {said.out}{said.err}"
        return said

    def json(self, *arguments: object) -> list[dict[str, Any]]:
        return self.aixin(*arguments, "--json").objects

    def take_in(self, kind: str, head: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> Said:
        """Import a list of these rows."""
        path = self.folder.parent / f"{self.folder.name}-{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, head)
            writer.writeheader()
            writer.writerows(rows)
        return self.done("import", kind, path)

    def visit(self, child: str, *consents: str, colour: str = "黄色", **visit: str) -> Said:
        """Fill in the whole paper of a visit."""
        values = {"visitors": "经办人", "joint_with": "民政", "met": "儿童、监护人", "child_needs": "学业辅导", **visit}
        return self.done(
            "visit", "add", child, *(f"{name}={text}" for name, text in values.items()),
            *(part for text in ("guardianship=一般", "development=健康", "difficulties=学习", f"risk_colour={colour}",
                                "risk_source=妇联走访") for part in ("--assess", text)),
            *(part for text in consents for part in ("--consent", text)))

    def match(self, *arguments: str) -> dict[str, list[dict[str, Any]]]:
        """Run or show a run: its proposals and the children left."""
        *lines, summary = self.json("match", *arguments)
        assert summary["summary"]
        return {"proposals": [line for line in lines if not line.get("unmatched")],
                "unmatched": [line for line in lines if line.get("unmatched")]}

    def guards(self, child: str, step: str) -> list[dict[str, Any]]:
        """What `case explain` says that a step lacks."""
        (found,) = self.json("case", "explain", child)
        return next(one["failing"] for one in found["steps"] if one["key"] == step)


def child_row(divisions: Divisions, village: str, name: str, **cells: str) -> dict[str, str]:
    """A child without a number as a list has it."""
    return {"姓名": name, "性别": "女", "出生日期": "2014-05-06", "儿童类别": "留守儿童",
            "乡镇": divisions.name(village[:9]), "村": divisions.name(village), "监护人": f"{name}之父",
            "监护人电话": "15400000001", **cells}


def mother_row(divisions: Divisions, village: str, name: str, **cells: str) -> dict[str, str]:
    """A loving mother as a list has her."""
    place = divisions.name(village[:6]) + divisions.name(village[:9]) + divisions.name(village)
    return {"姓名": name, "类型": "爱心妈妈", "性别": "女", "所在地": place, "联系电话": "15400000002",
            "准入查询日期": "2025-03-01", "查询结果": "无记录", "名额": "5", **cells}


def guardian_says(child: str, decision: str = "同意") -> str:
    return f"by=guardian,guardian={child}之父,decision={decision},channel=当面"


def child_says(decision: str = "同意") -> str:
    return f"by=child,decision={decision},channel=当面"
