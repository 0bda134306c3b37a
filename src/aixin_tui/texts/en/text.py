"""Translations, in English."""

PROBLEMS = {
    "TEXT_001": ("{count} are missing, the first is “{label}” ({first})", "add them"),
}
