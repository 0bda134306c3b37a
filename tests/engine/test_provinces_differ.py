"""The same people in villages of two provinces: other guards, other children eligible, by what the YAML says."""

from __future__ import annotations

from typing import Any

import pytest
from care_world import province
from rule_world import child, consent, guardian, life, mother, record, view

from aixin_tui.domain.record import Record
from aixin_tui.engine.forms.problems import problems_of
from aixin_tui.engine.workflow import attempt

ASSESSED = record("assessment", "a1", child="c1", date="2025-03-01", difficulties={"study": True}, guardianship="poor",
                  development={"healthy": True})
VISITED = record("home_visit", "v1", child={"c1": True}, date="2025-03-01", joint_with={"civil_affairs": True},
                 met={"child": True})
OWN_YES, OWN_NO = consent("k2", by="child"), consent("k2", by="child", decision="not_agreed")


def refused(of: str, *given: Record, **values: Any) -> set[str]:
    one = child(state="assessed", **values)
    here = view(one, guardian(), ASSESSED, *given, of=province(of))
    return {failed.key for failed in attempt(here, one, "record_consent", role="recorder").failing}


@pytest.mark.parametrize(("given", "qinghai", "hainan"), [
    ((VISITED, consent(), OWN_YES), set(), set()),
    ((VISITED, consent()), set(), {"child_agrees"}),
    ((consent(), OWN_YES), {"visited"}, set()),
    ((VISITED, consent(), OWN_NO), {"consent_in_force"}, {"child_agrees", "consent_in_force"}),
    ((VISITED, OWN_YES), {"guardian_agrees", "consent_in_force"}, {"guardian_agrees", "consent_in_force"}),
    ((VISITED, consent(channel=None), OWN_YES), {"guardian_agrees"}, set()),
])
@pytest.mark.requirement("QH-24", node="qinghai/workflow.yaml#child.transitions.record_consent.checks.visited")
@pytest.mark.requirement("QH-25", node="qinghai/workflow.yaml#child.transitions.record_consent.checks.guardian_agrees")
@pytest.mark.requirement("HI-08", node="hainan/workflow.yaml#child.transitions.record_consent.checks.child_agrees")
def test_guards_differ(given: tuple[Record, ...], qinghai: set[str], hainan: set[str]) -> None:
    assert refused("qinghai", *given) == qinghai
    assert refused("hainan", *given) == hainan


@pytest.mark.requirement("HI-08", node="hainan/workflow.yaml#child.transitions.record_consent.checks.child_agrees")
def test_a_child_below_eight_is_not_asked_in_hainan() -> None:
    assert refused("hainan", consent(), birth_date="2017-04-02") == set()
    assert refused("hainan", consent(), birth_date="2017-04-01") == {"child_agrees"}


@pytest.mark.parametrize(("categories", "own", "day", "qinghai", "hainan"), [
    ({"left_behind_child": True}, OWN_YES, "2025-04-01", True, True),
    ({"left_behind_child": True}, OWN_NO, "2025-04-01", True, False),
    ({"single_parent": True}, OWN_YES, "2025-04-01", True, True),
    ({"orphan_in_community": True}, OWN_YES, "2024-12-31", True, False),
    ({"orphan_in_community": True}, OWN_YES, "2025-01-01", True, True),
    ({"child_in_difficulty": True}, OWN_YES, "2025-04-01", True, False),
])
@pytest.mark.requirement("HI-09", node="hainan/policy.yaml#facts.first_scope.when.child.categories")
@pytest.mark.requirement("HI-32", node="hainan/policy.yaml#facts.eligible@1")
def test_who_is_eligible_differs(
    categories: dict[str, bool], own: Record, day: str, *, qinghai: bool, hainan: bool
) -> None:
    one = child(categories=categories, status=life(("assessed", "2024-01-01")))
    papers = (Record("assessment", "a1", {**ASSESSED.values, "date": "2024-02-01"}),
              Record("consent", "k2", {**own.values, "date": "2024-02-01"}))
    for key, wanted in (("qinghai", qinghai), ("hainan", hainan)):
        assert view(one, *papers, of=province(key), day=day).fact(one, "child.eligible") == (wanted,)


@pytest.mark.requirement("QH-26", node="qinghai/forms/assessment.yaml#fields.guardianship")
def test_qinghai_asks_for_guardianship_and_development_always() -> None:
    bare = record("assessment", "new", child="c1", date="2025-03-01")
    missing = {p.place.field for p in problems_of(view(child()), province().forms["assessment"], bare)}
    assert missing == {"guardianship", "development"}
    assert problems_of(view(child(), of=province("hainan")), province("hainan").forms["assessment"], bare) == ()


@pytest.mark.requirement("QH-26", node="engine/facts/people.py")
def test_guardianship_and_development_are_read_of_the_latest_assessment() -> None:
    here = view(child(), ASSESSED, record("assessment", "a2", child="c1", date="2025-03-09", guardianship="fair",
                                          development={"ill": True, "distressed": True}))
    one = here.find("child", "c1")
    assert here.fact(one, "child.guardianship") == ("fair",)
    assert here.fact(one, "child.development") == ("ill", "distressed")


@pytest.mark.requirement("HI-06", node=("common/forms/choices.yaml#lists.mother_kinds.choices.family",
                                           "common/forms/loving_mother.yaml#fields.members"))
@pytest.mark.parametrize("kind", ["mother", "father", "family"])
def test_mothers_fathers_and_families_are_entered(kind: str) -> None:
    for key in ("qinghai", "hainan"):
        here = view(mother(kind=kind), of=province(key))
        assert not [p for p in problems_of(here, province(key).forms["loving_mother"], mother(kind=kind)) if p.stops]
