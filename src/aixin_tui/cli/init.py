"""`aixin init`: a new, empty workspace for an office."""

from __future__ import annotations

import click

from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, say


@click.command(name="init", help=t("init.help"))
@click.argument("folder", metavar=t("folder_name"), type=click.Path())
@click.option("--province", required=True, help=t("init.province"))
@click.option("--office", required=True, metavar=t("init.place"), help=t("init.office"))
@click.option("--group", default="", metavar=t("init.group_name"), help=t("init.group"))
@click.option("--restricted-group", default="", metavar=t("init.group_name"), help=t("init.restricted_group"))
@click.option("--demo", "is_demo", is_flag=True, hidden=True, help=t("init.demo"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
def command(folder: str, province: str, office: str, group: str, restricted_group: str, is_demo: bool,
            as_json: bool) -> None:
    """Make the folder of a workspace; nothing that is there is touched."""
    from aixin_tui.bootstrap import create_desk

    desk = create_desk(folder, province=province, office=office, is_demo=is_demo, group=group,
                       restricted_group=restricted_group)
    office = desk.office
    place = desk.province.divisions.name(office)
    desk.store.close()
    if as_json:
        print_json({"workspace": folder, "province": province, "office": office, "name": place})
        return
    say(t("init.done", place=place, folder=folder))
