"""The file that goes to another office: encrypted by a passphrase, written whole or not at all, and read again.

Everything that leaves the workspace is encrypted (model.md section 4). The format is age's, by pyrage.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.transfer_contents import FORMAT, VERSION, transfer_contents
from aixin_tui.services.transferring import SendTransfer, check_transfer, send_transfer

#: A passphrase of fewer characters is refused (系统默认).
LEAST = 8
#: A file larger than this is no transfer (bytes).
_LARGEST = 64 * 1024 * 1024
SUFFIX = ".aixin"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds, or why it could not be opened."""

    contents: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def usual_name(to: str, on: str) -> str:
    """Name a file by where it goes and when; no child is named."""
    return f"移交-{to}-{on}{SUFFIX}"


def send_and_write(desk: Desk, who: Who, command: SendTransfer, path: Path, passphrase: str) -> Result:
    """Write the encrypted file beside its place, enter the share, and only then give the file its name.

    A refused transfer leaves no file; a file that is there already is not written over.
    """
    problems = list(check_transfer(desk, who, command))
    problems += weak(passphrase)
    if path.exists():
        problems.append(Problem(Code.MOVE_015, values={"name": path.name}))
    if any(problem.stops for problem in problems):
        return Result(problems=tuple(problems))
    on = command.on or who.today.isoformat()
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with desk.store.held(who.operator):
        sealed = _encrypt(transfer_contents(desk, who, command.children, command.to, on), passphrase)
        try:
            _write(part, sealed)
        except OSError as error:
            part.unlink(missing_ok=True)
            return Result(problems=(_not_written(error.strerror or type(error).__name__),))
        digest = hashlib.sha256(sealed).hexdigest()
        result = send_transfer(desk, who, replace(command, file=path.name, digest=digest))
        if not result.done:
            part.unlink(missing_ok=True)
            return result
        part.replace(path)
        _sync_folder(path.parent)
    return replace(result, about={**result.about, "file": str(path), "digest": digest})


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
    return Opened(whole)


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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(why: str) -> Problem:
    return Problem(Code.MOVE_012, values={"why": why})
