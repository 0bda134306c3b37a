"""Lives of papers, lists of open work, gaps and incomplete files, in English."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "LIFE_001": ('"{label}" is not filled in with this step', "leave it out; to change what is on file, use edit"),
}

LABELS: dict[str, str] = {}
