"""Dates of versions, in Chinese."""

PROBLEMS = {
    "DATE_001": ("{key} 两个版本自 {day} 重叠", "改前一版的 effective_to"),
}
