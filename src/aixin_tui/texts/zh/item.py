"""Items of lists, in Chinese."""

LABELS = {
    "alone": "common 没有同名文件；删去 extends",
    "lacking": "common 没有它；新写的用 key",
}

PROBLEMS = {
    "ITEM_001": ("{key} 已在 {first}", "改名，或写更晚的 effective_from"),
    "ITEM_002": ("common 已有 {key}", "写 use: {key}，或改名"),
    "ITEM_003": ("common 没有 {key}", "{fix}"),
}
