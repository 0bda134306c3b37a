"""Making and recognising workspaces: `office.json` says what a folder is."""

from __future__ import annotations

import grp
import os
import shutil
import stat
import sys
from pathlib import Path

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, ProblemsError
from aixin_tui.services.ports import Ids, StoreDamagedError, Workspace
from aixin_tui.storage.chain import Chain
from aixin_tui.storage.datafile import FORMAT, META_TABLE, DataFile, decode, encode, read_json
from aixin_tui.storage.disk import Disk

OFFICE_FILE = "office.json"
#: Where a workspace keeps provinces of its own; nothing of the storage reads it.
PROVINCES = "provinces"
#: File systems over a network, where locks and syncs are not what we rest on.
NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "webdav", "davfs", "fuse.sshfs",
    "fuse.davfs2", "fuse.davfs", "fuse.rclone", "fuse.gvfsd-fuse", "ncpfs", "9p",
})


def _refuse(code: Code, path: Path, **values: object) -> ProblemsError:
    return ProblemsError(Problem(code, place=Place(file=str(path)), values=values))


def refuse_used(path: Path) -> None:
    """Refuse a folder that holds something already, but for provinces of the office's own in `provinces/`.

    Raises:
        ProblemsError: it holds something.
    """
    if path.exists() and (not path.is_dir() or any(held.name != PROVINCES for held in path.iterdir())):
        raise _refuse(Code.STORE_001, path)


def make_workspace(path: Path, *, office: str, province: str, ids: Ids, is_demo: bool = False,
                   is_shared: bool = False, group: str = "", restricted_group: str = "",
                   disk: Disk | None = None) -> Workspace:
    """Make a workspace in a folder that is empty or not there yet; `is_shared` or a `group` opens it to colleagues.

    What is restricted is then open to `restricted_group` alone, without one to nobody but its maker.
    Provinces of the office's own may lie there already, in `provinces/`: the workspace may be the first one of theirs.

    Raises:
        ProblemsError: the folder holds something already, lies on a network drive, or a group is not the maker's.
    """
    refuse_used(path)
    for name in filter(None, (group, restricted_group)):
        refuse_group(path, name)
    path.mkdir(parents=True, exist_ok=True)
    refuse_network(path)
    if group:
        shutil.chown(path, group=group)
    path.chmod(0o2770 if is_shared or group else 0o700)
    disk = disk or Disk(path)
    for folder in ("data", "imports", "log", "restricted"):
        disk.make_folders(folder)
    if restricted_group:
        shutil.chown(path / "restricted", group=restricted_group)
        (path / "restricted").chmod(0o2770)  # a change of group takes the group bits away
    elif group:
        (path / "restricted").chmod(0o700)
    workspace = Workspace(str(path), ids.new(), office, province, is_demo)
    Chain(disk).begin_empty()
    meta = {"workspace": workspace.id, "office": office, "province": province, "is_demo": is_demo}
    disk.replace(OFFICE_FILE, encode(DataFile(meta=meta)))  # last: only now is the folder a workspace
    return workspace


def refuse_group(path: Path, name: str) -> None:
    """Refuse a group of the operating system that is not there, or that the maker does not belong to.

    Raises:
        ProblemsError: it is not.
    """
    try:
        number = grp.getgrnam(name).gr_gid
    except KeyError:
        raise _refuse(Code.STORE_022, path, group=name) from None
    if os.geteuid() != 0 and number not in (os.getegid(), *os.getgroups()):
        raise _refuse(Code.STORE_022, path, group=name)


def read_workspace(path: Path) -> Workspace:
    """Read what a workspace is.

    Raises:
        ProblemsError: the folder is no workspace, a damaged one, of a newer format, or on a network drive.
    """
    try:
        data = (path / OFFICE_FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise _refuse(Code.STORE_002, path) from None
    try:
        told = read_json(data).get(META_TABLE, {}).get("1", {})
        newer = int(told.get("format", 0))
    except (ValueError, AttributeError, TypeError):
        raise _refuse(Code.STORE_021, path) from None
    if newer > FORMAT:
        raise _refuse(Code.STORE_003, path, format=newer, known=FORMAT)
    if not newer or not told.get("workspace"):
        raise _refuse(Code.STORE_021, path)
    try:
        decode(data, OFFICE_FILE)
    except StoreDamagedError:
        raise _refuse(Code.STORE_021, path) from None
    refuse_network(path)
    return Workspace(str(path), str(told["workspace"]), str(told.get("office", "")), str(told.get("province", "")),
                     bool(told.get("is_demo")))


def is_open_to_all(path: Path) -> bool:
    """Whether anybody on this machine may look into the workspace."""
    return bool(stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO)


def refuse_network(path: Path) -> None:
    """Refuse a folder on a network drive.

    Raises:
        ProblemsError: it is on one.
    """
    kind = file_system(path)
    if kind in NETWORK:
        raise _refuse(Code.STORE_004, path, kind=kind)


def file_system(path: Path) -> str:
    """Name the kind of file system that a folder lies on; empty where that cannot be told."""
    whole = os.path.realpath(path)
    best, kind = "", ""
    for point, told in _mounts():
        inside = whole == point or whole.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, told
    return kind


def _mounts() -> list[tuple[str, str]]:
    if sys.platform == "darwin":
        import re
        import subprocess

        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        return [(found[1], found[2]) for line in told.splitlines() if (found := re.match(r".* on (.*) \((\w+)", line))]
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [(parts[1].replace("\\040", " "), parts[2]) for line in lines if len(parts := line.split(" ")) > 2]
