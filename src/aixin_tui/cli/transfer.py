"""`aixin transfer`: children who go to another office, until its receipt has come."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from aixin_tui.cli.call import DAY, Call, reads, writes
from aixin_tui.cli.consent import say_ending, show_ending
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, say, say_problems
from aixin_tui.cli.pair_life import words
from aixin_tui.services.desk import Result

command = click.Group(name="transfer", help=t("transfer.help"), no_args_is_help=True)


@command.command("send", help=words("send_help"))
@click.argument("children", nargs=-1, required=True, metavar=t("child_name"))
@click.option("--to", required=True, metavar=t("code"), help=words("send_to_help"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@click.option("--authority", default="", help=words("authority_help"))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=words("out_help"))
@click.option("--passphrase-file", type=click.Path(path_type=Path), help=words("passphrase_file_help"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def send(call: Call, children: tuple[str, ...], to: str, day: date | None, reason: str, authority: str,
         out: Path | None, passphrase_file: Path | None, dry_run: bool) -> None:
    """Write the encrypted file for the other office and mark the children as in transfer."""
    from aixin_tui.exchange.transfer_file import check_sending, send_and_write, usual_name
    from aixin_tui.services.transferring import SendTransfer, what_transfer_ends

    on = (day or call.who.today).isoformat()
    command_ = SendTransfer(tuple(call.one_id("child", one) for one in children), to, on, reason, authority)
    shown = what_transfer_ends(call.desk, call.who, command_.children, day)
    if dry_run and call.as_json:
        for one in shown:
            print_json(asdict(one))
        return
    for one in shown if not call.as_json else ():
        say(words("on_receipt", child=one.child_name, place=one.place))
        say_ending(one.ending)
    path = out or Path(usual_name(to, on))
    early = [problem for problem in check_sending(call.desk, call.who, command_, path) if problem.stops]
    if early:
        call.finish(Result(problems=tuple(early)))
    if early or dry_run:
        return
    passphrase = _passphrase(call, passphrase_file, twice=True)
    result = send_and_write(call.desk, call.who, command_, path, passphrase)
    call.finish(result, said="transfer.sent", file=path.name)


@command.command("look", help=words("look_help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--passphrase-file", type=click.Path(path_type=Path), help=words("passphrase_file_help"))
@reads
def look(call: Call, file: Path, passphrase_file: Path | None) -> None:
    """Say what a transfer's file holds; needs no workspace."""
    from aixin_tui.exchange.transfer_file import open_transfer_file
    from aixin_tui.services.transfer_contents import summaries

    found = open_transfer_file(file, _passphrase(call, passphrase_file, twice=False))
    if say_problems(found.problems):
        call.stop(refused=True)
        return
    whole = found.contents
    if call.as_json:
        for one in summaries(whole):
            print_json(asdict(one))
        return
    sender = whole.get("from") or {}
    click.echo(words("file_head", name=sender.get("name", ""), to=whole.get("to", ""), on=whole.get("on", "")))
    print_table((t("col.name"), t("col.born"), t("col.place"), *(words(f"part_{part}") for part in _SHOWN)),
                [(one.name, one.birth_date, one.division_code, *(str(one.counts[part]) for part in _SHOWN))
                 for one in summaries(whole)])


#: Parts whose numbers are shown.
_SHOWN = ("guardians", "visits", "consents", "pairings", "activities", "wishes")


@command.command("list", help=words("list_help"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@click.option("--all", "everything", is_flag=True, help=words("list_all_help"))
@reads
def list_sent(call: Call, scope: str, everything: bool) -> None:
    """List the children in transfer."""
    from aixin_tui.services.transferring import list_transfers

    lines = list_transfers(call.desk, call.who, scope, everything=everything)
    if call.as_json:
        for line in lines:
            print_json(asdict(line))
        return
    print_table((t("col.child"), t("col.place"), words("col_to"), words("col_sent"), t("col.state"), t("col.to")),
                [(one.child_name, one.place, one.to_name, one.sent_on, one.state_label, one.closed_on)
                 for one in lines])
    say(t("records.shown", count=len(lines)))


@command.command("confirm", help=words("confirm_help"))
@click.argument("child", metavar=t("child_name"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--receipt", default="", help=words("receipt_help"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def confirm(call: Call, child: str, day: date | None, receipt: str, dry_run: bool) -> None:
    """Close the file of a child whom the other office has taken over; what ends is shown first."""
    from aixin_tui.services.closing import what_close_ends
    from aixin_tui.services.transferring import ConfirmTransfer, confirm_transfer

    child_id = call.one_id("child", child)
    if show_ending(call, what_close_ends(call.desk, call.who, child_id, day), dry_run=dry_run):
        return
    command_ = ConfirmTransfer(child_id, day.isoformat() if day else "", receipt)
    call.finish(confirm_transfer(call.desk, call.who, command_), said="transfer.confirmed")


@command.command("cancel", help=words("cancel_help"))
@click.argument("child", metavar=t("child_name"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@writes
def cancel(call: Call, child: str, day: date | None, reason: str) -> None:
    """Take a child out of transfer: it stays."""
    from aixin_tui.services.transferring import CancelTransfer, cancel_transfer

    command_ = CancelTransfer(call.one_id("child", child), day.isoformat() if day else "", reason)
    call.finish(cancel_transfer(call.desk, call.who, command_), said="transfer.cancelled")


def _passphrase(call: Call, file: Path | None, *, twice: bool) -> str:
    """Read the passphrase from the first line of a file, else ask for it, twice where a file is written.

    Raises:
        click.UsageError: the file cannot be read.
    """
    if file is None:
        asked: str = click.prompt(words("passphrase"), hide_input=True, err=True,
                                  confirmation_prompt=words("passphrase_again") if twice else False)
        return asked
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(words("no_passphrase_file", name=file.name), call.ctx) from error
    return lines[0].strip() if lines else ""
