"""`aixin wish`: micro-wishes from collected to delivered (微心愿)."""

from __future__ import annotations

from aixin_tui.cli.working import work_group

command = work_group("micro_wish", "wish")
