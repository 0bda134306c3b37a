"""`aixin pair hand-over|lead|mistaken`: what becomes of a pair beside its end and its pauses."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import click

from aixin_tui.cli.call import DAY, Call, lang, reads, writes
from aixin_tui.cli.consent import show_ending
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, say
from aixin_tui.texts import label


def words(key: str, /, **values: Any) -> str:
    """Give a label of the area `move` in the language of the command."""
    return label(f"move.{key}", lang(), **values)


def carer_of(call: Call, text: str) -> dict[str, str]:
    """Find the mother, else the team, that a text names, as a command takes it."""
    snapshot = call.desk.store.snapshot()
    if snapshot.get("mother_team", text) or any(one.text("name") == text for one in snapshot.of("mother_team")):
        return {"mother_team": call.one_id("mother_team", text)}
    return {"loving_mother": call.one_id("loving_mother", text)}


@click.command("hand-over", help=words("hand_over_help"))
@click.argument("pairing", metavar=t("pair_name"))
@click.argument("mother", metavar=t("mother_name"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@click.option("--fresh", is_flag=True, help=words("fresh_help"))
@click.option("--number", default="", help=t("pair.number"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def hand_over(call: Call, pairing: str, mother: str, day: date | None, reason: str, fresh: bool, number: str,
              dry_run: bool) -> None:
    """Hand a child over: the old pair ends and the new one begins on the same day."""
    from aixin_tui.cli.pair import key_of_choice
    from aixin_tui.services.pairs.ending import what_pair_ends
    from aixin_tui.services.pairs.handing_over import HandOver
    from aixin_tui.services.pairs.handing_over import hand_over as hand

    pairing_id = call.one_id("pairing", pairing)
    if not call.as_json and not fresh:
        say(words("goes_along"))
    carer = carer_of(call, mother)  # first: a name that nobody has is said by a dry run too
    ending = what_pair_ends(call.desk, call.who, pairing_id, day)
    if show_ending(call, ending if fresh else replace(ending, plans=(), wishes=()), dry_run=dry_run):
        return
    command = HandOver(pairing_id, on=day.isoformat() if day else "", number=number, fresh=fresh,
                       reason=key_of_choice(call, "end_reasons", reason), **carer)
    result = hand(call.desk, call.who, command)
    call.finish(result, said="" if result.about.get("held") else "pair.handed_over")


@click.command("lead", help=words("lead_help"))
@click.argument("pairing", metavar=t("pair_name"))
@writes
def lead(call: Call, pairing: str) -> None:
    """Let a supporting pair lead; the one that led supports."""
    from aixin_tui.services.pairs.handing_over import TakeLead, take_lead

    call.finish(take_lead(call.desk, call.who, TakeLead(call.one_id("pairing", pairing))), said="pair.leads")


@click.command("mistaken", help=words("mistaken_help"))
@click.argument("pairings", nargs=-1, metavar=t("pair_name"))
@click.option("--run", "run_id", default="", metavar=t("id_name"), help=words("mistaken_run_help"))
@click.option("--reason", default="", help=t("reason"))
@click.option("--keep", is_flag=True, help=words("keep_help"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def mistaken(call: Call, pairings: tuple[str, ...], run_id: str, reason: str, keep: bool, dry_run: bool) -> None:
    """Void pairs that were confirmed by mistake; the children are back where they were."""
    from aixin_tui.services.pairs.mistaken import Mistaken, void_mistaken, what_is_mistaken

    if not pairings and not run_id:
        raise click.UsageError(words("which_pairs"), call.ctx)
    command = Mistaken(tuple(call.one_id("pairing", one) for one in pairings), run_id, reason, keep)
    shown = what_is_mistaken(call.desk, call.who, command)
    if dry_run and call.as_json:
        for one in shown:
            print_json(asdict(one))
        return
    for one in shown if not call.as_json else ():
        say(words("mistaken_pair", number=one.number, child=one.child_name, count=len(one.activities),
                  plans=len(one.plans)))
        for later in one.later:
            say(words("later_act", number=later.number, action=later.action_label,
                      at=later.recorded_at[:16].replace("T", " ")))
    if not dry_run:
        call.finish(void_mistaken(call.desk, call.who, command), said="pair.voided")


@click.command("again", help=words("again_help"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@reads
def again(call: Call, scope: str) -> None:
    """List the children whose pair has ended and who wait for another."""
    from aixin_tui.services.pairs.again import to_pair_again
    from aixin_tui.services.scope import narrowed
    from aixin_tui.services.viewing import view_of

    place = narrowed(call.who, scope)
    lines = to_pair_again(view_of(call.desk, call.who, scope=place), place)
    if call.as_json:
        for line in lines:
            print_json(asdict(line))
        return
    print_table((t("col.child"), t("col.from"), t("col.reason")),
                [(one.child_name, one.since, one.reason) for one in lines])
    say(t("records.shown", count=len(lines)))


#: What the noun `pair` takes in.
VERBS = (hand_over, lead, mistaken, again)
