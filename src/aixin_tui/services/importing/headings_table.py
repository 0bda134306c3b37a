"""The column titles that lists are known to have, and the names by which the importer speaks of their cells.

A name with a point belongs to another record than the row's own: `guardian.phone`. The titles come from the national
registration forms, civil affairs exports and the federations' own rosters (requirements section 7); a province adds
its own with `aliases` in its forms.
"""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.engine.spec.form import FieldType, Need
from aixin_tui.engine.spec.province import Province

_PERSON = {
    "name": "姓名 名字",
    "sex": "性别 性别代码",
    "id_number": "身份证号 身份证号码 公民身份证号码 公民身份号码 公民身份证号 居民身份证号 证件号码 证件号 身份证",
    "town": "乡镇 乡镇（街道） 乡镇街道 乡（镇） 乡 镇 街道 所在乡镇 乡镇名称 所属乡镇 现住乡镇",
    "village": "村（居）委会 村居委会 村（社区） 村社区 村 村居 社区 行政村 村委会 村名 所属村 所在村（社区）",
    "note": "备注 说明 其他情况 情况说明",
    "serial": "序号 编号 序 No 号",
}

_QUERIED_ON = "准入查询日期 查询日期 准入查询时间 违法犯罪记录查询日期 查询时间 背景查询日期 背景查询时间"

#: What a sheet that goes out has beside: the key of a row, and what is to be mended before it is taken in again.
_SENT_OUT = {"key": "行标识", "mend": "要改正的地方"}

_CHILD = {
    **_PERSON,
    "name": "姓名 儿童姓名 学生姓名 孩子姓名 留守儿童姓名 名字",
    "nationality": "民族",
    "birth_date": "出生日期 出生年月 出生年月日 生日 出生时间",
    "registered": "是否登记户口 是否落户 户口登记",
    "categories": "儿童类别 儿童类型 类别 分类 儿童分类 对象类别 困境类型 人员类型",
    "division": "现居住地 所在区划 居住地 家庭住址 家庭地址 住址 现住址 现居住地址 居住地址 地址 所在村 户籍所在地",
    "guardian.name": "监护人 监护人姓名 照护人 照护人姓名 委托监护人 委托照护人 实际照护人 家长姓名 家长",
    "guardian.relation": "与儿童关系 与监护人关系 与被监护人关系 监护人与儿童关系 与孩子关系 关系",
    "guardian.phone": "监护人手机 监护人电话 监护人联系电话 监护人手机号 联系电话 电话 手机 手机号 联系方式 家长电话",
    "guardian.id_number": "监护人身份证号 监护人身份证号码 监护人证件号码",
    "consent": "监护人意见 监护人是否同意 是否同意结对 是否同意 监护人同意情况 结对意愿",
    "status": "在册状态 状态 儿童状态",
    "left_reason": "退出原因 注销原因 减少原因",
    "left_on": "退出日期 退出时间 注销日期",
    "listed_on": "更新日期 更新时间 采集日期",
}

_MOTHER = {
    **_PERSON,
    "name": "姓名 姓名（单位） 爱心妈妈 爱心妈妈姓名 妈妈姓名 志愿者姓名 名称 队名",
    "kind": "类型 类别 爱心妈妈类型",
    "division": "所在地 所在村 住址 家庭住址 居住地 现居住地 所在区划 地址",
    "phone": "联系电话 电话 手机 手机号 手机号码 联系方式",
    "category": "人员类别 身份类别 人员类型 来源",
    "occupation": "职业",
    "places": "可结对名额 名额 可结对人数 可结对数 结对名额",
    "skills": "专长 特长 服务专长",
    "channel": "招募途径 招募方式",
    "background_query.date": _QUERIED_ON,
    "background_query.result": "查询结果 准入查询结果 违法犯罪记录查询结果 准入查询 背景查询结果 背景查询",
    "trained": "培训情况 是否培训 培训 已培训",
    "members": "家庭成员 成员 队员 成员姓名",
    "pair.children": "已结对儿童 结对儿童 结对儿童姓名 结对对象 帮扶儿童 儿童姓名",
    "pair.tails": "儿童证件后四位 儿童身份证后四位 证件后四位 后四位",
    "pair.numbers": "结对编号 结对证号",
    "pairing.started_on": "结对时间 结对日期 结对开始时间",
    "pairing.ended_on": "终止时间 终止日期 结对终止时间 解除时间",
}

_PAIRING = {
    "serial": _PERSON["serial"],
    "pair.numbers": "结对编号 编号 结对证号",
    "mother": "结对人 结对妈妈 爱心妈妈 爱心妈妈姓名 妈妈姓名 结对人姓名",
    "mother.tail": "结对人证件后四位 妈妈证件后四位",
    "pair.children": "儿童 儿童姓名 结对儿童 孩子姓名 结对儿童姓名 姓名",
    "pair.tails": "儿童证件后四位 证件后四位 后四位 儿童身份证后四位",
    "role": "结对身份 身份",
    "pairing.started_on": "结对时间 结对日期 开始时间",
    "pairing.ended_on": "终止时间 终止日期 解除时间",
    "note": _PERSON["note"],
}

_CALL = {
    "serial": _PERSON["serial"],
    "pair": "结对编号 编号",
    "mother": "结对妈妈 结对人 爱心妈妈 爱心妈妈姓名 妈妈姓名",
    "child": "儿童 儿童姓名 结对儿童 孩子 孩子姓名 姓名",
    "village": "所在村 村 村（社区） 所在村（社区）",
    "tick": "本月已联系（打√） 本月已联系 已联系 是否联系 是否联系上 是否已联系 联系情况",
    "date": "联系日期 日期 联系时间",
    "channel": "方式 联系方式 联系途径",
    "note": "情况简述 备注 情况 联系内容 简述",
    **_SENT_OUT,
}

#: A sheet of visits; the other columns are the fields of the form.
_VISIT = {
    "serial": _PERSON["serial"],
    "village": "所在村 " + _PERSON["village"],
    "name": "儿童姓名 姓名 儿童",
    "sex": _PERSON["sex"],
    "birth_date": "出生年月 出生日期",
    "guardian": "监护人 监护人姓名",
    "date": "走访日期 走访时间",
    "consent.decision": "监护人意见 监护人是否同意",
    "consent.channel": "意见征得方式 征得方式",
    **_SENT_OUT,
}

#: The list of background queries.
_QUERY = {
    "serial": _PERSON["serial"],
    "name": "姓名 爱心妈妈 爱心妈妈姓名",
    "sex": _PERSON["sex"],
    "id_number": _PERSON["id_number"],
    "place": "所在地 所在村 住址",
    "known": "上次查询",
    "query_on": _QUERIED_ON,
    "query_result": "查询结果 准入查询结果 违法犯罪记录查询结果 背景查询结果",
    "note": _PERSON["note"],
    **_SENT_OUT,
}

_REGISTER = {
    "serial": _PERSON["serial"],
    "line": "记录编号",
    "state": "状态 目前状态",
}

#: Kind of list → name of the cell → the titles it is known by, parted by blanks.
KNOWN: Mapping[str, Mapping[str, str]] = {
    "children": _CHILD, "mothers": _MOTHER, "pairings": _PAIRING, "activities": _CALL,
    "visits": _VISIT, "queries": _QUERY,
}
#: The cell without which a heading row is none, by kind of list.
ANCHOR: Mapping[str, str] = {"children": "name", "mothers": "name", "pairings": "pair.children", "activities": "child",
                              "visits": "date", "queries": "query_result"}
#: The form whose fields are columns too, by kind of list.
FORM_OF: Mapping[str, str] = {
    "children": "child", "mothers": "loving_mother", "pairings": "pairing", "activities": "activity",
    "visits": "home_visit", "queries": "loving_mother",
}
#: Titles under a group title → name of the cell. The group is recognised by a word in it.
GROUPS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("监护人 照护人 家长", {
        "guardian.name": "姓名 名字",
        "guardian.relation": "与儿童关系 与被监护人关系 与孩子关系 关系",
        "guardian.phone": "联系电话 电话 手机 手机号 联系方式",
        "guardian.id_number": "身份证号 身份证号码 身份证 证件号码",
    }),
    ("居住地 住址 所在地", {
        "town": "乡镇 乡镇（街道） 乡（镇） 街道",
        "village": "村（居）委会 村（社区） 村 社区 村居 行政村",
    }),
)
#: Groups whose columns are kept as the list's own words, so that a father's name is not the child's.
OTHER_PEOPLE = ("父", "母", "祖父母", "务工", "户籍")
#: Forms whose fields are columns too, by kind of list; their cells are named `assessment.guardianship`.
BESIDE: Mapping[str, tuple[str, ...]] = {"visits": ("assessment",)}
#: Lists of the lines of a register are of the kind `register:venue`.
_OF_REGISTER = "register:"


def register_list(kind: str) -> str:
    """Name the kind of list that holds lines of a register."""
    return _OF_REGISTER + kind


def register_of(kind: str) -> str:
    """Give the register whose lines a kind of list holds; empty for lists of people."""
    return kind.removeprefix(_OF_REGISTER) if kind.startswith(_OF_REGISTER) else ""


def titles_of(kind: str) -> Mapping[str, str]:
    """Give the titles that a kind of list is known to have, by the name of the cell."""
    return _REGISTER if register_of(kind) else KNOWN[kind]


def form_of(kind: str) -> str:
    """Name the form whose fields are columns of a kind of list too."""
    return register_of(kind) or FORM_OF[kind]


def anchor_of(kind: str, province: Province) -> str:
    """Name the cell without which a heading is none: of a register what its lines are called, or whose they are."""
    if not register_of(kind):
        return ANCHOR[kind]
    form = province.forms.get(register_of(kind))
    fields = [field for field in (form.fields.at() if form else ()) if not field.sealed]
    named = next((field.key for field in fields if field.key == "name"), "")
    linked = (field.key for field in fields if field.type is FieldType.LINK and field.need is Need.ALWAYS)
    needed = (field.key for field in fields if field.need is Need.ALWAYS)
    return named or next(linked, "") or next(needed, "name")
