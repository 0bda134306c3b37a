"""Whose Python may run: a `plugin.py` from outside only after `aixin province trust`, and only as it was then."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path


def _file() -> Path:
    import platformdirs

    named = os.environ.get("AIXIN_TRUST_FILE", "")
    return Path(named) if named else Path(platformdirs.user_config_dir("aixin")) / "trusted.json"


def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / "plugin.py").read_bytes()).hexdigest()


def _held() -> dict[str, str]:
    try:
        held = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def is_trusted(folder: Path) -> bool:
    """Whether this user trusted the folder's `plugin.py`, byte for byte as it stands."""
    return _held().get(str(folder.resolve())) == _digest(folder)


def trust(folder: Path) -> str:
    """Trust the folder's `plugin.py` as it stands, for this user; gives its digest.

    Raises:
        FileNotFoundError: the folder has no `plugin.py`.
    """
    digest = _digest(folder)
    held = {**_held(), str(folder.resolve()): digest}
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return digest
