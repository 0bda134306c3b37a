"""Lives of papers, lists of open work, gaps and incomplete files, in Chinese."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "LIFE_001": ("办理这一步时不填“{label}”", "删去这一项；要改档案里的内容，用修改"),
}

LABELS: dict[str, str] = {}
