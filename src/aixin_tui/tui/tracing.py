"""What went wrong, for who looks for its cause: with `AIXIN_TRACE=1` the places in the code are written down."""

from __future__ import annotations

import contextlib
import os
import traceback
from pathlib import Path

#: Switches the writing on.
SETTING = "AIXIN_TRACE"
#: The file in the workspace, readable by its owner alone.
FILE = "trace.log"


def trace(folder: str | Path, error: BaseException, now: str) -> None:
    """Add where an error came from to the workspace's trace; does nothing unless `AIXIN_TRACE=1` or on a full disk."""
    if os.environ.get(SETTING) != "1":
        return
    with contextlib.suppress(OSError):
        handle = os.open(Path(folder) / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write("\n".join([now, *places_of(error), ""]))


def places_of(error: BaseException) -> list[str]:
    """List kinds of errors and places in the code, the first cause first; no message and no value, they name people."""
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    chain: list[BaseException] = []
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        chain.insert(0, cause)
        cause = cause.__cause__ or cause.__context__
    for one in chain:
        lines.append(type(one).__name__)
        for frame in traceback.extract_tb(one.__traceback__):
            path = Path(frame.filename)
            lines.append(f"  {path.parent.name}/{path.name}:{frame.lineno} {frame.name}")
    return lines
