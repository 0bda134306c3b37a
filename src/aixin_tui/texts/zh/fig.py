"""Figures, in Chinese."""

LABELS = {
    "unknown": "没有 {{{name}}}",
    "circle": "比率循环：{chain}",
    "declare": "在 reports/figures.yaml 里加上它",
}

PROBLEMS = {
    "FIG_001": ("{what}", "{fix}"),
}
