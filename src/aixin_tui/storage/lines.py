"""Lines of the journal and of the log: one act each, chained by hash, so that nothing can be changed unseen.

The header says who did what to which records (`n` number, `at`, `by`, `do` action, `of` [[home, kind, id, units, new]],
`dd` digest, `p` hash of the line before); `h` is the hash of the header. The values (`d`: reason, source, particulars
and the deltas in the order of `of`) hang on it only by `dd`, their salted digest: a lawful erasure drops `d` and
`salt`, and the chain still verifies. A line of the restricted chain may bear `m`: number and hash of the line of the
main chain that belongs to the same act; without that line it never happened.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from aixin_tui.domain.kinds import table_of
from aixin_tui.domain.record import Act, LogEntry, LoggedChange
from aixin_tui.storage.datafile import Key, digest, dumps
from aixin_tui.storage.merge import Raw, changed_units

Line = dict[str, Any]
#: The hash before the first line.
START = "0" * 64
_HEADER = ("n", "p", "dd", "at", "by", "do", "of")


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
        "n": number, "p": before, "dd": digest(salt.encode(), dumps(values).encode()),
        "at": at, "by": act.operator, "do": act.action,
        "of": [[part.home, part.kind, part.delta["id"], sorted(changed_units(part.delta)), int(part.is_new)]
               for part in parts],
    }
    if belongs_to:
        line["m"] = list(belongs_to)
    line["h"] = digest(dumps(line).encode())
    return {**line, "salt": salt, "d": values}


def is_whole(line: Mapping[str, Any], *, number: int, before: str) -> bool:
    """Whether a line is the next of its chain and says what it was written with."""
    try:
        header = {name: line[name] for name in _HEADER}
        if "m" in line:
            header["m"] = line["m"]
        if line["n"] != number or line["p"] != before or line["h"] != digest(dumps(header).encode()):
            return False
        return "d" not in line or line["dd"] == digest(line["salt"].encode(), dumps(line["d"]).encode())
    except (KeyError, TypeError, AttributeError):
        return False


def parse(data: bytes) -> list[Line] | None:
    """Read one physical line: an act, or several that were made durable together; None if it is torn."""
    try:
        told = json.loads(data)
    except ValueError:
        return None
    lines = told if isinstance(told, list) else [told]
    return lines if lines and all(isinstance(line, dict) for line in lines) else None


def parts_of(line: Line) -> list[Part]:
    """Give the parts of an act; none where an erasure has dropped its values."""
    deltas = (line.get("d") or {}).get("w") or []
    return [Part(home, kind, delta, is_new=bool(new))
            for (home, kind, _, _, new), delta in zip(line["of"], deltas, strict=False)]


def entry_of(line: Line, *more: Line, number: int | None = None) -> LogEntry:
    """Tell an act as the log shows it; `more` are lines of the restricted chain that belong to it."""
    told = line.get("d") or {}
    return LogEntry(
        number=line["n"] if number is None else number, recorded_at=line["at"], operator=line["by"], action=line["do"],
        reason=str(told.get("why") or ""), about=told.get("about") or {},
        changes=tuple(change for each in (*more, line) for change in _changes(each)),
    )


def _changes(line: Line) -> list[LoggedChange]:
    deltas = (line.get("d") or {}).get("w")
    if deltas is None:
        return [LoggedChange(kind, record_id, home, bool(new)) for home, kind, record_id, _, new in line["of"]]
    return [LoggedChange(kind, record_id, home, bool(new), changed_units(delta))
            for (home, kind, record_id, _, new), delta in zip(line["of"], deltas, strict=True)]
