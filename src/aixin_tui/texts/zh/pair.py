"""Pairs, in Chinese."""

PROBLEMS = {
    "PAIR_001": ("不能结对：{say}", "由{who}补正"),
    "PAIR_002": ("{say}", "已列为待审，由审核人批准后结对"),
    "PAIR_003": ("要选一名结对人或一支结对队伍", "选一名爱心妈妈，或一支队伍"),
    "PAIR_004": ("结对编号 {number} 已被使用", "换一个编号，或留空由系统编号"),
    "PAIR_005": ("这对结对不在结对期内", "核对起止日期"),
    "PAIR_006": ("日期前后颠倒：{first} 不早于 {second}", "核对两个日期"),
    "PAIR_007": ("与已有的暂离重叠", "先结束上一次暂离"),
    "PAIR_008": ("“{name}”在拟结对或结对中，这次登记了不同意", "请办“撤回同意”：先看它会终止什么"),
    "PAIR_009": ("这条拟结对已{state}", "重新提出"),
    "PAIR_010": ("该儿童现在是“{state}”，还不能结对", "先办到“待结对”，看看还缺什么"),
    "PAIR_011": ("该儿童不在本省“应结对”范围", "提醒，不妨碍结对；核对儿童类别和评估"),
    "PAIR_012": ("{say}", "提醒，不妨碍结对"),
}

LABELS = {
    "debt_consent": "待补监护人书面同意",
    "debt_query": "待补准入查询",
    "refused": "有监护人或儿童本人不同意，结对仍在进行",
    "record_found": "准入查询有记录，结对仍在进行",
    "question": "待审核人核定：{say}",
    "offer_text": "拟结对：{child} — {mother}",
    "pair_text": "结对 {number}：{child} — {mother}",
    "plan_text": "关爱方案（{date}）",
    "duty_text": "待办：{label}（{until} 前）",
    "state_offered": "待答复",
    "state_accepted": "已接受",
    "state_declined": "未接受",
    "state_lapsed": "失效",
    "state_proposed": "拟结对",
    "state_in_force": "结对中",
    "state_ended": "已终止",
}
