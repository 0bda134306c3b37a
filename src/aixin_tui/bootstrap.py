"""The composition root: the one place where the ports meet what implements them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, ProblemsError
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Clock

if TYPE_CHECKING:
    from aixin_tui.provinces.registry import ProvinceRow, Registry
    from aixin_tui.services.doctoring import Finding

#: The file that makes a folder a workspace.
OFFICE_FILE = "office.json"


def find_workspace(path: str | None) -> Path:
    """Give the folder of the workspace: the one named, `AIXIN_WORKSPACE`, or the current folder.

    Raises:
        ProblemsError: there is none.
    """
    folder = Path(path or os.environ.get("AIXIN_WORKSPACE") or ".")
    if not (folder / OFFICE_FILE).is_file():
        raise ProblemsError(Problem(Code.WORK_001, place=Place(file=str(folder))))
    return folder


def open_desk(path: str | None = None) -> Desk:
    """Open a workspace with its province.

    Raises:
        ProblemsError: there is no workspace, or its province is unknown or broken.
    """
    from aixin_tui.storage.clock import clock_for
    from aixin_tui.storage.ids import Ulids
    from aixin_tui.storage.store import open_store

    folder = find_workspace(path)
    clock, ids = clock_for(folder), Ulids()
    store = open_store(str(folder), clock=clock, ids=ids)
    key = store.workspace.province
    registry = registry_for(str(folder))
    try:
        province = registry[key]
    except KeyError as error:
        store.close()
        raise ProblemsError(Problem(Code.WORK_002, values={"province": key})) from error
    return Desk(store=store, ids=ids, clock=clock, province=province, listener=registry.listener(key))


def create_desk(path: str, *, province: str, office: str, is_demo: bool = False, clock: Clock | None = None,
                scratch: str = "", group: str = "", restricted_group: str = "") -> Desk:
    """Make a new workspace for an office and open it; `clock` is the one of a demonstration, else the machine's.

    `group` is the office's group of the operating system, `restricted_group` the one of those who may see what is
    restricted.

    `office` is a code, a name, its pinyin or initials (`services.offices`).
    `scratch` is a folder in which it is made without a sync at each step, to be put in its place at `path` when it is
    whole (`aixin_tui.demo.partial`).

    Raises:
        ProblemsError: the folder already holds something (but `provinces/`), the province is unknown, or the office is
            not in it or could be several.
    """
    from aixin_tui.services.offices import settle_office
    from aixin_tui.storage.clock import SystemClock
    from aixin_tui.storage.ids import Ulids
    from aixin_tui.storage.store import create_workspace

    registry = registry_for(path)
    try:
        declared = registry[province]
    except KeyError as error:
        raise ProblemsError(Problem(Code.WORK_002, values={"province": province})) from error
    office = settle_office(declared.divisions, office, declared.identity.name)
    clock, ids = clock or SystemClock(), Ulids()
    store = create_workspace(scratch or path, office=office, province=province, clock=clock, ids=ids, is_demo=is_demo,
                             is_scratch=bool(scratch), group=group, restricted_group=restricted_group)
    return Desk(store=store, ids=ids, clock=clock, province=declared, listener=registry.listener(province))


def branch_opener(path: str, province: str) -> Callable[[str, Clock], Desk]:
    """Give what opens branches of a workspace that is being made for `path` (`storage.branches`), each with its clock.

    Raises:
        KeyError: the province is unknown.
    """
    from aixin_tui.storage.ids import Ulids
    from aixin_tui.storage.store import open_scratch

    registry = registry_for(path)
    declared, listener = registry[province], registry.listener(province)

    def opened(branch: str, clock: Clock) -> Desk:
        return Desk(store=open_scratch(branch, clock=clock), ids=Ulids(), clock=clock, province=declared,
                    listener=listener)

    return opened


def who_at(desk: Desk, *, today: date | None = None, known_at: str = "", reason: str = "") -> Who:
    """Say who sits at the desk: the operating system's user, with the role that the office gave."""
    from aixin_tui.services.operator_list import who_is
    from aixin_tui.storage.user import user_name

    day = today or date.fromisoformat(desk.clock.now()[:10])
    return who_is(desk, user_name(), day, known_at=known_at, reason=reason)


def registry_for(path: str | None = None) -> Registry:
    """Load the provinces that a workspace (or nobody's desk) can use, broken ones included as rows."""
    from aixin_tui.provinces.registry import every_folder, load_provinces

    return load_provinces(every_folder(Path(path or os.environ.get("AIXIN_WORKSPACE") or ".")))


@dataclass(frozen=True, slots=True)
class ProvinceCheck:
    """What a check of a province found, and how many cases were run."""

    problems: tuple[Problem, ...]
    cases: int


def check_province(key: str, path: str | None = None) -> ProvinceCheck:
    """Check a province's files and, where they can be used, run its officials' cases.

    Raises:
        ProblemsError: no province is called so.
    """
    from aixin_tui.provinces.cases import read_cases
    from aixin_tui.services.officials_cases.running import run_cases

    registry = registry_for(path)
    row = _province_row(registry, key)
    if not row.is_usable:
        return ProvinceCheck(row.problems, 0)
    cases, unread = read_cases(row.path)
    return ProvinceCheck((*row.problems, *unread, *run_cases(cases, registry[key])), len(cases))


def trust_province(key: str, path: str | None = None) -> str:
    """Let the `plugin.py` of a province's folder run for this user, as it stands; gives its digest.

    Raises:
        ProblemsError: no province is called so.
        FileNotFoundError: its folder has no `plugin.py`.
    """
    from aixin_tui.provinces.trust import trust

    return trust(_province_row(registry_for(path), key).path)


def _province_row(registry: Registry, key: str) -> ProvinceRow:
    try:
        return registry.row(key)
    except KeyError as error:
        raise ProblemsError(Problem(Code.WORK_002, values={"province": key})) from error


def examine_workspace(path: str | None = None) -> tuple[Problem, ...]:
    """Verify the files, ids and chains of a workspace and how open it is; writes nothing.

    Raises:
        ProblemsError: there is no workspace.
    """
    from aixin_tui.storage.openness import look
    from aixin_tui.storage.verify import examine

    folder = find_workspace(path)
    return (*examine(folder), *look(folder))


def verify_log(desk: Desk) -> tuple[Problem, ...]:
    """Verify both chains, and the files against them, as far as this user may read; writes nothing."""
    from aixin_tui.storage.disk import Disk
    from aixin_tui.storage.verify import check

    return tuple(check(Disk(Path(desk.store.workspace.path))))


def doctor_findings(path: str | None = None, today: date | None = None) -> tuple[Finding, ...]:
    """List open work and what is stale in a sound workspace, as far as this user may see it.

    Raises:
        ProblemsError: the workspace cannot be opened with its province.
    """
    desk = open_desk(path)
    try:
        return open_findings(desk, who_at(desk, today=today))
    finally:
        desk.store.close()


def open_findings(desk: Desk, who: Who) -> tuple[Finding, ...]:
    """List open work and what is stale at an open desk."""
    from aixin_tui.services.doctoring import Finding, open_work
    from aixin_tui.storage.checkup import stale
    from aixin_tui.texts import label

    told = stale(Path(desk.store.workspace.path)) if not who.scope else None
    found = list(open_work(desk, who))
    if told is not None:
        counts = {"conflict": (len(told.conflicts), "aixin log show --of", told.conflicts[:20]),
                  "unfolded": (told.unfolded, "aixin doctor --mend", ()),
                  "index": (int(not told.is_indexed), "aixin doctor --mend", ())}
        found += [Finding(key, label(f"safe.{key}"), count, command, tuple(records))
                  for key, (count, command, records) in counts.items() if count]
    return tuple(found)


def mend_workspace(path: str | None = None) -> dict[str, int]:
    """Mend what can be mended without asking: modes, an unfinished erasure, the journal, the index; gives what was."""
    from aixin_tui.storage.checkup import mend
    from aixin_tui.storage.clock import clock_for
    from aixin_tui.storage.ids import Ulids
    from aixin_tui.storage.store import open_store

    folder = find_workspace(path)
    store = open_store(str(folder), clock=clock_for(folder), ids=Ulids())
    try:
        return mend(folder, store)
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class BackedUp:
    """How many files a backup holds, 0 where it was refused, and what is to be said."""

    files: int = 0
    problems: tuple[Problem, ...] = ()


def back_up(desk: Desk, who: Who, file: Path, passphrase: str) -> BackedUp:
    """Write the whole workspace into one encrypted file, as it stands under the lock, and log it; an administrator's.

    Raises:
        ProblemsError: the file is there already or lies in the workspace, or the passphrase is too short.
    """
    from aixin_tui.domain.problem import Severity
    from aixin_tui.domain.record import Act
    from aixin_tui.services.desk import Role
    from aixin_tui.services.scope import refusals
    from aixin_tui.storage.backup import refuse_backup, write_backup

    problems = refusals(desk, who, role=Role.ADMINISTRATOR, place=desk.office)
    if problems:
        return BackedUp(problems=problems)
    refuse_backup(Path(desk.store.workspace.path), file, passphrase)
    with desk.store.held(who.operator):
        # Logged first, so that the backup tells of itself, and an erasure later knows that it is there.
        desk.store.commit(Act("backup", who.operator, reason=who.reason, source=who.source, about={"file": file.name}))
        count = write_backup(Path(desk.store.workspace.path), file, passphrase)
    kept_out = () if desk.store.may_see_restricted else (Problem(Code.SAFE_008, Severity.WARNING),)
    return BackedUp(count, kept_out)


def restore_backup(file: Path, folder: Path, passphrase: str) -> tuple[int, tuple[Problem, ...]]:
    """Make a new workspace out of a backup; gives how many files it has and what a check of it finds.

    Raises:
        ProblemsError: the folder holds something, the passphrase does not fit, or the file is no backup.
    """
    from aixin_tui.storage.backup import read_backup

    count, found = read_backup(file, folder, passphrase)
    return count, tuple(found)
