"""Reports, in Chinese."""

PROBLEMS = {
    "REP_001": ("{fact} 是封存的内容", "删去此列"),
    "REP_002": ("不是能用的 Word 模板：{why}", "用 Word 或 WPS 另存为 .docx，再放回来"),
    "REP_003": ("模板里的 {name} 没有内容可填", "{fix}"),
}

LABELS = {
    "no_word": "打不开",
    "no_gaps": "{{ }} 或 {% %} 没有写完整",
    "evaluates": "只能填空、逐行列出（for）和按有无显示（if），不能写公式、函数和过滤器",
}
