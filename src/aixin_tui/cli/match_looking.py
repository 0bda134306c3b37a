"""`aixin match gaps|compare`: where somebody is lacking and what would help; the same records under another policy."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from aixin_tui.cli.call import Call, lang, reads
from aixin_tui.cli.failing import REFUSED
from aixin_tui.cli.language import t
from aixin_tui.cli.output import listed, print_json, print_table, problem_data, say, say_problems
from aixin_tui.domain.problem import Problem
from aixin_tui.texts import label


def _m(key: str, /, **values: Any) -> str:
    return label(f"match.{key}", lang(), **values)


@click.command("gaps", help=label("life.gaps_help", lang()))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@click.option("--by", type=click.Choice(["village", "remedy"]), default="village", help=_m("gaps_by_help"))
@reads
def gaps(call: Call, scope: str, by: str) -> None:
    """List the villages with children without a pair and the free places near them, or what would help whom."""
    if by == "remedy":
        _by_remedy(call, scope)
    else:
        _by_village(call, scope)


def _by_village(call: Call, scope: str) -> None:
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


def _by_remedy(call: Call, scope: str) -> None:
    from aixin_tui.services.matching import remedies

    found = remedies(call.desk, call.who, scope)
    for group in found:
        if call.as_json:
            print_json({
                "remedy": group.remedy, "rule": group.rule, "division_code": group.place, "place": group.place_name,
                "said": group.said.text(lang()), "needed": group.needed, "mothers": list(group.mothers),
                "by_class": dict(group.by_class),
                "children": [{"id": one.child, "name": one.child_name, "class": one.class_label}
                             for one in group.children],
            })
            continue
        counts = listed(_m("by_class_count", label=name, count=count) for name, count in group.by_class)
        click.echo(f"{group.place_name}　{counts}")
        click.echo(f"  → {group.said.text(lang())}")
        click.echo(f"  {listed(one.child_name for one in group.children)}")
    children = sum(len(group.children) for group in found)
    to_do = sum(group.remedy != "not_agreed" for group in found)
    say(_m("remedies_sum", children=children, groups=to_do) if found else _m("no_remedies"))


@click.command("compare", help=_m("compare_help"))
@click.option("--policy", type=click.Path(path_type=Path), required=True, help=_m("policy_help"))
@click.option("--in", "scope", default="", metavar=t("code"), help=t("records.scope"))
@click.option("--seed", type=int, default=0, help=_m("seed_help"))
@reads
def compare(call: Call, policy: Path, scope: str, seed: int) -> None:
    """Match the same records under another policy file, and say who fares differently; writes nothing."""
    from aixin_tui.services.matching import ComparePolicies, compare_policies

    province = _province_under(call, policy)
    found = compare_policies(call.desk, call.who, ComparePolicies(province, scope, seed))
    if found.problems or found.now is None or found.other is None:
        _refuse(call, found.problems)
        return
    if call.as_json:
        for one in found.changed:
            print_json({"child": one.child, "child_name": one.child_name, "change": one.kind, "before": one.before,
                        "after": one.after, "class_before": one.class_before, "class_after": one.class_after})
        print_json({"summary": True, "same": found.same, "now": asdict(found.now), "other": asdict(found.other)})
        return
    _print_outcomes(found)
    if found.changed:
        click.echo()
        titles = (_m("col_child"), _m("compare_changed"), _m("col_class"), _m("col_mother"))
        print_table(titles, [(one.child_name, _m(f"compare_{one.kind}"), _arrow(one.class_before, one.class_after),
                              _arrow(one.before, one.after)) for one in found.changed], whole_last=True)
    say(_m("compare_same", count=found.same))


def _arrow(before: str, after: str) -> str:
    if before == after:
        return before
    nobody = _m("compare_nobody")
    return _m("compare_from_to", before=before or nobody, after=after or nobody)


def _print_outcomes(found: Any) -> None:
    now, other = found.now, found.other
    rows = [(_m("compare_children"), now.children, other.children), (_m("compare_pairs"), now.pairs, other.pairs)]
    rows += [(_m("compare_left", label=_arrow(*names)), *counts) for names, counts in zip(
        zip(now.classes, other.classes, strict=True), zip(now.unmatched, other.unmatched, strict=True), strict=True)]
    nearness = ("village", "town", "county", "city", "province")
    rows += [(_m(f"near_{tier}"), *counts)
             for tier, counts in zip(nearness, zip(now.tiers, other.tiers, strict=True), strict=True) if any(counts)]
    rows.append((_m("compare_points"), now.points, other.points))
    print_table(("", _m("compare_now"), _m("compare_other")), [tuple(map(str, row)) for row in rows])


def _province_under(call: Call, policy: Path) -> Any:
    """Compile the workspace's province with another policy file, else say what is wrong with it and where."""
    from aixin_tui.bootstrap import registry_for

    try:
        data = policy.read_bytes()
    except OSError as error:
        raise click.UsageError(_m("not_a_file", name=policy.name, why=error.strerror or ""), call.ctx) from error
    key = call.desk.store.workspace.province
    compiled = registry_for(str(call.desk.store.workspace.path)).with_policy(key, data)
    own = f"{key}/policy.yaml"
    problems = tuple(replace(problem, place=replace(problem.place, file=policy.name)) if problem.place.file == own
                     else problem for problem in compiled.problems if problem.stops or problem.place.file == own)
    if compiled.province is None or any(problem.stops for problem in problems):
        _refuse(call, problems)
    return compiled.province


def _refuse(call: Call, problems: tuple[Problem, ...]) -> None:
    if call.as_json:
        for problem in problems:
            print_json({**problem_data(problem), "where": str(problem.place)})
    else:
        say_problems(problems)
    call.ctx.exit(REFUSED)
