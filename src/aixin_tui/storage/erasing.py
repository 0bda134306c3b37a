"""Carrying out an erasure by law on one side of a store, so that a crash at any step leaves before or after.

The intent is written first (`erasing.intent`, in each side's own folder), and is the point from which on the erasure is
finished by whoever opens the workspace next. Each step may be done again: fold, append the act with what is left of
the records, fold, rewrite the months of the log in which they stand, throw away what was made from them (drafts, index,
torn ends), forget the intent. The hashes of the chain do not change, and the act of the erasure bears the digest of
everything that stands in the place of an erased leaf (`lines.erase_leaves`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aixin_tui.domain.erasure import Erasure, Keep, Kept, Key
from aixin_tui.domain.kinds import is_restricted, table_of
from aixin_tui.domain.record import ERASED, Act
from aixin_tui.storage.datafile import Key as Named
from aixin_tui.storage.datafile import dumps
from aixin_tui.storage.lines import Line, Part, erase_leaves, erased_leaves, leaves_of, parse
from aixin_tui.storage.merge import META, Raw, edit, merge, purge, units_of
from aixin_tui.storage.redaction import names, remnant, taken_out, without_words
from aixin_tui.storage.side import Side

INTENT = "erasing.intent"
_SEALED = f"restricted/{INTENT}"
#: Words shorter than this are taken out of the texts of the person's own acts alone: others may bear them.
_SURE = 6


@dataclass(frozen=True, slots=True)
class Intent:
    """One side's part of an erasure, in a form that can be written down."""

    id: str
    act: Act
    records: frozenset[Named]
    every: frozenset[str]
    """Ids of all records of the erasure on this side, and of the person where they are on the other."""
    kept: Mapping[str, Kept]
    added: Mapping[str, Mapping[str, Any]]
    mentions: frozenset[Named]
    words: tuple[str, ...]

    @property
    def sure(self) -> tuple[str, ...]:
        """Words that can only be this person's: numbers and phones."""
        return tuple(word for word in self.words if len(word) >= _SURE and any(char.isdecimal() for char in word))


def intent_of(erasure: Erasure, erasure_id: str, *, records: Iterable[Key], mentions: Iterable[Key]) -> Intent:
    """Give the part of an erasure that one side carries out."""
    here = tuple(records)
    return Intent(erasure_id, erasure.act, frozenset((table_of(kind), key) for kind, key in here),
                  frozenset(key for _, key in here), {table_of(kind): kept for kind, kept in erasure.kept.items()},
                  erasure.added, frozenset((table_of(kind), key) for kind, key in mentions), erasure.words)


def written(intent: Intent) -> bytes:
    """Write an intent down."""
    act = intent.act
    return dumps({
        "id": intent.id, "act": [act.action, act.operator, act.reason, act.source, dict(act.about)],
        "records": sorted(intent.records), "every": sorted(intent.every), "kept": intent.kept, "added": intent.added,
        "mentions": sorted(intent.mentions), "words": list(intent.words)}).encode()


def read(data: bytes) -> Intent:
    """Read an intent back."""
    told = json.loads(data)
    action, operator, reason, source, about = told["act"]
    kept = {table: {field: {name: Keep(one) for name, one in how.items()} if isinstance(how, dict) else Keep(how)
                    for field, how in fields.items()} for table, fields in told["kept"].items()}
    return Intent(told["id"], Act(action, operator, (), reason, source, about),
                  frozenset((table, key) for table, key in told["records"]), frozenset(told["every"]), kept,
                  told["added"], frozenset((table, key) for table, key in told["mentions"]), tuple(told["words"]))


class Eraser:
    """Erases on one side; everything here runs under the lock."""

    def __init__(self, side: Side, intent: Intent) -> None:
        self._side, self._intent = side, intent

    def run(self, at: str, stamp: str) -> int:
        """Do all that is not done yet; gives the number of the act."""
        side = self._side
        side.fold()
        number = self.number()
        if not number:
            line = side.line(self._act(), self._parts(stamp), at)
            side.append([line])
            number = line["n"]
        side.fold()
        self._rewrite_log()
        return number

    def number(self) -> int:
        """Give the number of the erasure's act on this side, 0 where it is not written yet."""
        return next((line["n"] for line in self._side.chain.lines()
                     if line["d"]["about"].get("erasure") == self._intent.id), 0)

    def _act(self) -> Act:
        act = self._intent.act
        left = {name: told for line in self._side.chain.lines() if (done := self._redacted(line)) is not None
                for name, told in erased_leaves(done).items()}
        return Act(act.action, act.operator, (), act.reason, act.source,
                   {**act.about, "erasure": self._intent.id, "redacted": left})

    def _parts(self, stamp: str) -> list[Part]:
        found: dict[Named, tuple[str, str, bool]] = {}
        for line in self._side.chain.lines():
            for home, kind, record_id, _, _ in line["of"]:
                found.setdefault((table_of(kind), record_id), (home, kind, False))
        parts = []
        for key in sorted(self._intent.records & found.keys()):
            home, kind, _ = found[key]
            raw = self._side.homes.raw(home, key)
            if raw is not None and "_purged" not in raw:
                parts.append(Part(home, kind, purge(key[1], stamp, self._left(key, raw)), is_new=False))
        for key in sorted(self._intent.mentions & found.keys()):
            home, kind, _ = found[key]
            raw = self._side.homes.raw(home, key)
            delta = self._cleaned(raw, stamp) if raw is not None and "_purged" not in raw else None
            if delta is not None:
                parts.append(Part(home, kind, delta, is_new=False))
        return parts

    def _left(self, key: Named, raw: Raw) -> dict[str, Any]:
        """Give the values that are still counted of an erased record."""
        kept = remnant(merge(raw, raw), self._intent.kept.get(key[0], {}))
        values = {field: value for field, value in kept.items() if field not in META}
        for field, value in self._intent.added.get(key[1], {}).items():
            held = values.get(field)
            values[field] = {**held, **value} if isinstance(held, dict) and isinstance(value, Mapping) else value
        return values

    def _cleaned(self, raw: Raw, stamp: str) -> Raw | None:
        before = {field: value for field, value in raw.items() if field not in META}
        after = without_words({"id": raw["id"], **before}, self._intent.words)
        new, old = units_of(after), units_of(before)
        changed = {unit: new.get(unit) for unit in {*new, *old} if new.get(unit) != old.get(unit)}
        return edit(raw, changed, stamp) if changed else None

    # The log

    def _redacted(self, line: Line) -> Line | None:
        """Give a line without what is erased; None where nothing of it stands there."""
        if line["d"]["about"].get("erasure"):
            return None
        kept: dict[int, Any] = {}
        leaves = leaves_of(line["d"])
        is_theirs = is_others = False
        for place, (_, kind, record_id, _, _) in enumerate(line["of"], 1):
            key, delta = (table_of(kind), record_id), leaves[place]
            if key in self._intent.records:
                is_theirs = True
                left = remnant(delta, self._intent.kept.get(key[0], {}))
                if "_v" in left:  # a list of the past says that it names nobody any more
                    left[ERASED] = True
            else:
                is_others = True
                left = without_words(delta, self._intent.words) if key in self._intent.mentions else delta
            if left != delta:
                kept[place] = left
        words = self._words(leaves[0], is_theirs=is_theirs, is_others=is_others)
        if words != leaves[0]:
            kept[0] = words
        return erase_leaves(line, kept) if kept else None

    def _words(self, leaf: Mapping[str, Any], *, is_theirs: bool, is_others: bool) -> Mapping[str, Any]:
        """Give the words of an act without what they say of the person; of an act on that person alone none stay."""
        is_about = is_theirs or names(leaf["about"], tuple(self._intent.every))
        why = "" if is_about and not is_others else leaf["why"]
        words: Sequence[str] = self._intent.words if is_about else self._intent.sure
        return {**leaf, "why": taken_out(why, words), "about": taken_out(leaf["about"], words)}

    def _rewrite_log(self) -> None:
        chain = self._side.chain
        for name, _ in list(self._side.disk.names(chain.log, ".jsonl")):
            if name > chain.log_end[0]:
                continue
            size = chain.log_end[1] if name == chain.log_end[0] else -1
            lines, is_changed = [], False
            for told in self._side.disk.read(name, 0, size).splitlines():
                for line in parse(told) or ():
                    done = self._redacted(line)
                    is_changed = is_changed or done is not None
                    lines.append(dumps(done or line).encode() + b"\n")
            if is_changed:
                _replace_month(self._side, name, b"".join(lines))
        _settle_end(self._side)


def _replace_month(side: Side, name: str, data: bytes) -> None:
    """Put a month of the log in place of what it was, durably; the journal is empty.

    The journal tells how far the last month reaches. It is told the longer end first, which a reader of the shorter
    file never comes to, so that both can be read whole at every moment.
    """
    last, size = side.chain.log_end
    if name == last and len(data) > size:
        side.chain.tell_end(len(data))
    side.disk.replace(name, data)
    if name == last and len(data) != side.chain.log_end[1]:
        side.chain.tell_end(len(data))


def _settle_end(side: Side) -> None:
    """Tell the journal anew how far the log reaches, if a crash left it told more than there is."""
    last, size = side.chain.log_end
    there = len(side.disk.read(last)) if last else 0
    if there < size:
        side.chain.tell_end(there)


class Erasures:
    """Begins erasures over both sides, and finishes one that a crash cut short."""

    def __init__(self, main: Side, sealed: Side, *, stamp: Callable[..., str], may_seal: Callable[[], bool]) -> None:
        self._main, self._sealed, self._stamp, self._may_seal = main, sealed, stamp, may_seal

    @property
    def is_open(self) -> bool:
        """Whether an erasure was begun and is not finished, as far as this user can see and do."""
        return self._main.disk.exists(INTENT) or (self._may_seal() and self._main.disk.exists(_SEALED))

    def begin(self, erasure: Erasure, erasure_id: str) -> None:
        """Write the intents down, the restricted one first: without the open one nothing has happened."""
        main = intent_of(erasure, erasure_id, records=erasure.records, mentions=erasure.mentions)
        if self._may_seal():
            # Of an open kind only the sealed part lies there, and nothing of that is counted.
            sealed = replace(main, kept={table_of(kind): kept for kind, kept in erasure.kept.items()
                                         if is_restricted(kind)})
            self._sealed.disk.replace(_SEALED, written(sealed))
        opened = replace(main, records=frozenset((table_of(kind), key) for kind, key in erasure.records
                                                 if not is_restricted(kind)),
                         every=frozenset(key for kind, key in erasure.records if not is_restricted(kind)),
                         mentions=frozenset((table_of(kind), key) for kind, key in erasure.mentions
                                            if not is_restricted(kind)))
        self._main.disk.replace(INTENT, written(opened))

    def finish(self, at: str) -> int:
        """Do what is left of an erasure; gives the number of its act, 0 where none was begun."""
        disk = self._main.disk
        opened = read(disk.read(INTENT)) if disk.exists(INTENT) else None
        if self._may_seal() and disk.exists(_SEALED):
            sealed = read(disk.read(_SEALED))
            if opened is not None or Eraser(self._main, sealed).number():
                Eraser(self._sealed, sealed).run(at, self._stamp(at))
                self._throw_away(f"{self._sealed.chain.folder}/", sealed)
            disk.remove([_SEALED])
        if opened is None:
            return 0
        number = Eraser(self._main, opened).run(at, self._stamp(at))
        self._throw_away("", opened)
        disk.remove([INTENT])
        return number

    def _throw_away(self, prefix: str, intent: Intent) -> None:
        """Throw away what was made from the records or left over from writing them."""
        disk = self._main.disk
        left = [f"{prefix}journal.jsonl.torn"] if disk.exists(f"{prefix}journal.jsonl.torn") else []
        for folder in (f"{prefix}data", f"{prefix}imports", f"{prefix}log") if not prefix else (prefix.rstrip("/"),):
            left += [name for name, _ in disk.names(folder, ".tmp")]
        if not prefix:
            left += [name for name, _ in disk.names(".index", "")]
            told = (*intent.every, *intent.words, *(json.dumps(word)[1:-1] for word in intent.words))
            left += [name for name, _ in disk.names("drafts", "")
                     if any(word in name or word.encode() in disk.read(name) for word in told)]
        disk.remove(left)
