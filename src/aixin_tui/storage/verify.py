"""What `aixin doctor` and `aixin log verify` look at: files, ids, both chains, and that they tell the same story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.services.ports import StoreDamagedError
from aixin_tui.storage.chain import Chain
from aixin_tui.storage.chain_check import ChainCheck
from aixin_tui.storage.datafile import DataFile, Key, decode
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.erasing import INTENT
from aixin_tui.storage.lines import Line, parts_of
from aixin_tui.storage.merge import Raw, key_of, merge
from aixin_tui.storage.workspace import is_open_to_all, read_workspace

RESTRICTED = "restricted"


def check(disk: Disk) -> list[Problem]:
    """Verify every file of a workspace; writes nothing. An empty list: all is sound."""
    found: list[Problem] = []
    main = Chain(disk)
    acts: dict[int, str] = {}
    for folder, roots in (("", ("data", "imports", "office.json")), (RESTRICTED, (RESTRICTED,))):
        if folder and not disk.may_read(folder):
            continue
        chain = Chain(disk, folder, belongs=main.has) if folder else main
        walked = ChainCheck(disk, chain, acts if folder else None)
        walked.run()
        acts = acts or {line["n"]: line["h"] for line in walked.lines}
        found += walked.found
        found += _unfinished(disk, f"{folder}/{INTENT}" if folder else INTENT)
        try:
            chain.refresh(None)
        except StoreDamagedError as error:
            if not walked.found:
                found.append(_problem(Code.STORE_011, chain.journal, detail=str(error)))
            continue
        found += _check_files(disk, chain, roots, _replay(chain, walked.lines))
    return found


def _check_files(disk: Disk, chain: Chain, roots: tuple[str, ...], states: dict[str, dict[Key, Raw]]) -> list[Problem]:
    found: list[Problem] = []
    for root in roots:
        names = [root] if root.endswith(".json") else [name for name, _ in disk.names(root, ".json")]
        for name in names:
            if disk.exists(name):
                found += _check_file(disk, name, chain, states.pop(name[:-5], {}))
    found += [_problem(Code.STORE_014, f"{home}.json", records=len(rows)) for home, rows in states.items() if rows]
    found += [_problem(Code.STORE_014, f"{home}.json", records=0) for home in chain.files
              if not disk.exists(f"{home}.json") and not states.get(home)]
    return found


def _unfinished(disk: Disk, name: str) -> list[Problem]:
    return [_problem(Code.STORE_020, name)] if disk.exists(name) else []


def examine(path: Path) -> list[Problem]:
    """Verify a workspace and how open it is; writes nothing.

    Raises:
        ProblemsError: the folder is no workspace.
    """
    read_workspace(path)
    opened = [_problem(Code.STORE_005, str(path))] if is_open_to_all(path) else []
    return opened + check(Disk(path))


def _problem(code: Code, file: str, severity: Severity = Severity.ERROR, **values: object) -> Problem:
    return Problem(code, severity, Place(file=file), values)


def _replay(chain: Chain, lines: list[Line]) -> dict[str, dict[Key, Raw]]:
    """Give what the log has folded, by home."""
    homes: dict[str, dict[Key, Raw]] = {}
    for line in lines:
        if line["n"] > chain.folded:
            break
        for part in parts_of(line):
            rows = homes.setdefault(part.home, {})
            have = rows.get(part.key)
            rows[part.key] = merge(have, part.delta) if have else merge(part.delta, part.delta)
    return homes


def _check_file(disk: Disk, name: str, chain: Chain, known: dict[Key, Raw]) -> Iterator[Problem]:
    """Compare a data file with its digest and with what the log folded into it."""
    try:
        file: DataFile = decode(disk.read(name), name)
    except StoreDamagedError:
        yield _problem(Code.STORE_010, name)
        return
    if not file.is_intact:
        yield _problem(Code.STORE_013, name, Severity.WARNING)
        return
    pending = chain.pending.get(name[:-5], {})
    if not pending and file.rows and file.digest != chain.files.get(name[:-5]):
        yield _problem(Code.STORE_014, name, records=len(file.rows))
        return
    for key, raw in known.items():  # a fold that was cut short may have taken more in than the log tells
        have, delta = file.rows.get(key), pending.get(key)
        told = merge(raw, delta) if delta else raw
        if have is None or key_of(merge(have, told)) != key_of(merge(told, told)):
            yield _problem(Code.STORE_014, name, records=1)
            return
        if key_of(merge(have, delta) if delta else have) != key_of(told):
            yield _problem(Code.STORE_014, name, records=1)
            return
