"""A province as one frozen value: all that its folder declares, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from aixin_tui.domain.region import Divisions
from aixin_tui.engine.spec.checklist import ChecklistSpec
from aixin_tui.engine.spec.form import ChoiceList, FieldSpec, FormSpec
from aixin_tui.engine.spec.item import Items
from aixin_tui.engine.spec.policy import PolicySpec
from aixin_tui.engine.spec.report import FigureSpec, Phrase, ReportSpec
from aixin_tui.engine.spec.workflow import LifeSpec


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """`province.yaml`: who the province is and what it calls things."""

    key: str
    code: str
    """Prefix of all its divisions: `63`."""
    name: str
    language: int = 1
    version: str = ""
    programme_from: str = ""
    programme_to: str = ""
    brand: str = ""
    slogan: str = ""
    rename: Mapping[str, str] = msgspec.field(default_factory=dict)
    phrases: Items[Phrase] = msgspec.field(default_factory=Items)
    languages: tuple[str, ...] = ("zh",)


class Province(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a province declares. `digest` changes with any byte of its folder and of common's."""

    identity: Identity
    forms: Mapping[str, FormSpec]
    """By kind; registers are forms with `is_register`."""
    choices: Items[ChoiceList]
    lives: Mapping[str, LifeSpec]
    """By kind; registers that have a life are here too."""
    policy: PolicySpec
    checklist: ChecklistSpec
    figures: Items[FigureSpec]
    reports: Mapping[str, ReportSpec]
    divisions: Divisions
    texts: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=dict)
    """Other languages: language → Chinese label → its translation."""
    digest: str = ""

    def field(self, kind: str, key: str) -> FieldSpec | None:
        """Find a field's declaration (its newest version), or a column of a table as `table.column`."""
        form = self.forms.get(kind)
        if form is None:
            return None
        name, _, column = key.partition(".")
        found = form.fields.get(name)
        if found is None or not column:
            return found
        return next((c for c in found.columns if c.key == column), None)

    def choice_list(self, kind: str, key: str) -> ChoiceList | None:
        """Find the choice list of a field."""
        found = self.field(kind, key)
        return self.choices.get(found.choices) if found and found.choices else None

    def setting(self, key: str, day: str = "", division: str = "") -> Any:
        """Read a setting of the policy in force on a day at a place; None where there is none."""
        found = self.policy.settings.get(key, day, division)
        return found.value if found else None

    def term(self, key: str, label: str) -> str:
        """Give the province's own word for a core term, else the label given."""
        return self.identity.rename.get(key, label)
