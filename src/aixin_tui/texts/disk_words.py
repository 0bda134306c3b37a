"""What commonly stands between the program and a file, in the user's words; nothing of it names a person."""

from __future__ import annotations

import errno

from aixin_tui.texts import label

_FULL = (errno.ENOSPC, errno.EDQUOT)
_WORDS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "cli.os_not_found"), (NotADirectoryError, "cli.os_not_found"),
    (PermissionError, "cli.os_no_permission"), (IsADirectoryError, "cli.os_is_folder"),
    (FileExistsError, "cli.os_exists"),
)


def disk_words(error: OSError, lang: str = "") -> str:
    """Say what is wrong; what is seldom is said as the system says it."""
    if error.errno in _FULL:
        return label("cli.os_full", lang)
    key = next((key for kind, key in _WORDS if isinstance(error, kind)), "")
    return label(key, lang) if key else error.strerror or type(error).__name__
