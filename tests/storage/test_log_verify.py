"""`aixin log verify`: every single mutation of a line of the log is found, and a sound log stays sound."""

from __future__ import annotations

import json

import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.domain.erasure import Erasure, Keep
from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.storage.datafile import dumps
from aixin_tui.storage.disk import Disk
from aixin_tui.storage.verify import check

from .conftest import TOWN, Bench

FILES = ("log/2025-03.jsonl", "log/2025-04.jsonl", "journal.jsonl", "restricted/log/2025-03.jsonl",
         "restricted/log/2025-04.jsonl", "restricted/journal.jsonl")


def office(path):
    """Acts of two months, of both sides, folded and not yet folded, and one erasure among them."""
    bench = Bench(path)
    first = bench.child("窦念安", phone={"15400000001": True})
    second = bench.child("窦念平")
    for day in ("2025-03-02", "2025-04-01", "2025-04-20"):
        bench.clock.move(day)
        both = (Change("child", second, {"note": f"事{day}"}),
                Change("incident", bench.ids.new(), {"child": second, "what": day}, home_of("incident", TOWN)))
        bench.store.commit(Act("act", "wang", both, reason="记录"))
        bench.edit("child", first, note=day)
        if day == "2025-03-02":
            kept = {"child": {"division_code": Keep.TOWN}}
            bench.store.erase(Erasure(Act("erase", "wang"), (("child", first),), kept, words=("窦念安",)),
                              bench.ids.new())
            first = bench.child("窦念宁")
        if day != "2025-04-20":
            bench.store.fold()
    return bench


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of every file of a sound workspace."""
    bench = office(tmp_path_factory.mktemp("office") / "ws")
    assert check(Disk(bench.path)) == []
    return {str(path.relative_to(bench.path)): path.read_bytes() for path in bench.path.rglob("*") if path.is_file()}


def laid_out(path, files):
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def mutations(lines):
    """Name each single mutation of a file's lines, with the lines after it."""
    for place, line in enumerate(lines):
        yield f"drop {place}", [*lines[:place], *lines[place + 1:]]
        yield f"twice {place}", [*lines[:place + 1], line, *lines[place + 1:]]
        yield f"torn {place}", [*lines[:place], line[: len(line) // 2] + b"\n", *lines[place + 1:]]
        yield f"cut after {place}", lines[:place]
        if place + 1 < len(lines):
            yield f"swap {place}", [*lines[:place], lines[place + 1], line, *lines[place + 2:]]
        for name, edited in edits(json.loads(line)):
            yield f"edit {place} {name}", [*lines[:place], dumps(edited).encode() + b"\n", *lines[place + 1:]]


def edits(told):
    """Change, drop and add each field of a line, one at a time."""
    for name, value in told.items():
        yield name, {**told, name: other(value)}
        yield f"no {name}", {key: held for key, held in told.items() if key != name}
        if isinstance(value, dict):
            for key, held in value.items():
                yield f"{name}.{key}", {**told, name: {**value, key: other(held)}}
        if isinstance(value, list):
            for place, held in enumerate(value):
                yield f"{name}[{place}]", {**told, name: [*value[:place], other(held), *value[place + 1:]]}
    yield "more", {**told, "more": 1}


def other(value):
    if isinstance(value, str):
        return value + "0"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dict):
        return {**value, "zz": 1}
    return [*value, "zz"] if isinstance(value, list) else "0"


@pytest.mark.parametrize("name", FILES)
def test_every_mutation_of_every_line_is_found_in_its_file(name, whole, tmp_path, broken_files):
    path = laid_out(tmp_path / "ws", whole)
    lines = whole[name].splitlines(keepends=True)
    count = 0
    for told, changed in mutations(lines):
        if b"".join(changed) == whole[name]:
            continue
        (path / name).write_bytes(b"".join(changed))
        found = check(Disk(path))
        assert [problem for problem in found if problem.stops], told
        assert name.split("/")[0] in {problem.place.file.split("/")[0] for problem in found}, (told, found)
        count += 1
    assert count > 30


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_log_that_is_gone_is_found(name, whole, tmp_path, broken_files):
    path = laid_out(tmp_path / "ws", whole)
    (path / name).unlink()
    assert [problem for problem in check(Disk(path)) if problem.stops], name


@pytest.mark.parametrize(("change", "code", "line"), [
    (lambda lines: [lines[0], lines[2], *lines[3:]], Code.STORE_012, 2),
    (lambda lines: [lines[0], lines[1].replace("窦".encode(), "李".encode()), *lines[2:]], Code.STORE_015, 2),
    (lambda lines: [*lines, lines[-1]], Code.STORE_016, 6),
    (lambda lines: lines[:-1], Code.STORE_017, 0),
])
def test_the_file_and_the_line_are_told(change, code, line, whole, tmp_path, broken_files):
    path = laid_out(tmp_path / "ws", whole)
    name = "log/2025-04.jsonl"
    journal = json.loads(whole["journal.jsonl"].splitlines()[0])
    assert journal["log"][0] == name
    lines = whole["log/2025-03.jsonl"].splitlines(keepends=True)
    name = "log/2025-03.jsonl" if code in (Code.STORE_012, Code.STORE_015) else name
    lines = whole[name].splitlines(keepends=True)
    line = line if line != 6 else len(lines) + 1
    (path / name).write_bytes(b"".join(change(lines)))
    found = check(Disk(path))
    assert (found[0].code, found[0].place.file, found[0].place.line) == (code, name, line)


def test_an_edited_record_is_found_where_the_log_says_otherwise(whole, tmp_path, broken_files):
    path = laid_out(tmp_path / "ws", whole)
    file, = (path / "data").rglob(f"{TOWN}.json")
    from aixin_tui.storage.datafile import decode, encode

    data = decode(file.read_bytes(), file.name)
    key = next(key for key in data.rows if data.rows[key].get("name") == "窦念平")
    data.rows[key] = {**data.rows[key], "name": "窦念和"}
    file.write_bytes(encode(data))  # with a digest that fits: only the log knows better
    assert [problem.code for problem in check(Disk(path))] == [Code.STORE_014]


def test_a_sound_log_stays_sound_through_folds_hand_edits_and_old_copies(tmp_path):
    bench = office(tmp_path / "ws")
    file, = (bench.path / "data").rglob(f"{TOWN}.json")
    old = file.read_bytes()
    bench.child("窦念和")
    bench.store.fold()
    assert check(Disk(bench.path)) == []
    file.write_bytes(old)
    bench.open().fold()
    assert check(Disk(bench.path)) == []
