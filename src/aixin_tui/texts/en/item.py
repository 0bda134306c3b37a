"""Items of lists, in English."""

LABELS = {
    "alone": "common has no such file; delete extends",
    "lacking": "common lacks it; a new item begins with key",
}

PROBLEMS = {
    "ITEM_001": ("{key} stands at {first} already", "rename it, or give it a later effective_from"),
    "ITEM_002": ("common has {key} already", "write use: {key}, or rename it"),
    "ITEM_003": ("common has no {key}", "{fix}"),
}
