"""Rules, in Chinese: the checks of the law and of the core, and why a step cannot be taken."""

LABELS: dict[str, str] = {
    "consent_in_force": "没有有效的监护人同意，或有监护人、儿童本人不同意",
    "query_in_force": "结对人（家庭为每名成年人）没有一年以内、无违法犯罪记录的准入查询",
    "elsewhere": "结对人在外省，不能提出拟结对",
    "excluded": "双方登记为不宜结对",
    "sex_must": "结对人性别与必须满足的要求不符",
    "outside_radius": "超出可接受的结对范围",
    "not_available": "结对人已登记为暂不结对、暂停服务或退出",
    "already_paired": "双方已在结对中",
    "has_lead": "该儿童已有结对妈妈（主责）",
    "places": "结对人已没有名额",
    "layer_law": "法律要求",
    "layer_core": "系统要求",
    "layer_workflow": "办理步骤",
    "layer_policy": "结对规则",
    "level_refuse": "不能办理",
    "level_approve": "须审核人批准",
    "level_warn": "提醒",
}

PROBLEMS: dict[str, tuple[str, str]] = {
    "RULE_001": ("没有“{step}”这一步", "看看现在可以办的步骤"),
    "RULE_002": ("现在是“{state}”，不能办“{step}”", "看看现在可以办的步骤"),
    "RULE_003": ("“{step}”要由{who}办理", "请{who}办理"),
    "RULE_004": ("办“{step}”要选一个原因", "可选：{reasons}"),
    "RULE_005": ("这条记录已作废", "作废的记录只能查看"),
}
