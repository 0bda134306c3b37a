"""`aixin request`: what families ask for by law, the answers, and erasing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from aixin_tui.cli.admin import a
from aixin_tui.cli.call import DAY, Call, reads, writes
from aixin_tui.cli.language import lang, t
from aixin_tui.cli.output import print_json, print_table, problem_data, say, say_problems
from aixin_tui.domain.kinds import PERSONS
from aixin_tui.texts import label

command = click.Group(name="request", help=t("request.help"), no_args_is_help=True)

_RIGHTS, _ANSWERS = ("view", "copy", "correct", "erase"), ("granted", "partly", "refused")


def _word(part: str, key: str) -> str:
    return label(f"erase.{part}_{key}", lang()) if key else ""


@command.command("add", help=a("request_add"))
@click.argument("right", type=click.Choice(_RIGHTS))
@click.argument("person", metavar=t("id_name"))
@click.option("--kind", type=click.Choice(PERSONS), default="child", help=a("person_kind"))
@click.option("--asked-by", default="", help=a("asked_by"))
@click.option("--relation", default="", help=a("relation"))
@click.option("--on", "asked_on", type=DAY, metavar=t("day"), help=a("asked_on"))
@click.option("--note", default="", help=a("note"))
@writes
def add(call: Call, right: str, person: str, kind: str, asked_on: date | None, **told: str) -> None:
    """Take a request down."""
    from aixin_tui.services.requests import AddRequest, Right, add_request

    order = AddRequest(Right(right), kind, call.one_id(kind, person),
                       asked_on=asked_on.isoformat() if asked_on else "", **told)
    result = add_request(call.desk, call.who, order)
    due = result.records[0].text("due_on") if result.done and result.records else ""
    call.finish(result, said="request.added", due=due, id=result.records[0].id if due else "")


@command.command("list", help=a("request_list"))
@click.option("--open", "open_only", is_flag=True, help=a("open_only"))
@reads
def list_all(call: Call, open_only: bool) -> None:
    """List requests, those that wait first."""
    from aixin_tui.services.requests import list_requests

    found = list_requests(call.desk, call.who, open_only=open_only)
    if call.as_json:
        for line in found:
            print_json(asdict(line))
        return
    print_table((a("id"), a("right"), a("name"), a("asked_by_title"), a("asked"), a("due"), a("answer")),
                [(one.id, _word("right", one.right), one.name or a("erased"), one.asked_by, one.asked_on,
                  a("overdue", day=one.due_on) if one.is_late else one.due_on, _word("answer", one.answer))
                 for one in found])


@command.command("show", help=a("request_show"))
@click.argument("request", metavar=t("id_name"))
@reads
def show(call: Call, request: str) -> None:
    """Show one request with its answer."""
    from aixin_tui.services.requests import request_line

    line = request_line(call.desk, call.who, request)
    if line is None:
        say(t("not_found", id=request))
        call.stop(refused=True)
        return
    if call.as_json:
        print_json(asdict(line))
        return
    for title, value in ((a("right"), _word("right", line.right)), (a("name"), line.name or a("erased")),
                         (a("asked_by_title"), " ".join(filter(None, (line.asked_by, line.relation)))),
                         (a("asked"), line.asked_on), (a("due"), line.due_on), (a("note_title"), line.note),
                         (a("answer"), _word("answer", line.answer)), (a("answered"), line.answered_on),
                         (t("col.reason"), line.reason)):
        if value:
            click.echo(f"{title}: {value}")


@command.command("answer", help=a("request_answer"))
@click.argument("request", metavar=t("id_name"))
@click.argument("answer", type=click.Choice(_ANSWERS))
@click.option("--reason", default="", help=a("answer_reason"))
@writes
def answer_one(call: Call, request: str, answer: str, reason: str) -> None:
    """Answer a request in writing."""
    from aixin_tui.services.requests import Answer, AnswerRequest, answer_request

    result = answer_request(call.desk, call.who, AnswerRequest(request, Answer(answer), reason))
    call.finish(result, said="request.answered")


@command.command("erase", help=a("request_erase"))
@click.argument("person", metavar=t("id_name"))
@click.option("--kind", type=click.Choice(PERSONS), default="child", help=a("person_kind"))
@click.option("--reason", default="", help=a("erase_reason"))
@click.option("--confirm", default="", metavar=a("name"), help=a("confirm"))
@click.option("--request", "request", default="", metavar=t("id_name"), help=a("of_request"))
@writes
def erase(call: Call, person: str, kind: str, reason: str, confirm: str, request: str) -> None:
    """List what an erasure takes away and what stays; with the name repeated, erase."""
    from aixin_tui.services.erasing import ErasePerson, erase_person, plan_erasure

    record_id = call.one_id(kind, person)
    plan = plan_erasure(call.desk, call.who, kind, record_id)
    if not call.as_json:
        rows = [(a("goes"), line.label, str(line.count), "") for line in plan.goes]
        rows += [(a("stays"), line.label, str(line.count), line.why) for line in plan.stays]
        if rows:
            print_table((a("fate"), a("what"), a("count"), t("col.reason")), rows, whole_last=True)
        for line in plan.outside:
            say(a("outside", what=line))
    if not confirm:
        if call.as_json:
            print_json({"kind": plan.kind, "id": plan.id, "goes": [asdict(line) for line in plan.goes],
                        "stays": [asdict(line) for line in plan.stays], "outside": list(plan.outside),
                        "problems": [problem_data(problem) for problem in plan.problems]})
        else:
            say_problems(plan.problems)
            say(a("say_again"))
        call.stop(refused=True)
        return
    result = erase_person(call.desk, call.who, ErasePerson(kind, record_id, reason, confirm, request))
    call.finish(result, said="request.erased")
