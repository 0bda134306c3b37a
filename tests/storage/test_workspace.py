"""Making and opening workspaces: modes, formats, network drives, the clock of a demonstration, ids."""

from __future__ import annotations

import grp
import os
import stat
from pathlib import Path

import pytest

from aixin_tui.bootstrap import create_desk
from aixin_tui.domain.codes import Code
from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.domain.record import Act, Change
from aixin_tui.services.ports import Browse
from aixin_tui.storage import workspace
from aixin_tui.storage.checkup import stale
from aixin_tui.storage.clock import DemoClock, SystemClock, clock_for
from aixin_tui.storage.ids import Ulids, number_of, text_of
from aixin_tui.storage.store import create_workspace, open_store
from aixin_tui.storage.verify import examine
from aixin_tui.storage.workspace import refuse_group

from .conftest import TOWN


def test_a_folder_that_is_open_to_everybody_is_a_finding(bench):
    assert examine(bench.path) == []
    bench.path.chmod(0o755)
    assert [found.code for found in examine(bench.path)] == [Code.STORE_005]


@pytest.mark.parametrize(("shared", "folder", "file"), [(False, 0o700, 0o600), (True, 0o2770, 0o660)])
def test_files_are_as_open_as_their_workspace_whatever_the_umask(tmp_path, shared, folder, file):
    mask = os.umask(0o077 if shared else 0)
    try:
        store = create_workspace(str(tmp_path / "ws"), office="630121", province="qinghai", clock=SystemClock(),
                                 ids=Ulids(), is_shared=shared)
        child = Change("child", Ulids().new(), {"name": "甲"}, home_of("child", TOWN))
        store.commit(Act("add", "wang", (child, Change("incident", Ulids().new(), {}, home_of("incident", TOWN)))))
        store.fold()
        store.browse(Browse("child"))
        store.close()
    finally:
        os.umask(mask)
    for path in (tmp_path / "ws").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (folder if path.is_dir() else file), (path, oct(mode))


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to any group")
@pytest.mark.parametrize(("restricted_group", "sealed"), [("", 0o700), ("daemon", 0o2770)])
def test_colleagues_of_a_group_share_all_but_what_is_restricted(tmp_path, restricted_group, sealed):
    store = create_workspace(str(tmp_path / "ws"), office="630121", province="qinghai", clock=SystemClock(),
                             ids=Ulids(), group="mail", restricted_group=restricted_group)
    store.commit(Act("add", "wang", (Change("child", Ulids().new(), {"name": "甲"}, home_of("child", TOWN)),
                                     Change("incident", Ulids().new(), {}, home_of("incident", TOWN)))))
    store.fold()
    store.close()
    assert examine(tmp_path / "ws") == []
    for path in [tmp_path / "ws", *(tmp_path / "ws").rglob("*")]:
        if "restricted" not in path.relative_to(tmp_path).parts:
            assert path.group() == "mail", path
    folder = tmp_path / "ws" / "restricted"
    assert stat.S_IMODE(folder.stat().st_mode) == sealed
    assert not restricted_group or {path.group() for path in folder.rglob("*")} == {restricted_group}


def test_a_group_that_is_not_there_makes_nothing(tmp_path):
    with pytest.raises(ProblemsError) as caught:
        create_workspace(str(tmp_path / "ws"), office="630121", province="qinghai", clock=SystemClock(), ids=Ulids(),
                         group="no-such-group")
    assert caught.value.problems[0].code is Code.STORE_022
    assert not (tmp_path / "ws").exists()


def test_a_workspace_says_what_it_is(bench):
    told = bench.open().workspace
    assert (told.office, told.province, told.is_demo, len(told.id)) == ("630121", "qinghai", False, 26)


@pytest.mark.usefixtures("broken_files")
def test_what_is_no_workspace_or_of_a_newer_format_or_on_a_network_drive_is_refused(bench, tmp_path, monkeypatch):
    def code(call):
        with pytest.raises(ProblemsError) as caught:
            call()
        return caught.value.problems[0].code

    def opened(path):
        return lambda: open_store(str(path), clock=SystemClock(), ids=Ulids())

    assert code(opened(tmp_path)) == Code.STORE_002
    assert code(lambda: create_workspace(str(bench.path), office="630121", province="qinghai", clock=SystemClock(),
                                         ids=Ulids())) == Code.STORE_001
    office = bench.path / "office.json"
    whole = office.read_text(encoding="utf-8")
    office.write_text(whole.replace('"format":1', '"format":9'), encoding="utf-8")
    assert code(opened(bench.path)) == Code.STORE_003
    for wrong in ("{}", "[]", "not json", '{"_meta":{"1":{"format":1}}}'):
        office.write_text(wrong, encoding="utf-8")
        assert code(opened(bench.path)) == Code.STORE_021
    office.write_text(whole, encoding="utf-8")
    monkeypatch.setattr(workspace, "_mounts", lambda: [("/", "ext4"), (str(tmp_path), "cifs")])
    assert code(opened(bench.path)) == Code.STORE_004


def test_the_clock_can_be_set_only_in_a_demonstration(tmp_path):
    for is_demo in (True, False):
        path = tmp_path / str(is_demo)
        create_workspace(str(path), office="630121", province="qinghai", clock=SystemClock(), ids=Ulids(),
                         is_demo=is_demo)
        clock = clock_for(path, {"AIXIN_NOW": "2025-05-08"})
        assert isinstance(clock, DemoClock) is is_demo
        assert (clock.now() == "2025-05-08T09:00:00.000+08:00") is is_demo


def test_ids_rise_also_when_the_clock_does_not():
    moments = iter([5, 5, 3, 5, 9])
    ids = Ulids(lambda: next(moments))
    told = [ids.new() for _ in range(5)]
    assert told == sorted(set(told))
    assert all(text_of(number_of(each)) == each for each in told)
    for wrong in ("", "U" * 26, "8" + "0" * 25, "01"):
        with pytest.raises(ValueError, match="no ULID"):
            number_of(wrong)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can work as somebody else")
def test_nobody_gives_a_workspace_to_a_group_of_which_they_are_none(tmp_path):
    worker = os.fork()
    if not worker:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        try:
            refuse_group(tmp_path, grp.getgrgid(65534).gr_name)
            refuse_group(tmp_path, "mail")
        except ProblemsError as error:
            os._exit(7 if error.problems[0].values["group"] == "mail" else 1)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 7


def test_nothing_is_stale_in_a_workspace_that_was_just_made(tmp_path: Path) -> None:
    """Lists make their index when they are first asked for; a folded workspace without one has lost it."""
    desk = create_desk(str(tmp_path / "ws"), province="qinghai", office="630222")
    assert stale(tmp_path / "ws").is_indexed
    desk.store.commit(Act("add", "t", (Change("child", desk.ids.new(), {"name": "窦念安"}, "data/630222/630222101"),)))
    desk.store.fold()
    assert not stale(tmp_path / "ws").is_indexed
