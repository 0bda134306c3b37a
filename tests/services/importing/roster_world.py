"""The sample rosters of one county, taken in one after the other, and what a careful clerk makes of each row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.province import Province
from aixin_tui.exchange.sheets import read_book
from aixin_tui.services.desk import Desk
from aixin_tui.services.importing import ImportFile, ImportSummary, RowResult, SheetData, SheetRow, import_file
from memory_store import memory_desk, who

ROSTERS = Path(__file__).parents[2] / "data" / "rosters"
#: File, kind of list, day of import; in the order in which the office takes them in.
FILES = (
    ("children_minzheng.xlsx", "children", "2025-03-24"),
    ("children_export_gb18030.csv", "children", "2025-04-28"),
    ("mothers.xlsx", "mothers", "2025-04-30"),
    ("calls_2025-05.xlsx", "activities", "2025-06-04"),
)


@dataclass
class Taken:
    """What came of one file."""

    rows: dict[int, RowResult]
    summary: ImportSummary
    after: Snapshot
    """The records as they stood when the file was in."""

    def record(self, result: RowResult) -> Record | None:
        return self.after.get(result.kind, result.record) if result.record else None


@dataclass
class Rosters:
    """An office, and what came of its lists by file name."""

    desk: Desk
    files: dict[str, Taken] = field(default_factory=dict)

    @classmethod
    def all_of(cls, province: Province) -> Rosters:
        rosters = cls(memory_desk(province))
        for name, kind, today in FILES:
            rosters.files[name] = rosters.take(name, kind, today)
        return rosters

    def take(self, name: str, kind: str, today: str, **more: Any) -> Taken:
        return self.take_sheets(name, kind, today, read_book(ROSTERS / name).sheets, **more)

    def take_sheets(self, name: str, kind: str, today: str, sheets: tuple[SheetData, ...], **more: Any) -> Taken:
        *rows, summary = import_file(self.desk, who(today), ImportFile(kind, name, sheets, **more))
        assert isinstance(summary, ImportSummary)
        found = {row.file_row: row for row in rows if isinstance(row, RowResult)}
        return Taken(found, summary, self.desk.store.snapshot())

    def child(self, name: str) -> Record:
        """Find the one child of a name."""
        (found,) = [c for c in self.desk.store.snapshot().of("child") if c.get("name") == name]
        return found

    def counts(self) -> Mapping[str, int]:
        return self.desk.store.snapshot(restricted=True).counts()


def expected(name: str) -> list[dict[str, Any]]:
    """Read what a clerk makes of a file: an object a row, then the sum."""
    return [json.loads(line) for line in (ROSTERS / "expected" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def sheet(*rows: tuple[Any, ...], name: str = "Sheet1") -> tuple[SheetData, ...]:
    """Make a sheet from rows of cells."""
    return (SheetData(name, tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1) if any(cells))),)


CHILD_HEAD = ("姓名", "性别", "出生日期", "身份证号", "儿童类别", "乡镇", "村", "监护人", "监护人电话", "监护人意见")


def child_row(name: str = "测试一", **cells: Any) -> tuple[Any, ...]:
    """Make a row of a children's list under CHILD_HEAD; without a number unless one is given."""
    given = {"姓名": name, "性别": "女", "出生日期": "2015-03-05", "身份证号": None, "儿童类别": "留守儿童",
             "乡镇": "官亭镇", "村": "喇家村", "监护人": "测试祖父", "监护人电话": "15402229001",
             "监护人意见": "同意"} | cells
    return tuple(given[title] for title in CHILD_HEAD)
