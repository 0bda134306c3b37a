"""`aixin activity`: what was done for one child or many."""

from __future__ import annotations

import click

from aixin_tui.cli.call import Call, pairs_of, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.visit import print_of_child
from aixin_tui.domain.record import members
from aixin_tui.services.desk import Result

command = click.Group(name="activity", help=t("activity.help"), no_args_is_help=True)


@command.command("add", help=t("activity.add"))
@click.option("--child", "children", multiple=True, required=True, metavar=t("child_name"), help=t("activity.child"))
@click.argument("settings", nargs=-1, required=True, metavar=t("settings_name"))
@writes
@click.pass_context
def add(ctx: click.Context, call: Call, children: tuple[str, ...], settings: tuple[str, ...]) -> None:
    """Record the same thing done with each of these children."""
    from aixin_tui.services.care import AddActivity, add_activity
    from aixin_tui.services.entering import values_of

    typed = pairs_of(settings, ctx)
    values, problems = values_of(call.desk.province, call.names, "activity", typed)
    if problems:
        call.finish(Result(problems=problems))
        return
    ids = tuple(call.one_id("child", child) for child in children)
    call.finish(add_activity(call.desk, call.who, AddActivity(ids, values)), said="activity.added")


@command.command("list", help=t("activity.list"))
@click.argument("child", default="", metavar=t("child_optional"))
@click.option("--kind", default="", help=t("activity.kind"))
@reads
def list_activities(call: Call, child: str, kind: str) -> None:
    """List what was done."""
    print_of_child(call, "activity", child, lambda done: not kind or kind in members(done.get("kind")))
