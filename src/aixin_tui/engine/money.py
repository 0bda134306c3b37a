"""Money: stored as a whole number of fen, spoken of in the unit of its field (元 or 万元)."""

from __future__ import annotations

from decimal import Decimal

from aixin_tui.engine.spec.form import FieldSpec, FieldType

#: Fen in one of each unit in which a field may be declared.
FEN = {"元": 100, "万元": 1_000_000}


def is_money(field: FieldSpec) -> bool:
    """Whether a field is an amount of money, by its unit."""
    return field.type is FieldType.NUMBER and field.unit in FEN


def in_unit(fen: float, unit: str) -> int | float:
    """Give an amount stored in fen in the unit of its field: whole where it is whole."""
    whole, rest = divmod(fen, FEN[unit])
    return int(whole) if not rest else float(Decimal(str(fen)) / FEN[unit])


def to_fen(amount: Decimal, unit: str) -> int:
    """Give the whole number of fen of an amount in the unit of its field.

    Raises:
        ValueError: it is not a whole number of fen.
    """
    fen = amount * FEN[unit]
    if fen != fen.to_integral_value():
        raise ValueError("an amount has at most two decimals of a yuan")
    return int(fen)
