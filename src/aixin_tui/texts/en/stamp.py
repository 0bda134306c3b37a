"""Sources, in English."""

PROBLEMS = {
    "STAMP_001": (
        "the source is {source}, but nothing is cited",
        "add cite (the sentence or document number), or write source: 默认",
    ),
}
