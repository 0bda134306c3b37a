"""Values that depend on a fact, in English."""

PROBLEMS = {
    "VALUE_001": ("{name} is missing", "add it or write else"),
}
