"""Cases that officials write in a province's `cases/` (given, when, expect): built as `records`, run by `running`.

Not a child's case: that life is walked in `services.casework`.
"""
