"""`aixin doctor`: is the workspace sound, and who can read it?"""

from __future__ import annotations

import click

from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, problem_data, problem_text, say


@click.command(name="doctor", help=t("doctor.help"))
@click.option("--workspace", type=click.Path(), hidden=True)
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def command(ctx: click.Context, workspace: str | None, as_json: bool) -> None:
    """Check every file, id and chain of a workspace and how open its folder is; writes nothing. 0 when all is sound."""
    from aixin_tui.bootstrap import examine_workspace

    found = examine_workspace(workspace or ctx.find_root().obj.get("workspace"))
    for problem in found:
        if as_json:
            print_json({**problem_data(problem), "where": str(problem.place)})
        else:
            click.echo(problem_text(problem))
    if not found:
        say(t("doctor.sound"))
    if any(problem.stops for problem in found):
        ctx.exit(REFUSED)
