"""`aixin mother leave|pause|resume`: all her pairs are shown first and settled in the same act."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from aixin_tui.cli.call import DAY, Call, writes
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import print_json, say, shown
from aixin_tui.cli.pair_life import words

if TYPE_CHECKING:
    from aixin_tui.services.stopping import Stopping

#: How many mothers are suggested for each child.
_SUGGESTED = 3


@click.command("leave", help=words("leave_help"))
@click.argument("mother", metavar=t("mother_name"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@click.option("--pair", "fates", multiple=True, metavar=words("fate_name"), help=words("fate_help"))
@click.option("--rest", default="", metavar=words("fate_only"), help=words("rest_help"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def leave(call: Call, mother: str, day: date | None, reason: str, fates: tuple[str, ...], rest: str,
          dry_run: bool) -> None:
    """Let a mother leave, each of her pairs ended or handed over."""
    _stop(call, "left", mother, day, reason, fates, rest, dry_run=dry_run)


@click.command("pause", help=words("pause_help"))
@click.argument("mother", metavar=t("mother_name"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--pair", "fates", multiple=True, metavar=words("fate_name"), help=words("fate_help"))
@click.option("--rest", default="keep", metavar=words("fate_only"), help=words("rest_help"))
@click.option("--dry-run", is_flag=True, help=t("consent.dry_run"))
@writes
def pause(call: Call, mother: str, day: date | None, fates: tuple[str, ...], rest: str, dry_run: bool) -> None:
    """Let a mother pause; her pairs go on unless they are settled otherwise, with a question who cares meanwhile."""
    _stop(call, "paused", mother, day, "", fates, rest, dry_run=dry_run)


@click.command("resume", help=words("resume_help"))
@click.argument("mother", metavar=t("mother_name"))
@click.option("--on", "day", type=DAY, metavar=t("day"), help=t("on_day"))
@writes
def resume(call: Call, mother: str, day: date | None) -> None:
    """Let a mother serve again."""
    from aixin_tui.cli.case import take_step

    take_step(call, "loving_mother", call.one_id("loving_mother", mother), "resume", day, "")


def _stop(call: Call, to: str, mother: str, day: date | None, reason: str, fates: tuple[str, ...], rest: str, *,
          dry_run: bool) -> None:
    from aixin_tui.cli.pair import key_of_choice
    from aixin_tui.engine.states import core_of
    from aixin_tui.services.stopping import StopService, stop_service, what_stops

    mother_id = call.one_id("loving_mother", mother)
    stakes = what_stops(call.desk, call.who, mother_id, day)
    if dry_run and call.as_json:
        print_json(asdict(stakes))
        return
    if not call.as_json:
        _show(call, stakes, suggests=dry_run)
    if dry_run:
        return
    life = call.desk.province.lives.get("loving_mother")
    for step in life.transitions.at() if life else ():
        if step.reason and core_of(call.desk.province, "loving_mother", step.to) == to:
            reason = key_of_choice(call, step.reason, reason)
    settled = {}
    for fate in fates:
        number, sign, what = fate.partition("=")
        if not sign:
            raise click.UsageError(t("no_equals", value=fate), call.ctx)
        settled[call.one_id("pairing", number)] = _fate(call, what)
    command = StopService(mother_id, to, day.isoformat() if day else "", reason, settled, _fate(call, rest))
    call.finish(stop_service(call.desk, call.who, command), said=f"mother.{to}")


def _fate(call: Call, text: str) -> str:
    """Read a fate: `end` or `keep` by key or word, else the mother who takes the child over."""
    for key in ("end", "keep"):
        if text in (key, words(f"fate_{key}")):
            return key
    return call.one_id("loving_mother", text) if text else ""


def _show(call: Call, stakes: Stopping, *, suggests: bool) -> None:
    from aixin_tui.services.matching.suggesting import suggest

    for pair in stakes.pairs:
        for held in (*pair.ending.pairings, *pair.ending.plans, *pair.ending.wishes, *pair.ending.duties):
            say("  - " + shown(held.text))
        found = suggest(call.desk, call.who, pair.child, limit=_SUGGESTED) if suggests else None
        for row in found.rows if found else ():
            say(words("could_take", name=row.name, why="；".join(one.text(lang()) for one in row.reasons[:2])))
    if stakes.offers:
        say(words("offers_lapse", count=len(stakes.offers)))


#: What the noun `mother` takes in.
VERBS = (leave, pause, resume)
