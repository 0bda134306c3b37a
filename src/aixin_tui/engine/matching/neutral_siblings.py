"""Brothers and sisters of a neutral document: groups of consenting children, and what each further join is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.engine.matching.siblings import SiblingProblem


def siblings_of_document(document: Mapping[str, Any]) -> SiblingProblem:
    """Read the problem of a document in the mode siblings.

    Raises:
        NotAnInstanceError: the document is no instance.
    """
    instance = instance_of(document)
    group_of = {row["id"]: row["sib"] for row in document["children"] if row["sib"] is not None and row["consent"]}
    groups: dict[str, list[int]] = {}
    for number, child in enumerate(instance.children):
        if child.id in group_of:
            groups.setdefault(group_of[child.id], []).append(number)
    families = sorted(tuple(group) for group in groups.values() if len(group) > 1)
    return SiblingProblem(instance, tuple(families), document["weights"]["sibling"])
