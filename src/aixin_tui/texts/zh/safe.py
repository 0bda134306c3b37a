"""Backups, and what a doctor finds, in Chinese."""

LABELS = {
    "damage": "损坏",
    "conflict": "两处同时修改，待定",
    "held_row": "导入名册中待核的行",
    "alert": "强制报告未办结",
    "debt": "结对中的待补件",
    "debt_overdue": "待补件已超过期限",
    "query_expired": "准入查询已过期的爱心妈妈（在服务）",
    "request_overdue": "家长申请超过答复期限",
    "request": "家长申请待答复",
    "unfolded": "尚未归入数据文件的操作",
    "index": "查找索引不在或已过时",
    "broken_link": "所指的档案不在",
    "no_household": "没有登记家庭的儿童",
    "same_number": "两份档案身份证号相同",
    "same_person": "两份档案姓名、出生、村、电话都相同",
    "same_pair_number": "两个结对编号相同",
    "no_consent": "结对中而没有有效同意的儿童",
    "outside": "现居住地不在本单位区划内的儿童（结对中）",
    "mended_index": "重建了查找索引",
    "mended_fold": "把日志归入了数据文件",
    "mended_modes": "改正了{count}个文件的权限",
}

PROBLEMS = {
    "SAFE_001": ("这个文件已经有了，或放在资料库里面", "另起一个文件名，放到资料库之外（最好另一块硬盘）"),
    "SAFE_002": ("口令太短", "至少{count}个字，最好是六个不相关的词"),
    "SAFE_003": ("口令不对，或这不是本程序的备份", "核对口令和文件；原来的文件夹没有改动"),
    "SAFE_004": ("有{count}个文件或文件夹的权限与资料库不一致", "运行 aixin doctor --mend 改过来"),
    "SAFE_009": ("restricted/ 与资料库同属一个用户组，全组的人都能读限制类材料",
                 "另建一个只有有权的人的用户组，chgrp 给 restricted/；一人使用时改为 0700"),
    "SAFE_005": ("这里有不是本程序的文件", "看一看是什么，移到别处；本程序不动它"),
    "SAFE_006": ("备份要用口令加密", "在提示处输入口令，或用 --passphrase-file 指明存口令的文件"),
    "SAFE_007": ("口令两次输入不一样", "重新运行，再输入一次"),
    "SAFE_008": ("restricted/ 不在这份备份里：您的系统账号读不到", "由有权限的人再备份一次"),
}
