"""`aixin pair`: who is near and has a place; pairs made by hand, paused, ended, handed over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from aixin_tui.cli.call import DAY, Call, reads, writes
from aixin_tui.cli.consent import show_ending
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import print_json, print_table, say, say_problems
from aixin_tui.cli.pair_life import VERBS

if TYPE_CHECKING:
    from aixin_tui.services.matching.suggesting import Suggestion

command = click.Group(name="pair", help=t("pair.help"), no_args_is_help=True)
for verb in VERBS:
    command.add_command(verb)


@command.command("suggest", help=t("pair.suggest"))
@click.argument("child", metavar=t("child_name"))
@click.option("--limit", type=click.IntRange(1, 50), default=5, help=t("records.limit"))
@reads
def suggest_mothers(call: Call, child: str, limit: int) -> None:
    """Say who is near and has a place, with reasons; and whom a rule keeps away, with the rule and who can mend it."""
    from aixin_tui.services.matching.suggesting import suggest

    found = suggest(call.desk, call.who, call.one_id("child", child), limit=limit)
    if found is None:
        say(t("not_found", id=child))
        call.stop(refused=True)
        return
    if call.as_json:
        for row in (*found.rows, *found.blocked):
            print_json(_suggestion_data(row))
        return
    for row in found.rows:
        click.echo(t("pair.suggested", name=row.name, places=row.free_places))
        for reason in row.reasons:
            click.echo(f"    {reason.text(lang())}")
    for row in found.blocked:
        click.echo(t("pair.kept_away", name=row.name))
        for barrier in row.blocked_by:
            click.echo(t("pair.barrier", said=barrier.said.text(lang()), who=barrier.who_label))
    for told in (found.not_yet, found.reason_if_none, found.remedy_if_none):
        if told is not None:
            say(told.text(lang()))


def _suggestion_data(row: Suggestion) -> dict[str, Any]:
    return {
        "loving_mother": row.loving_mother, "name": row.name, "tier": row.tier, "free_places": row.free_places,
        "cost": row.cost, "reasons": [reason.text(lang()) for reason in row.reasons],
        "blocked_by": [{"rule": b.rule, "said": b.said.text(lang()), "who": b.who} for b in row.blocked_by],
        "held_for": list(row.held_for),
    }


@command.command("add", help=t("pair.add"))
@click.argument("child", metavar=t("child_name"))
@click.argument("mother", metavar=t("mother_name"))
@click.option("--role", type=click.Choice(["lead", "support"]), default="lead", help=t("pair.role"))
@click.option("--from", "started_on", default="", metavar=t("day"), help=t("pair.from"))
@click.option("--number", default="", help=t("pair.number"))
@click.option("--offer", is_flag=True, help=t("pair.offer"))
@writes
def add(call: Call, child: str, mother: str, role: str, started_on: str, number: str, offer: bool) -> None:
    """Pair a child with a mother by hand."""
    from aixin_tui.services.pairs.pairing import PairByHand, pair_by_hand

    command_ = PairByHand(call.one_id("child", child), call.one_id("loving_mother", mother), role=role,
                          started_on=started_on, confirmed=not offer, number=number)
    call.finish(pair_by_hand(call.desk, call.who, command_), said="pair.added")


@command.command("confirm", help=t("pair.confirm"))
@click.argument("proposal", metavar=t("id_name"))
@click.option("--from", "started_on", default="", metavar=t("day"), help=t("pair.from"))
@writes
def confirm(call: Call, proposal: str, started_on: str) -> None:
    """Turn an open offer into a pair."""
    from aixin_tui.services.pairs.pairing import AcceptProposal
    from aixin_tui.services.pairs.pairing import confirm as confirm_offer

    call.finish(confirm_offer(call.desk, call.who, AcceptProposal(proposal, started_on)), said="pair.added")


@command.command("end", help=t("pair.end"))
@click.argument("pairing", metavar=t("pair_name"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", required=True, help=t("reason"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def end(call: Call, pairing: str, day: date | None, reason: str, dry_run: bool) -> None:
    """End a pair; what ends with it is shown first."""
    from aixin_tui.services.pairs.ending import EndPairing, end_pairing, ending_refusals, what_pair_ends

    pairing_id = call.one_id("pairing", pairing)
    reason = key_of_choice(call, "end_reasons", reason)
    command_ = EndPairing(pairing_id, day.isoformat() if day else "", reason)
    if show_ending(call, what_pair_ends(call.desk, call.who, pairing_id, day), dry_run=dry_run):
        if say_problems(ending_refusals(call.desk, call.who, command_)):
            call.stop(refused=True)
        return
    call.finish(end_pairing(call.desk, call.who, command_), said="pair.ended")


def key_of_choice(call: Call, list_key: str, text: str) -> str:
    """Give the key of a choice named by key or label; the text itself if there is none (the service refuses it)."""
    choices = call.desk.province.choices.get(list_key)
    return next((c.key for c in choices.choices if text in (c.key, c.label)), text) if choices else text


@command.command("pause", help=t("pair.pause"))
@click.argument("pairing", metavar=t("pair_name"))
@click.option("--from", "from_", default="", metavar=t("day"), help=t("pair.pause_from"))
@click.option("--to", default="", metavar=t("day"), help=t("pair.pause_to"))
@click.option("--reason", required=True, help=t("reason"))
@writes
def pause(call: Call, pairing: str, from_: str, to: str, reason: str) -> None:
    """Pause a pair (暂离)."""
    from aixin_tui.services.pairs.pausing import PausePairing, pause_pairing

    command_ = PausePairing(call.one_id("pairing", pairing), from_, to, key_of_choice(call, "pause_reasons", reason))
    call.finish(pause_pairing(call.desk, call.who, command_), said="pair.paused")


@command.command("resume", help=t("pair.resume"))
@click.argument("pairing", metavar=t("pair_name"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@writes
def resume(call: Call, pairing: str, day: date | None) -> None:
    """End the open pause of a pair."""
    from aixin_tui.services.pairs.pausing import ResumePairing, resume_pairing

    command_ = ResumePairing(call.one_id("pairing", pairing), day.isoformat() if day else "")
    call.finish(resume_pairing(call.desk, call.who, command_), said="pair.resumed")


@command.command("list", help=t("pair.list"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@click.option("--all", "everything", is_flag=True, help=t("pair.all"))
@reads
def list_pairs(call: Call, scope: str, everything: bool) -> None:
    """List the pairs in force, or all with the ended ones."""
    from aixin_tui.services.pairs.listing import pair_lines

    lines = pair_lines(call.desk, call.who, scope=scope, include_ended=everything)
    if call.as_json:
        for line in lines:
            print_json(asdict(line))
        return
    print_table((t("col.number"), t("col.child"), t("col.mother"), t("col.place"), t("col.role"), t("col.state"),
                 t("col.from"), t("col.to")),
                [(p.number, p.child_name, p.mother_name, p.place, p.role_label, p.state_label, p.started_on, p.ended_on)
                 for p in lines])
    say(t("records.shown", count=len(lines)))


@command.command("debts", help=t("pair.debts"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@reads
def list_debts(call: Call, scope: str) -> None:
    """List the papers that pairs in force still owe, and the open questions."""
    from aixin_tui.services.pairs.pairing import all_debts

    owed = all_debts(call.desk, call.who, scope)
    if call.as_json:
        for debt in owed:
            print_json(asdict(debt))
        return
    print_table((t("col.number"), t("col.child"), t("col.mother"), t("pair.owed"), t("col.due")),
                [(d.number, d.child_name, d.mother_name, d.text, d.due_on) for d in owed])
    say(t("records.shown", count=len(owed)))
