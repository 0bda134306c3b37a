"""Officials' examples, in Chinese."""

PROBLEMS = {
    "CASE_001": ("“{case}”不成立：{what} 应为 {expected}，实为 {actual}", "改例子，或改规则"),
}
