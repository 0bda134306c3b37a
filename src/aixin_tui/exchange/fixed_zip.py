"""A zip whose bytes depend on its parts alone: no clock, no order of chance."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: The earliest moment that a zip can hold.
_MADE = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def fixed(data: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Pack a zip anew with fixed times and order; `replaced` gives parts that stand in for others."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    held.update(replaced or {})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in sorted(held, key=lambda one: (one != _FIRST, one)):
            part = zipfile.ZipInfo(name, _MADE)
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            parts.writestr(part, held[name])
    return made.getvalue()
