"""A file that claims to be a backup and is none: nothing of it stays, and it is refused before it fills a disk."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pyrage
import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.storage import backup
from aixin_tui.storage.backup import read_backup, write_backup
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import create_workspace

WORDS = "十二个字以上的一句口令吧好"
Files = Iterable[tuple[str, bytes]]


@pytest.fixture(autouse=True)
def quick_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypt without the second of work that guessing is to cost."""
    key = pyrage.x25519.Identity.generate()
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda data, _: pyrage.encrypt(data, [key.to_public()]))
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda data, _: pyrage.decrypt(data, [key]))


@pytest.fixture
def office(tmp_path: Path) -> bytes:
    path = tmp_path / "county"
    create_workspace(str(path), office="630222", province="qinghai", clock=SystemClock(), ids=Ulids()).close()
    return (path / "office.json").read_bytes()


def packed(files: Files, *others: tarfile.TarInfo) -> bytes:
    """Pack files as a backup has them, and entries that are no plain files."""
    made = io.BytesIO()
    with gzip.GzipFile(fileobj=made, mode="wb") as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
        for entry in others:
            tar.addfile(entry)
    return made.getvalue()


def link(name: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return entry


def sparse(name: str) -> tarfile.TarInfo:
    """Claim a file of holes alone: a few bytes that read as a terabyte."""
    entry = tarfile.TarInfo(name)
    size = str(1024 ** 4)
    entry.pax_headers = {"GNU.sparse.map": "0,0", "GNU.sparse.size": size, "GNU.sparse.realsize": size}
    return entry


def refused(tmp_path: Path, plain: bytes) -> Code:
    """Restore what is packed; gives why it is refused, and finds nothing left of it."""
    file = tmp_path / "给的.age"
    file.write_bytes(bytes(pyrage.passphrase.encrypt(plain, WORDS)))
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(ProblemsError) as error:
        read_backup(file, tmp_path / "新库", WORDS)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    return error.value.problems[0].code


@pytest.mark.parametrize("name", [
    "../evil", "data/../../evil", "/tmp/evil", "", ".", "lock", ".index/aixin.sqlite",
])
def test_a_name_that_no_workspace_has_is_refused(tmp_path: Path, office: bytes, name: str) -> None:
    assert refused(tmp_path, packed([("office.json", office), (name, b"x")])) == Code.SAFE_003


@pytest.mark.parametrize("other", [link("data"), sparse("data/a.json")], ids=["link", "holes"])
def test_what_is_no_plain_file_is_refused(tmp_path: Path, office: bytes, other: tarfile.TarInfo) -> None:
    assert refused(tmp_path, packed([("office.json", office)], other)) == Code.SAFE_003


@pytest.mark.parametrize("files", [
    [("data", b"x"), ("data/a.json", b"y")], [("data/a.json", b"y"), ("data", b"x")],
    [("data/a.json", b"y"), ("data/a.json", b"z")],
])
def test_two_of_a_name_are_refused(tmp_path: Path, office: bytes, files: list[tuple[str, bytes]]) -> None:
    assert refused(tmp_path, packed([("office.json", office), *files])) == Code.SAFE_003


@pytest.mark.parametrize("junk", [b"junk", b"{}", b"\xff\xfe", b"[" * 100_000])
def test_an_office_that_cannot_be_read_leaves_no_folder(tmp_path: Path, junk: bytes) -> None:
    assert refused(tmp_path, packed([("office.json", junk)])) == Code.STORE_021


@pytest.mark.parametrize("spoil", [
    lambda plain: plain[:len(plain) // 2], lambda plain: plain[:20] + b"\xff" * 40 + plain[60:],
    lambda _: b"", lambda _: b"not packed", lambda _: gzip.compress(b"no tar" * 1000), lambda _: packed([]),
])
def test_a_torn_backup_is_refused(tmp_path: Path, office: bytes, spoil: object) -> None:
    plain = packed([("office.json", office), ("data/a.json", office)])
    assert refused(tmp_path, spoil(plain)) == Code.SAFE_003  # type: ignore[operator]


def test_what_unpacks_without_end_is_stopped_before_the_disk_is_full(
    tmp_path: Path, office: bytes, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backup, "_SMALLEST", 1024 ** 2)
    written: list[int] = []
    put = backup.shutil.copyfileobj
    monkeypatch.setattr(backup.shutil, "copyfileobj", lambda held, out: (put(held, out), written.append(out.tell())))
    zeros = [(f"log/{number}.jsonl", bytes(500_000)) for number in range(40)]
    assert refused(tmp_path, packed([("office.json", office), *zeros])) == Code.SAFE_003
    assert sum(written) < 6_000_000  # of 20 MB


def test_one_huge_file_is_stopped_in_the_middle(
    tmp_path: Path, office: bytes, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backup, "_SMALLEST", 1024 ** 2)
    assert refused(tmp_path, packed([("office.json", office), ("log/a.jsonl", bytes(20_000_000))])) == Code.SAFE_003


def test_a_real_workspace_packs_far_less_than_the_limit(tmp_path: Path, office: bytes) -> None:
    file = tmp_path / "备份.age"
    lines = b'{"n":1,"op":"boss","act":"visit.add","records":["visits:01M86P55CDAY39P14V7GAYE17V"]}\n' * 20_000
    (tmp_path / "county" / "log" / "2026-01.txt").write_bytes(lines)
    count = write_backup(tmp_path / "county", file, WORDS)
    assert count
    assert read_backup(file, tmp_path / "新库", WORDS)[0] == count
