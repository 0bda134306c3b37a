"""The texts of problems serve both faces, so they name no command; the command line adds the one that helps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest
from calling import Aixin

import aixin_tui.texts as texts_package
from aixin_tui import texts
from aixin_tui.cli.by_command import BY_COMMAND
from aixin_tui.cli.main import NOUNS, root
from aixin_tui.cli.output import problem_sentence
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem

#: What is said only where there is no workspace yet or its files are damaged: there nothing but a command helps.
BEFORE_THE_APP = {"WORK", "STORE"}

_COMMAND = re.compile(r"aixin ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_no_text_of_a_problem_names_a_command_or_an_option(lang: str) -> None:
    said = {code: " ".join(texts.problem(code, lang)) for code in Code if code.partition("_")[0] not in BEFORE_THE_APP}
    assert not {code: text for code, text in said.items() if re.search(r"--[a-z]|aixin [a-z]", text)}


def named() -> Iterator[tuple[str, str]]:
    """Every command that a text names: noun and verb."""
    folder = Path(texts_package.__file__).parent
    written = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    for text in [*written, *BY_COMMAND.values()]:
        yield from _COMMAND.findall(text)


def test_every_command_that_a_text_names_is_there() -> None:
    for noun, verb in sorted(set(named())):
        assert noun in NOUNS, noun
        command = import_module(f"aixin_tui.cli.{NOUNS[noun]}").command
        assert not verb or not isinstance(command, click.Group) or verb in command.commands, (noun, verb)


def test_every_option_that_helps_is_an_option_of_some_command() -> None:
    groups = [import_module(f"aixin_tui.cli.{module}").command for module in NOUNS.values()]
    commands = [c for group in groups for c in (group.commands.values() if isinstance(group, click.Group) else [group])]
    options = {name for command in [root, *commands] for param in command.params for name in param.opts}
    assert {by for by in BY_COMMAND.values() if by.startswith("--")} <= options


def test_the_command_line_says_what_does_it() -> None:
    assert problem_sentence(Problem(Code.MATCH_002)).endswith("（aixin match show）")


def test_python_from_outside_is_let_run_by_a_command(
    office: Aixin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AIXIN_TRUST_FILE", str(tmp_path / "trusted.json"))
    assert office("province", "trust", "nowhere").code == 2
    assert office("province", "trust", "hainan").code == 1  # it has no plugin.py
    assert not (tmp_path / "trusted.json").exists()
