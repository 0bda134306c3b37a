"""Masks in what is rendered: the numbers, phones and addresses that a block prints, in sentences and in tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aixin_tui.engine.content import Block, Cell
from aixin_tui.services.masking import mask


def masked_block(block: Block) -> Block:
    """Shorten what a block prints of numbers, phones and addresses."""
    pieces = tuple(replace(piece, text=_masked(piece.text, piece.mask)) if piece.mask else piece
                   for piece in block.pieces)
    if not any(column.mask for column in block.columns):
        return replace(block, pieces=pieces)
    masks = [column.mask for column in block.columns]
    rows = tuple(replace(row, cells=tuple(_masked_cells(row.cells, masks))) for row in block.rows)
    return replace(block, pieces=pieces, rows=rows)


def _masked_cells(cells: Iterable[Cell], masks: Iterable[str]) -> Iterator[Cell]:
    for cell, type_ in zip(cells, masks, strict=True):
        yield replace(cell, text=_masked(cell.text, type_)) if type_ else cell


def _masked(text: str, type_: str) -> str:
    """Shorten each of several values."""
    return "、".join(mask(one, type_) for one in text.split("、"))
