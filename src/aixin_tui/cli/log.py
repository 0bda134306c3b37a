"""`aixin log`: who did what, and taking an act back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from aixin_tui.cli.admin import a
from aixin_tui.cli.call import DAY, Call, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, problem_data, problem_text, say, shown

command = click.Group(name="log", help=t("log.help"), no_args_is_help=True)


@command.command("show", help=t("log.show"))
@click.option("--limit", type=click.IntRange(1), default=50, help=t("records.limit"))
@click.option("--before", type=int, default=0, help=t("log.before"))
@click.option("--action", default="", help=t("log.action"))
@click.option("--operator", default="", metavar=t("operator.user"), help=a("log_operator"))
@click.option("--from", "since", type=DAY, metavar=t("day"), help=a("log_from"))
@click.option("--to", "until", type=DAY, metavar=t("day"), help=a("log_to"))
@click.option("--reads", default="", metavar=a("child_or_all"), help=a("log_reads"))
@click.option("--of", "record", nargs=2, default=None, metavar=t("log.of_name"), help=t("log.of"))
@reads
def show(call: Call, limit: int, before: int, action: str, record: tuple[str, str] | None, **only: Any) -> None:
    """List acts, newest first, or what happened to one record; `--reads` who read whom."""
    from aixin_tui.services.history import LogQuery, history_of, log_entries

    if record is not None:
        lines = history_of(call.desk, call.who, record[0], call.one_id(*record))
        for line in lines:
            if call.as_json:
                print_json(asdict(line))
            else:
                head = (str(line.number), line.recorded_at[:16], line.operator, line.action_label, line.reason)
                click.echo("  ".join(map(shown, head)).rstrip())
                for change in line.changes:
                    click.echo(t("log.change", label=change.label, old=change.old, new=change.new))
        return
    child = call.one_id("child", only["reads"]) if only["reads"] not in ("", "all") else ""
    query = LogQuery(only["operator"], action, _iso(only["since"]), _iso(only["until"]), child, bool(only["reads"]))
    entries = log_entries(call.desk, call.who, limit=limit, before=before, query=query)
    if call.as_json:
        for entry in entries:
            print_json(asdict(entry))
        return
    print_table((t("log.number"), t("log.when"), t("col.operator"), t("log.what"), t("log.records"), t("col.reason")),
                [(str(e.number), e.recorded_at[:16].replace("T", " "), e.operator, e.action_label, str(e.records),
                  t("log.undone_by", number=e.undone_by) if e.undone_by else
                  " ".join(filter(None, (e.about, e.reason)))) for e in entries])
    say(t("records.shown", count=len(entries)))
    if len(entries) == limit:
        say(a("log_more", number=entries[-1].number))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@command.command("verify", help=a("log_verify"))
@reads
def verify(call: Call) -> None:
    """Verify the log line by line, and the files against it; 1 where anything is not as it was written."""
    from aixin_tui.bootstrap import verify_log

    found = verify_log(call.desk)
    for problem in found:
        if call.as_json:
            print_json({**problem_data(problem), "file": problem.place.file, "line": problem.place.line})
        else:
            click.echo(problem_text(problem))
    if not found:
        say(a("log_sound"))
    call.stop(refused=any(problem.stops for problem in found))


@command.command("undo", help=t("log.undo"))
@click.argument("number", metavar=t("log.number_name"))
@click.option("--reason", default="", help=t("reason"))
@writes
def undo(call: Call, number: str, reason: str) -> None:
    """Take an act back as a whole; an import goes by its run too, as it is named when it is taken in."""
    from aixin_tui.services.undoing import UndoAct
    from aixin_tui.services.undoing import undo as undo_act

    act = int(number) if number.isdecimal() else _act_of_run(call, number)
    call.finish(undo_act(call.desk, call.who, UndoAct(act, reason)), said="log.undone")


def _act_of_run(call: Call, run: str) -> int:
    """Find the first act of an import by the name of its run."""
    found = next((e.number for e in call.desk.store.log() if run and e.about.get("run") == run), None)
    if found is None:
        raise click.UsageError(t("log.no_such_act", number=run), call.ctx)
    return found
