"""Sheets out and back (下发, 回收): to a town, a village or a mother, on paper or by WeChat, and home again filled in.

`make_sheets` plans pre-filled sheets that `exchange.sheet_layout` writes; what comes back is taken in by the importers
of these kinds, row by row, through `services.importing`.
"""
