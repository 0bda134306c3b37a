"""`aixin doctor`: what is damaged, stale, too open or waits, and how each is mended."""

from __future__ import annotations

from dataclasses import asdict

import click

from aixin_tui.cli.admin import a
from aixin_tui.cli.call import DAY
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, problem_data, problem_text, say
from aixin_tui.domain.problem import ProblemsError


@click.command(name="doctor", help=t("doctor.help"))
@click.option("--mend", is_flag=True, help=a("mend"))
@click.option("--workspace", type=click.Path(), hidden=True)
@click.option("--today", "--reference-date", "today", type=DAY, metavar=t("day"), help=t("today"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def command(ctx: click.Context, mend: bool, workspace: str | None, today: object, as_json: bool) -> None:
    """Check every file, id and chain, list open work; writes nothing without `--mend`. 0 when nothing is damaged."""
    from aixin_tui.bootstrap import doctor_findings, examine_workspace, mend_workspace

    settings = ctx.find_root().obj
    path = workspace or settings.get("workspace")
    found = examine_workspace(path)
    if mend and not any(problem.stops and problem.code != "STORE_020" for problem in found):
        for key, count in mend_workspace(path).items():
            say(a("done", what=t_safe(key, count)))
        found = examine_workspace(path)
    for problem in found:
        if as_json:
            print_json({"sort": "problem", **problem_data(problem), "where": str(problem.place)})
        else:
            click.echo(problem_text(problem))
    is_sound = not any(problem.stops for problem in found)
    try:
        day = DAY.convert(today or settings.get("today"), None, ctx) if today or settings.get("today") else None
        findings = doctor_findings(path, day) if is_sound else ()
    except ProblemsError as error:
        findings = ()
        for problem in error.problems:
            say(problem_text(problem))
    if as_json:
        for finding in findings:
            print_json({"sort": "open", **asdict(finding)})
    elif findings:
        print_table((a("count"), a("what"), a("command")),
                    [(str(one.count), one.label, one.command) for one in findings], whole_last=True)
    if is_sound:
        say(t("doctor.sound"))
    else:
        ctx.exit(REFUSED)


def t_safe(key: str, count: int) -> str:
    """Name what was mended."""
    from aixin_tui.cli.language import lang
    from aixin_tui.texts import label

    return label(f"safe.{key}", lang(), count=count)
