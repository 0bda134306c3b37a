"""Masked display: 尹*禾, 4305**********9900, 154****0001 (model.md section 4; 个人信息保护法 §51)."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine.spec.form import FormSpec


def mask(value: str, type_: str) -> str:
    """Shorten one value of a field type: `name`, `resident_id`, `phone`, `text` (an address)."""
    raise NotImplementedError


def masked(record: Record, form: FormSpec | None) -> Mapping[str, Value]:
    """Give a record's values with every field masked that its form masks; sealed ones are left out."""
    raise NotImplementedError
