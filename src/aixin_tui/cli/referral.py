"""`aixin referral`: needs handed to a department, tracked to an answer (转介) [QH-06]."""

from __future__ import annotations

from aixin_tui.cli.working import work_group

command = work_group("referral", "referral")
