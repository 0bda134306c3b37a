"""`aixin match`: proposals for a division, what becomes of each, and neutral files for checking the method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.call import Call, lang, reads, writes
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.output import print_json, print_table, problem_data, say, say_problems, shown
from aixin_tui.texts import label

command = click.Group(name="match", help=t("match.help"), no_args_is_help=True)


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


@command.command("run", help=_m("run_help"))
@click.argument("division", default="", metavar="[CODE]")
@click.option("--seed", type=int, default=0, help=_m("seed_help"))
@click.option("--dry-run", is_flag=True, help=_m("dry_run_help"))
@writes
def run(call: Call, division: str, seed: int, dry_run: bool) -> None:
    """Propose a pair for every waiting child of a division."""
    from aixin_tui.services.matching import RunMatch, run_match

    _print_run(call, run_match(call.desk, call.who, RunMatch(division, seed, dry_run)))


@command.command("show", help=_m("show_help"))
@click.argument("run_id", default="", metavar="[RUN]")
@click.option("--proposals", is_flag=True, help=_m("proposals_help"))
@reads
def show(call: Call, run_id: str, proposals: bool) -> None:
    """Show a run and what became of its offers."""
    from aixin_tui.services.matching import show_run

    found = show_run(call.desk, call.who, run_id)
    if proposals and call.as_json:
        for row in _proposal_lines(found):
            print_json(row)
        return
    _print_run(call, replace(found, unmatched=(), said=()) if proposals else found)


@command.command("gaps", help=label("life.gaps_help", lang()))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@reads
def gaps(call: Call, scope: str) -> None:
    """List the villages with children without a pair, and how many places are free near them."""
    from dataclasses import asdict

    from aixin_tui.cli.working import life
    from aixin_tui.services.gaps import village_gaps

    found = village_gaps(call.desk, call.who, scope)
    if call.as_json:
        for gap in found:
            print_json(asdict(gap))
        return
    if found:
        titles = (t("col.place"), life("unpaired"), life("waiting"), life("free_in_village"), life("free_in_town"),
                  life("free_in_county"))
        print_table(titles, [(gap.place, str(len(gap.children)), str(gap.waiting), str(gap.free_in_village),
                              str(gap.free_in_town), str(gap.free_in_county)) for gap in found])
    say(life("gaps", villages=len(found), children=sum(len(gap.children) for gap in found)))


@command.command("explain", help=_m("explain_help"))
@click.argument("child", metavar=t("child_name"))
@reads
def explain(call: Call, child: str) -> None:
    """Say why a child has its offer, or nobody."""
    from aixin_tui.services.matching import explain_child

    found = explain_child(call.desk, call.who, call.one_id("child", child))
    if found is None:
        say(t("not_found", id=child))
        call.ctx.exit(REFUSED)
    if call.as_json:
        print_json({
            "child": found.child, "name": found.child_name, "state": found.state_label, "proposal": found.offer,
            "loving_mother": found.loving_mother, "mother_name": found.mother_name,
            "reasons": [one.text(lang()) for one in found.reasons],
            "remedy": found.remedy.text(lang()) if found.remedy else "",
        })
        return
    click.echo(f"{found.child_name}　{found.state_label}　{found.mother_name}".rstrip())
    for one in found.reasons:
        click.echo(f"  {one.text(lang())}")
    if found.remedy:
        click.echo(f"  → {found.remedy.text(lang())}")


@command.command("accept", help=_m("accept_help"))
@click.argument("proposal", default="", metavar="[ID]")
@click.option("--all", "all_of", is_flag=True, help=_m("accept_all_help"))
@click.option("--run", "run_id", default="", help=_m("run_id_help"))
@click.option("--from", "started_on", default="", metavar=t("day"), help=_m("started_help"))
@writes
def accept(call: Call, proposal: str, all_of: bool, run_id: str, started_on: str) -> None:
    """Accept one offer, or all of a run."""
    from aixin_tui.services.matching import Accept, AcceptAll
    from aixin_tui.services.matching import accept as accept_one
    from aixin_tui.services.matching import accept_all as accept_every

    if not all_of:
        if not proposal:
            raise click.UsageError(_m("proposal_help"), call.ctx)
        call.finish(accept_one(call.desk, call.who, Accept(_offer(call, proposal), started_on)), said="pair.added")
        return
    done = accept_every(call.desk, call.who, AcceptAll(run_id, started_on))
    if call.as_json:
        for key, result in done.results:
            print_json({"proposal": key, **call.answer(result)})
        print_json({"summary": True, "pairs": done.count, "offers": len(done.results),
                    "problems": [problem_data(problem) for problem in done.problems]})
        call.stop(refused=done.count < len(done.results) or bool(done.problems and not done.results))
        return
    stopped = say_problems(done.problems)
    say(_m("accepted", count=done.count))
    call.stop(refused=stopped or done.count < len(done.results))


@command.command("decline", help=_m("decline_help"))
@click.argument("proposal", metavar="ID")
@click.option("--by", type=click.Choice(["mother", "guardian", "child"]), required=True, help=_m("declined_by_help"))
@click.option("--reason", required=True, help=_m("reason_help"))
@writes
def decline(call: Call, proposal: str, by: str, reason: str) -> None:
    """Record that an offer came to nothing."""
    from aixin_tui.services.matching import Decline
    from aixin_tui.services.matching import decline as decline_one

    choices = call.desk.province.choices.get("decline_reasons")
    key = next((c.key for c in choices.choices if reason in (c.key, c.label)), reason) if choices else reason
    proposal = _offer(call, proposal)
    result = decline_one(call.desk, call.who, Decline(proposal, by, key))
    if result.done and not call.as_json:
        offer = call.desk.store.get("match_proposal", proposal)
        child = call.desk.store.get("child", offer.text("child")) if offer else None
        say(_m("declined", name=child.text("name") if child else ""))
    call.finish(result)


def _offer(call: Call, text: str) -> str:
    """Find the offer that an id stands for, or the one open offer of the child that is named.

    Raises:
        click.UsageError: no child, or more than one, is called so, or she has not just one open offer.
    """
    if call.names.get("match_proposal", text) is not None:
        return text
    child = call.one_id("child", text)
    linked = call.names.linked("match_proposal", "child", child)
    found = [offer.id for offer in linked if offer.text("state") == "offered"]
    if len(found) != 1:
        raise click.UsageError(_m("many_offers" if found else "no_offer", name=text, count=len(found)), call.ctx)
    return found[0]


def _print_run(call: Call, found: Any) -> None:
    if call.as_json:
        for row in _run_lines(found):
            print_json(row)
        call.stop(refused=bool(found.problems) and any(problem.stops for problem in found.problems))
        return
    stopped = say_problems(found.problems)
    if found.proposals:
        titles = [_m(f"col_{name}") for name in ("child", "class", "mother", "tier", "points", "state", "id")]
        print_table(titles, (
            [one.child_name, one.class_label, one.mother_name, _m(f"near_{one.tier or 'elsewhere'}"),
             str(one.points), _m(f"state_{one.state}"), one.id]
            for one in found.proposals
        ))
        for one in found.proposals:
            click.echo(f"{one.child_name} - {one.mother_name}")
            for reason in one.reasons:
                click.echo(f"  {reason.text(lang())}")
    for one in found.unmatched:
        click.echo(f"{one.child_name}　{shown(one.class_label)}　{one.reason.text(lang())}")
        click.echo(f"  → {one.remedy.text(lang())}")
    for one in found.said:
        say(one.text(lang()))
    call.stop(refused=stopped)


def _proposal_lines(found: Any) -> Iterator[dict[str, Any]]:
    """Give the proposals of a run as data, an object each."""
    for one in found.proposals:
        yield {
            "id": one.id, "child": one.child, "child_name": one.child_name, "loving_mother": one.loving_mother,
            "mother_name": one.mother_name, "role": one.role, "class": one.class_label, "tier": one.tier,
            "points": one.points,
            "terms": {term.key: term.points for term in one.terms}, "state": one.state,
            "held_for": list(one.held_for), "reasons": [reason.text(lang()) for reason in one.reasons],
        }


def _run_lines(found: Any) -> Iterator[dict[str, Any]]:
    """Give a run as data: an object a proposal, one an unmatched child, then the summary."""
    yield from _proposal_lines(found)
    for one in found.unmatched:
        yield {
            "unmatched": True, "child": one.child, "child_name": one.child_name, "class": one.class_label,
            "reason": one.reason.text(lang()), "remedy": one.remedy.text(lang()), "mothers": list(one.mothers),
        }
    yield {
        "summary": True, "run": found.run, "division": found.division, "done": found.done,
        "act": found.receipt.number if found.receipt else None,
        "proposals": len(found.proposals), "unmatched": len(found.unmatched), "lapsed": found.lapsed,
        "certificate": dict(found.certificate), "said": [one.text(lang()) for one in found.said],
        "problems": [problem_data(problem) for problem in found.problems],
    }


@command.command("solve", help=_m("solve_help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mode", type=click.Choice(["assign", "siblings", "n-plus-1", "stable"]), default=None,
              help=_m("mode_help"))
@click.option("--method", type=click.Choice(["joint", "rounds"]), default="joint", help=_m("method_help"))
@click.option("--seed", type=int, default=None, help=_m("seed_help"))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def solve(
    ctx: click.Context, file: Path, mode: str | None, method: str, seed: int | None, as_json: bool
) -> None:
    """Solve a neutral instance and print the answer with its certificate."""
    from aixin_tui.engine.matching.answer import NotAnInstanceError, answer_of

    del as_json  # the answer is one JSON document either way
    try:
        answer = answer_of(_document(ctx, file), mode or "", seed, method)
    except NotAnInstanceError as error:
        raise click.UsageError(_m("not_a_file", name=file.name, why=str(error)), ctx) from error
    print_json(answer)


@command.command("verify", help=_m("verify_help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("answer", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=t("json"))
@click.pass_context
def verify(ctx: click.Context, file: Path, answer: Path, as_json: bool) -> None:
    """Check an answer against its instance, without the solver: 0 where it is right, 1 where it is not."""
    from aixin_tui.engine.matching.answer import NotAnAnswerError, NotAnInstanceError, check_answer

    given = _document(ctx, file)
    try:
        verdict = check_answer(given, _document(ctx, answer))
    except NotAnInstanceError as error:
        raise click.UsageError(_m("not_a_file", name=file.name, why=str(error)), ctx) from error
    except NotAnAnswerError as error:
        raise click.UsageError(_m("not_a_file", name=answer.name, why=str(error)), ctx) from error
    if as_json:
        print_json({"right": verdict.is_right, "mode": verdict.mode, "gap": verdict.gap,
                    "faults": list(verdict.faults)})
    elif verdict.is_right:
        said = "right_stable" if verdict.mode == "stable" else "right_within" if verdict.gap else "right"
        say(_m(said, gap=verdict.gap))
    else:
        say(_m("wrong", why="；".join(verdict.faults)))
    ctx.exit(0 if verdict.is_right else REFUSED)


def _document(ctx: click.Context, file: Path) -> dict[str, Any]:
    import json

    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise click.UsageError(_m("not_a_file", name=file.name, why=type(error).__name__), ctx) from error
    if not isinstance(found, dict):
        raise click.UsageError(_m("not_a_file", name=file.name, why=type(found).__name__), ctx)
    return found
