"""`aixin demo`: one county of invented people with a year of care, then the app on it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from aixin_tui.cli.call import DAY
from aixin_tui.cli.language import t
from aixin_tui.cli.opening import open_workspace
from aixin_tui.cli.output import print_json, say

#: Each number that is printed, and the command whose `--json` lines it counts.
COUNTED_BY = {
    "imported": "child list --all",
    "mothers": "mother list --all",
    "visited": "visit list",
    "agreed": "consent list --by guardian --decision agreed",
    "proposed": "match show --proposals",
    "paired": "pair list",
    "calls": "activity list --kind contact_call",
    "missed": "care missed --duty greeting",
}


@click.command(name="demo", help=t("demo.help"))
@click.argument("folder", required=False, metavar=t("folder_name"), type=click.Path())
@click.option("--province", default="", help=t("demo.province"))
@click.option("--county", default="", metavar=t("code"), help=t("demo.county"))
@click.option("--headless", is_flag=True, help=t("demo.headless"))
@click.option("--today", "--reference-date", "today", type=DAY, metavar=t("day"), help=t("today"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def command(ctx: click.Context, folder: str | None, province: str, county: str, headless: bool, today: date | None,
            as_json: bool) -> None:
    """Make the demonstration (one made before is opened again) and open the app; headless: print what was made."""
    from aixin_tui.bootstrap import OFFICE_FILE
    from aixin_tui.demo.county import demo_folder, make_county, place_of_demo

    county, province = place_of_demo(county, province)
    path = Path(folder) if folder else demo_folder(county)
    if today is None and (asked := ctx.find_root().obj.get("today")):
        today = DAY.convert(asked, None, ctx)
    open_after = not headless and sys.stdin.isatty() and sys.stdout.isatty()
    if not (open_after and (path / OFFICE_FILE).is_file()):
        summary = make_county(path, province=province, county=county, today=today or date.today(),  # noqa: DTZ011
                              progress=lambda step: say(t("demo.progress", step=step)))
        if as_json:
            print_json(asdict(summary))
        else:
            for key, value in asdict(summary).items():
                counted = COUNTED_BY.get(key, "")
                click.echo(t("demo.counted" if counted else "demo.line", label=t(f"demo.made.{key}"), value=value,
                             command=counted))
    if open_after:
        ctx.exit(open_workspace(ctx, str(path)))
