"""Problems of spreadsheet files."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "FILE_001": ("The file cannot be read: {file}", "Save it as .xlsx or .csv from Excel or WPS and import again"),
    "FILE_002": ("{file} is protected by a password", "Ask the sender for a copy without a password"),
    "FILE_003": ("{file} is empty: it has no rows", "Check that it is the right file"),
    "FILE_004": ("{file} is damaged or was not sent whole", "Ask the sender to send it again"),
    "FILE_005": ("{file} is too large: unpacked it exceeds {limit}", "Split it by town and import the parts"),
    "FILE_006": (
        "{file} is a web page named like a spreadsheet",
        "Open it in Excel or WPS, save it as .xlsx and import that",
    ),
    "FILE_007": (
        "{file} has no heading row that is known (a name and one more column at least)",
        "Name the columns with --mapping, or check what is being imported",
    ),
    "FILE_008": ("{file} lacks the column “{heading}”", "Add the column, or name it with --mapping"),
    "FILE_009": ("--mapping: no column “{heading}”, or “{field}” cannot be imported", "Fields: {known}"),
    "FILE_010": (
        "Columns that are not known are kept as they stand: {headings}",
        "Use --mapping to put them into a field",
    ),
    "FILE_011": ("Two columns look like “{field}”; the first is used: {headings}", "Say with --mapping which one"),
    "FILE_012": ("{file} is neither UTF-8 nor GB18030", "Save it as .xlsx"),
    "FILE_013": ("This kind cannot be imported: {kind}", "Kinds: {known}"),
}

LABELS = {
    "cells": "{cells} cells",
}
