"""`aixin demo`: one county of invented people with a year of care, or a whole province; then the app on it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aixin_tui.cli.call import DAY
from aixin_tui.cli.language import t
from aixin_tui.cli.opening import open_workspace
from aixin_tui.cli.output import print_json, say

if TYPE_CHECKING:
    from aixin_tui.demo.county import DemoSummary
    from aixin_tui.demo.whole.making import WholeSummary

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
#: Exit code of what was interrupted.
INTERRUPTED = 130


@click.command(name="demo", help=t("demo.help"))
@click.argument("folder", required=False, metavar=t("folder_name"), type=click.Path())
@click.option("--province", default="", help=t("demo.province"))
@click.option("--county", default="", metavar=t("code"), help=t("demo.county"))
@click.option("--whole", is_flag=True, help=t("demo.whole"))
@click.option("--headless", is_flag=True, help=t("demo.headless"))
@click.option("--today", "--reference-date", "today", type=DAY, metavar=t("day"), help=t("today"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def command(ctx: click.Context, folder: str | None, province: str, county: str, whole: bool, headless: bool,
            today: date | None, as_json: bool) -> None:
    """Make the demonstration (one made before is opened again) and open the app; headless: print what was made."""
    from aixin_tui.bootstrap import OFFICE_FILE
    from aixin_tui.demo.county import demo_folder, place_of_demo

    if whole and county:
        raise click.UsageError(t("demo.whole_or_county"), ctx)
    county, province = place_of_demo(county, province)
    path = Path(folder) if folder else demo_folder(county[:2] if whole else county)
    if today is None and (asked := ctx.find_root().obj.get("today")):
        today = DAY.convert(asked, None, ctx)
    open_after = not headless and sys.stdin.isatty() and sys.stdout.isatty()
    if not (open_after and (path / OFFICE_FILE).is_file()):
        try:
            _print(_made(path, province, "" if whole else county, today or date.today()), as_json=as_json)  # noqa: DTZ011
        except KeyboardInterrupt:
            say(t("demo.stopped"))
            ctx.exit(INTERRUPTED)
    if open_after:
        ctx.exit(open_workspace(ctx, str(path)))


def _made(path: Path, province: str, county: str, today: date) -> DemoSummary | WholeSummary:
    """Make the county, or without one the whole province; each step is told."""
    def told(step: str) -> None:
        say(t("demo.progress", step=step))

    if county:
        from aixin_tui.demo.county import make_county

        return make_county(path, province=province, county=county, today=today, progress=told)
    from aixin_tui.demo.whole.making import make_whole

    say(t("demo.stop_hint"))
    return make_whole(path, province=province, today=today, progress=told)


def _print(summary: DemoSummary | WholeSummary, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(summary))
        return
    told = asdict(summary)
    labels = told.pop("act_labels", {})
    for key, value in told.items():
        if isinstance(value, Mapping):
            for action, count in value.items():
                click.echo(t("demo.acts", label=labels.get(action, action), count=count))
            continue
        counted = COUNTED_BY.get(key, "")
        click.echo(t("demo.counted" if counted else "demo.line", label=t(f"demo.made.{key}"), value=value,
                     command=counted))
