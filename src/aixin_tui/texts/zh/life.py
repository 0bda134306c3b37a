"""Lives of papers, lists of open work, gaps and incomplete files, in Chinese."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "LIFE_001": ("办理这一步时不填“{label}”", "删去这一项；要改档案里的内容，用修改"),
}

LABELS: dict[str, str] = {
    "is_due": "待办",
    "is_missed": "超期未做",
    "open_help": "只列没有办结的",
    "overdue_help": "只列超期的",
    "party_name": "单位或人",
    "party_help": "只列转给这个部门的，或由此人认领的",
    "about": "儿童或家庭",
    "what": "事项",
    "party": "部门、认领人或对象",
    "until": "时限",
    "past": "{day} 已超期",
    "listed": "共 {count} 件，其中超期 {overdue} 件",
    "duty": "事项",
    "no_state": "没有状态“{state}”；有：{states}",
    "no_party": "找不到“{party}”",
    "asks": "一并填写：{fields}",
    "scope_help": "只列一人一策 child、一对一策 pairing、一户一策 household",
    "household_help": "只列这一户的",
    "review_help": "只列过了复核日期的",
    "due_help": "该制订、该复核而还没有的",
    "lacks": "缺少的项目",
    "days_ago": "距上次更新（天）",
    "quality": "{place}：底数 {on_file}，信息完整率 {share}，距上次更新 {days} 天，待处理冲突 {conflicts} 处",
    "complete": "信息完整",
    "gaps_help": "有未结对儿童的村（社区），附近还有多少名额",
    "unpaired": "未结对儿童",
    "waiting": "其中已同意、待结对",
    "free_in_village": "本村名额",
    "free_in_town": "本乡镇名额",
    "free_in_county": "本县名额",
    "gaps": "{villages} 个村（社区）有未结对儿童，共 {children} 名",
}
