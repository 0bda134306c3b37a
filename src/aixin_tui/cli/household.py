"""`aixin household`: who lives together."""

from __future__ import annotations

from aixin_tui.cli.records import group_of

command = group_of("household", "household")
