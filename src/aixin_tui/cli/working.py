"""What the nouns of papers with work under way share: listing them, and moving one on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from aixin_tui.cli.call import DAY, Call, pairs_of, reads, writes
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import print_json, print_table, say
from aixin_tui.cli.records import add_command, edit_command, show_command
from aixin_tui.services.due import DueLine
from aixin_tui.services.work_list import WorkLine, WorkQuery, work_list
from aixin_tui.texts import label


def life(key: str, /, **values: Any) -> str:
    """Give a label of lives and lists of work in the language of the call."""
    return label(f"life.{key}", lang(), **values)


def work_group(kind: str, noun: str, *, moves: bool = True) -> click.Group:
    """Make the group of commands for a kind whose papers have to be seen through: list, show, add, edit, move."""
    group = click.Group(name=noun, help=t(f"{noun}.help"), no_args_is_help=True)
    for command in (list_command(kind, t(f"{noun}.list")), show_command(kind), add_command(kind), edit_command(kind)):
        group.add_command(command)
    if moves:
        group.add_command(move_command(kind, t(f"{noun}.move")))
    return group


def list_command(kind: str, told: str) -> click.Command:
    """Make the command that lists papers of a kind; `told` is its line of help."""

    @click.command("list", help=told)
    @click.argument("child", default="", metavar=t("child_optional"))
    @click.option("--state", "states", multiple=True, help=t("records.state"))
    @click.option("--open", "open_only", is_flag=True, help=life("open_help"))
    @click.option("--overdue", "late_only", is_flag=True, help=life("overdue_help"))
    @click.option("--with", "party", default="", metavar=life("party_name"), help=life("party_help"))
    @click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
    @reads
    def command(call: Call, child: str, states: tuple[str, ...], open_only: bool, late_only: bool, party: str,
                scope: str) -> None:
        query = WorkQuery(kind, call.one_id("child", child) if child else "", scope, states_of(call, kind, states),
                          _party(call, kind, party), open_only, late_only)
        print_work(call, work_list(call.desk, call.who, query))

    return command


def states_of(call: Call, kind: str, typed: Iterable[str]) -> tuple[str, ...]:
    """Read states by key or label.

    Raises:
        click.UsageError: the life has no such state; those that it has are named.
    """
    known = call.desk.province.lives.get(kind)
    words = {word: state.key for state in (known.states.at() if known else ()) for word in (state.key, state.label)}
    found = []
    for word in typed:
        if word not in words:
            raise click.UsageError(life("no_state", state=word, states="、".join(dict.fromkeys(words))), call.ctx)
        found.append(words[word])
    return tuple(found)


def _party(call: Call, kind: str, typed: str) -> str:
    if not typed:
        return ""
    from aixin_tui.services.entering import values_of

    field = {"referral": "department", "micro_wish": "loving_mother", "care_plan": "scope"}.get(kind)
    if field is None:
        return typed
    values, problems = values_of(call.desk.province, call.names, kind, {field: typed})
    if problems:
        raise click.UsageError(life("no_party", party=typed), call.ctx)
    return str(values[field])


def print_work(call: Call, lines: Iterable[WorkLine]) -> None:
    """Print papers: with `--json` one object a line, else a table; what is past its day is marked."""
    held = list(lines)
    if call.as_json:
        for line in held:
            print_json(asdict(line))
        return
    if held:
        titles = (t("col.day"), life("about"), life("what"), life("party"), t("col.state"), life("until"), t("col.id"))
        print_table(titles, [(one.date, one.about, one.what, one.party, one.state_label,
                              life("past", day=one.until) if one.is_late else one.until, one.id) for one in held])
    say(life("listed", count=len(held), late=sum(one.is_late for one in held)))


def print_due(call: Call, lines: Iterable[DueLine]) -> None:
    """Print whose paper is due or was missed."""
    held = list(lines)
    if call.as_json:
        for line in held:
            print_json(asdict(line))
        return
    if held:
        words = {"due": life("is_due"), "missed": life("is_missed")}
        print_table((life("duty"), life("about"), t("col.place"), t("col.state"), life("until")),
                    [(one.label, one.child_name or one.mother_name, one.place, words.get(one.status, one.status),
                      one.slot_to) for one in held])
    say(t("records.shown", count=len(held)))


def print_incomplete(call: Call, kind: str, scope: str) -> None:
    """Print the files of a kind that are not complete, each with the fields that it lacks [QH-12]."""
    from aixin_tui.services.data_quality import data_quality

    found = data_quality(call.desk, call.who, scope, kind=kind)
    if call.as_json:
        for one in found.incomplete:
            print_json(asdict(one))
        return
    if found.incomplete:
        print_table((t("col.name"), t("col.place"), life("lacks"), life("days_ago"), t("col.id")),
                    [(one.name, one.place, "、".join(one.lacks), str(one.days), one.id) for one in found.incomplete])
    for place in found.places:
        share = "-" if place.percent is None else f"{place.percent:.1f}%"
        say(life("quality", place=place.place, on_file=place.on_file, share=share, days=place.days,
                 conflicts=place.conflicts))


def move_command(kind: str, told: str) -> click.Command:
    """Make the command that takes a step of a paper's life, with what is filled in together with it."""

    @click.command("move", help=told)
    @click.argument("id_", metavar=t("id_name"))
    @click.argument("transition", metavar=t("step_name"))
    @click.argument("settings", nargs=-1, metavar=t("settings_name"))
    @click.option("--day", type=DAY, metavar=t("day"), help=t("on_day"))
    @click.option("--reason", default="", help=t("reason"))
    @writes
    @click.pass_context
    def command(ctx: click.Context, call: Call, id_: str, transition: str, settings: tuple[str, ...],
                day: date | None, reason: str) -> None:
        from aixin_tui.cli.case import take_step

        take_step(call, kind, call.one_id(kind, id_), transition, day, reason, pairs_of(settings, ctx))

    return command
