"""Twenty broken provinces beside whole ones, by commands: code, file, line, column and remedy; the others work on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from offices import Office, Shell

from aixin_tui.provinces.cases import read_cases
from aixin_tui.provinces.registry import bundled_folder, load_provinces

DATA = Path(__file__).parents[1] / "data" / "provinces"
SEASIDE = DATA / "seaside"


def broken_provinces(into: Path) -> dict[str, dict[str, str]]:
    """Make a province of each code's first mistake; key → the mistake."""
    made: dict[str, dict[str, str]] = {}
    seen: set[str] = set()
    for mistake in yaml.safe_load((DATA / "mistakes.yaml").read_text(encoding="utf-8")):
        place, code, _ = mistake["told"].split(" ", 2)
        if code in seen or not mistake["old"]:
            continue
        seen.add(code)
        key = f"seaside_{len(made):02}"
        copy = Path(shutil.copytree(SEASIDE, into / key))
        for file, old, new in ((mistake["file"], mistake["old"], mistake["new"]),
                               ("province.yaml", "province: seaside", f"province: {key}")):
            path = copy / file
            text = path.read_text(encoding="utf-8")
            assert old in text, (key, old)
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        made[key] = {"code": code, "place": place.replace("seaside/", f"{key}/"), "told": mistake["told"]}
    return made


def test_each_is_told_and_no_other_province_is_touched(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "county"
    broken = broken_provinces(folder / "provinces")
    assert len(broken) >= 20
    office = Office.open(shell, folder, "qinghai", "630222")
    listed = {row["key"]: row for row in office.aixin_without_day("province", "list", "--json").objects}
    for key, mistake in broken.items():
        row = listed[key]
        (problem,) = row["problems"]
        assert (problem["code"], problem["where"]) == (mistake["code"], mistake["place"]), key
        assert re.fullmatch(rf"{key}/[\w/.]+:\d+:\d+", problem["where"])
        assert problem["message"]
        assert problem["remedy"]
        assert row["usable"] is (problem["severity"] != "error"), key
        said = office.aixin_without_day("province", "check", key)
        assert said.code == (0 if row["usable"] else 1)
        for part in (mistake["code"], mistake["place"], problem["remedy"]):
            assert part in said.out + said.err, key
    assert sum(not row["usable"] for row in listed.values()) >= 18
    assert [listed[key]["usable"] for key in ("qinghai", "hainan")] == [True, True]
    added = office.aixin("child", "add", "name=窦念安", "sex=女", "birth_date=2014-05-06", "categories=留守儿童",
                         "division_code=630222103204")
    assert added.code == 0, added.err
    assert "窦念安" in office.done("child", "list").out


@pytest.mark.parametrize("spoil", ["a link to nowhere", "a folder"])
@pytest.mark.parametrize("name", ["policy.yaml", "cases/care.yaml"])
def test_a_file_that_cannot_be_opened_is_told_and_the_others_work(tmp_path: Path, spoil: str, name: str) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "p")
    file = tmp_path / "p" / "hainan" / name
    file.unlink()
    if spoil == "a folder":
        file.mkdir()
    else:
        file.symlink_to(tmp_path / "nowhere")
    rows = {row.key: row for row in load_provinces([tmp_path / "p"]).rows()}
    assert rows["qinghai"].is_usable
    _, unread = read_cases(tmp_path / "p" / "hainan")
    told = [*rows["hainan"].problems, *unread]
    assert any(f"hainan/{name}:1" in str(problem.place) for problem in told), told
