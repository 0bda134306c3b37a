"""A run's problem as neutral documents, one a mode: what any other solver needs to find the plan, and no more.

People are their record ids there: no name, no number, no phone; and not the keys that settle ties, since those are made
of ID numbers. So another solver finds a plan as good, and the same pairs where no two plans are.
"""

from __future__ import annotations

from typing import Any

from aixin_tui.engine.matching.by_mode import choices_of, part_market, parted
from aixin_tui.engine.matching.from_view import Market
from aixin_tui.engine.matching.neutral_check import RISKS
from aixin_tui.engine.matching.neutral_writing import document_of
from aixin_tui.engine.matching.plan import STABLE
from aixin_tui.engine.matching.supporting import N_PLUS_1, worth_of
from aixin_tui.engine.view import View


def documents_of(view: View, division: str, seed: int = 0) -> dict[str, dict[str, Any]]:
    """Write the problem of a run, by mode: the leads of `n_plus_1` come first there, and its file asks for them.

    Of two-way choice the file holds what each side looks at; the costs of its pairs are said, and do not decide.
    """
    found = {}
    for mode, kids in parted(view, division)[0].items():
        market = part_market(view, mode, kids, division, seed)
        document = document_of(market.instance)
        if mode == STABLE:
            document = _with_choices(view, market, document)
        elif mode == N_PLUS_1:
            worth = worth_of(view)
            document |= {"n_plus_1": {"n": len(worth), "worth": list(worth)}}
        found[mode] = document
    return found


def _with_choices(view: View, market: Market, document: dict[str, Any]) -> dict[str, Any]:
    """Say what each side looks at: wishes, needs and skills, the wished sex, the level of risk."""
    choices = choices_of(view, market)
    mothers = [mother.id for mother in market.mothers]
    children = [child.id for child in market.children]
    for number, (row, child) in enumerate(zip(document["children"], market.children, strict=True)):
        row |= {"risk": RISKS[min(choices.risk(number), len(RISKS) - 1)],
                "needs": sorted(map(str, view.fact(child, "child.needs"))),
                "gender": {"female": "F", "male": "M"}.get(child.text("wished_sex"), "any"),
                "likes": sorted(mothers[one] for one in choices.child_wishes.get(number, ()))}
    for number, (row, mother) in enumerate(zip(document["mothers"], market.mothers, strict=True)):
        row |= {"gender": "M" if mother.text("sex") == "male" else "F",
                "skills": sorted(map(str, view.fact(mother, "loving_mother.skills"))),
                "likes": sorted(children[one] for one in choices.mother_wishes.get(number, ()))}
    return {**document, "mode": STABLE}
