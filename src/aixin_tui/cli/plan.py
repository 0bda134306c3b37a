"""`aixin plan`: plans for a child, a pair or a household (一人一策、一对一策、一户一策)."""

from __future__ import annotations

from typing import Any

import click

from aixin_tui.cli.call import Call, reads
from aixin_tui.cli.language import t
from aixin_tui.cli.records import add_command, edit_command, show_command
from aixin_tui.cli.working import life, print_due, print_work
from aixin_tui.services.household_plan import PLAN, home, plan_values, plans_due
from aixin_tui.services.work_list import WorkQuery, work_list

command = click.Group(name="plan", help=t("plan.help"), no_args_is_help=True)
command.add_command(add_command(PLAN, known=plan_values))
command.add_command(show_command(PLAN))
command.add_command(edit_command(PLAN))


@command.command("list", help=t("plan.list"))
@click.argument("child", default="", metavar=t("child_optional"))
@click.option("--scope", "scopes", type=click.Choice(["child", "pairing", "household"]), help=life("scope_help"))
@click.option("--household", default="", metavar=t("id_name"), help=life("household_help"))
@click.option("--overdue", "late_only", is_flag=True, help=life("review_help"))
@click.option("--due", is_flag=True, help=life("due_help"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@reads
def list_plans(call: Call, child: str, scope: str, scopes: str | None, household: str, **only: Any) -> None:
    """List plans; with `--due` those whose plan, or its review, is due or was missed."""
    if only["due"]:
        print_due(call, plans_due(call.desk, call.who, scope))
        return
    named = call.one_id("household", household) if household else ""
    children = [one.id for one in found.children] if named and (found := home(call.desk, call.who, named)) else []
    query = WorkQuery(PLAN, call.one_id("child", child) if child else "", scope, party=scopes or "",
                      late_only=only["late_only"])
    lines = work_list(call.desk, call.who, query)
    if named:
        kept = {record.id for record in call.names.linked(PLAN, "household", named)}
        lines = tuple(line for line in lines if line.id in kept or line.child in children)
    print_work(call, lines)
