"""Compiled provinces kept in the user's own cache folder, so that a command does not read YAML again.

A kept province is found by the digest of every byte that it was compiled from and of the program that compiled it. What
stands in the file is checked by its own digest and unpacked into the types of a province and nothing else; whatever is
wrong with it (damaged, another user's, of another program) means that it is not there. No workspace is written to.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from aixin_tui import __version__
from aixin_tui.engine.spec.province import Province

#: Where kept provinces stand, instead of in the user's cache folder; empty keeps none.
ENV = "AIXIN_CACHE"
#: The modules whose classes a kept province may be made of.
_ALLOWED = ("aixin_tui.engine.spec.", "aixin_tui.domain.region")
#: So many provinces are kept: those compiled last.
KEPT = 12
_DIGEST = hashlib.sha256().digest_size


def _struct(made: type[msgspec.Struct], values: dict[str, Any]) -> msgspec.Struct:
    """Make a struct again from what it holds."""
    return made(**values)


class _Pickler(pickle.Pickler):
    """Writes a struct as its class and fields."""

    def reducer_override(self, obj: object) -> Any:
        """Write a struct by `_struct`, all else as pickle does."""
        if isinstance(obj, msgspec.Struct):
            return _struct, (type(obj), {name: getattr(obj, name) for name in obj.__struct_fields__})
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Makes the classes of a province and calls nothing else, whatever stands in the file."""

    def find_class(self, module_name: str, name: str) -> Any:
        """Give an allowed class; raises UnpicklingError for all else."""
        if (module_name, name) == (__name__, _struct.__name__):
            return _struct
        if module_name.startswith(_ALLOWED):
            found = getattr(import_module(module_name), name, None)
            if isinstance(found, type) and found.__module__ == module_name:
                return found
        raise pickle.UnpicklingError(f"{module_name}.{name}")


def folder() -> Path | None:
    """Give the folder of kept provinces, None where none are to be kept."""
    if ENV in os.environ:
        return Path(os.environ[ENV]) if os.environ[ENV] else None
    if sys.platform == "linux":  # what platformdirs would say, which costs more to import than all else here
        base = os.environ.get("XDG_CACHE_HOME", "")
        home = Path(base) if base.startswith("/") else Path.home() / ".cache"
        return home / "aixin" / "provinces"
    import platformdirs

    return Path(platformdirs.user_cache_dir("aixin")) / "provinces"


def kept(key: str) -> Province | None:
    """Give the province kept under a key; None where there is none that can be trusted."""
    try:
        path = _path(key)
        if path is None or not _is_ours(path):
            return None
        data = path.read_bytes()
        if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
            return None
        found_key, found = _Unpickler(io.BytesIO(data[_DIGEST:])).load()
    except Exception:  # noqa: BLE001 - a cache that cannot be read is none, whatever is wrong with it
        return None
    return found if found_key == key and isinstance(found, Province) else None


def keep(key: str, province: Province) -> None:
    """Keep a province under a key; where that cannot be done, nothing is kept."""
    with suppress(OSError, pickle.PicklingError, RuntimeError):
        path = _path(key)
        if path is None:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = io.BytesIO()
        _Pickler(written, protocol=5).dump((key, province))
        data = written.getvalue()
        partial = path.with_name(f".{key}.{os.getpid()}")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        partial.replace(path)
        _drop_old(path.parent)


def key_of(*parts: str) -> str:
    """Give the key of what was compiled from these parts by this program, as it stands."""
    told = "\0".join((__version__, sys.version, _program(), *parts))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _program() -> str:
    """Give what changes with the code that makes a province: its files' names, sizes and times."""
    package = Path(__file__).parents[1]
    told = []
    for sub in ("provinces", "provinces/checks", "engine/spec", "domain", "texts"):
        with os.scandir(package / sub) as entries:
            found = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py"))
        told += [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in found]
    return "\0".join(told)


def _path(key: str) -> Path | None:
    base = folder()
    return None if base is None else base / f"{key}.province"


def _is_ours(path: Path) -> bool:
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def _drop_old(base: Path) -> None:
    held = sorted(base.glob("*.province"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in held[KEPT:]:
        path.unlink(missing_ok=True)
