"""A kept province is the compiled one, and whatever is wrong with what is kept means that it is not there."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aixin_tui.domain.region import Divisions
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces import cache, host
from aixin_tui.provinces.registry import load_provinces


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.ENV, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the provinces that were compiled, rather than taken from the cache."""
    told: list[str] = []
    real = host.compile_province

    def counting(folder: Any, common: Any, *, trusted: bool) -> Any:
        told.append(folder.key)
        return real(folder, common, trusted=trusted)

    monkeypatch.setattr(host, "compile_province", counting)
    return told


@pytest.fixture
def plugins(plugins_folder: Path, tmp_path: Path) -> Path:
    for name in ("common", "hainan"):
        shutil.copytree(plugins_folder / name, tmp_path / "plugins" / name)
    return tmp_path / "plugins"


def plain(value: Any) -> Any:
    """All that a province holds, as values that can be compared."""
    if isinstance(value, msgspec.Struct):
        return type(value).__name__, {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Items):
        return [(key, plain(value.versions(key))) for key in value]
    if isinstance(value, Divisions):
        return [(code, value.name(code), value.below(code)) for code in value]
    if isinstance(value, Mapping):
        return [(key, plain(held)) for key, held in value.items()]
    if isinstance(value, (tuple, list)):
        return [type(value).__name__, *map(plain, value)]
    return type(value), value


@pytest.mark.parametrize("key", ["hainan", "qinghai"])
def test_what_is_kept_is_what_was_compiled(key: str, plugins_folder: Path, kept: Path, compiled: list[str]) -> None:
    first, second = (load_provinces([plugins_folder])[key] for _ in range(2))
    assert compiled == [key]
    assert plain(second) == plain(first)


def changed(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n# a word\n")


@pytest.mark.parametrize("name", ["hainan/policy.yaml", "hainan/cases/wish.yaml", "common/forms/child.yaml"])
def test_any_changed_file_is_compiled_anew(name: str, plugins: Path, kept: Path, compiled: list[str]) -> None:
    before = load_provinces([plugins])["hainan"]
    changed(plugins / name)
    after = load_provinces([plugins])["hainan"]
    assert compiled == ["hainan", "hainan"]
    assert before.digest != after.digest


@pytest.mark.parametrize("name", ["hainan/polcy.yaml", "common/polcy.yaml"])
def test_a_file_that_means_nothing_is_refused_though_the_rest_is_kept(name: str, plugins: Path, kept: Path) -> None:
    assert load_provinces([plugins])["hainan"]
    (plugins / name).write_text("constraints: []\n", encoding="utf-8")
    with pytest.raises(KeyError):
        load_provinces([plugins])["hainan"]


def test_a_broken_province_is_not_kept(plugins: Path, kept: Path, compiled: list[str]) -> None:
    (plugins / "hainan/policy.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KeyError):
            load_provinces([plugins])["hainan"]
    assert compiled == ["hainan", "hainan"]


def test_a_province_with_python_is_not_kept(plugins: Path, kept: Path) -> None:
    (plugins / "hainan/plugin.py").write_text("", encoding="utf-8")
    with pytest.raises(KeyError):  # nobody trusted it
        load_provinces([plugins])["hainan"]
    assert not list(kept.glob("*"))


class Boom:
    """What somebody else would put there."""

    def __reduce__(self) -> Any:
        return os.mkdir, ("boom",)


def forged(key: str, value: Any) -> bytes:
    data = pickle.dumps((key, value))
    return hashlib.sha256(data).digest() + data


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(path.read_bytes()[:-1]),
    lambda path: path.write_bytes(path.read_bytes()[:500] + b"\0" + path.read_bytes()[501:]),
    lambda path: path.write_bytes(forged(path.stem, Boom())),
    lambda path: path.write_bytes(forged(path.stem, "no province")),
    lambda path: path.write_bytes(cache.pickle.dumps(1)),
    lambda path: (path.unlink(), path.mkdir()),
    lambda path: path.replace(path.with_name(f"{'0' * 32}.province")),
], ids=["empty", "cut", "flipped", "code", "other", "unsigned", "folder", "moved"])
def test_a_damaged_cache_is_none(
    damage: Any, plugins: Path, kept: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plugins)
    before = load_provinces([plugins])["hainan"]
    [path] = kept.glob("*.province")
    damage(path)
    after = load_provinces([plugins])["hainan"]
    assert compiled == ["hainan", "hainan"]
    assert plain(after) == plain(before)
    assert not (plugins / "boom").exists()


def test_one_province_kept_under_the_name_of_another_is_not_taken(plugins_folder: Path, kept: Path) -> None:
    assert all(load_provinces([plugins_folder])[key].identity.key == key for key in ("hainan", "qinghai"))
    one, other = kept.glob("*.province")
    shutil.copy(one, other)
    assert all(load_provinces([plugins_folder])[key].identity.key == key for key in ("hainan", "qinghai"))


def test_where_nothing_can_be_kept_all_goes_on(
    plugins: Path, tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (str(tmp_path / "file" / "below"), ""):
        monkeypatch.setenv(cache.ENV, place)
        assert load_provinces([plugins])["hainan"]
    assert compiled == ["hainan", "hainan"]


def test_only_the_last_used_are_kept_and_only_for_their_user(
    plugins_folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    province = load_provinces([plugins_folder])["hainan"]
    monkeypatch.setattr(cache, "KEPT", 2)
    for key in ("a", "b", "c"):
        cache.keep(key, province)
    held = list(kept.glob("*"))
    assert len(held) == 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in (*held, kept))


def test_a_program_that_compiles_otherwise_finds_nothing(
    plugins_folder: Path, kept: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(load_provinces([plugins_folder])["hainan"], Province)
    monkeypatch.setattr(cache, "_program", lambda: "edited")
    assert load_provinces([plugins_folder])["hainan"]
    assert compiled == ["hainan", "hainan"]
