"""Names of people as they are stored: without inner blanks, one kind of middle point, whatever the encoding was."""

from __future__ import annotations

#: The point between the parts of a Tibetan, Uygur or Mongolian name, as it is stored: U+00B7.
POINT = "·"
#: What offices type instead of it: • ‧ ． ・ ･ ∙ ⋅ ᛫ and the full stop of a full-width font.
_POINTS = "•‧．・･∙⋅᛫∘◦●．"
_BLANK = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad" + "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
_NAME = str.maketrans(dict.fromkeys(_POINTS, POINT) | dict.fromkeys(_BLANK + _UNSEEN, ""))
_HALF = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "})


def half_width(text: str) -> str:
    """Write full-width letters, digits and signs as their ASCII twins, the wide blank as a blank."""
    return text.translate(_HALF)


def clean_name(text: str) -> str:
    """Write a person's name as it is stored: 窦　安 → 窦安, 索南‧才让 → 索南·才让; rare characters stay [rosters 3]."""
    return text.translate(_NAME)


def clean_number(text: str) -> str:
    """Write a typed number (of a pair, a document) half-width, without blanks, apostrophe and unseen characters."""
    without = "".join(c for c in half_width(text) if c not in _BLANK + _UNSEEN)
    return without.strip("'’‘`").replace("—", "-").replace("－", "-").replace("–", "-")
