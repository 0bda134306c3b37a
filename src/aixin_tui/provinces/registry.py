"""Finds the folders of provinces and loads each when it is first asked for; a broken one is a row, never a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces import cache
from aixin_tui.provinces.files import COMMON, Files, digest_of, read_files
from aixin_tui.services.ports import SILENT, StepListener

if TYPE_CHECKING:
    from aixin_tui.provinces.folder import Folder
    from aixin_tui.provinces.host import Compiled

#: Entry points by which an installed package offers a folder of provinces.
ENTRY_POINTS = "aixin.provinces"


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One found folder: what `aixin province list` shows."""

    key: str
    path: Path
    name: str
    version: str
    problems: tuple[Problem, ...]

    @property
    def is_usable(self) -> bool:
        """Whether the province can be used (warnings do not stop it)."""
        return not any(problem.stops for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Offers:
    """What installed packages offer: folders of provinces, and a row for each offer that came to none."""

    folders: list[Path] = field(default_factory=list)
    broken: list[ProvinceRow] = field(default_factory=list)


class Registry:
    """The provinces of some folders, by key. Implements `services.ports.Provinces`; folders found first win.

    Installed packages are asked for more (`offered`) only when a key is not found or all are listed: scanning them
    costs more than loading a province.
    """

    def __init__(
        self, folders: Sequence[Path], *, own: Path | None = None, offered: Callable[[], Offers] = Offers
    ) -> None:
        self._own = own
        self._common = next((f / COMMON for f in folders if (f / COMMON).is_dir()), None)
        self._paths: dict[str, Path] = {}
        self._offered: Callable[[], Offers] | None = offered
        self._broken: list[ProvinceRow] = []
        self._search(folders)
        self._compiled: dict[str, Compiled] = {}
        self._provinces: dict[str, Province] = {}
        self._shared_files: Files | None = None
        self._shared: Folder | None = None

    def _search(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if path.name != COMMON and not path.name.startswith((".", "_")) and (path / "province.yaml").is_file():
                    self._paths.setdefault(path.name, path)

    def _all(self) -> dict[str, Path]:
        if self._offered is not None:
            offered, self._offered = self._offered(), None
            self._search(offered.folders)
            self._broken = offered.broken
        return self._paths

    def __getitem__(self, key: str) -> Province:
        """Give a province; raises KeyError where it is unknown or broken."""
        if key not in self._provinces:
            self._provinces[key] = self._province(key)
        return self._provinces[key]

    def _province(self, key: str) -> Province:
        """Take a province from the cache, where all that it comes from is data; else compile it."""
        if key in self._compiled:
            return _usable(key, self._compiled[key].province)
        files = read_files(self.path(key))
        under = self._cached_as(key, files)
        held = cache.kept(under) if under else None
        if held is None:
            held = _usable(key, self._compile(key, files).province)
            if under:
                cache.keep(under, held)
        return held

    def _cached_as(self, key: str, files: Files) -> str:
        """Name what is compiled from these files; empty where it is not only data, or is going to be refused."""
        folders = [found for found in (files, self._common_files()) if found is not None]
        if files.has_python or any(found.strange for found in folders):
            return ""
        return cache.key_of(key, digest_of(folders))

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def keys(self) -> tuple[str, ...]:
        """List the keys of the provinces that can be used."""
        return tuple(key for key in self._all() if self._is_usable(key))

    def _is_usable(self, key: str) -> bool:
        try:
            return self[key] is not None
        except KeyError:
            return False

    def compiled(self, key: str) -> Compiled:
        """Give what became of a folder, loading it when first asked; raises KeyError for one never found."""
        return self._compiled.get(key) or self._compile(key, read_files(self.path(key)))

    def with_policy(self, key: str, policy: bytes) -> Compiled:
        """Compile a province as it would be with another `policy.yaml`; nothing of it is kept.

        Raises:
            KeyError: there is no such province.
        """
        files = read_files(self.path(key))
        return self._compiled_of(replace(files, content={**files.content, "policy.yaml": policy}))

    def _compile(self, key: str, files: Files) -> Compiled:
        self._compiled[key] = self._compiled_of(files)
        return self._compiled[key]

    def _compiled_of(self, files: Files) -> Compiled:
        from aixin_tui.provinces.folder import read_folder
        from aixin_tui.provinces.host import compile_province
        from aixin_tui.provinces.trust import is_trusted

        shared = self._common_files()
        if self._shared is None and shared is not None:
            self._shared = read_folder(shared)
        trusted = files.has_python and (self._is_own(files.path) or is_trusted(files.path))
        return compile_province(read_folder(files), self._shared, trusted=trusted)

    def _common_files(self) -> Files | None:
        if self._shared_files is None and self._common is not None:
            self._shared_files = read_files(self._common)
        return self._shared_files

    def listener(self, key: str) -> StepListener:
        """Give what a province's `plugin.py` says around the steps of a record; one of data alone says nothing."""
        return self.compiled(key).listener if (self.path(key) / "plugin.py").is_file() else SILENT

    def path(self, key: str) -> Path:
        """Give the folder of a province; raises KeyError for one never found."""
        return self._paths[key] if key in self._paths else self._all()[key]

    def rows(self) -> tuple[ProvinceRow, ...]:
        """List every found folder with its problems, broken ones too, and offers of packages that came to no folder."""
        return (*(self.row(key) for key in self._all()), *self._broken)

    def row(self, key: str) -> ProvinceRow:
        """Give one found folder with its problems; raises KeyError for one never found."""
        found = self.compiled(key)
        identity = found.trees.get("province.yaml")
        name = identity.text("name") if identity is not None else ""
        version = identity.text("version") if identity is not None else ""
        return ProvinceRow(key, self._paths[key], name or key, version, found.problems)

    def _is_own(self, path: Path) -> bool:
        return self._own is not None and path.parent == self._own


def _usable(key: str, province: Province | None) -> Province:
    if province is None:
        raise KeyError(key)
    return province


def load_provinces(folders: Sequence[Path] = ()) -> Registry:
    """Give the registry of the provinces in these folders, and in the bundled one where none is given."""
    own = bundled_folder()
    return Registry([Path(f) for f in folders] or [own], own=own, offered=offered_folders)


def bundled_folder() -> Path:
    """Find the provinces that come with the product: `aixin_tui/plugins` in a wheel, else the checkout's `plugins`."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "plugins"
    return installed if installed.is_dir() else package.parents[1] / "plugins"


def every_folder(workspace: Path | None = None) -> tuple[Path, ...]:
    """List where provinces are looked for first: those that come with the product, and the workspace's `provinces/`."""
    return (bundled_folder(), *((workspace / "provinces",) if workspace is not None else ()))


def offered_folders() -> Offers:
    """Ask installed packages for folders (entry points `aixin.provinces`: a path, or a function that gives one)."""
    from importlib.metadata import entry_points

    offers = Offers()
    for point in entry_points(group=ENTRY_POINTS):
        try:
            offered = point.load()
            folder = Path(offered() if callable(offered) else offered)
            next(folder.iterdir(), None)
        except Exception as error:  # noqa: BLE001 - whatever a package does wrong stops nobody else
            problem = Problem(Code.PLUGIN_006, place=Place(file=point.value),
                              values={"offer": point.name, "error": f"{type(error).__name__}: {error}"})
            offers.broken.append(ProvinceRow(point.name, Path(point.value), point.name, "", (problem,)))
        else:
            offers.folders.append(folder)
    return offers
