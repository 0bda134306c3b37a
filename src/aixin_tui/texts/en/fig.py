"""Figures, in English."""

LABELS = {
    "unknown": "there is no {{{name}}}",
    "circle": "ratios in a circle: {chain}",
    "declare": "add it to reports/figures.yaml",
}

PROBLEMS = {
    "FIG_001": ("{what}", "{fix}"),
}
