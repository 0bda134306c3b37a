"""Forms, in English: what is wrong with what was filled in."""

LABELS: dict[str, str] = {
    "type_text": "text",
    "type_number": "a number",
    "type_date": "a date (2025-03-01, 2025-03 or 2025)",
    "type_flag": "yes or no",
    "type_choice": "one of the choices",
    "type_division": "a division's code",
    "type_link": "a record",
    "type_table": "a table",
    "type_phone": "a telephone number",
    "type_resident_id": "an ID number",
    "type_file": "the name of a file",
    "fault_digits_lost": "a spreadsheet has lost its last digits",
    "fault_fifteen": "it is an old number of 15 digits",
    "fault_length": "it has not 18 characters",
    "fault_characters": "it has characters that do not belong there",
    "fault_birth": "digits 7 to 14 are no date",
    "fault_check": "the last character does not fit",
}

PROBLEMS: dict[str, tuple[str, str]] = {
    "FORM_001": ("{fields}: each is asked only when the other is filled in", "Drop one ask_when"),
    "FORM_002": ("{label} is empty", "It is needed"),
    "FORM_003": ("{form} has no field {name}", "Check the name of the field"),
    "FORM_004": ("{label} should be {type}", "Correct it and save again"),
    "FORM_005": ("{label} has no choice {value}", "One of: {choices}"),
    "FORM_006": ("{label} is later than today", "Check the date"),
    "FORM_007": ("{label}: {say}", "Check and correct it"),
    "FORM_008": ("{say}", "To be mended by: {who}"),
    "FORM_009": ("{label} cannot be right: {fault}", "Compare with the document; it may stay empty"),
    "FORM_010": ("{label} does not look like a telephone number", "Check it; a land line needs its area"),
    "FORM_011": ("The ID number does not agree with {label}", "Compare with the document"),
    "FORM_012": ("The record that {label} names does not exist", "Choose it anew"),
    "FORM_013": ("{label} is no code of the province's divisions", "Choose it from the divisions"),
    "FORM_014": ("{label} takes one value only", "Keep one"),
    "FORM_015": ("{label} has at most two decimals", "An amount goes down to a fen"),
}
