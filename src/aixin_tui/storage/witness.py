"""How far a journal is known to have reached, noted beside it, so that one that somebody cuts short is found out."""

from __future__ import annotations

import contextlib

from aixin_tui.storage.datafile import digest, dumps, read_json
from aixin_tui.storage.disk import Disk

#: Bytes of the note: always as many, so that a newer one covers the older.
_SIZE = 200


class Witness:
    """The file `head` beside a journal. It is written after an act is durable and never synced: it may lag behind."""

    def __init__(self, disk: Disk, file: str) -> None:
        self._disk, self._file = disk, file

    def note(self, number: int, head: str) -> None:
        """Note number and hash of the last act."""
        told = {"n": number, "h": head}
        with contextlib.suppress(OSError):
            self._disk.note(self._file, dumps({**told, "c": digest(dumps(told).encode())}).encode().ljust(_SIZE))

    def told(self) -> tuple[int, str]:
        """Give number and hash of the last act that is known of; (0, "") where nothing tells."""
        try:
            told = read_json(self._disk.read_or_empty(self._file) or b"{}")
            sure = told["c"] == digest(dumps({"n": told["n"], "h": told["h"]}).encode())
        except (ValueError, KeyError, TypeError):
            return 0, ""
        return (told["n"], told["h"]) if sure else (0, "")
