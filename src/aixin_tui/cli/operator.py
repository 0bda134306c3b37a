"""`aixin operator`: who may do what in this workspace."""

from __future__ import annotations

from dataclasses import asdict

import click

from aixin_tui.cli.admin import a
from aixin_tui.cli.call import Call, reads, writes
from aixin_tui.cli.language import t
from aixin_tui.cli.output import listed, print_json, print_table, say
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
    print_table((t("operator.user_title"), t("col.place"), t("operator.role_title"), t("operator.rights"), a("state")),
                [(o.user, o.place, t(f"role.{o.role.value}"), _rights(o.rights),
                  a("disabled") if o.disabled else a("enabled")) for o in found])


def _rights(rights: frozenset[str]) -> str:
    return listed(a(f"right_{right}") for right in sorted(rights))


@command.command("show", help=a("operator_show"))
@click.argument("user", metavar=t("operator.user"))
@reads
def show(call: Call, user: str) -> None:
    """Show one operator."""
    from aixin_tui.services.operator_list import list_operators

    one = next((one for one in list_operators(call.desk, call.who) if one.user == user), None)
    if one is None:
        say(t("not_found", id=user))
        call.stop(refused=True)
    elif call.as_json:
        print_json(asdict(one))
    else:
        for title, value in ((t("operator.user_title"), one.user), (t("col.place"), one.place),
                             (t("operator.role_title"), t(f"role.{one.role.value}")),
                             (t("operator.rights"), _rights(one.rights)),
                             (a("state"), a("disabled") if one.disabled else a("enabled"))):
            click.echo(f"{title}: {value}")


@command.command("edit", help=a("operator_edit"))
@click.argument("user", metavar=t("operator.user"))
@click.option("--division", default=None, metavar=t("code"), help=t("operator.division"))
@click.option("--role", type=click.Choice([role.value for role in Role]), help=t("operator.role"))
@click.option("--right", "rights", multiple=True, type=click.Choice(RIGHTS), help=a("operator_right"))
@click.option("--no-rights", is_flag=True, help=a("operator_no_rights"))
@writes
def edit(call: Call, user: str, division: str | None, role: str | None, rights: tuple[str, ...],
         no_rights: bool) -> None:
    """Change what an operator may do; what is not named stays."""
    from aixin_tui.services.operators import EditOperator, edit_operator

    given = frozenset(rights) if rights or no_rights else None
    order = EditOperator(user, division, Role(role) if role else None, given)
    call.finish(edit_operator(call.desk, call.who, order), said="operator.edited", user=user)


@command.command("enable", help=a("operator_enable"))
@click.argument("user", metavar=t("operator.user"))
@writes
def enable(call: Call, user: str) -> None:
    """Let a disabled operator work again."""
    from aixin_tui.services.operators import EnableOperator, enable_operator

    call.finish(enable_operator(call.desk, call.who, EnableOperator(user)), said="operator.enabled", user=user)


@command.command("disable", help=t("operator.disable"))
@click.argument("user", metavar=t("operator.user"))
@writes
def disable(call: Call, user: str) -> None:
    """Disable an operator."""
    from aixin_tui.services.operators import DisableOperator, disable_operator

    call.finish(disable_operator(call.desk, call.who, DisableOperator(user)), said="operator.disabled", user=user)
