"""Reports, in English."""

PROBLEMS = {
    "REP_001": ("{fact} is sealed", "delete this column"),
}
