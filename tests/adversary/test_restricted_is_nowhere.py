"""A colleague of the office's group without the right: restricted records and sealed notes are nowhere for her.

She has an account of her own, is an administrator of the whole office by role, and tries every verb. A twin of the
workspace, in which nothing restricted was ever written, gives her the very same answers; and the raw bytes of every
file that she can read hold neither the words nor the ids.
"""

from __future__ import annotations

import codecs
import importlib
import io
import itertools
import json
import os
import pkgutil
import re
import shutil
import stat
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from every_command import CALLS, calls, every_verb
from forked import Forked, Say

import aixin_tui
from aixin_tui import bootstrap
from aixin_tui.cli.main import run
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.desk import Desk, Role
from aixin_tui.services.harm import AddAlert, add_alert
from aixin_tui.services.operators import AddOperator, add_operator
from aixin_tui.services.scope import RIGHTS
from aixin_tui.storage.clock import DemoClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace
from office_world import World

NOBODY = 65534
SECRETS = ("夜间被带离住处", "曾因盗窃被送教", "谈到想离家出走", "手臂有旧伤三处", "已报派出所核查")
_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:[\d.]+)?(\+08:00)?")

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can work as somebody else")


def office(path: Path, provinces: Registry, *, is_secret: bool) -> dict[str, str]:
    """Make an office's shared workspace; with `is_secret` all that is restricted is written too."""
    moments = itertools.count(1_742_000_000_000)
    ids, clock = Ulids(lambda: next(moments), lambda count: b"\7" * count), DemoClock("2025-03-24")
    store = create_workspace(str(path), office="630222", province="qinghai", clock=clock, ids=ids, is_shared=True)
    world = World(Desk(store, ids, clock, provinces["qinghai"]), date(2025, 3, 24), "root")
    boss = AddOperator("root", role=Role.ADMINISTRATOR, rights=RIGHTS)
    assert add_operator(world.desk, world.who(), boss).done
    assert add_operator(world.desk, world.who(), AddOperator("nobody", role=Role.ADMINISTRATOR)).done
    child, mother = world.waiting_child(), world.mother()
    pair = world.pair(child, mother).about["pairing"]
    agencies = [world.add("department", name=name) for name in ("县法院", "县检察院")]
    note = {"notes": SECRETS[2]} if is_secret else {}
    counselling = world.add("counselling", child=child.id, date="2025-03-20", **note)
    known = {"child": child.id, "mother": mother.id, "pair": pair, "counselling": counselling.id,
             "village": world.village}
    known |= {name: ids.new() for name in ("incident", "legal_help", "report")}
    if is_secret:
        known["incident"] = world.add("incident", child=child.id, date="2025-03-20", kind="accident",
                                      note=SECRETS[0], measures=SECRETS[4]).id
        helpers = [{"name": "蔺长", "agency": one.id} for one in agencies]
        known["legal_help"] = world.add("legal_help", child=child.id, date="2025-03-20", helpers=helpers,
                                        note=SECRETS[1]).id
        alert = add_alert(world.desk, world.who(), AddAlert(child.id, (4,), SECRETS[3]))
        assert alert.done
        known["report"] = alert.records[0].id
    store.fold()
    store.close()
    return known


def given_to_the_group(path: Path) -> None:
    for each in [path, *path.rglob("*")]:
        if "restricted" not in each.relative_to(path).parts:
            os.chown(each, 0, NOBODY)
            if each.is_dir():
                each.chmod(0o2770)


@pytest.fixture(scope="module")
def offices(provinces: Registry) -> Iterator[dict[str, tuple[Path, dict[str, str]]]]:
    if any(not folder.stat().st_mode & 1 for folder in Path(aixin_tui.__file__).parents):
        pytest.skip("the package lies where no other user can read it")
    root = Path(tempfile.mkdtemp(prefix="aixin-"))
    root.chmod(0o755)
    made = {}
    for name in ("secret", "plain"):
        folder = root / name
        folder.mkdir(mode=0o755)
        (folder / "out").mkdir()
        os.chown(folder / "out", NOBODY, NOBODY)
        known = office(folder / "office", provinces, is_secret=name == "secret")
        given_to_the_group(folder / "office")
        made[name] = folder, known
    yield made
    shutil.rmtree(root)


def tried(folder: Path, known: dict[str, str]) -> list[tuple[list[str], int, str]]:
    """Try every verb as the colleague, and give the answers."""
    out = folder / "out"
    (out / "roster.csv").write_text("姓名,性别,出生日期\n窦念和,女,2014-05-06\n", encoding="utf-8")
    (out / "pass").write_text("correct horse battery staple\n", encoding="utf-8")
    gaps = {**known, "workspace": str(folder / "office"), "out": str(out), "roster": str(out / "roster.csv"),
            "passphrase": str(out / "pass"), "secret": SECRETS[0], "id": "01JQ0000000000000000000000"}

    def task(say: Say) -> None:
        _import_all()  # Python itself may lie where she cannot read it
        warnings.simplefilter("ignore")  # that a passphrase would be shown: there is no terminal
        os.setsid()  # nobody answers a question
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.environ.update(AIXIN_WORKSPACE=str(folder / "office"), HOME=str(out), XDG_CACHE_HOME=str(out / "cache"),
                          XDG_CONFIG_HOME=str(out / "config"), XDG_DATA_HOME=str(out / "data"))
        os.chdir(out)
        os.umask(0o077)
        bootstrap.registry_for = cache(bootstrap.registry_for)  # one process, so many calls: read the provinces once
        for words in calls():
            said = io.StringIO()
            line = [word.format_map(gaps) for word in words]
            with redirect_stdout(said), redirect_stderr(said):
                code = run(["--today", "2025-03-24", *line], lambda *_: 0)
            say([line, code, said.getvalue()])

    return [tuple(told) for told in Forked(task).said()]  # type: ignore[misc]


def _import_all() -> None:
    for module in pkgutil.walk_packages(aixin_tui.__path__, "aixin_tui."):
        if module.name.split(".")[1] not in ("tui", "__main__", "testing") and ".locale" not in module.name:
            importlib.import_module(module.name)
    for name in ("docx", "docxtpl", "getpass",
                 "gzip", "openpyxl", "pyrage", "python_calamine", "secrets", "sqlite3", "tarfile",
                 "xlsxwriter", "xlsxwriter.workbook", "xml.sax.saxutils", "yaml", "zipfile"):
        with suppress(ImportError):
            importlib.import_module(name)
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp437", "latin-1", "gb18030", "gbk", "idna"):
        codecs.lookup(name)


@pytest.fixture(scope="module")
def answers(offices: dict[str, tuple[Path, dict[str, str]]]) -> dict[str, list[tuple[list[str], int, str]]]:
    return {name: tried(*made) for name, made in offices.items()}


def test_every_verb_is_tried() -> None:
    assert set(CALLS) == set(every_verb())


def readable(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if "restricted" not in path.relative_to(folder).parts and path.is_file():
            yield path


def test_no_answer_and_no_file_that_she_can_read_holds_a_word_or_an_id(offices: ..., answers: ...) -> None:
    folder, known = offices["secret"]
    hidden = [*SECRETS, known["incident"], known["legal_help"], known["report"]]
    for line, code, said in answers["secret"]:
        assert "程序出错" not in said, (line, code, said)
        for word in hidden:
            assert word not in said or word in line, (line, said)
    found = set()
    for path in readable(folder):
        data = path.read_bytes()
        if path.suffix in (".xlsx", ".docx"):
            data += _unpacked(path)
        found |= {(word, path.name) for word in hidden
                  if word.encode() in data or json.dumps(word).strip('"').encode() in data}
    assert found == set()
    restricted = folder / "office" / "restricted"
    assert sum(SECRETS[0].encode() in path.read_bytes() for path in restricted.rglob("*.json*")) > 0


def _unpacked(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_that_there_is_anything_restricted_cannot_be_told_from_any_answer(offices: ..., answers: ...) -> None:
    def plain(name: str) -> list[tuple[int, str]]:
        folder, known = offices[name]
        told = []
        for _, code, said in answers[name]:
            text = said.replace(str(folder), "").replace(f"/{name}/", "/")
            for key, value in known.items():
                text = text.replace(value, key) if len(value) == 26 else text
            told.append((code, _MOMENT.sub("T", _ID.sub("ID", text))))
        return told

    for (line, _, _), one, other in zip(answers["secret"], plain("secret"), plain("plain"), strict=True):
        assert one == other, line


def test_what_she_writes_is_open_to_the_group_and_restricted_stays_closed(offices: ..., answers: ...) -> None:
    folder, _ = offices["secret"]
    office_ = folder / "office"
    assert answers
    for path in office_.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        name = path.relative_to(office_)
        if name.parts[0] == "restricted":
            assert not mode & stat.S_IRWXO, name
            assert path.stat().st_gid != NOBODY, name
        elif path.is_dir():
            assert mode == 0o2770, name
        elif path.stat().st_uid == NOBODY:
            assert mode == 0o660, name
