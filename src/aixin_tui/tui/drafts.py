"""Drafts: what is being filled in is kept inside the workspace at every change, and is there again after a hang-up.

A draft stands in `drafts/`, with the mode of the workspace's own files, and goes when the form is saved or thrown away.
Sealed fields are never in a draft: it is no place for what colleagues may not see.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aixin_tui.tui.widgets.fields import Sheet


@dataclass
class Drafts:
    """The drafts of one workspace; without a folder (tests in memory) nothing is kept."""

    folder: Path | None

    @classmethod
    def of(cls, workspace: str) -> Drafts:
        """Give the drafts of a workspace that stands on a disk."""
        root = Path(workspace)
        return cls(root / "drafts" if root.is_dir() else None)

    def path(self, name: str) -> Path | None:
        """Give the file of a draft; the name is of ids and kinds, never of a person."""
        return self.folder / (re.sub(r"[^A-Za-z0-9_-]", "_", name) + ".json") if self.folder else None

    def keep(self, name: str, sheet: Sheet) -> None:
        """Write a draft whole: a temporary file, then its name. A full disk loses the draft, never the form."""
        path = self.path(name)
        if path is None:
            return
        sealed = {(part.name, spec.key) for part in sheet.parts for spec in part.fields if spec.sealed}
        values = {
            part: {key: value for key, value in given.items() if (part, key) not in sealed}
            for part, given in sheet.values.items()
        }
        text = json.dumps({"values": values, "names": sheet.names}, ensure_ascii=False)
        with contextlib.suppress(OSError):
            mode = path.parent.parent.stat().st_mode & 0o2770
            if not path.parent.is_dir():
                path.parent.mkdir()
                path.parent.chmod(mode)
            spare = path.with_suffix(".new")
            handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode & 0o660)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            spare.replace(path)

    def read(self, name: str) -> dict[str, Any] | None:
        """Give a draft: its values and names; None where there is none or it cannot be read."""
        path = self.path(name)
        if path is None:
            return None
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and isinstance(found.get("values"), dict) else None

    def drop(self, name: str) -> None:
        """Throw a draft away."""
        path = self.path(name)
        if path is not None:
            with contextlib.suppress(OSError):
                path.unlink()

    def names(self) -> tuple[str, ...]:
        """List the drafts that are there."""
        if self.folder is None or not self.folder.is_dir():
            return ()
        return tuple(sorted(path.stem for path in self.folder.glob("*.json")))
