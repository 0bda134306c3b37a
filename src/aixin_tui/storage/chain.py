"""One journal and its log: a hash chain from the first act on. The main chain, and that of `restricted/`.

`journal.jsonl` begins with a line of its own, `{"n", "h", "log": [file, bytes], "files": {home: digest}, "c"}`: the
last act that was folded, its hash, how far the log reaches, what the data files were folded to, and a digest of these.
It differs from journal to journal, which is how a reader sees that the journal was folded (inode, size and time are
not enough). Then one line for each act that is not yet folded. Only a last line that was never acknowledged may be
torn; damage anywhere else is told and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from aixin_tui.services.ports import StoreDamagedError
from aixin_tui.storage.datafile import Key, digest, dumps, read_json
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.lines import START, Line, is_whole, parse, parts_of
from aixin_tui.storage.merge import Raw, merge
from aixin_tui.storage.witness import Witness

#: Bytes of the last line that are compared to see that it still stands: they hold its salted digest.
_PROBE = 240
#: Bytes of lines that are written to the log at once.
_LOG_BLOCK = 4_000_000


def first_line(number: int, head: str, log_end: tuple[str, int], files: Mapping[str, str]) -> bytes:
    """Write the line that a journal begins with."""
    told = {"n": number, "h": head, "log": list(log_end), "files": dict(files)}
    return dumps({**told, "c": digest(dumps(told).encode())}).encode() + b"\n"


def _written_in(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Walk over the acts of a journal, each as a line of its own: most were written as one."""
    for told in data.splitlines(keepends=True):
        lines = parse(told)
        if lines is None:
            return
        for line in lines:
            yield line["at"], told if told.startswith(b"{") else dumps(line).encode() + b"\n"


def _write_log(disk: Disk, log: str, end: tuple[str, int], lines: Iterable[tuple[str, bytes]]) -> tuple[str, int]:
    """Write lines behind the end of a log, durably, each into the month of its moment; give the new end."""
    name, size = end
    at, block = size, list[bytes]()
    for moment, written in lines:
        month = f"{log}/{moment[:7]}.jsonl"
        if block and (month > name or size - at > _LOG_BLOCK):
            disk.append(name, b"".join(block), at)
            at, block = size, []
        if month > name:
            name, at, size = month, 0, 0
        block.append(written)
        size += len(written)
    if block:
        disk.append(name, b"".join(block), at)
    disk.sync_folders([log])
    return name, size


class Chain:
    """The acts of one chain as this process knows them: what is not yet folded, and where the rest lies."""

    def __init__(self, disk: Disk, folder: str = "", *, belongs: Callable[[int, str], bool] | None = None) -> None:
        self._disk = disk
        self._belongs = belongs
        self.folder = folder
        prefix = f"{folder}/" if folder else ""
        self.journal, self.log = f"{prefix}journal.jsonl", f"{prefix}log"
        self.witness = Witness(disk, f"{prefix}head")
        self.generation = 0
        self.touched: list[tuple[str, Key]] = []
        """Home and key of every change that was taken since the journal was last read afresh."""
        self._start()

    def _start(self) -> None:
        self.first, self.size, self.head, self.number, self.folded = b"", 0, START, 0, 0
        self.log_end: tuple[str, int] = ("", 0)
        self.files: dict[str, str] = {}
        self.pending: dict[str, dict[Key, Raw]] = {}
        self.where: dict[Key, str] = {}
        """The home of each record in `pending`."""
        self.count = 0
        self._hashes: dict[int, str] = {}
        self._probe = (0, b"")
        self._is_named = False  # whether the journal's name is known to be durable
        self.touched = []
        self.generation += 1

    def forget(self) -> None:
        """Forget all that is known, so that the next look reads the journal afresh."""
        self._start()

    # Reading

    def glance(self) -> bytes | None:
        """Read what stands in the journal beyond what is known; None if it must be read afresh."""
        if not self.first:
            return None
        at, told = self._probe
        try:
            first, probe, rest = self._disk.read_parts(
                self.journal, (0, len(self.first)), (at, len(told)), (self.size - 1, -1))
        except FileNotFoundError:
            return None
        # The byte before the rest ends the last line that is known: without it the journal has shrunk.
        return rest[1:] if first == self.first and probe == told and rest[:1] == b"\n" else None

    def refresh(self, seen: bytes | None) -> None:
        """Take in what `glance` saw, or read the journal afresh.

        Raises:
            StoreDamagedError: a line in its middle is not what was written.
        """
        if seen is not None:
            rest = self._take(seen)
            if not rest or (not self._is_damaged(rest) and self.glance() is not None):
                return  # what is left is a last line that somebody is just writing
        data = self._disk.read_or_empty(self.journal)
        if data or self.first:
            self._start()  # a side that nobody has written to yet stays as it is known: empty
        if not data:
            if next(self._disk.names(self.log, ".jsonl"), None):
                raise StoreDamagedError(f"{self.journal}: 日志文件不见了 / the journal is missing")
            return
        head = data[: data.find(b"\n") + 1]
        try:
            told = read_json(head)
            if told["c"] != digest(dumps({name: told[name] for name in ("n", "h", "log", "files")}).encode()):
                raise self._damaged(0)
            self.number = self.folded = told["n"]
            self.head, self.log_end = told["h"], (told["log"][0], told["log"][1])
            self.files = told["files"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise self._damaged(0) from error
        self.first, self.size = head, len(head)
        if self._is_damaged(self._take(data[len(head):])):
            raise self._damaged(self.size)

    @staticmethod
    def _is_damaged(rest: bytes) -> bool:
        """Whether a line that cannot be read is followed by others: no crash of ours does that."""
        end = rest.find(b"\n") + 1
        return bool(end) and end < len(rest)

    def _damaged(self, at: int) -> StoreDamagedError:
        return StoreDamagedError(f"{self.journal}: 第 {at} 字节起的一行已损坏 / the line at byte {at} is damaged")

    def _take(self, data: bytes) -> bytes:
        """Take whole lines in, and give what is left over."""
        position = 0
        while position < len(data):
            end = data.find(b"\n", position) + 1
            lines = self._read(data[position:end]) if end else None
            if lines is None:
                return data[position:]
            self._apply(lines, data[position:end])
            position = end
        return b""

    def _read(self, data: bytes) -> list[Line] | None:
        lines = parse(data)
        number, before = self.number, self.head
        for line in lines or ():
            number += 1
            if not is_whole(line, number=number, before=before):
                return None
            if "m" in line and self._belongs and not self._belongs(*line["m"]):
                return None
            before = line["h"]
        return lines

    def _apply(self, lines: Sequence[Line], data: bytes) -> None:
        for line in lines:
            self.number, self.head = line["n"], line["h"]
            self._hashes[line["n"]] = line["h"]
            for part in parts_of(line):
                held = self.pending.setdefault(part.home, {})
                have = held.get(part.key)
                held[part.key] = merge(have, part.delta) if have else part.delta
                self.where.setdefault(part.key, part.home)
                self.touched.append((part.home, part.key))
        self._probe = (self.size, data[:_PROBE])
        self.size += len(data)
        self.count += len(lines)

    def has(self, number: int, told: str) -> bool:
        """Whether the act of that number bears that hash; also where it is long folded."""
        if number not in self._hashes and number <= self.folded:
            for line in self.lines():
                self._hashes.setdefault(line["n"], line["h"])
        return self._hashes.get(number) == told

    def lines(self, *, day: str = "") -> Iterator[Line]:
        """Walk over every line of the chain, the log first, as it stood when the walk began.

        With `day` (ISO) the months before it are left out.

        Raises:
            StoreDamagedError: a line cannot be read.
        """
        journal = self._disk.read_or_empty(self.journal)
        head, _, rest = journal.partition(b"\n")
        last, size = read_json(head)["log"] if head else ("", 0)
        for name, _ in self._disk.names(self.log, ".jsonl"):
            if f"{self.log}/{day[:7]}" <= name <= last:
                data = self._disk.read(name, 0, size if name == last else -1)
                yield from self._lines_in(name, data)
        known = rest[: self.size - len(head) - 1] if head + b"\n" == self.first else rest
        yield from self._lines_in(self.journal, known, is_journal=True)

    def _lines_in(self, name: str, data: bytes, *, is_journal: bool = False) -> Iterator[Line]:
        for number, told in enumerate(data.splitlines(keepends=True), 1):
            lines = parse(told)
            if lines is None:
                if is_journal:
                    return
                raise StoreDamagedError(f"{name}: 第 {number} 行已损坏 / line {number} is damaged")
            yield from lines

    # Writing: only under the lock

    def begin_empty(self) -> None:
        """Begin the chain of a new workspace."""
        self._begin(0, START, ("", 0), {})

    def append(self, lines: Sequence[Line]) -> None:
        """Make lines durable, all or none; raises OSError."""
        if not self.first:
            self.begin_empty()
        data = dumps(lines[0] if len(lines) == 1 else list(lines)).encode() + b"\n"
        if not self._is_named:  # whoever began this journal may have failed to sync its folder
            self._disk.sync_folders([self.folder])
            self._is_named = True
        self._keep_torn()
        self._disk.append(self.journal, data, self.size)
        self._apply(lines, data)

    def _keep_torn(self) -> None:
        """Keep the torn end of an act that was never acknowledged, before it is written over."""
        rest = self._disk.read_or_empty(self.journal, self.size)
        if rest:
            self._disk.replace(f"{self.journal}.torn", rest)

    def _begin(self, number: int, head: str, log_end: tuple[str, int], files: dict[str, str]) -> None:
        first = first_line(number, head, log_end, files)
        self._disk.replace(self.journal, first)
        self._start()
        self.first, self.size, self.head = first, len(first), head
        self.number = self.folded = number
        self.log_end, self.files, self._is_named = log_end, files, True

    def move_to_log(self, files: Mapping[str, str]) -> None:
        """Move the journal's lines to the log, durably, and begin a new journal; their deltas stand in `files`."""
        data = self._disk.read(self.journal)[len(self.first): self.size]
        end = _write_log(self._disk, self.log, self.log_end, _written_in(data))
        self._begin(self.number, self.head, end, {**self.files, **files})

    def extend(self, lines: Iterable[tuple[Line, bytes]], files: Mapping[str, str]) -> None:
        """Take lines that follow the last act, as they are written, straight into the log, durably.

        The journal is empty, and what they say stands in `files` already.
        """
        number, head = self.number, self.head

        def followed() -> Iterator[tuple[str, bytes]]:
            nonlocal number, head
            for line, written in lines:
                number, head = line["n"], line["h"]
                yield line["at"], written

        end = _write_log(self._disk, self.log, self.log_end, followed())
        self._begin(number, head, end, {**self.files, **files})

    def tell_end(self, size: int) -> None:
        """Tell the journal, which is empty, anew how far the last month of the log reaches, durably."""
        self._begin(self.number, self.head, (self.log_end[0], size), self.files)
