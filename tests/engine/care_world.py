"""A small world for tests of time, figures and reports: records from short rows, and views over them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.province import Province
from aixin_tui.engine.view import View
from aixin_tui.reference.festivals import festivals

VILLAGE = "630222100201"


@cache
def province(key: str = "qinghai") -> Province:
    """Give a bundled province, loaded once."""
    from aixin_tui.provinces.registry import bundled_folder, load_provinces

    named = os.environ.get("AIXIN_TEST_PLUGINS", "")  # the mutation tests point here at a copy that lacks one node
    return load_provinces([Path(named) if named else bundled_folder()])[key]


def _set(values: Iterable[str]) -> dict[str, bool]:
    return dict.fromkeys(values, True)


def _life(states: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {f"{n:04}": {"state": state, "from": day} for n, (state, day) in enumerate(states)}


def child(key: str, *, on: str = "2020-01-01", states: Iterable[tuple[str, str]] = (), **values: Any) -> Record:
    """A child in a pair since `on`, or with these states."""
    life = tuple(states) or (("paired", on),)
    return Record("child", key, {
        "name": f"童{key}", "sex": "female", "birth_date": "2015-05-06", "division_code": VILLAGE,
        "categories": {"left_behind_child": True}, "status": _life(life), **values,
    })


def mother(key: str = "m1", **values: Any) -> Record:
    """A loving mother who serves."""
    return Record("loving_mother", key, {
        "name": f"母{key}", "kind": "mother", "sex": "female", "division_code": VILLAGE,
        "status": _life([("active", "2019-01-01")]), **values,
    })


def pairing(key: str, started_on: str, *, of: str = "c1", by: str = "m1", **values: Any) -> Record:
    """A pairing in force from a day."""
    pauses = {f"{n:04}": row for n, row in enumerate(values.pop("pauses", ()))}
    return Record("pairing", key, {
        "child": of, "loving_mother": by, "role": "lead", "started_on": started_on,
        **({"pauses": pauses} if pauses else {}), **values,
    })


def activity(
    key: str, day: str, *kinds: str, of: str = "c1", pair: str = "p1", by: str = "m1", **values: Any
) -> Record:
    """One child's share of something done."""
    links = {"child": of, "pairing": pair, "loving_mother": by}
    return Record("activity", key, {"date": day, "kind": _set(kinds), **links, **values})


def view(
    records: Iterable[Record], day: str, *, of: str = "qinghai", office: str = "630222", period: str = "",
    today: str = "",
) -> View:
    """Look at records on a day; with `period`, as a report of it does that is made on `today`."""
    from aixin_tui.engine.periods import parse_period

    more: Mapping[str, Any] = {}
    at = date.fromisoformat(day)
    if period:
        made = date.fromisoformat(today or day)
        found = parse_period(period)
        more, at = {"period": found.days, "judged_on": found.judged_on(made)}, found.as_of(made)
    return View(Snapshot(records), province(of), at, office=office, festivals=festivals(), **more)


def answer(
    records: Iterable[Record], day: str, record: str, *, kind: str = "pairing", **more: Any
) -> tuple[set[str], set[str]]:
    """Give what is due and what is missed of one record on a day."""
    from aixin_tui.engine.duties import duties_of

    seen = view(records, day, **more)
    held = seen.snapshot.get(kind, record)
    assert held is not None
    found = duties_of(seen, held)
    return set(found.due), set(found.missed)
