"""`aixin case`: where a child's case stands, what each step lacks, and taking a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from aixin_tui.cli.call import DAY, Call, pairs_of, reads, writes
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import print_json, print_table, say
from aixin_tui.engine.spec.core import LIVING
from aixin_tui.services.casework import Advance, CaseExplained, Failing, advance, explain_case
from aixin_tui.services.desk import Result
from aixin_tui.texts import label

command = click.Group(name="case", help=t("case.help"), no_args_is_help=True)


@command.command("show", help=t("case.show"))
@click.argument("id_", metavar=t("id_name"))
@reads
def show(call: Call, id_: str) -> None:
    """Print the child's whole file: fields, states, pairs, consents, due items."""
    from aixin_tui.services.finding import child_file

    found = child_file(call.desk, call.who, call.one_id("child", id_))
    if found is None:
        say(t("not_found", id=id_))
        call.stop(refused=True)
        return
    values = call.in_words("child", found.id)
    if call.as_json:
        print_json({
            "id": found.id, "name": found.name, "place": found.place, "age": found.age, "values": values,
            "states": [asdict(line) for line in found.states],
            "pairings": [asdict(line) for line in found.pairings],
            "consents": dict(found.consent_states), "due": list(found.due), "missed": list(found.missed),
        })
        return
    from aixin_tui.cli.records import print_fields

    print_fields(call, "child", values)
    print_table((t("col.day"), t("col.state"), t("col.reason"), t("col.operator")),
                [(line.from_, line.label, line.reason, line.operator) for line in found.states])
    if found.pairings:
        print_table((t("col.number"), t("col.mother"), t("col.state"), t("col.from"), t("col.to")),
                    [(p.number, p.mother_name, p.state, p.started_on, p.ended_on) for p in found.pairings])


@command.command("explain", help=t("case.explain"))
@click.argument("id_", metavar=t("id_name"))
@click.option("--kind", type=click.Choice(LIVING), default="child", help=t("case.kind"))
@reads
def explain(call: Call, id_: str, kind: str) -> None:
    """Say for each step what it still lacks, whose rule that is and who can mend it. Exit 0 whatever is found."""
    from aixin_tui.services.finding import child_file

    record_id = call.one_id(kind, id_)
    found = explain_case(call.desk, call.who, record_id, kind=kind)
    if found is None:
        say(t("not_found", id=id_))
        call.stop(refused=True)
        return
    held = child_file(call.desk, call.who, record_id) if kind == "child" else None
    unpaired = held.not_paired_because if held else ()
    if call.as_json:
        print_json({**asdict(found), "not_paired_because": [asdict(one) for one in unpaired]})
        return
    print_explained(found)
    if unpaired:
        click.echo("  " + t("case.not_paired"))
        for one in unpaired:
            click.echo("    - " + failing_text(one))


def print_explained(found: CaseExplained) -> None:
    """Print a case and its steps in words."""
    click.echo(t("case.stands", name=found.name, state=found.state_label))
    for step in found.steps:
        mark = t("case.may") if step.allowed else t("case.may_not")
        click.echo(f"  {step.label} → {step.to_label}  {mark}".replace("→", ">"))
        for failing in step.failing:
            click.echo("    - " + failing_text(failing))
        if step.asks:
            click.echo("    " + label("life.asks", lang(), fields="、".join(name for _, name in step.asks)))


def failing_text(failing: Failing) -> str:
    """Write one guard that is not met as a line."""
    return t("case.failing", say=failing.say, who=failing.who_label, source=failing.source_label)


@command.command("advance", help=t("case.advance"))
@click.argument("id_", metavar=t("id_name"))
@click.argument("transition", metavar=t("step_name"))
@click.argument("settings", nargs=-1, metavar=t("settings_name"))
@click.option("--kind", type=click.Choice(LIVING), default="child", help=t("case.kind"))
@click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
@click.option("--reason", default="", help=t("reason"))
@writes
@click.pass_context
def advance_case(ctx: click.Context, call: Call, id_: str, transition: str, settings: tuple[str, ...], kind: str,
                 day: date | None, reason: str) -> None:
    """Take one step of a record's life."""
    take_step(call, kind, call.one_id(kind, id_), transition, day, reason, pairs_of(settings, ctx))


def take_step(call: Call, kind: str, record_id: str, transition: str, day: Any, reason: str,
              typed: Mapping[str, str] | None = None) -> None:
    """Take a step named by its key or its label, with the fields that are filled in together with it."""
    from aixin_tui.services.entering import values_of

    values: dict[str, Any] = {}
    if typed:
        values, problems = values_of(call.desk.province, call.names, kind, typed)
        if problems:
            call.finish(Result(problems=problems))
            return
    life = call.desk.province.lives.get(kind)
    steps = life.transitions.at() if life else ()
    key = next((step.key for step in steps if transition in (step.key, step.label)), transition)
    step = next((step for step in steps if step.key == key), None)
    chosen = call.desk.province.choices.get(step.reason) if step and step.reason else None
    if chosen is not None:
        reason = next((c.key for c in chosen.choices if reason in (c.key, c.label)), reason)
    result = advance(call.desk, call.who, Advance(record_id, key, kind=kind, day=day, reason=reason, values=values))
    call.finish(result, said="case.advanced")
