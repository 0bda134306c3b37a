"""Values that depend on a fact, in Chinese."""

PROBLEMS = {
    "VALUE_001": ("缺 {name}", "补上或写 else"),
}
