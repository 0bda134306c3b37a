"""The frame of the command line: help in cells, exit codes, no traceback, nothing imported that is not needed."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from calling import Aixin

from aixin_tui.cli import language, output
from aixin_tui.cli.main import NOUNS
from aixin_tui.texts import label
from aixin_tui.texts.cells import width

HEAVY = ("textual", "rich", "openpyxl", "xlsxwriter", "python_calamine", "tinydb", "pluggy", "yaml", "sqlite3",
         "msgspec")


def imported_by(*arguments: str) -> set[str]:
    code = ("import sys; from aixin_tui.cli.main import run; run(sys.argv[1:], lambda *a, **k: 0); "
            "print('\\n'.join(sys.modules), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_imports_nothing_heavy() -> None:
    assert not imported_by("--help") & set(HEAVY)


def test_a_list_imports_no_app_no_spreadsheets_no_rules_and_no_yaml(office: Aixin, tmp_path: Path) -> None:
    """What a province declares comes compiled from the cache, and a list of names comes from the index."""
    imported = imported_by("--workspace", str(tmp_path / "county"), "child", "list")
    assert "aixin_tui.storage.index" in imported
    assert not imported & {*HEAVY, "aixin_tui.engine.view", "aixin_tui.engine.duties", "aixin_tui.provinces.host",
                           "importlib.metadata", "platformdirs"} - {"msgspec", "sqlite3"}


def commands(command: click.Command, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    if isinstance(command, click.Group):
        return [path, *(p for name, sub in command.commands.items() for p in commands(sub, (*path, name)))]
    return [path]


ALL = [path for noun, module in sorted(NOUNS.items())
       for path in commands(import_module(f"aixin_tui.cli.{module}").command, (noun,))]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_helps_within_eighty_cells(aixin: Aixin, path: tuple[str, ...]) -> None:
    said = aixin(*path, "--help")
    assert said.code == 0
    assert max(width(line) for line in said.out.splitlines()) <= 80


@pytest.mark.parametrize(("arguments", "code"), [
    (("--help",), 0), (("--version",), 0), (("no-such-noun",), 2), (("child", "no-such-verb"), 2),
    (("child", "list", "--no-such-option"), 2), (("child", "list", "--today", "2025-02-30"), 2), (("child", "list"), 2),
])
def test_exit_codes_are_part_of_the_interface(aixin: Aixin, arguments: tuple[str, ...], code: int) -> None:
    assert aixin(*arguments).code == code


def test_talk_goes_to_stderr_and_stdout_stays_empty(aixin: Aixin) -> None:
    said = aixin("child", "list")
    assert said.out == ""
    assert "WORK_001" in said.err
    assert "aixin init" in said.err


def test_clicks_own_words_are_chinese(aixin: Aixin) -> None:
    assert "没有命令" in aixin("no-such-noun").err


def test_english_is_behind_an_option() -> None:
    done = subprocess.run([sys.executable, "-m", "aixin_tui", "--lang", "en", "--help"], capture_output=True, text=True,
                          check=True)
    assert "children's files" in done.stdout


def test_a_new_workspace_is_never_made_over_one_that_is_there(office: Aixin, tmp_path: Path) -> None:
    before = sorted(path.name for path in (tmp_path / "county").iterdir())
    said = office("init", str(tmp_path / "county"), "--province", "hainan", "--office", "469022")
    assert said.code == 2
    assert sorted(path.name for path in (tmp_path / "county").iterdir()) == before


@pytest.mark.parametrize(("province", "office_code", "code"), [("atlantis", "630222", "WORK_002"),
                                                              ("qinghai", "110101", "WORK_003")])
def test_a_workspace_needs_a_province_and_an_office_in_it(
    aixin: Aixin, province: str, office_code: str, code: str,
) -> None:
    said = aixin("init", "county", "--province", province, "--office", office_code)
    assert said.code == 2
    assert code in said.err
    assert not Path("county").exists()


@pytest.mark.parametrize(("written", "code", "said_of_it"), [
    ("民和", 0, "民和回族土族自治县"), ("mh", 0, "民和回族土族自治县"), ("民合", 2, "630222 海东市民和回族土族自治县"),
    ("城关镇", 2, "WORK_005"),
])
def test_an_office_is_named_as_people_call_it(aixin: Aixin, written: str, code: int, said_of_it: str) -> None:
    said = aixin("init", "county", "--province", "qinghai", "--office", written)
    assert said.code == code
    assert said_of_it in said.err
    assert Path("county", "office.json").exists() is (code == 0)


def test_what_services_say_is_printed_in_the_language_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(language, "_lang", "en")
    output.print_table(("state",), [(label("pair.state_ended"),)])
    output.print_json({"ended": [{"text": label("pair.plan_text", date="2025-05-01")}]})
    output.say(label("act.role_reviewer"))
    told = capsys.readouterr()
    assert told.out.splitlines() == ["state", "ended", '{"ended": [{"text": "care plan (2025-05-01)"}]}']
    assert told.err == "reviewer\n"


def test_a_mistyped_noun_is_answered_with_the_nearest_and_the_place_of_its_help(aixin: Aixin) -> None:
    said = aixin("chid", "list")
    assert said.code == 2
    assert "child" in said.err
    assert "aixin --help" in said.err
    assert "aixin child show --help" in aixin("child", "show").err


def test_a_file_that_is_not_there_is_said_in_words(office: Aixin) -> None:
    said = office("import", "children", "名册.xlsx")
    assert said.code == 1
    assert "没有这个文件" in said.err


def test_the_day_may_stand_in_the_environment(office: Aixin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIXIN_TODAY", "2025-02-30")
    assert "2025-02-30" in office("child", "list").err
    monkeypatch.setenv("AIXIN_TODAY", "2025-02-28")
    assert office("child", "list").code == 0
