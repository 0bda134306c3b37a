"""`aixin event`: what happened once for many, with a share for each child."""

from __future__ import annotations

import click

from aixin_tui.cli.call import Call, pairs_of, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, say
from aixin_tui.services.desk import Result

command = click.Group(name="event", help=t("event.help"), no_args_is_help=True)


@command.command("add", help=t("event.add"))
@click.argument("settings", nargs=-1, required=True, metavar=t("settings_name"))
@click.option("--child", "children", multiple=True, metavar=t("child_name"), help=t("event.child"))
@writes
@click.pass_context
def add(ctx: click.Context, call: Call, settings: tuple[str, ...], children: tuple[str, ...]) -> None:
    """Record an event and who took part, in one act."""
    from aixin_tui.services.care import AddEvent, add_event
    from aixin_tui.services.entering import values_of

    typed = pairs_of(settings, ctx)
    values, problems = values_of(call.desk.province, call.names, "event", typed)
    if problems:
        call.finish(Result(problems=problems))
        return
    ids = tuple(call.one_id("child", child) for child in children)
    call.finish(add_event(call.desk, call.who, AddEvent(values, ids)), said="event.added", count=len(ids))


@command.command("list", help=t("event.list"))
@reads
def list_events(call: Call) -> None:
    """List the events with the number of children who took part."""
    from aixin_tui.services.scope import record_of

    snapshot = call.names
    seen = (event for event in snapshot.of("event") if record_of(call.desk, call.who, "event", event.id))
    found = sorted(seen, key=lambda event: event.text("date"))
    lines = [(e, call.in_words("event", e.id), len(snapshot.linked("activity", "event", e.id))) for e in found]
    if call.as_json:
        for event, values, children in lines:
            print_json({"id": event.id, "kind": "event", **values, "children": children})
        return
    print_table((t("col.day"), t("col.name"), t("col.kind"), t("event.children"), t("col.id")),
                [(e.text("date"), e.text("name"), v.get("kind", ""), str(n), e.id) for e, v, n in lines])
    say(t("records.shown", count=len(lines)))
