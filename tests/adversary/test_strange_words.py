"""Strange words by command: no command is brought down by what is typed or by what stands in a file."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from aixin_tui.cli.main import run
from aixin_tui.provinces.registry import bundled_folder

Call = Callable[..., tuple[int, str]]
WORDS = ("[/][@click=app.quit]𠮷𠀋😀=1+1{name}%s../../etc", "长" * 10_000, "a\x00b", "\ud800x", "\udcff.csv",
         "\u202ea\nb\r", "")
DAYS = ("0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2025-02-30", "-1", "2025", "二〇二五年", "1949-12-31")
VILLAGE = "630222100001"


@pytest.fixture
def aixin(workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    monkeypatch.setenv("AIXIN_WORKSPACE", str(workspace))
    monkeypatch.chdir(tmp_path)

    def call(*words: str | Path) -> tuple[int, str]:
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = run([str(word) for word in words], lambda *_: 0)
        text = said.getvalue()
        assert code in (0, 1, 2), (words, text)
        assert "程序出错" not in text, (words, text)
        return code, text

    return call


def _commands(word: str) -> list[tuple[str, ...]]:
    child = (f"姓名={word}", "性别=女", "出生日期=2014-05-06", "儿童类别=留守儿童", f"现居住地={VILLAGE}",
             f"就读学校={word}")
    once = [
        "child find", "child show", "child list --in", "child list --state", "child list --known-at",
        "child add --from",
        "case explain", "pair suggest", "match run", "match show", "care grid", "report render monthly",
        "report explain monthly 2025-03", "import children", "import rows", "province check", "operator add",
    ]
    twice = ["case advance", "pair add", "care tick", "report render", "log show --of"]
    return [
        ("child", "add", *child), ("mother", "add", f"姓名={word}", "性别=女", f"现居住地={VILLAGE}"),
        *((*command.split(), word) for command in once), *((*command.split(), word, word) for command in twice),
        ("import", "children", word, "--mapping", word), ("import", "decide", word, word, "take"),
        ("pair", "end", word, "--reason", word), ("visit", "add", word, f"走访日期={word}"),
        ("event", "add", f"活动名称={word}", "日期=2025-01-01"), ("log", "undo", "1", "--reason", word),
        ("init", word, "--province", word, "--office", word), ("--workspace", word, "child", "list"),
        ("report-harm", "add", word, "--situation", "1", "--note", word), ("--today", word, "child", "list"),
        ("child", "list", "--all"), ("log", "show"), ("export", "--canonical"), ("doctor",),
    ]


@pytest.mark.parametrize("word", WORDS, ids=range(len(WORDS)))
def test_no_word_brings_a_command_down(aixin: Call, word: str) -> None:
    for words in _commands(word):
        aixin(*words)
    assert aixin("doctor")[0] == 0


@pytest.mark.parametrize("day", DAYS)
def test_no_day_brings_a_command_down(aixin: Call, day: str) -> None:
    aixin("child", "add", "姓名=窦念安", "性别=女", "出生日期=" + day, "儿童类别=留守儿童", "现居住地=" + VILLAGE)
    for words in (("--today", day, "care", "due"), ("report", "list", "--today", day), ("care", "grid", day),
                  ("care", "due", "--known-at", day), ("report", "render", "monthly", day),
                  ("visit", "add", "窦念安", f"走访日期={day}"), ("event", "add", "活动名称=x", f"日期={day}"),
                  ("log", "undo", day), ("child", "list", "--all")):
        aixin(*words)


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """Files of the kinds that people, mail and broken sticks make."""
    folder = tmp_path / "files"
    folder.mkdir()
    head = "姓名,性别,出生日期\n"
    files = {
        "empty.csv": b"", "nul.csv": b"\0" * 10_000, "random.csv": os.urandom(50_000),
        "random.xlsx": os.urandom(50_000), "quote.csv": head.encode() + b'"' + b"a" * 200_000,
        "utf16.csv": f"{head}窦念安,女,2014-05-06\n".encode("utf-16"),
        "wide.csv": (",".join(["姓名"] * 3_000) + "\n").encode() * 2, "list.json": b"[]", "torn.json": b'{"x":',
        "deep.json": b"[" * 100_000, "half.jsonl": b'{"name": "\\ud800"}\n', "bytes.json": b"\xff\xfe",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "folder.xlsx").mkdir()
    with zipfile.ZipFile(folder / "nothing.xlsx", "w"):
        pass
    with zipfile.ZipFile(folder / "zeros.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        for part in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            book.writestr(part, bytes(2_000_000))
    return folder


def test_no_file_brings_a_command_down(aixin: Call, strange: Path) -> None:
    for path in [*sorted(strange.iterdir()), strange / "nobody.xlsx"]:
        for kind in ("children", "mothers", "pairings", "activities"):
            aixin("import", kind, path, "--dry-run")
        aixin("import", "children", strange / "utf16.csv", "--mapping", path, "--dry-run")
        aixin("child", "add", "--from", path)
    aixin("import", "children", strange / "utf16.csv", "--errors", "/nowhere/x.xlsx")
    aixin("report", "render", "monthly", "2025-03", "--xlsx", strange)
    assert aixin("child", "list", "--all")[1].count("窦念安") == 1


def test_no_province_file_brings_a_command_down(aixin: Call, workspace: Path) -> None:
    nested = "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    for name, text in {
        "bomb": f"a: &a [x,x,x,x]\n{nested}", "itself": "a: &a [*a]\nprovince: *a\n", "deep": "[" * 50_000,
        "nul": 'province: "a\0b"\n', "list": "- 1\n", "number": "province: 1\ncode: 1e999\nname: .nan\n",
        "tag": '!!python/object/apply:os.system ["touch pwned"]',
    }.items():
        folder = workspace / "provinces" / name
        folder.mkdir(parents=True)
        (folder / "province.yaml").write_text(text, encoding="utf-8")
        assert aixin("province", "check", name)[0] == 1
    assert aixin("province", "list")[0] == 0
    assert aixin("child", "list")[0] == 0
    assert not Path("pwned").exists()


@pytest.mark.parametrize("data", [b"\0" * 200_000, b"\xff" * 100, b'code,name\n"' + b"a" * 200_000, b""])
def test_a_broken_table_of_divisions_is_a_problem_of_its_province(aixin: Call, workspace: Path, data: bytes) -> None:
    folder = workspace / "provinces" / "broken"
    shutil.copytree(bundled_folder() / "hainan", folder)
    text = (folder / "province.yaml").read_text(encoding="utf-8")
    (folder / "province.yaml").write_text(text.replace("hainan", "broken"), encoding="utf-8")
    (folder / "divisions.csv").write_bytes(data)
    code, said = aixin("province", "check", "broken")
    assert code == 1
    assert "divisions.csv" in said
    assert "青海" in aixin("province", "list")[1]
