"""Dates of versions, in English."""

PROBLEMS = {
    "DATE_001": ("two versions of {key} overlap from {day} on", "change effective_to of the earlier one"),
}
