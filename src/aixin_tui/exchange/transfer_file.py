"""The file that goes to another office: encrypted by a passphrase, written whole or not at all, and read again.

Everything that leaves the workspace is encrypted (model.md section 4). The format is age's, by pyrage.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Receipt, Record, members
from aixin_tui.exchange.whole_file import sync_folder
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.transfer_contents import FORMAT, PARTS, VERSION, transfer_contents
from aixin_tui.services.transferring import SendTransfer, check_transfer, send_transfer
from aixin_tui.texts.disk_words import disk_words

#: A passphrase of fewer characters is refused (系统默认).
LEAST = 8
#: A file larger than this is no transfer (bytes).
_LARGEST = 64 * 1024 * 1024
SUFFIX = ".aixin"
#: A file not entered and so old (seconds) is of a process that was killed.
_LEFT = 60.0


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds, or why it could not be opened."""

    contents: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def usual_name(to: str, on: str) -> str:
    """Name a file by where it goes and when; no child is named."""
    return f"移交-{to}-{on}{SUFFIX}"


def check_sending(desk: Desk, who: Who, command: SendTransfer, path: Path) -> tuple[Problem, ...]:
    """Say everything that speaks against sending a file to a place, without writing.

    Children whose file was cut short by a crash, after they had been entered as sent, may be sent there again.
    """
    problems = list(check_transfer(desk, who, command))
    if path.exists():
        problems.append(Problem(Code.MOVE_015, values={"name": path.name}))
    elif all(problem.code is Code.MOVE_007 for problem in problems if problem.stops) and _cut_short(
            desk, command, path):
        problems = [problem for problem in problems if not problem.stops]
    return tuple(problems)


def send_and_write(desk: Desk, who: Who, command: SendTransfer, path: Path, passphrase: str) -> Result:
    """Write the encrypted file beside its place, enter the share, and only then give the file its name.

    A refused transfer leaves no file; a file that is there already is not written over. Where a crash came between the
    entry and the name, the same command gives the file its name.
    """
    problems = (*check_sending(desk, who, command, path), *weak(passphrase))
    if any(problem.stops for problem in problems):
        return Result(problems=problems)
    on = command.on or who.today.isoformat()
    with desk.store.held(who.operator):
        left = _cut_short(desk, command, path)
        if left is not None:
            return _finished(desk, *left, path, passphrase)
        for spare in _spares(path):  # nothing was entered of it, and nobody is writing it any more
            if time.time() - spare.stat().st_mtime > _LEFT:
                spare.unlink(missing_ok=True)
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        sealed = _encrypt(transfer_contents(desk, who, command.children, command.to, on), passphrase)
        try:
            _write(part, sealed)
        except OSError as error:
            part.unlink(missing_ok=True)
            return Result(problems=(_not_written(disk_words(error)),))
        digest = hashlib.sha256(sealed).hexdigest()
        result = send_transfer(desk, who, replace(command, file=path.name, digest=digest))
        if not result.done:
            part.unlink(missing_ok=True)
            return result
        _name(part, path)
    return replace(result, about={**result.about, "file": str(path), "digest": digest})


def _spares(path: Path) -> list[Path]:
    """List the files that a crash left beside the place of a transfer's file."""
    pattern = re.compile(re.escape(f".{path.name}.") + "[0-9a-f]{8}")
    try:
        return [Path(one.path) for one in os.scandir(path.parent) if pattern.fullmatch(one.name)
                and one.is_file(follow_symlinks=False)]
    except OSError:
        return []


def _cut_short(desk: Desk, command: SendTransfer, path: Path) -> tuple[Path, Record] | None:
    """Find the whole file that was entered as sent and not named yet: it, and its share."""
    spares = _spares(path)
    shares = {share.text("digest"): share for share in desk.store.own("share") if spares
              and (share.text("file"), share.text("to")) == (path.name, command.to)
              and set(members(share.get("children"))) == set(command.children)}
    for spare in spares:
        share = shares.get(hashlib.sha256(spare.read_bytes()).hexdigest())
        if share is not None:
            return spare, share
    return None


def _finished(desk: Desk, spare: Path, share: Record, path: Path, passphrase: str) -> Result:
    """Give a file its name that a crash kept from it; the passphrase must be the one that it was written with."""
    opened = open_transfer_file(spare, passphrase)
    entry = next(iter(desk.store.log(kind="share", record_id=share.id)), None)
    if opened.problems or entry is None:
        return Result(problems=opened.problems)
    _name(spare, path)
    children = members(share.get("children"))
    receipt = Receipt(entry.number, entry.recorded_at, len(entry.changes))
    records = tuple(child for key in children if (child := desk.store.get("child", key)))
    about = {"share": share.id, "children": list(children), "file": str(path), "digest": share.text("digest")}
    return Result((*records, share), (), receipt, about)


def _name(part: Path, path: Path) -> None:
    """Give a written file its name, durably."""
    part.replace(path)
    sync_folder(path.parent)


def open_transfer_file(path: Path, passphrase: str) -> Opened:
    """Decrypt a file and read it; a wrong passphrase and a damaged file are one answer."""
    import pyrage

    try:
        sealed = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        whole = json.loads(pyrage.passphrase.decrypt(sealed, passphrase))
    except (OSError, ValueError, RecursionError, pyrage.DecryptError):
        return Opened(problems=(Problem(Code.MOVE_010, place=Place(file=path.name)),))
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        return Opened(problems=(Problem(Code.MOVE_010, place=Place(file=path.name)),))
    if not isinstance(whole.get("version"), int) or whole["version"] > VERSION:
        values = {"version": str(whole.get("version"))}
        return Opened(problems=(Problem(Code.MOVE_011, place=Place(file=path.name), values=values),))
    return Opened(whole) if _is_laid_out(whole) else Opened(
        problems=(Problem(Code.MOVE_010, place=Place(file=path.name)),))


def _is_laid_out(whole: Mapping[str, Any]) -> bool:
    """Whether a file from elsewhere has the parts that are read of it, each in its shape."""
    files = whole.get("children", [])
    return isinstance(whole.get("from", {}), dict) and isinstance(files, list) and all(
        isinstance(one, dict) and isinstance(one.get("child"), dict)
        and all(isinstance(one.get(part, []), list) for part in PARTS) for one in files)


def weak(passphrase: str) -> tuple[Problem, ...]:
    """Say that a passphrase is too short."""
    return () if len(passphrase) >= LEAST else (Problem(Code.MOVE_009, values={"least": LEAST}),)


def _encrypt(plain: bytes, passphrase: str) -> bytes:
    import pyrage

    return bytes(pyrage.passphrase.encrypt(plain, passphrase))


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _not_written(why: str) -> Problem:
    return Problem(Code.MOVE_012, values={"why": why})
