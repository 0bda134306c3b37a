"""A seeded draw among equals: it makes the plan unique, and is far too small to outweigh one unit of cost.

Tickets come from the seed and the people's natural keys, never from random ids or the order of input, so the same
roster gives the same pairs in two workspaces, from scratch and by repair. It is also the fair answer to "why she and
not I" where two are equal; the seed stands in the record of the run.
"""

from __future__ import annotations

from hashlib import blake2b

from aixin_tui.engine.matching.instance import Instance

#: Bits of one ticket; all tickets of a plan together stay below one unit of cost.
BITS = 20


class Lottery:
    """Tickets of pairs for one seed; without a seed every ticket is 0 and ties fall by the sorted keys."""

    __slots__ = ("_children", "_mothers", "shift")

    def __init__(self, instance: Instance, seed: int | None) -> None:
        self._children: list[int] = []
        self._mothers: list[int] = []
        self.shift = 0
        if seed is None:
            return
        self.shift = BITS + len(instance.children).bit_length() + 4
        self._children = [drawn(seed, "child", child.key) for child in instance.children]
        self._mothers = [drawn(seed, "mother", mother.key) for mother in instance.mothers]

    def ticket(self, child: int, mother: int) -> int:
        """Give the ticket of a pair, 0 to 2**BITS - 1."""
        if not self.shift:
            return 0
        mixed = (self._children[child] * 0x9E3779B1 ^ self._mothers[mother] * 0x85EBCA77) & 0xFFFFFFFF
        mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
        mixed = ((mixed ^ (mixed >> 12)) * 0x297A2D39) & 0xFFFFFFFF
        return (mixed ^ (mixed >> 15)) & ((1 << BITS) - 1)


class Drawn(str):
    """A lot in the place of a natural key: what is sent out to be solved elsewhere names nobody."""

    __slots__ = ()


def drawn(seed: int, side: str, key: str) -> int:
    """Draw the lot of a person, 32 bits; who was drawn already keeps the lot."""
    if isinstance(key, Drawn):
        return int(key)
    return int.from_bytes(blake2b(f"{seed}/{side}/{key}".encode(), digest_size=4).digest(), "big")
