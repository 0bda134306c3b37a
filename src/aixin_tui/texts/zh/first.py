"""今日 of an office that has nothing on file yet: what to do first."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "nobody": "底数 0：还没有儿童档案。先做这几件：",
    "import": "导入名册：民政、教育等部门给的 Excel，儿童和爱心妈妈各一份",
    "child": "没有名册：登记第一名儿童",
    "mother": "登记第一位爱心妈妈",
    "admin": "登记经办人：谁能看、谁能改（单位负责人）",
    "after": "有了底数以后：入户走访并征得同意，结对，每月问候，月底出报表。该做什么，每天在这里列出。",
}
