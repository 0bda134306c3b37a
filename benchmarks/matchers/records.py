"""An instance as a file with one person a line, and reading it without holding all its records at once.

The file is a document of the neutral schema; only its lines are laid out so that each can be read alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def write(document: Mapping[str, Any], path: Path) -> None:
    """Write a document, one person a line."""
    head = {key: value for key, value in document.items() if key not in ("children", "mothers")}
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head)[:-1])
        for key in ("children", "mothers"):
            file.write(f',\n"{key}": [\n')
            file.write(",\n".join(json.dumps(row) for row in document[key]))
            file.write("\n]")
        file.write("}\n")


class _Rows:
    """The people of one list, read line by line each time they are walked over."""

    def __init__(self, path: Path, start: int, count: int) -> None:
        self._path, self._start, self._count = path, start, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with self._path.open("rb") as file:
            file.seek(self._start)
            for _ in range(self._count):
                yield json.loads(file.readline().rstrip(b",\n"))


def read(path: Path) -> dict[str, Any]:
    """Read a file that `write` wrote; its people stay in the file until they are asked for."""
    with path.open("rb") as file:
        document: dict[str, Any] = json.loads(file.readline().rstrip(b",\n") + b"}")
        for _ in range(2):
            key = file.readline().split(b'"')[1].decode()
            start, count = file.tell(), 0
            while not file.readline().startswith(b"]"):
                count += 1
            document[key] = _Rows(path, start, count)
    return document
