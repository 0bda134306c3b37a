"""Reports, in Chinese."""

PROBLEMS = {
    "REP_001": ("{fact} 是封存的内容", "删去此列"),
}
