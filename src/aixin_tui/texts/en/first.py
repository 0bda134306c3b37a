"""Today of an office that has nothing on file yet: what to do first."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "nobody": "On file 0: no child yet. Begin with one of these:",
    "import": "Take in the lists that other offices gave (Excel): children, loving mothers",
    "child": "No list: register the first child",
    "mother": "Register the first loving mother",
    "admin": "Register who works here, and who may see and change what (administrator)",
    "after": "After that: visit and ask for consent, pair, call each month, report. What is due stands here every day.",
}
