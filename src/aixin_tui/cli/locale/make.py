"""Compile `messages.po` to the `messages.mo` beside it: `python make.py`. Run by hand after a change of the texts."""

from __future__ import annotations

import ast
import struct
from pathlib import Path

FOLDER = Path(__file__).parent / "zh_CN" / "LC_MESSAGES"


def read_po(text: str) -> dict[str, str]:
    """Read the entries of a catalogue; a plural's key is `singular NUL plural`, as gettext wants it."""
    entries: dict[str, str] = {}
    for block in text.split("\n\n"):
        said = {}
        for line in block.splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.partition(" ")
                said[name] = ast.literal_eval(value)
        if "msgid" in said:
            plural = said.get("msgid_plural")
            key = said["msgid"] if plural is None else f"{said['msgid']}\0{plural}"
            entries[key] = said["msgstr" if plural is None else "msgstr[0]"]
    return entries


def to_mo(entries: dict[str, str]) -> bytes:
    """Write the binary form: two tables of (length, offset), then the texts, each ended by NUL."""
    pairs = [(key.encode(), value.encode()) for key, value in sorted(entries.items())]
    count, start = len(pairs), 7 * 4
    texts = b""
    keys: list[bytes] = []
    values: list[bytes] = []
    base = start + count * 16
    for column, table in ((0, keys), (1, values)):
        for pair in pairs:
            table.append(struct.pack("<II", len(pair[column]), base + len(texts)))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, start, start + count * 8, 0, 0)
    return head + b"".join(keys) + b"".join(values) + texts


if __name__ == "__main__":
    (FOLDER / "messages.mo").write_bytes(to_mo(read_po((FOLDER / "messages.po").read_text(encoding="utf-8"))))
