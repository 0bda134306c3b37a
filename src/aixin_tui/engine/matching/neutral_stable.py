"""Two-way choice in a neutral document: what each side looks at (`stable` of the schema)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aixin_tui.engine.matching.instance import Instance
from aixin_tui.engine.matching.neutral import NeutralRules, instance_of
from aixin_tui.engine.matching.stable import Choices


def choices_of_document(document: Mapping[str, Any]) -> tuple[Instance, Choices]:
    """Read a document in the mode stable; existing pairs are not looked at.

    Raises:
        NotAnInstanceError: the document is no instance.
    """
    instance = replace(instance_of(document), existing={})
    rules = instance.rules
    assert isinstance(rules, NeutralRules)
    child_of = {child.id: number for number, child in enumerate(instance.children)}
    mother_of = {mother.id: number for number, mother in enumerate(instance.mothers)}

    def fit(child: int, mother: int) -> tuple[int, bool]:
        return rules.fit(instance.children[child].type, instance.mothers[mother].type)

    return instance, Choices(
        {child_of[row["id"]]: frozenset(mother_of[name] for name in row["likes"]) for row in document["children"]},
        {mother_of[row["id"]]: frozenset(child_of[name] for name in row["likes"]) for row in document["mothers"]},
        fit, lambda child: rules.risk_of(instance.children[child].type),
    )
