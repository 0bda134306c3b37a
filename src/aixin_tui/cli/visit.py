"""`aixin visit`: one paper of a visit at home, with its assessment and consents (入户)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from aixin_tui.cli.call import Call, pairs_of, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, say
from aixin_tui.domain.problem import Problem
from aixin_tui.domain.record import Record, members
from aixin_tui.services.desk import Result

command = click.Group(name="visit", help=t("visit.help"), no_args_is_help=True)


@command.command("add", help=t("visit.add"))
@click.argument("child", metavar=t("child_name"))
@click.argument("settings", nargs=-1, metavar=t("settings_name"))
@click.option("--assess", "assess", multiple=True, metavar=t("settings_name"), help=t("visit.assess"))
@click.option("--consent", "consents", multiple=True, metavar=t("visit.consent_name"), help=t("visit.consent"))
@writes
@click.pass_context
def add(ctx: click.Context, call: Call, child: str, settings: tuple[str, ...], assess: tuple[str, ...],
        consents: tuple[str, ...]) -> None:
    """Record what the paper holds and take the child's steps as far as the guards allow."""
    sit(call, child, pairs_of(settings, ctx), pairs_of(assess, ctx), [pairs_of(split_pairs(c), ctx) for c in consents])


def split_pairs(text: str) -> Iterable[str]:
    """Split `by=guardian,decision=agreed` at the commas that begin a new `FIELD=`."""
    parts: list[str] = []
    for piece in text.replace("，", ",").split(","):
        if "=" in piece or not parts:
            parts.append(piece)
        else:
            parts[-1] += "," + piece
    return parts


def sit(call: Call, child: str, visit: Mapping[str, str], assess: Mapping[str, str],
        consents: Iterable[Mapping[str, str]]) -> None:
    """Hand a paper to the service and print how far the child came."""
    from aixin_tui.services.sitting import Sitting, record_sitting

    problems: list[Problem] = []
    visit_values = _typed(call, "home_visit", visit, problems)
    assess_values = _typed(call, "assessment", assess, problems)
    consent_values = tuple(_typed(call, "consent", consent, problems) or {} for consent in consents)
    if problems:
        call.finish(Result(problems=tuple(problems)))
        return
    paper = Sitting(call.one_id("child", child), visit_values, assess_values, consent_values)
    result = record_sitting(call.desk, call.who, paper)
    if not call.as_json and result.done:
        _say_how_far(call, result)
    call.finish(result)


def _typed(call: Call, kind: str, given: Mapping[str, str], problems: list[Problem]) -> dict[str, Any] | None:
    from aixin_tui.services.entering import values_of

    if not given:
        return None
    values, found = values_of(call.desk.province, call.names, kind, given)
    problems += found
    return values


def _say_how_far(call: Call, result: Result) -> None:
    life = call.desk.province.lives["child"]
    state = life.states.get(str(result.about.get("state", "")))
    say(t("visit.added", state=state.label if state else ""))
    for failing in result.about.get("stopped_by", ()):
        from aixin_tui.cli.case import failing_text

        say("  - " + failing_text(failing))


@command.command("list", help=t("visit.list"))
@click.argument("child", default="", metavar=t("child_optional"))
@click.option("--attempts", is_flag=True, help=t("visit.attempts"))
@reads
def list_visits(call: Call, child: str, attempts: bool) -> None:
    """List visits; an attempt that met nobody is none, and is listed only when it is asked for."""
    print_of_child(call, "home_visit", child,
                   lambda visit: attempts or "nobody" not in members(visit.get("met")))


def print_of_child(call: Call, kind: str, child: str, keeps: Callable[[Record], bool] = lambda _: True,
                   more: Mapping[str, str] | None = None) -> None:
    """Print the records of a kind that name the child (of all children if empty), oldest first.

    `more` are fields that no form has, with their titles: they come last.
    """
    from aixin_tui.services.browsing import records_of_child

    child_id = call.one_id("child", child) if child else ""
    found = [record for record in records_of_child(call.desk, call.who, kind, child_id) if keeps(record)]
    titles = more or {}
    shown = [(record.id, {**call.in_words(kind, record.id), **{key: record.text(key) for key in titles}})
             for record in found]
    if call.as_json:
        for record_id, values in shown:
            print_json({"id": record_id, "kind": kind, **values})
        return
    fields = [f for f in call.desk.province.forms[kind].fields.at() if f.key != "child" or not child][:5]
    keys = [*(f.key for f in fields), *titles]
    print_table([t("col.id"), *(f.label for f in fields), *titles.values()],
                [[record_id, *(values.get(key, "") for key in keys)] for record_id, values in shown])
