"""Mandatory reports, in English; the nine situations of the 2020 opinion of nine bodies, section 4."""

PROBLEMS = {
    "HARM_001": ("Without an outcome it cannot be closed", "say what the police did and how the child is now"),
    "HARM_002": ("It is not said to whom it was reported", "name the body, for instance the police station"),
    "HARM_003": ("This report is closed already", ""),
    "HARM_004": ("A situation is a number from 1 to 9", "choose from the nine"),
    "HARM_006": ("“{words}” ({situation}) must be reported; this was saved, but your account may not open a report",
                 "report it to the police at once and tell {people} now, who opens the report"),
    "HARM_007": ("No report was opened: your account may not write restricted/",
                 "report it to the police at once and tell {people} now, who records it"),
    "HARM_008": ("{count} records speak of harm and have no report yet", "open a report of each"),
    "HARM_005": ("The text says “{words}”: a mandatory report was opened, {situation}",
                 "report it to the police at once, then record the outcome"),
}

LABELS = {
    "somebody": "whoever has the right to mandatory reports",
    "situation_1": "abnormal injury of private parts",
    "situation_2": "girl under 14: sexual harm, pregnancy or abortion",
    "situation_3": "girl of 14 or more: pregnancy or abortion by sexual harm",
    "situation_4": "several injuries, severe malnutrition or unconsciousness: violence, bullying, abuse or drugging",
    "situation_5": "suicide, self-harm, work injury, poisoning and the like",
    "situation_6": "abandoned, or long without care",
    "situation_7": "of unknown origin, missing, or trafficked",
    "situation_8": "made to beg",
    "situation_9": "other severe harm or danger",
}
