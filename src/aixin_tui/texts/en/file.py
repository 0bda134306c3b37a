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
        "Name the columns as the fields are called, or check what is being imported",
    ),
    "FILE_008": ("{file} lacks the column “{heading}”", "Add the column, or say which column it is"),
    "FILE_009": (
        "The mapping names “{heading}”, which is no column, or “{field}”, which is no field",
        "Fields: {known}",
    ),
    "FILE_010": (
        "Columns that are not known are kept as they stand: {headings}",
        "To put one into a field, call the column as the field is called",
    ),
    "FILE_011": (
        "Two columns look like “{field}”; the first is used: {headings}",
        "To use the other one, say so or rename the columns",
    ),
    "FILE_012": ("{file} is neither UTF-8 nor GB18030", "Save it as .xlsx"),
    "FILE_013": ("This kind cannot be imported: {kind}", "Kinds: {known}"),
}

LABELS = {
    "cells": "{cells} cells",
}
