"""Both READMEs do what they say: every command that they print is run as printed, and both print the same ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from demo_county import TODAY, Demo

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
#: Stands in for the editor: makes the copied folder Guangxi's, with one county of two towns and three villages.
EDITOR = '''#!{python}
import pathlib, re, sys
province, divisions = map(pathlib.Path, sys.argv[1:])
text = province.read_text("utf-8").replace("province: hainan", "province: guangxi").replace('"46"', '"45"')
province.write_text(re.sub("(?m)^name: .*$", "name: 广西", text), "utf-8")
divisions.write_text("""code,name
45,广西壮族自治区
4501,南宁市
450102,兴宁区
450102001,民生街道
450102001001,新华社区
450102100,三塘镇
450102100201,三塘村
450102100202,那笔村
""", "utf-8")
'''


def blocks(readme: str, language: str = "sh") -> list[str]:
    """Give the code blocks of a README, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / readme).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(readme: str) -> list[str]:
    """Give the lines of all blocks without their comments, a workspace by one name."""
    lines = "".join(blocks(readme)).replace("民和", "county").splitlines()
    return [re.sub(r"\s+#.*", "", line).strip() for line in lines]


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a block as printed, stopping at the first command that fails."""
    names = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    held = {key: value for key, value in os.environ.items() if not key.startswith("AIXIN_")}
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True,
                          check=False, stdin=subprocess.DEVNULL, env={**held, "PATH": names, **environment})


def test_both_readmes_print_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(blocks("README.md", "python")) == len(blocks("README.zh-CN.md", "python")) == 1


@pytest.mark.parametrize("readme", READMES)
def test_the_first_screen_is_a_sentence_a_picture_the_two_commands_and_links(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    first = text[: text.index("\n## ")]
    assert blocks(readme)[0] == "pip install .\naixin demo\n"
    assert first.count("![") == 1
    assert len(first.splitlines()) <= 24
    heads = {head.lower().replace(" ", "-") for head in re.findall(r"^## (.*)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", first)) == heads


def test_a_county_of_ones_own_is_made_as_printed(tmp_path: Path) -> None:
    (script,) = [block for block in blocks("README.md") if "init county" in block]
    shutil.copy(ROOT / "tests" / "journey" / "children.csv", tmp_path / "名册.csv")
    *done, opening = script.replace("名册.xlsx", "名册.csv").strip().splitlines()
    assert opening == "aixin --workspace county"  # it opens the app, which other tests do
    told = run("\n".join(done).replace("--dry-run", "--dry-run || [ $? = 1 ]"), tmp_path)  # 1: a row is held
    assert told.returncode == 0, told.stderr
    assert "行" in told.stderr


def test_the_days_work_goes_by_command_as_printed(demo: Demo, tmp_path: Path) -> None:
    (script,) = [block for block in blocks("README.md") if "AIXIN_TODAY" in block]
    day, making, *rest, undoing = script.splitlines()
    assert day.startswith(f"export AIXIN_TODAY={TODAY} ")  # the demonstration of the tests is the one it makes
    assert making == "aixin demo --headless demo && cd demo"
    folder = shutil.copytree(demo.folder, tmp_path / "demo")
    told = run("\n".join([day, *rest]), folder)
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr
    assert (folder / "报表" / "月报.xlsx").is_file()
    number = re.search(r"^(\d+) .*登记问候", run("aixin log show --limit 9", folder).stdout, re.MULTILINE)
    assert number is not None  # how many acts the demonstration has is no promise of README's
    told = run(re.sub(r"undo \d+", f"undo {number[1]}", undoing), folder)
    assert told.returncode == 0, told.stderr


def test_a_province_of_ones_own_is_made_as_printed(tmp_path: Path) -> None:
    (script,) = [block for block in blocks("README.md") if "province check" in block]
    shutil.copytree(ROOT / "plugins", tmp_path / "plugins")
    editor = tmp_path / "editor"
    editor.write_text(EDITOR.replace("{python}", sys.executable), "utf-8")
    editor.chmod(0o755)
    told = run(script, tmp_path, EDITOR=str(editor))
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr
    assert (tmp_path / "ours" / "office.json").is_file()
