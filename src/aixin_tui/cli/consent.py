"""`aixin consent`: what the guardian and the child say, and taking it back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from aixin_tui.cli.call import DAY, Call, pairs_of, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, say, shown
from aixin_tui.cli.visit import print_of_child, sit

if TYPE_CHECKING:
    from aixin_tui.services.withdrawing import Ending

command = click.Group(name="consent", help=t("consent.help"), no_args_is_help=True)


@command.command("add", help=t("consent.add"))
@click.argument("child", metavar=t("child_name"))
@click.argument("settings", nargs=-1, required=True, metavar=t("settings_name"))
@writes
@click.pass_context
def add(ctx: click.Context, call: Call, child: str, settings: tuple[str, ...]) -> None:
    """Record a decision: agreed or not agreed, by whom, when and how."""
    sit(call, child, {}, {}, [pairs_of(settings, ctx)])


@command.command("list", help=t("consent.list"))
@click.argument("child", default="", metavar=t("child_optional"))
@click.option("--decision", type=click.Choice(["agreed", "not_agreed"]), help=t("consent.decision"))
@click.option("--by", type=click.Choice(["guardian", "child"]), help=t("consent.by"))
@reads
def list_consents(call: Call, child: str, decision: str | None, by: str | None) -> None:
    """List decisions."""
    print_of_child(call, "consent", child,
                   lambda c: decision in (None, c.text("decision")) and by in (None, c.text("by")),
                   more={"withdrawn_on": t("consent.withdrawn_on")})


@command.command("withdraw", help=t("consent.withdraw"))
@click.argument("child", metavar=t("child_name"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def withdraw(call: Call, child: str, day: date | None, reason: str, dry_run: bool) -> None:
    """Take a consent back: what it ends is shown first."""
    from aixin_tui.services.withdrawing import Withdraw, what_ends, withdraw_consent

    child_id = call.one_id("child", child)
    if show_ending(call, what_ends(call.desk, call.who, child_id, day), dry_run=dry_run):
        return
    call.finish(withdraw_consent(call.desk, call.who, Withdraw(child_id, day, reason)), said="consent.withdrawn")


def show_ending(call: Call, ending: Ending, *, dry_run: bool) -> bool:
    """Show what would end, as data only when nothing else comes of it; gives whether that was all."""
    if dry_run and call.as_json:
        print_json(asdict(ending))
    elif not call.as_json:
        say_ending(ending)
    return dry_run


def say_ending(ending: Ending) -> None:
    """Tell what would end, and which pairs of the child go on."""
    for held in (*ending.pairings, *ending.offers, *ending.plans, *ending.wishes, *ending.duties):
        say("  - " + shown(held.text))
    for held in ending.going_on:
        say("  + " + t("consent.goes_on", what=shown(held.text)))
    if ending.is_empty:
        say(t("consent.ends_nothing"))
