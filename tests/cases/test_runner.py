"""A case that does not come true is told with expected and actual; whatever it names is compared whole."""

from __future__ import annotations

from typing import Any

import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.engine.spec.case import Case, Expect, When
from aixin_tui.engine.spec.item import Origin
from aixin_tui.engine.states import path_to
from aixin_tui.provinces.registry import Registry
from aixin_tui.services.officials_cases.records import CaseRecords
from aixin_tui.services.officials_cases.running import run_case

CALL = {"child": "c1", "loving_mother": "m1", "pairing": "p1", "kind": ["contact_call"], "date": "2025-03-12"}
GIVEN: dict[str, tuple[dict[str, Any], ...]] = {
    "child": ({"id": "c1", "state": "paired"}, {"id": "c2", "state": "filed"}),
    "pairing": ({"id": "p1", "child": "c1", "loving_mother": "m1", "state": "in_force", "started_on": "2025-03-10"},),
    "activity": (CALL,),
}


def case(when: When | None = None, day: str = "2025-05-01", **expect: Any) -> Case:
    return Case(name="一句话", as_of=(day,), expect=(Expect(**expect),), given=GIVEN, when=when or When(),
                origin=Origin("cases/x.yaml", 3, 5))


@pytest.mark.parametrize(("right", "wrong", "actual"), [
    ({"missed": {"greeting": ("p1",)}}, {"missed": {"greeting": ()}}, "[p1]"),
    ({"due": {"letter": ("p1",)}}, {"due": {"letter": ("p1", "c1")}}, "[p1]"),
    ({"facts": {"c1": {"child.in_pair": "true"}}}, {"facts": {"c1": {"child.in_pair": "false"}}}, "[true]"),
    ({"facts": {"c1": {"child.categories": ["left_behind_child"]}}}, {"facts": {"c1": {"child.categories": []}}},
     "[left_behind_child]"),
    ({"figures": {"in_pair_now": "1"}}, {"figures": {"in_pair_now": "2"}}, "1名"),
    ({"figures": {"coverage": "50"}}, {"figures": {"coverage": "half"}}, "50.00%"),
    ({"figures": {"coverage": "50%"}}, {"figures": {"coverage": "100"}}, "50.00%"),
    ({"rows": {"roster.pairs": ()}}, {"rows": {"roster.pairs": ()}}, None),
])
def test_what_is_named_is_compared_whole(
    provinces: Registry, right: dict[str, Any], wrong: dict[str, Any], actual: str | None
) -> None:
    if actual is None:
        (found,) = run_case(case(**wrong), provinces["qinghai"])
        assert "c1" in str(found.values["actual"])
        return
    assert run_case(case(**right), provinces["qinghai"]) == ()
    (found,) = run_case(case(**wrong), provinces["qinghai"])
    assert (found.code, found.place.file, found.place.line) == (Code.CASE_001, "cases/x.yaml", 3)
    assert found.values["actual"] == actual


@pytest.mark.parametrize(("when", "right", "wrong"), [
    (When(advance="c2", by="assess"), {"state": "assessed"}, {"state": "filed"}),
    (When(advance="c2", by="assess"), {}, {"refused_by": ("visited",)}),
    (When(advance="c2", by="pair"), {"refused_by": ("RULE_002", "consent_in_force", "query_in_force")}, {}),
    (When(advance="c2", by="close", reason="other"), {"refused_by": ("RULE_003",)}, {"state": "closed"}),
    (When(advance="c2", by="close", role="reviewer", reason="other"), {"state": "closed"},
     {"refused_by": ("RULE_003",)}),
    (When(advance="c1", by="end_pairing", reason="moved"),
     {"state": "waiting", "facts": {"p1": {"pairing.state": "ended"}}},
     {"facts": {"p1": {"pairing.state": "in_force"}}}),
    (When(match="63"), {"pairs": ()}, {"pairs": (("c1", "m1"),)}),
])
def test_the_step_of_a_case(provinces: Registry, when: When, right: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert run_case(case(when, **right), provinces["qinghai"]) == ()
    assert run_case(case(when, **wrong), provinces["qinghai"])


@pytest.mark.parametrize("broken", [
    case(When(advance="nobody", by="pair")), case(figures={"no_such_figure": "1"}), case(due={"no_such_duty": ()}),
    case(rows={"no_report.block": ()}), case(day="2025-13-01"),
])
def test_a_case_that_speaks_of_nothing_is_a_problem_not_a_crash(provinces: Registry, broken: Case) -> None:
    assert [p.code for p in run_case(broken, provinces["qinghai"])] == [Code.CASE_001]


def test_what_is_left_out_is_filled_with_valid_values(provinces: Registry) -> None:
    from datetime import date

    from aixin_tui.engine.forms.problems import problems_of
    from aixin_tui.engine.snapshot import Snapshot
    from aixin_tui.engine.view import View

    qinghai = provinces["qinghai"]
    given = {kind: ({"id": f"{kind}1", "child": "c1"} if kind != "child" else {"id": "c1"},)
             for kind in ("child", "loving_mother", "consent", "assessment", "home_visit", "activity", "micro_wish",
                          "referral", "event", "pairing")}
    given["loving_mother"] = ({"id": "m1"},)
    made = CaseRecords(Case(name="x", as_of=("2025-05-01",), expect=(Expect(),), given=given), qinghai)
    here = View(Snapshot(made.records), qinghai, date(2025, 5, 1))
    for record in made.records:
        wrong = [p for p in problems_of(here, qinghai.forms[record.kind], record) if p.code != Code.FORM_003]
        assert not [p for p in wrong if p.stops], (record, wrong)


def test_the_history_that_leads_to_a_state(provinces: Registry) -> None:
    life = provinces["qinghai"].lives["child"]
    assert path_to(life, "paired") == ("screened", "filed", "assessed", "consented", "waiting", "proposed", "paired")
    assert path_to(life, "not_agreed") == ("screened", "filed", "not_agreed")
    assert path_to(life, "nowhere") == ("nowhere",)
