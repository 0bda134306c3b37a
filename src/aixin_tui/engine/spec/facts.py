"""Every fact that a province's rules may speak of, and the links between kinds (province-language section 3).

A fact is always `prefix.name`. From a record in hand the prefix is its own kind; or one of its link fields, followed
onward; or a kind that links to it, of which the latest record is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from aixin_tui.domain.kinds import KINDS, is_restricted
from aixin_tui.engine.spec.core import CORE_STATES, LEVELS, TIERS
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec
from aixin_tui.engine.spec.policy import FactSpec
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.spec.workflow import LifeSpec

#: Kinds that are derived, never stored, with what they link to.
DERIVED_LINKS: Mapping[str, Mapping[str, str]] = {
    "status_change": {"child": "child", "loving_mother": "loving_mother", "pairing": "pairing"},
    "division": {},
    "conflict": {},
}
#: How far a chain of link fields is followed: a wish, its child, the child's household.
LONGEST = 3


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of a kind: `name` is a field, `table.column`, or what the core computes."""

    kind: str
    name: str
    type: FieldType
    many: bool = False
    choices: str = ""
    """Key of the choice list whose choices are its values."""
    values: tuple[str, ...] = ()
    """Its values, where no choice list holds them: states, tiers, keys of duties."""
    to: str = ""
    """Kind of the linked record."""
    sealed: bool = False
    is_asked: bool = False
    """A form asks for it."""
    is_derived: bool = False
    """The policy declares it."""


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """How a prefix is reached from the record in hand."""

    kind: str
    """The kind whose fact is read."""
    forward: tuple[str, ...] = ()
    """Link fields to follow, one after the other."""
    back: tuple[str, ...] = ()
    """Link fields by which records of `kind` name the record in hand; then the latest of them is read."""


def _fact(kind: str, name: str, type_: FieldType, **more: Any) -> Fact:
    return Fact(kind=kind, name=name, type=type_, **more)


class FactTable:
    """The facts of every kind and the links between kinds. Read-only."""

    def __init__(
        self,
        *,
        forms: Mapping[str, FormSpec],
        lives: Mapping[str, LifeSpec],
        derived: Iterable[FactSpec] = (),
        duties: Iterable[str] = (),
        classes: Iterable[str] = (),
        checks: Iterable[str] = (),
    ) -> None:
        self._links = _links_of(forms)
        self._states = _states_of(lives)
        self._facts: dict[str, dict[str, Fact]] = {kind: {} for kind in self._links}
        self._duties = tuple(duties)
        for kind in self._facts:
            self._add_common(kind)
        for form in forms.values():
            self._add_fields(form)
        self._add_computed(tuple(classes), tuple(checks))
        for spec in derived:
            if spec.of in self._facts:
                made = _fact(spec.of, spec.key, _type_of(spec), is_derived=True)
                self._facts[spec.of][spec.key] = made

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind that rules may speak of."""
        return tuple(self._facts)

    def of(self, kind: str) -> Mapping[str, Fact]:
        """List the facts of a kind by name."""
        return self._facts.get(kind, {})

    def links(self, kind: str) -> Mapping[str, str]:
        """List a kind's own link fields (`roles.child` for a column of a table) with the kinds they name."""
        return self._links.get(kind, {})

    def route(self, kind: str, prefix: str) -> Route | None:
        """Find how `prefix` is reached from a record of `kind`; None where it is not linked."""
        if prefix == kind:
            return Route(kind=kind)
        onward = self._forward(kind, prefix)
        if onward is not None:
            return onward
        if prefix not in self._facts:
            return None
        back = tuple(field for field, to in self.links(prefix).items() if to == kind)
        if back or (kind == "pairing" and self._is_wide(kind, prefix)):
            return Route(kind=prefix, back=back)
        return None

    def find(self, kind: str, name: str) -> Fact | None:
        """Find a fact as seen from a record of `kind`; None where it is unknown or not linked."""
        if name == "today":
            return _fact("", "today", FieldType.DATE)
        prefix, _, rest = name.partition(".")
        route = self.route(kind, prefix)
        return self.of(route.kind).get(rest) if route else None

    def are_linked(self, kind: str, other: str) -> bool:
        """Whether records of `other` are linked to a record of `kind`, in either direction."""
        return other in self._facts and (
            kind == other
            or self.route(kind, other) is not None
            or self._is_wide(kind, other)
            or self._forward(other, kind) is not None
        )

    def spellings(self, kind: str) -> tuple[str, ...]:
        """List every fact that can be written with `kind` in hand, to name the nearest."""
        prefixes = {kind, *self.links(kind), *(k for k in self._facts if self.route(kind, k))}
        found = ["today"]
        for prefix in sorted(prefixes):
            route = self.route(kind, prefix)
            if route is not None:
                found += [f"{prefix}.{name}" for name in self.of(route.kind)]
        return tuple(found)

    def _forward(self, kind: str, prefix: str) -> Route | None:
        paths: list[tuple[str, tuple[str, ...]]] = [(kind, ())]
        for _ in range(LONGEST):
            further = []
            for at, path in paths:
                links = self.links(at)
                if prefix in links:
                    return Route(kind=links[prefix], forward=(*path, prefix))
                further += [(to, (*path, field)) for field, to in links.items()]
            for at, path in further:
                if at == prefix:
                    return Route(kind=at, forward=path)
            paths = further[:64]
        return None

    def _is_wide(self, kind: str, other: str) -> bool:
        """Two links are wider: a division holds everything inside it, a pairing the records of its child.

        Of a division no single latest record is read: what lies inside it is only selected (`has`).
        """
        if kind == "division":
            return True
        return kind == "pairing" and "child" in self.links(other).values()

    def _add_common(self, kind: str) -> None:
        facts = self._facts[kind]

        def put(name: str, type_: FieldType, **more: Any) -> None:
            facts[name] = _fact(kind, name, type_, **more)

        put("date", FieldType.DATE)
        put("updated_on", FieldType.DATE)
        put("complete", FieldType.FLAG)
        put("due", FieldType.CHOICE, many=True, values=self._duties)
        put("missed", FieldType.CHOICE, many=True, values=self._duties)
        for level in LEVELS[1:]:
            put(level, FieldType.DIVISION)
        put("month", FieldType.NUMBER)
        put("year", FieldType.NUMBER)
        states, cores = self._states.get(kind, ((), ()))
        if states:
            put("state", FieldType.CHOICE, values=states)
            for state in states:
                put(f"{state}_on", FieldType.DATE)
        if cores:
            put("core_state", FieldType.CHOICE, values=cores)

    def _add_fields(self, form: FormSpec) -> None:
        facts = self._facts[form.kind]
        sealed = form.sealed or is_restricted(form.kind)
        for field in form.fields.versions():
            facts[field.key] = _field_fact(form.kind, field.key, field, sealed=sealed)
            for column in field.columns:
                name = f"{field.key}.{column.key}"
                facts[name] = _field_fact(form.kind, name, column, sealed=sealed or field.sealed, many=True)
        if sealed:
            for name, fact in list(facts.items()):
                facts[name] = msgspec.structs.replace(fact, sealed=True)

    def _add_computed(self, classes: tuple[str, ...], checks: tuple[str, ...]) -> None:
        def put(kind: str, name: str, type_: FieldType, **more: Any) -> None:
            self._facts[kind][name] = _fact(kind, name, type_, **more)

        put("child", "age", FieldType.NUMBER)
        put("child", "priority_class", FieldType.CHOICE, values=classes)
        for name, source, read in (
            ("needs", "home_visit", "child_needs"), ("guardianship", "assessment", "guardianship"),
            ("development", "assessment", "development"), ("risk_colour", "assessment", "risk_colour"),
        ):
            found = self.of(source).get(read)
            if found is not None:
                self._facts["child"][name] = msgspec.structs.replace(found, kind="child", name=name, is_asked=False)
        put("loving_mother", "children_now", FieldType.NUMBER)
        put("pairing", "tier", FieldType.CHOICE, values=TIERS)
        put("pairing", "unmet_needs", FieldType.CHOICE, many=True, choices=self._needs_list())
        put("pairing", "wrong_sex", FieldType.FLAG)
        put("pairing", "paused", FieldType.FLAG)
        put("pairing", "held_for", FieldType.CHOICE, many=True, values=checks)
        put("pairing", "last_contact_on", FieldType.DATE)
        for link, kind in DERIVED_LINKS["status_change"].items():
            put("status_change", link, FieldType.LINK, to=kind)
        put("status_change", "kind", FieldType.CHOICE, values=tuple(CORE_STATES))
        every = tuple(sorted({state for states, _ in self._states.values() for state in states}))
        put("status_change", "from_state", FieldType.CHOICE, values=every)
        put("status_change", "to_state", FieldType.CHOICE, values=every)
        put("status_change", "reason", FieldType.TEXT)
        put("division", "level", FieldType.CHOICE, values=LEVELS)
        put("division", "name", FieldType.TEXT)
        put("division", "code", FieldType.DIVISION)
        put("conflict", "field", FieldType.TEXT)

    def _needs_list(self) -> str:
        found = self.of("home_visit").get("child_needs")
        return found.choices if found else ""


def facts_of(province: Province) -> FactTable:
    """Give the table of all facts that the rules of a province may speak of."""
    return FactTable(
        forms=province.forms, lives=province.lives, derived=province.policy.facts.versions(),
        duties=tuple(province.checklist.duties), classes=tuple(province.policy.classes),
        checks=tuple(province.policy.checks),
    )


def _field_fact(kind: str, name: str, field: FieldSpec, *, sealed: bool, many: bool = False) -> Fact:
    return Fact(
        kind=kind, name=name, type=field.type, many=field.many or many, choices=field.choices, to=field.to,
        sealed=field.sealed or sealed, is_asked=True,
    )


def _links_of(forms: Mapping[str, FormSpec]) -> dict[str, dict[str, str]]:
    """Collect link fields: those of the core that no form may take away, and those of the forms."""
    spoken = set(forms) | set(DERIVED_LINKS) | {"child", "loving_mother", "pairing", "home_visit", "assessment"}
    links: dict[str, dict[str, str]] = {}
    for kind in sorted(spoken):
        known = KINDS.get(kind)
        links[kind] = {**DERIVED_LINKS.get(kind, {}), **(known.links if known else {})}
    for form in forms.values():
        for field in form.fields.versions():
            if field.type is FieldType.LINK:
                links[form.kind][field.key] = field.to
            for column in field.columns:
                if column.type is FieldType.LINK:
                    links[form.kind][f"{field.key}.{column.key}"] = column.to
    return links


def _states_of(lives: Mapping[str, LifeSpec]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give each living kind its states and its core states (none for a register)."""
    states = {kind: (core, core) for kind, core in CORE_STATES.items()}
    for kind, life in lives.items():
        states[kind] = (tuple(life.states), CORE_STATES.get(kind, ()))
    return states


def _type_of(spec: FactSpec) -> FieldType:
    """A condition is true or false; a value is a number where all its values are numbers, else text."""
    if spec.when is not None:
        return FieldType.FLAG
    found = list(_plain_values(spec.value))
    if found and all(isinstance(v, bool) for v in found):
        return FieldType.FLAG
    return FieldType.NUMBER if found and all(isinstance(v, (int, float)) for v in found) else FieldType.TEXT


def _plain_values(value: Any) -> Iterable[Any]:
    if hasattr(value, "values") and hasattr(value, "fact"):
        for part in (*value.values.values(), *((value.otherwise,) if value.has_else else ())):
            yield from _plain_values(part)
    elif not hasattr(value, "fact"):
        yield value
