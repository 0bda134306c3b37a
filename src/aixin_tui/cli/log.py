"""`aixin log`: who did what, and taking an act back."""

from __future__ import annotations

from dataclasses import asdict

import click

from aixin_tui.cli.call import Call, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, say, shown

command = click.Group(name="log", help=t("log.help"), no_args_is_help=True)


@command.command("show", help=t("log.show"))
@click.option("--limit", type=click.IntRange(1), default=50, help=t("records.limit"))
@click.option("--before", type=int, default=0, help=t("log.before"))
@click.option("--action", default="", help=t("log.action"))
@click.option("--of", "record", nargs=2, default=None, metavar=t("log.of_name"), help=t("log.of"))
@reads
def show(call: Call, limit: int, before: int, action: str, record: tuple[str, str] | None) -> None:
    """List acts, newest first, or what happened to one record."""
    from aixin_tui.services.history import history_of, log_entries

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
    entries = log_entries(call.desk, call.who, limit=limit, before=before, action=action)
    if call.as_json:
        for entry in entries:
            print_json(asdict(entry))
        return
    print_table((t("log.number"), t("log.when"), t("col.operator"), t("log.what"), t("log.records"), t("col.reason")),
                [(str(e.number), e.recorded_at[:16].replace("T", " "), e.operator, e.action_label, str(e.records),
                  t("log.undone_by", number=e.undone_by) if e.undone_by else e.reason) for e in entries])
    say(t("records.shown", count=len(entries)))


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
