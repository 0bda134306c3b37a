"""`aixin operator`: who may do what in this workspace."""

from __future__ import annotations

from dataclasses import asdict

import click

from aixin_tui.cli.call import Call, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import listed, print_json, print_table
from aixin_tui.services.desk import Role

command = click.Group(name="operator", help=t("operator.help"), no_args_is_help=True)

RIGHTS = ("incident", "counselling", "legal_help", "mandatory_report")


@command.command("add", help=t("operator.add"))
@click.argument("user", metavar=t("operator.user"))
@click.option("--division", default="", metavar=t("code"), help=t("operator.division"))
@click.option("--role", type=click.Choice([role.value for role in Role]), default="recorder", help=t("operator.role"))
@click.option("--right", "rights", multiple=True, type=click.Choice(RIGHTS), help=t("operator.right"))
@writes
def add(call: Call, user: str, division: str, role: str, rights: tuple[str, ...]) -> None:
    """Enter an operator, or change one."""
    from aixin_tui.services.operators import AddOperator, add_operator

    command_ = AddOperator(user, division, Role(role), frozenset(rights))
    call.finish(add_operator(call.desk, call.who, command_), said="operator.added", user=user)


@command.command("list", help=t("operator.list"))
@reads
def list_all(call: Call) -> None:
    """List the operators."""
    from aixin_tui.services.operator_list import list_operators

    found = list_operators(call.desk, call.who)
    if call.as_json:
        for operator in found:
            print_json(asdict(operator))
        return
    print_table((t("operator.user_title"), t("col.place"), t("operator.role_title"), t("operator.rights")),
                [(o.user, o.place, t(f"role.{o.role.value}"), listed(sorted(o.rights))) for o in found])


@command.command("disable", help=t("operator.disable"))
@click.argument("user", metavar=t("operator.user"))
@writes
def disable(call: Call, user: str) -> None:
    """Disable an operator."""
    from aixin_tui.services.operators import DisableOperator, disable_operator

    call.finish(disable_operator(call.desk, call.who, DisableOperator(user)), said="operator.disabled", user=user)
