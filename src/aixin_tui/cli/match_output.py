"""A run as the command line prints it: as a table with reasons, or as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from aixin_tui.cli.call import Call, lang
from aixin_tui.cli.output import print_json, print_table, problem_data, say, say_problems, shown
from aixin_tui.texts import label


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


def print_run(call: Call, found: Any) -> None:
    """Print what a run came to, and end with 1 where something stops it."""
    if call.as_json:
        for row in run_lines(found):
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


def proposal_lines(found: Any) -> Iterator[dict[str, Any]]:
    """Give the proposals of a run as data, an object each."""
    for one in found.proposals:
        yield {
            "id": one.id, "child": one.child, "child_name": one.child_name, "loving_mother": one.loving_mother,
            "mother_name": one.mother_name, "role": one.role, "class": one.class_label, "tier": one.tier,
            "points": one.points,
            "terms": {term.key: term.points for term in one.terms}, "state": one.state,
            "held_for": list(one.held_for), "reasons": [reason.text(lang()) for reason in one.reasons],
        }


def run_lines(found: Any) -> Iterator[dict[str, Any]]:
    """Give a run as data: an object a proposal, one an unmatched child, then the summary."""
    yield from proposal_lines(found)
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
