"""The seal of a run: what was proposed, at which points and by which proof, so that a later edit shows (`verify`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.services.matching.showing import BY_HAND

#: What of a run and of its offers is sealed; states, answers and what a person changed later are not.
_RUN = ("division_code", "date", "seed", "mode", "policy", "children", "mothers", "pairs", "objective", "bound",
        "proven", "sibling_gap", "prices", "unmatched", "within", "fix")
_OFFER = ("child", "loving_mother", "mother_team", "role", "terms", "load", "tier", "priority", "offered_on",
          "match_run", "runner_up", "open_needs")


def seal_of(run: Record, offers: Iterable[Record]) -> str:
    """Work out the seal of a run over its own offers; those that a person made in their place are left out."""
    rows = sorted((_plain(offer, _OFFER) for offer in offers if not offer.get(BY_HAND)), key=json.dumps)
    text = json.dumps([_plain(run, _RUN), rows], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return blake2b(text.encode("ascii"), digest_size=16).hexdigest()


def _plain(record: Record, fields: Iterable[str]) -> dict[str, Any]:
    """Give fields in one form, however they were stored: an empty value is as good as none."""
    return {key: value for key in fields if (value := _stored(record.get(key))) not in (None, "", {}, [])}


def _stored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _stored(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        return [_stored(one) for one in value]
    return value
