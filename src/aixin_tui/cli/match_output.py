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


def print_run(call: Call, found: Any, *, refused: bool = False) -> None:
    """Print what a run came to, and end with 1 where something stops it, or is refused beside it."""
    if call.as_json:
        for row in run_lines(found):
            print_json(row)
        call.stop(refused=refused or any(problem.stops for problem in found.problems))
        return
    stopped = say_problems(found.problems)
    if found.proposals:
        titles = [_m(f"col_{name}") for name in ("child", "class", "mother", "tier", "points", "state", "id")]
        print_table(titles, (
            [one.child_name, one.class_label, one.mother_name, _m(f"near_{one.tier or 'elsewhere'}"),
             str(one.points), _state(one), one.id]
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
    if any(one.id and one.state == "offered" for one in found.proposals):
        say(_m("then_ask"))
    call.stop(refused=refused or stopped)


def _state(one: Any) -> str:
    """Say how an offer stands, and whether somebody holds it fixed."""
    return _m(f"state_{one.state}") + (f" {_m('fixed_mark')}" if one.is_fixed and one.state == "offered" else "")


def proposal_lines(found: Any) -> Iterator[dict[str, Any]]:
    """Give the proposals of a run as data, an object each."""
    for one in found.proposals:
        yield {
            "id": one.id, "child": one.child, "child_name": one.child_name, "loving_mother": one.loving_mother,
            "mother_name": one.mother_name, "role": one.role, "class": one.class_label, "tier": one.tier,
            "points": one.points,
            "terms": {term.key: term.points for term in one.terms}, "state": one.state,
            "held_for": list(one.held_for), "fixed": one.is_fixed, "by_hand": one.by_hand,
            "reasons": [reason.text(lang()) for reason in one.reasons],
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
        "difference": _difference_data(found.difference),
        "certificate": dict(found.certificate), "said": [one.text(lang()) for one in found.said],
        "problems": [problem_data(problem) for problem in found.problems],
    }


def _difference_data(told: Any) -> dict[str, Any] | None:
    """Give how a run differs from the offers that it let lapse as data."""
    if told is None:
        return None
    return {"kept": told.kept, "changed": told.changed, "new": told.new, "ended": told.ended, "children": [
        {"child": one.child, "before": one.before, "now": one.now, "why": one.why.value, "said": one.said.text(lang())}
        for one in told.changes]}


def explained_data(found: Any) -> dict[str, Any]:
    """Give why a child has its offer, or nobody, as data."""
    nxt = found.runner_up
    return {
        "child": found.child, "name": found.child_name, "state": found.state_label, "proposal": found.offer,
        "loving_mother": found.loving_mother, "mother_name": found.mother_name,
        "terms": {term.key: term.points for term in found.terms}, "load": found.load, "points": found.total,
        "runner_up": {"loving_mother": nxt.loving_mother, "name": nxt.name, "tier": nxt.tier,
                      "unmatched_more": list(nxt.unmatched), "points_more": nxt.points} if nxt else None,
        "reasons": [one.text(lang()) for one in found.reasons],
        "remedy": found.remedy.text(lang()) if found.remedy else "",
    }


def why_not_data(found: Any) -> dict[str, Any]:
    """Give why a child is not with a certain mother as data."""
    return {
        "child": found.child, "name": found.child_name, "loving_mother": found.loving_mother,
        "mother_name": found.mother_name, "kind": found.kind, "unmatched_more": list(found.unmatched),
        "points_more": found.points, "reasons": [one.text(lang()) for one in found.said],
        "remedies": [one.text(lang()) for one in found.remedies],
    }


def swapped_lines(found: Any) -> Iterator[str]:
    """Say the pairs before and after with their points, and what that comes to."""
    for key, pairs in (("swap_before", found.before), ("swap_after", found.after)):
        for one in pairs:
            near = _m(f"near_{one.tier or 'elsewhere'}")
            points = _m("points_of", points=one.points)
            yield f"{_m(key)}　{one.child_name} - {one.mother_name}　{near}　{points}"
    yield from (one.text(lang()) for one in found.said)


def swapped_data(found: Any) -> dict[str, Any]:
    """Give what a swap came to as data."""
    def rows(pairs: Any) -> list[dict[str, Any]]:
        return [{"id": one.id, "child": one.child, "child_name": one.child_name, "loving_mother": one.loving_mother,
                 "mother_name": one.mother_name, "tier": one.tier, "points": one.points} for one in pairs]

    return {"done": found.done, "act": found.receipt.number if found.receipt else None, "before": rows(found.before),
            "after": rows(found.after), "points_more": found.more,
            "problems": [problem_data(problem) for problem in found.problems]}
