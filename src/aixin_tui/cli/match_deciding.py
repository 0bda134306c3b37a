"""`aixin match accept|decline|swap|hold`: what a person decides about the offers of a run."""

from __future__ import annotations

from typing import Any

import click

from aixin_tui.cli.call import Call, lang, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.match_output import swapped_data, swapped_lines
from aixin_tui.cli.output import print_json, problem_data, say, say_problems
from aixin_tui.texts import label


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


@click.command("accept", help=_m("accept_help"))
@click.argument("proposal", default="", metavar="[ID]")
@click.option("--all", "all_of", is_flag=True, help=_m("accept_all_help"))
@click.option("--run", "run_id", default="", help=_m("run_id_help"))
@click.option("--from", "started_on", default="", metavar=t("day"), help=_m("started_help"))
@writes
def accept(call: Call, proposal: str, all_of: bool, run_id: str, started_on: str) -> None:
    """Accept one offer, or all of a run."""
    from aixin_tui.services.matching import Accept, AcceptAll
    from aixin_tui.services.matching import accept as accept_one
    from aixin_tui.services.matching import accept_all as accept_every

    if not all_of:
        if not proposal:
            raise click.UsageError(_m("proposal_help"), call.ctx)
        call.finish(accept_one(call.desk, call.who, Accept(offer_id(call, proposal), started_on)), said="pair.added")
        return
    done = accept_every(call.desk, call.who, AcceptAll(run_id, started_on))
    if call.as_json:
        for key, result in done.results:
            print_json({"proposal": key, **call.answer(result)})
        print_json({"summary": True, "pairs": done.count, "offers": len(done.results),
                    "problems": [problem_data(problem) for problem in done.problems]})
        call.stop(refused=done.count < len(done.results) or bool(done.problems and not done.results))
        return
    stopped = say_problems(done.problems)
    say(_m("accepted", count=done.count))
    call.stop(refused=stopped or done.count < len(done.results))


@click.command("decline", help=_m("decline_help"))
@click.argument("proposal", metavar="ID")
@click.option("--by", type=click.Choice(["mother", "guardian", "child"]), required=True, help=_m("declined_by_help"))
@click.option("--reason", required=True, help=_m("reason_help"))
@writes
def decline(call: Call, proposal: str, by: str, reason: str) -> None:
    """Record that an offer came to nothing."""
    from aixin_tui.services.matching import Decline
    from aixin_tui.services.matching import decline as decline_one

    choices = call.desk.province.choices.get("decline_reasons")
    key = next((c.key for c in choices.choices if reason in (c.key, c.label)), reason) if choices else reason
    proposal = offer_id(call, proposal)
    result = decline_one(call.desk, call.who, Decline(proposal, by, key))
    if result.done and not call.as_json:
        offer = call.desk.store.get("match_proposal", proposal)
        child = call.desk.store.get("child", offer.text("child")) if offer else None
        say(_m("declined", name=child.text("name") if child else ""))
    call.finish(result)


def offer_id(call: Call, text: str) -> str:
    """Find the offer that an id stands for, or the one open offer of the child that is named.

    Raises:
        click.UsageError: no child, or more than one, is called so, or she has not just one open offer.
    """
    if call.names.get("match_proposal", text) is not None:
        return text
    child = call.one_id("child", text)
    linked = call.names.linked("match_proposal", "child", child)
    found = [offer.id for offer in linked if offer.text("state") == "offered"]
    if len(found) != 1:
        raise click.UsageError(_m("many_offers" if found else "no_offer", name=text, count=len(found)), call.ctx)
    return found[0]


@click.command("swap", help=_m("swap_help"))
@click.argument("proposal", metavar="ID")
@click.argument("other", metavar="ID|" + _m("col_mother"))
@click.option("--reason", default="", help=_m("swap_reason_help"))
@click.option("--dry-run", is_flag=True, help=_m("dry_run_help"))
@writes
def swap(call: Call, proposal: str, other: str, reason: str, dry_run: bool) -> None:
    """Exchange the mothers of two offers, or give one to another mother; says what that costs."""
    from aixin_tui.services.matching import SwapOffers, swap_offers

    offer, other_offer = offer_id(call, proposal), _other_offer(call, other)
    mother = "" if other_offer else call.one_id("loving_mother", other)
    found = swap_offers(call.desk, call.who, SwapOffers(offer, other_offer, mother, reason, dry_run))
    refused = not found.done and not (dry_run and found.is_possible)
    if call.as_json:
        print_json(swapped_data(found))
        call.stop(refused=refused)
        return
    for line in swapped_lines(found):
        if found.done:
            say(line)
        else:
            click.echo(line)
    say_problems(found.problems)
    if found.done or found.before:
        say(_m("swapped" if found.done else "swap_dry"))
    call.stop(refused=refused)


def _other_offer(call: Call, text: str) -> str:
    """Find the open offer that an id or a child's name stands for; empty where it names no child, so a mother."""
    from aixin_tui.services.entering import ids_named

    if call.names.get("match_proposal", text) is not None:
        return text
    is_mother = call.desk.store.get("loving_mother", text) is not None
    children = ids_named(call.names, "child", text)
    return "" if is_mother or not children else offer_id(call, text)


@click.command("hold", help=_m("hold_help"))
@click.argument("proposals", nargs=-1, required=True, metavar="ID...")
@click.option("--release", is_flag=True, help=_m("release_help"))
@writes
def hold(call: Call, proposals: tuple[str, ...], release: bool) -> None:
    """Hold open offers fixed, so that a run leaves them; or let go."""
    from aixin_tui.services.matching import HoldOffers, hold_offers

    offers = tuple(offer_id(call, text) for text in proposals)
    result = hold_offers(call.desk, call.who, HoldOffers(offers, release))
    if result.done and not call.as_json:
        say(_m("released" if release else "held_fixed", count=len(offers)))
    call.finish(result)


DECIDING = (accept, decline, swap, hold)
