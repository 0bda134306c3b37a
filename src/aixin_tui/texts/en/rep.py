"""Reports, in English."""

PROBLEMS = {
    "REP_001": ("{fact} is sealed", "delete this column"),
    "REP_002": ("not a Word template that can be used: {why}", "save it as .docx with Word or WPS and put it back"),
    "REP_003": ("nothing fills {name} of the template", "{fix}"),
}

LABELS = {
    "no_word": "it does not open",
    "no_gaps": "a {{ }} or {% %} is not complete",
    "evaluates": "it may fill gaps, list rows (for) and ask whether something is there (if); no formulas, calls, "
                 "filters",
}
