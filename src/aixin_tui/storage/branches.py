"""Branches of a workspace that is being made in one go: each grows alone, then all stand in one chain by their moments.

What offices write at the same time stands in the chain of their workspace in the order in which it happened. A branch
holds what stands above the counties and one county; acts are written to it as to any workspace. Joining moves its
files into the workspace and gives each of its acts a place in the chain: number and hash of the line before are new,
what the line says is not, and its values hang on it by the same digest (`lines`). Only folders that nobody works in
yet and that are thrown away if their making ends halfway can be branched and joined.
"""

from __future__ import annotations

import heapq
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from aixin_tui.storage.chain import Chain, first_line
from aixin_tui.storage.datafile import decode, digest_told, encode
from aixin_tui.storage.lines import Line, header_in, reseal
from aixin_tui.storage.merge import merge
from aixin_tui.storage.regions import county_of
from aixin_tui.storage.scratch import ScratchDisk
from aixin_tui.storage.workspace import OFFICE_FILE
from aixin_tui.storage.writing import RESTRICTED

_FOLDERS = ("data", "imports", "log", RESTRICTED)
#: Branch and number of an act there, and number and hash of its line after joining.
_Places = dict[tuple[int, int], tuple[int, str]]


def branch(folder: Path, to: Path, county: str) -> None:
    """Make a branch of a workspace for a county, in a folder that is not there yet.

    Raises:
        ValueError: the workspace is not folded.
    """
    disk, made = ScratchDisk(folder), ScratchDisk(to)
    to.mkdir(mode=0o700)
    for name in _FOLDERS:
        made.make_folders(name)
    for side in ("", RESTRICTED):
        chain = _chain(disk, side)
        if chain.count:
            raise ValueError(f"not folded: {chain.journal}")
        if not chain.first:
            continue
        files = {home: told for home, told in chain.files.items()
                 if county_of(home) in ("", county) and not home.startswith("imports/")}
        for name in (*(f"{home}.json" for home in files), *(name for name, _ in disk.names(chain.log, ".jsonl"))):
            made.replace(name, disk.read(name))
        made.replace(chain.journal, first_line(chain.number, chain.head, chain.log_end, files))
    shutil.copyfile(folder / OFFICE_FILE, to / OFFICE_FILE)


def join(folder: Path, branches: Sequence[Path]) -> None:
    """Take branches, all folded, into the workspace that they were made of; their folders hold no workspace any more.

    Acts of one moment stand in the order in which the branches are given. Files above the counties, of which several
    may have written, are merged record by record.

    Raises:
        ValueError: a branch is not folded, two of them wrote the same county, or the moments of one go back.
    """
    disk, places = ScratchDisk(folder), _Places()
    disks = [ScratchDisk(each) for each in branches]
    for side in ("", RESTRICTED):  # the main chain first: lines of the restricted one name its numbers
        chain = _chain(disk, side)
        grown = [_chain(each, side) for each in disks]
        files: dict[str, str] = {}
        for each, other in zip(branches, grown, strict=True):
            if other.count:
                raise ValueError(f"not folded: {each.name}/{other.journal}")
            for home in (home for home, told in other.files.items() if told != chain.files.get(home)):
                files[home] = _take(disk, each, home, is_taken=home in files)
        if any(other.number > chain.number for other in grown):
            chain.extend(_joined(disks, chain, grown, places), files)
            chain.witness.note(chain.number, chain.head)


def _chain(disk: ScratchDisk, side: str) -> Chain:
    chain = Chain(disk, side)
    chain.refresh(None)
    return chain


def _take(disk: ScratchDisk, branch: Path, home: str, *, is_taken: bool) -> str:
    """Take a file that a branch wrote into the workspace; give its digest."""
    name = f"{home}.json"
    data = (branch / name).read_bytes()
    if is_taken and county_of(home):
        raise ValueError(f"written by more than one branch: {home}")
    if not county_of(home) and disk.exists(name):
        data = _merged(name, disk.read(name), data)
    disk.replace(name, data)
    return digest_told(data)


def _merged(name: str, data: bytes, other: bytes) -> bytes:
    file = decode(data, name)
    for key, row in decode(other, name).rows.items():
        have = file.rows.get(key)
        file.rows[key] = row if have is None or have == row else merge(have, row)
    return encode(file)


def _joined(disks: Sequence[ScratchDisk], chain: Chain, grown: Sequence[Chain],
            places: _Places) -> Iterator[tuple[Line, bytes]]:
    """Walk over the acts of all branches by their moments, each sealed anew at its place behind the chain's last."""
    number, head, last = chain.number, chain.head, ""
    every = (_acts(disk, other, chain.number, place)
             for place, (disk, other) in enumerate(zip(disks, grown, strict=True)))
    for at, place, old, header, data in heapq.merge(*every):
        if at < last:
            raise ValueError(f"moments go back: {at} after {last}")
        belongs_to = places[place, header["m"][0]] if "m" in header else None
        line, written = reseal(data, header, number=number + 1, before=head, belongs_to=belongs_to)
        number, head, last = line["n"], line["h"], at
        if not chain.folder:
            places[place, old] = number, head
        yield line, written


def _acts(disk: ScratchDisk, chain: Chain, after: int, place: int) -> Iterator[tuple[str, int, int, Line, bytes]]:
    """Walk over what a branch wrote: moment, branch, number there, header, and the line as it is written."""
    last, size = chain.log_end
    for name, _ in disk.names(chain.log, ".jsonl"):
        if name <= last:
            for data in disk.read(name, 0, size if name == last else -1).splitlines(keepends=True):
                header = header_in(data)
                if header["n"] > after:
                    yield header["at"], place, header["n"], header, data
