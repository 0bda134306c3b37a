"""`aixin guardian`: who may consent, and who looks after the children."""

from __future__ import annotations

from aixin_tui.cli.records import group_of

command = group_of("guardian", "guardian")
