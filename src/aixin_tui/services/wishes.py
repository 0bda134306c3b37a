"""The claims of a micro-wish: one that is given up is put aside with its dates, so that nothing of it is lost."""

from __future__ import annotations

from aixin_tui.domain.record import Record, Value
from aixin_tui.engine import states
from aixin_tui.services.acting import Draft

#: What stands on a wish while it is claimed, and in the row of a claim that was given up.
CLAIM = {"loving_mother": "loving_mother", "helper_kind": "helper_kind", "helper": "helper", "claimed_until": "until"}
_CLAIMED, _COLLECTED = "claimed", "collected"


def put_claim_aside(draft: Draft, before: Record, moved: Record, reason: str) -> Record:
    """Where a step takes a wish from claimed back to collected, keep whose claim that was and free the wish for others.

    Any other step of any other record leaves it as it is.
    """
    if moved.kind != "micro_wish":
        return moved
    province, day = draft.desk.province, draft.day.isoformat()
    life = province.lives.get("micro_wish")
    source = states.state_on(before, life, day)
    cores = [states.core_of(province, "micro_wish", state) for state in (source, states.state_on(moved, life, day))]
    if cores != [_CLAIMED, _COLLECTED]:
        return moved
    row: dict[str, Value] = {column: before.get(field) for field, column in CLAIM.items()}
    row |= {"from": states.entered_on(before, source, day), "given_up_on": day, "reason": reason}
    kept = {column: value for column, value in row.items() if value}
    changes: dict[str, Value] = {f"claims/{draft.desk.ids.new()}": kept}
    changes |= {field: None for field in CLAIM if before.get(field) is not None}
    return draft.change(moved, changes)
