"""Officials' examples, in English."""

PROBLEMS = {
    "CASE_001": (
        "“{case}” does not come true: {what} should be {expected}, it is {actual}",
        "change the case, or the rule",
    ),
}
