"""Translations, in Chinese."""

PROBLEMS = {
    "TEXT_001": ("缺 {count} 条，第一条“{label}”({first})", "补上"),
}
