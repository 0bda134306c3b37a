"""What the first screen asks of the disk: provinces with their offices, workspaces that lie near, making one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aixin_tui.services.offices import Office

#: Where a demo and a new workspace go when nothing else is said, under the current folder.
DEMO_FOLDER, NEW_FOLDER = "aixin-demo", "aixin"
#: So many workspaces are offered to be opened.
_SHOWN = 9


@dataclass(frozen=True, slots=True)
class OfferedProvince:
    """A province that can be used, and the offices that it can have."""

    key: str
    name: str
    offices: tuple[Office, ...]


def offered_provinces() -> list[OfferedProvince]:
    """List the provinces with their offices."""
    from aixin_tui.bootstrap import registry_for
    from aixin_tui.services.offices import offices_in

    found = registry_for()
    usable = [(key, found[key]) for key in found.keys()]  # noqa: SIM118 - a registry is no dict
    return [OfferedProvince(key, province.identity.name, offices_in(province.divisions)) for key, province in usable]


def workspaces_near() -> list[Path]:
    """List the workspaces in the current folder, one level down and where demos are kept."""
    from aixin_tui.bootstrap import OFFICE_FILE
    from aixin_tui.demo.county import demo_folder

    folders = (Path.cwd(), demo_folder("").parent)
    try:
        found = [path.parent for folder in folders for path in sorted(folder.glob(f"*/{OFFICE_FILE}"))]
    except OSError:
        return []
    return list(dict.fromkeys(found))[:_SHOWN]


def folder_for(way: str) -> Path:
    """Give the folder that is proposed: for something new one that is not there yet."""
    here = Path.cwd()
    if way == "open":
        return next(iter(workspaces_near()), here)
    name = DEMO_FOLDER if way == "demo" else NEW_FOLDER
    if way == "demo":
        return here / name
    free = (here / (name if number == 1 else f"{name}-{number}") for number in range(1, 100))
    return next((path for path in free if not path.exists()), here / name)


def make_workspace(way: str, folder: Path, answers: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Make a demo or an empty workspace; a folder that is only opened must be one. Raises ProblemsError."""
    from aixin_tui.bootstrap import OFFICE_FILE, create_desk
    from aixin_tui.domain.codes import Code
    from aixin_tui.domain.problem import Place, Problem, ProblemsError

    if way == "demo":
        from aixin_tui.demo.county import make_county, place_of_demo

        county, province = place_of_demo("", answers["province"])
        if not (folder / OFFICE_FILE).is_file():
            make_county(folder, province=province, county=county, today=date.today(), progress=say)  # noqa: DTZ011
    elif way == "new":
        create_desk(str(folder), province=answers["province"], office=answers["office"]).store.close()
    elif not (folder / OFFICE_FILE).is_file():
        raise ProblemsError(Problem(Code.WORK_006, place=Place(file=str(folder))))
