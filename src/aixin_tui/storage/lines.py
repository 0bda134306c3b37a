"""Lines of the journal and of the log: one act each, chained by hash, so that nothing can be changed unseen.

The header says who did what to which records (`n` number, `at`, `by`, `do` action, `of` [[home, kind, id, units, new]],
`dd` digest, `p` hash of the line before); `h` is the hash of the header. Of the units it names the fields alone: the
key of a choice or row may be a value. The values (`d`: reason, source, particulars and the deltas in the order of
`of`) hang on it only by `dd`, the digest of their leaves: the words of the act, then each delta, each with a salt of
its own that is made from `salt`. So a lawful erasure can drop one person's values out of an act over many: the line
then bears the salts of the leaves that stand (`salts`, in place of `salt`), the digest of each that was erased (`x`),
and what is kept of it where its values stood; the act of the erasure states the digest of that. The chain still
verifies. A line of the restricted chain may bear `m`: number and hash of the line of the main chain that belongs to
the same act; without that line it never happened.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from aixin_tui.domain.kinds import table_of
from aixin_tui.domain.record import Act, LogEntry, LoggedChange
from aixin_tui.storage.datafile import Key, digest, dumps, loads, read_json
from aixin_tui.storage.merge import Raw, changed_units

Line = dict[str, Any]
#: The hash before the first line.
START = "0" * 64
_HEADER = ("n", "p", "dd", "at", "by", "do", "of")
#: What every line has, however much of it was erased.
_TOLD = {*_HEADER, "h", "d"}
_ALL = frozenset({*_HEADER, "m", "h", "salt", "d", "salts", "x"})
#: What parts a written line's header from the rest: no value of the header holds it, for quotes in texts are escaped.
_HASH = b',"h":"'
_VALUES = frozenset({"why", "src", "about", "w"})


class Part:
    """What an act does to one record, ready to be written: where it lives, what kind it is, its delta."""

    __slots__ = ("delta", "home", "is_new", "kind")

    def __init__(self, home: str, kind: str, delta: Raw, *, is_new: bool) -> None:
        self.home, self.kind, self.delta, self.is_new = home, kind, delta, is_new

    @property
    def key(self) -> Key:
        """Table and id."""
        return table_of(self.kind), self.delta["id"]


def seal(act: Act, parts: Sequence[Part], *, number: int, at: str, before: str,
         belongs_to: tuple[int, str] | None = None) -> Line:
    """Make the line of an act; `before` is the hash of the line before."""
    values = {"why": act.reason, "src": act.source, "about": dict(act.about), "w": [part.delta for part in parts]}
    salt = os.urandom(16).hex()
    line: Line = {
        "n": number, "p": before, "dd": _digest_of({"salt": salt, "d": values}),
        "at": at, "by": act.operator, "do": act.action,
        "of": [[part.home, part.kind, part.delta["id"], _fields(part.delta), int(part.is_new)] for part in parts],
    }
    if belongs_to:
        line["m"] = list(belongs_to)
    line["h"] = digest(dumps(line).encode())
    return {**line, "salt": salt, "d": values}


def header_in(data: bytes) -> Line:
    """Read the header alone of a line of the log, as it was written: most of a line is its values."""
    header: Line = loads(data[:data.index(_HASH)] + b"}")
    return header


def reseal(data: bytes, header: Line, *, number: int, before: str,
           belongs_to: tuple[int, str] | None = None) -> tuple[Line, bytes]:
    """Give a line of the log another place in a chain: what it says stays, its values hang on it by the same digest.

    Gives header and hash, and the line as it is written.
    """
    told: Line = {**{name: header[name] for name in _HEADER}, "n": number, "p": before}
    if belongs_to:
        told["m"] = list(belongs_to)
    written = dumps(told).encode()
    told["h"] = digest(written)
    values = data[data.index(_HASH) + len(_HASH) + len(told["h"]):]
    return told, written[:-1] + _HASH + told["h"].encode() + values


def is_whole(line: Mapping[str, Any], *, number: int, before: str) -> bool:
    """Whether a line is the next of its chain and says what it was written with."""
    return line.get("n") == number and line.get("p") == before and is_unchanged(line)


def is_unchanged(line: Mapping[str, Any]) -> bool:
    """Whether a line says what it was written with, wherever it stands."""
    try:
        if not line.keys() <= _ALL or line["d"].keys() != _VALUES:
            return False
        header = {name: line[name] for name in _HEADER}
        if "m" in line:
            header["m"] = line["m"]
        if line["h"] != digest(dumps(header).encode()):
            return False
        return len(line["d"]["w"]) == len(line["of"]) and line["dd"] == _digest_of(line)
    except (KeyError, TypeError, AttributeError, IndexError):
        return False


def leaves_of(told: Mapping[str, Any]) -> list[Any]:
    """Give the leaves of an act's values: its words, then each delta."""
    return [{"why": told["why"], "src": told["src"], "about": told["about"]}, *told["w"]]


def erase_leaves(line: Line, kept: Mapping[int, Any]) -> Line:
    """Drop leaves (0: the words, n: delta n) out of a line for good; `kept` gives what stands in the place of each.

    A leaf that was erased before keeps the digest that it was written with.
    """
    leaves, count = leaves_of(line["d"]), len(line["d"]["w"]) + 1
    salts = line.get("salts") or [_salt(line["salt"], place) for place in range(count)]
    gone = dict(line.get("x") or {})
    for place, remnant in kept.items():
        gone.setdefault(str(place), _leaf(salts[place], leaves[place]) if salts[place] else "")
        salts = [*salts[:place], None, *salts[place + 1:]]
        leaves[place] = remnant
    out = {name: value for name, value in line.items() if name not in ("salt", "d")}
    return {**out, "salts": salts, "x": gone, "d": {**leaves[0], "w": leaves[1:]}}


def erased_leaves(line: Line) -> dict[str, str]:
    """Name the leaves that were erased out of a line (`number.place`), each with the digest of what is kept of it."""
    gone = line.get("x") or {}
    leaves = leaves_of(line["d"]) if gone else []
    return {f"{line['n']}.{place}": digest(dumps(leaves[int(place)]).encode()) for place in gone}


def _digest_of(line: Mapping[str, Any]) -> str:
    """Give the digest of an act's values, of erased leaves by the digests that are left of them."""
    gone, salts = line.get("x") or {}, line.get("salts")
    leaves = leaves_of(line["d"])
    if ("salts" in line) == ("salt" in line) or (salts is not None and len(salts) != len(leaves)):
        return ""
    if set(gone) != {str(place) for place, salt in enumerate(salts or ()) if salt is None}:
        return ""
    return digest("".join(
        gone.get(str(place)) or _leaf(salts[place] if salts else _salt(line["salt"], place), leaf)
        for place, leaf in enumerate(leaves)).encode())


def _salt(salt: str, place: int) -> str:
    return digest(f"{salt}.{place}".encode())


def _leaf(salt: str, leaf: Any) -> str:
    return digest(salt.encode(), dumps(leaf).encode())


def _fields(delta: Raw) -> list[str]:
    return sorted({unit.partition("/")[0] for unit in changed_units(delta)})


def parse(data: bytes) -> list[Line] | None:
    """Read one physical line: an act, or several that were made durable together; None if it is torn."""
    try:
        told = read_json(data)
    except ValueError:
        return None
    lines = told if isinstance(told, list) else [told]
    return lines if lines and all(isinstance(line, dict) and line.keys() >= _TOLD for line in lines) else None


def parts_of(line: Line) -> list[Part]:
    """Give the parts of an act; of one whose values were erased, what is kept of it."""
    deltas = line["d"]["w"]
    return [Part(home, kind, delta, is_new=bool(new))
            for (home, kind, _, _, new), delta in zip(line["of"], deltas, strict=False)]


def entry_of(line: Line, *more: Line, number: int | None = None) -> LogEntry:
    """Tell an act as the log shows it; `more` are lines of the restricted chain that belong to it."""
    told = line["d"]
    return LogEntry(
        number=line["n"] if number is None else number, recorded_at=line["at"], operator=line["by"], action=line["do"],
        reason=str(told.get("why") or ""), about=told.get("about") or {},
        changes=tuple(change for each in (*more, line) for change in _changes(each)),
    )


def _changes(line: Line) -> list[LoggedChange]:
    return [LoggedChange(kind, record_id, home, bool(new), changed_units(delta))
            for (home, kind, record_id, _, new), delta in zip(line["of"], line["d"]["w"], strict=True)]
