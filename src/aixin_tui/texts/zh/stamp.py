"""Sources, in Chinese."""

PROBLEMS = {
    "STAMP_001": ("来源是{source}，却没有引文", "补上 cite（原句或文号），或改为 source: 默认"),
}
