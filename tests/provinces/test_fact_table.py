"""Which facts there are, and how a prefix leads from the record in hand to the record that is read."""

from __future__ import annotations

import pytest

from aixin_tui.engine.spec.facts import FactTable, Route, facts_of
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.provinces.registry import Registry


@pytest.fixture
def table(provinces: Registry) -> FactTable:
    return facts_of(provinces["qinghai"])


@pytest.mark.parametrize(
    ("kind", "prefix", "route"),
    [
        ("child", "child", Route(kind="child")),
        ("micro_wish", "child", Route(kind="child", forward=("child",))),
        ("activity", "household", Route(kind="household", forward=("child", "household"))),
        ("loving_mother", "came_from", Route(kind="event", forward=("came_from",))),
        ("child", "assessment", Route(kind="assessment", back=("child",))),
        ("child", "guardian", Route(kind="guardian", back=("roles.child",))),
        ("pairing", "assessment", Route(kind="assessment")),
        ("division", "consent", None),
        ("loving_mother", "assessment", None),
        ("child", "nothing", None),
    ],
)
def test_a_prefix_is_the_kind_a_link_followed_onward_or_what_links_to_it(
    table: FactTable, kind: str, prefix: str, route: Route | None
) -> None:
    assert table.route(kind, prefix) == route


@pytest.mark.parametrize(
    ("kind", "name", "type_", "many"),
    [
        ("child", "child.age", FieldType.NUMBER, False),
        ("child", "child.categories", FieldType.CHOICE, True),
        ("child", "child.needs", FieldType.CHOICE, True),
        ("child", "child.eligible", FieldType.FLAG, False),
        ("child", "child.paired_on", FieldType.DATE, False),
        ("child", "child.due", FieldType.CHOICE, True),
        ("child", "assessment.opinions.role", FieldType.CHOICE, True),
        ("pairing", "pairing.tier", FieldType.CHOICE, False),
        ("pairing", "child.risk_colour", FieldType.CHOICE, False),
        ("status_change", "child.name", FieldType.TEXT, False),
        ("micro_wish", "micro_wish.delivered_on", FieldType.DATE, False),
        ("home_visit", "home_visit.joint_with", FieldType.LINK, True),
        ("child", "today", FieldType.DATE, False),
    ],
)
def test_a_fact_has_a_type(table: FactTable, kind: str, name: str, type_: FieldType, many: bool) -> None:
    fact = table.find(kind, name)

    assert fact is not None
    assert (fact.type, fact.many) == (type_, many)


@pytest.mark.parametrize("name", ["child.catagories", "venue.kind", "child", "age", "child.", ".age"])
def test_what_nothing_declares_or_links_is_no_fact(table: FactTable, name: str) -> None:
    assert table.find("child", name) is None


@pytest.mark.parametrize(
    ("name", "sealed"),
    [("legal_help.note", True), ("legal_help.helpers.name", True), ("incident.note", True), ("incident.kind", True),
     ("counselling.notes", True), ("counselling.date", False), ("child.name", False)],
)
def test_sealed_fields_registers_and_restricted_kinds_are_sealed(table: FactTable, name: str, sealed: bool) -> None:
    kind, _, rest = name.partition(".")

    assert table.of(kind)[rest].sealed is sealed


def test_everything_inside_a_division_can_be_selected_from_it(table: FactTable) -> None:
    assert all(table.are_linked("division", kind) for kind in table.kinds)
    assert table.are_linked("pairing", "consent")
    assert not table.are_linked("loving_mother", "assessment")
