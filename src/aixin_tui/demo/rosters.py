"""The rosters that the demonstration takes in, written as offices write them, and a messy one for the user to try."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from aixin_tui.demo.people import InventedChild, InventedMother, Inventor
from aixin_tui.domain.region import Divisions

SEXES = {"female": "女", "male": "男"}
CHILD_TITLES = ("序号", "乡镇", "村（居）委会", "姓名", "性别", "出生日期", "公民身份证号码", "儿童类别", "监护人",
                "与儿童关系", "监护人手机", "备注")
MOTHER_TITLES = ("序号", "姓名（单位）", "类型", "性别", "身份证号", "所在地", "人员类别", "可结对名额", "专长",
                 "联系电话", "准入查询日期", "查询结果", "培训情况", "备注")


def child_cells(child: InventedChild, divisions: Divisions, *, county: bool = False) -> list[object]:
    """Write a child as a row of a roster, without its running number; `county` names the county before the town."""
    return [_town(child.village, divisions, county=county), divisions.name(child.village), child.name, SEXES[child.sex],
            child.birth_date.isoformat(), child.id_number, child.category, child.guardian, child.relation, child.phone,
            ""]


def _town(village: str, divisions: Divisions, *, county: bool) -> str:
    town = divisions.name(village[:9]) if len(village) > 6 else ""
    return divisions.name(village[:6]) + town if county else town


def mother_cells(mother: InventedMother, divisions: Divisions, *, county: bool = False) -> list[object]:
    """Write a mother as a row of a roster, without her running number; `county` names the county before the town."""
    return [mother.name, mother.kind, SEXES[mother.sex], mother.id_number,
            _town(mother.village, divisions, county=county) + divisions.name(mother.village), mother.category,
            mother.places, mother.skills, mother.phone, mother.query_on.isoformat(), "无记录", "已培训", ""]


def write_roster(path: Path, title: str, unit: str, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a roster as an office does: title, unit, headings, rows, total, note; every cell as text."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("花名册")
        plain, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "align": "center"})
        sheet.merge_range(0, 0, 0, len(titles) - 1, title, head)
        sheet.write_string(1, 0, unit)
        for column, text in enumerate(titles):
            sheet.write_string(2, column, text, head)
        count = 0
        for count, row in enumerate(rows, 1):
            for column, cell in enumerate((count, *row)):
                if cell != "":
                    sheet.write_string(2 + count, column, str(cell), plain)
        sheet.write_string(3 + count, 0, f"合计：{count}人")
        sheet.write_string(4 + count, 0, "注：本表为演示数据，人员均为虚构。")
        sheet.set_column(0, len(titles) - 1, 14)
    return path


def messy_rows(inventor: Inventor, villages: Sequence[str], divisions: Divisions, known: InventedChild,
               today: date) -> list[list[object]]:
    """Make twelve rows as real rosters have them: some fit, some are put right, some wait for a person."""
    fresh = [child_cells(inventor.child(village), divisions) for village in inventor.spread(villages, 11)]
    fresh[1][4] = str(fresh[1][4]).replace("-", ".")
    fresh[2][5] = " ".join((str(fresh[2][5])[:6], str(fresh[2][5])[6:14], str(fresh[2][5])[14:]))
    fresh[3][2] = f"{str(fresh[3][2])[0]}　{str(fresh[3][2])[1:]}"
    fresh[4][9] = f"+86 {str(fresh[4][9])[:3]} {str(fresh[4][9])[3:7]} {str(fresh[4][9])[7:]}"
    fresh[5][1] = "大槐树村"
    fresh[6][5] = str(fresh[6][5])[:17] + ("3" if str(fresh[6][5])[17] != "3" else "4")
    fresh[7][4] = "5/3/2015"
    fresh[7][5] = ""
    fresh[8][5] = f"{float(str(fresh[8][5])[:17] + '0'):.5E}"
    grown = today.replace(year=today.year - 18, day=1) - timedelta(days=40)
    fresh[9][4], fresh[9][5] = grown.isoformat(), inventor.id_number(grown, "male" if fresh[9][3] == "男" else "female")
    fresh[10][6] = "特殊家庭"
    return [*fresh[:6], child_cells(known, divisions), *fresh[6:]]
