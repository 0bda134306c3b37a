"""`aixin report-harm`: what the law wants reported at once (强制报告)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from aixin_tui.cli.call import DAY, Call, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import listed, print_json, print_table, say, say_problems
from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity

command = click.Group(name="report-harm", help=t("report-harm.help"), no_args_is_help=True)


@command.command("add", help=t("harm.add"))
@click.argument("child", metavar=t("child_name"))
@click.option("--situation", "situations", multiple=True, required=True, type=click.IntRange(1, 9),
              help=t("harm.situation"))
@click.option("--note", required=True, help=t("harm.note"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@writes
def add(call: Call, child: str, situations: tuple[int, ...], note: str, day: date | None) -> None:
    """Record a report by a person."""
    from aixin_tui.services.harm import AddAlert, add_alert

    command_ = AddAlert(call.one_id("child", child), situations, note, day)
    call.finish(add_alert(call.desk, call.who, command_), said="harm.added")


@command.command("list", help=t("harm.list"))
@click.option("--all", "everything", is_flag=True, help=t("harm.all"))
@reads
def list_reports(call: Call, everything: bool) -> None:
    """List open reports, or all."""
    from aixin_tui.services.harm import count_unreported, list_alerts

    missing = count_unreported(call.desk, call.who)
    if missing:
        say_problems([Problem(Code.HARM_008, Severity.WARNING, values={"count": missing})])
    found = list_alerts(call.desk, call.who, include_closed=everything)
    if call.as_json:
        for alert in found:
            print_json(asdict(alert))
        return
    print_table((t("col.day"), t("col.child"), t("harm.situations"), t("harm.words"), t("col.state"), t("col.id")),
                [(a.date, a.child_name, listed(a.situation_labels), listed(a.words), a.state, a.id)
                 for a in found])
    say(t("records.shown", count=len(found)))


@command.command("take", help=t("harm.take"))
@writes
def take(call: Call) -> None:
    """Open the reports that are missing."""
    from aixin_tui.services.harm import TakeUp, take_up

    call.finish(take_up(call.desk, call.who, TakeUp()), said="harm.added")


@command.command("close", help=t("harm.close"))
@click.argument("id_", metavar=t("id_name"))
@click.option("--outcome", default="", help=t("harm.outcome"))
@click.option("--to", "reported_to", default="", help=t("harm.to"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@writes
def close(call: Call, id_: str, outcome: str, reported_to: str, day: date | None) -> None:
    """Close a report with its outcome."""
    from aixin_tui.services.harm import CloseAlert, close_alert

    call.finish(close_alert(call.desk, call.who, CloseAlert(id_, outcome, reported_to, day)), said="harm.closed")
