"""`aixin incident`: the four kinds of incident, for who has the right to them (四类事件) [HN-07]."""

from __future__ import annotations

from aixin_tui.cli.working import work_group

command = work_group("incident", "incident", moves=False)
