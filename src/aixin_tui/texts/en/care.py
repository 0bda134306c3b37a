"""Care on pages, in English."""

PROBLEMS = {
    "CARE_001": ("{name}: not in force on {date}", "check the day, or leave this row out"),
    "CARE_002": ("{name}: no date", "give the day (2025-05-12), or only the month (2025-05)"),
    "CARE_003": ("{name}: {date} is not in {month}", "tick it on the page of that month"),
    "CARE_004": ("No child was chosen", "choose at least one"),
    "CARE_005": ("{name}: this call of {date} is on file already", "one a day and way counts; leave it"),
}
