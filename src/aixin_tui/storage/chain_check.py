"""Verifying one chain line by line: what was cut, dropped, doubled, moved, edited or lost, and in which line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.storage.chain import Chain
from aixin_tui.storage.datafile import digest, dumps, read_json
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.lines import START, Line, erased_leaves, is_unchanged, parse

_FIRST = ("n", "h", "log", "files")


class ChainCheck:
    """Walks over a chain as its files tell it, without trusting any of them; `found` lists what is wrong.

    `acts` are the main chain's acts by number, on which lines of the restricted one rest.
    """

    def __init__(self, disk: Disk, chain: Chain, acts: Mapping[int, str] | None = None) -> None:
        self._disk, self._chain, self._acts = disk, chain, acts
        self._number, self._head = 0, START
        self._left: dict[str, str] = {}
        self._stated: dict[str, str] = {}
        self.found: list[Problem] = []
        self.lines: list[Line] = []
        """Every line that says what it was written with, in order."""

    def run(self) -> None:
        """Walk over the log and the journal."""
        journal = self._disk.read_or_empty(self._chain.journal)
        months = [name for name, _ in self._disk.names(self._chain.log, ".jsonl")]
        if not journal:
            if months or self._chain.witness.told()[0]:
                self._say(Code.STORE_011, self._chain.journal, detail="journal.jsonl")
            return
        head, _, rest = journal.partition(b"\n")
        told = self._first_line(head)
        if told is None:
            return
        (last, size), pending = told["log"], self._pending(rest)
        for name in [name for name in months if name <= last]:
            data = self._disk.read(name)
            whole, extra = (data[:size], data[size:]) if name == last else (data, b"")
            self._months_lines(name, whole)
            self._beyond(name, extra, pending, whole.count(b"\n"))
        for name in [name for name in months if name > last]:
            self._beyond(name, self._disk.read(name), pending, 0)
        self._end_of_log(told, last)
        self._journals_lines(rest)
        self._last()

    def _first_line(self, head: bytes) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = read_json(head)
            sure = (told["c"] == digest(dumps({name: told[name] for name in _FIRST}).encode())
                    and set(told) == {*_FIRST, "c"} and len(told["log"]) == 2)
        except (ValueError, KeyError, TypeError):
            sure = False
        if not sure:
            self._say(Code.STORE_015, self._chain.journal, 1)
            return None
        return told

    @staticmethod
    def _pending(rest: bytes) -> list[tuple[str, bytes]]:
        """Give the journal's acts as a fold writes them, each with its month."""
        return [(str(line.get("at", ""))[:7], dumps(line).encode() + b"\n")
                for told in rest.splitlines() for line in parse(told) or ()]

    def _months_lines(self, name: str, data: bytes) -> None:
        for place, told in enumerate(data.splitlines(keepends=True), 1):
            lines = parse(told)
            if lines is None or len(lines) != 1 or not told.endswith(b"\n"):
                self._say(Code.STORE_015, name, place)
            else:
                self._take(lines[0], name, place)

    def _beyond(self, name: str, extra: bytes, pending: list[tuple[str, bytes]], before: int) -> None:
        """Look at what stands after the end of the log: a fold that was cut short leaves acts of the journal, or torn.

        No reader comes to it and the next fold writes over it; an act that the journal does not hold was put there.
        """
        month = name.rpartition("/")[2].removesuffix(".jsonl")
        acts = {line for told, line in pending if told == month}
        for place, told in enumerate(extra.splitlines(keepends=True), before + 1):
            if told not in acts and (not pending or parse(told) is not None):
                self._say(Code.STORE_016, name, place)

    def _end_of_log(self, told: Mapping[str, Any], last: str) -> None:
        if self._number < told["n"]:
            self._say(Code.STORE_017, last or self._chain.log, first=self._number + 1, last=told["n"])
        elif self._head != told["h"] and not self.found:
            self._say(Code.STORE_012, last, number=told["n"])
        self._number, self._head = told["n"], told["h"]

    def _journals_lines(self, rest: bytes) -> None:
        physical = rest.splitlines(keepends=True)
        for place, told in enumerate(physical, 2):
            lines = parse(told)
            if lines is None:
                # A last line that was never acknowledged may be torn; one that was is known to the witness.
                if place - 2 < len(physical) - 1 or self._chain.witness.told()[0] > self._number:
                    self._say(Code.STORE_015, self._chain.journal, place)
                return
            if place - 2 == len(physical) - 1 and any(self._never_happened(line) for line in lines):
                return
            for line in lines:
                self._take(line, self._chain.journal, place)

    def _never_happened(self, line: Line) -> bool:
        """Whether a line of the restricted chain waited for one of the main chain that a crash kept from coming."""
        return ("m" in line and self._acts is not None and self._acts.get(line["m"][0]) != line["m"][1]
                and line["n"] > self._chain.witness.told()[0])

    def _take(self, line: Line, file: str, place: int) -> None:
        sure = is_unchanged(line)
        if not sure:
            self._say(Code.STORE_015, file, place)
        number = line.get("n")
        if not isinstance(number, int):
            return
        if (number, line.get("p")) != (self._number + 1, self._head) and (sure or number != self._number + 1):
            self._say(Code.STORE_012, file, place, number=self._number + 1)
        self._number, self._head = number, str(line.get("h"))
        if not sure:
            return
        self.lines.append(line)
        self._left.update(erased_leaves(line))
        stated = line["d"]["about"].get("redacted")
        self._stated.update(stated if isinstance(stated, dict) else {})
        if "m" in line and self._acts is not None and self._acts.get(line["m"][0]) != line["m"][1]:
            self._say(Code.STORE_018, file, place)

    def _last(self) -> None:
        """Compare with what is known beside the chain: how far it reached, and what erasures left."""
        number, head = self._chain.witness.told()
        if number > self._number:
            self._say(Code.STORE_017, self._chain.journal, first=self._number + 1, last=number)
        elif number and number == self._number and head != self._head and not self.found:
            self._say(Code.STORE_012, self._chain.journal, number=number)
        for name in sorted({*self._left, *self._stated}):
            if self._left.get(name) != self._stated.get(name):
                self._say(Code.STORE_019, self._chain.log, number=int(name.partition(".")[0]))

    def _say(self, code: Code, file: str, line: int = 0, **values: object) -> None:
        self.found.append(Problem(code, Severity.ERROR, Place(file=file, line=line), values))

