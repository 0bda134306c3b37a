"""The facts that every kind has (section 3): its date, update, completeness, state, duties, place, month and year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record, Value, members, rows
from aixin_tui.domain.region import DIGITS, Level
from aixin_tui.engine import consent, pairings, states
from aixin_tui.engine.dates import day_text
from aixin_tui.engine.facts import fields
from aixin_tui.engine.rules import Getter
from aixin_tui.engine.spec.province import Province

if TYPE_CHECKING:
    from aixin_tui.engine.view import View


def getter(province: Province, kind: str, name: str) -> Getter | None:
    """Compile a fact that every kind has; None if it is none of them."""
    if name in _LEVELS:
        return _division_at(kind, DIGITS[_LEVELS[name]])
    if name in _OF_EVERY_KIND:
        return _OF_EVERY_KIND[name]
    if name.startswith(("due:", "missed:")):
        return _of_duties(*name.split(":", 1))
    if name == "date":
        return _DATES.get(kind) or _date_field
    if name.endswith("_on") and name[:-3] in _states(province, kind):
        return _entered(province, kind, name)
    return None


def _one(value: Value) -> tuple[Value, ...]:
    return () if value is None or value == "" else (value,)


# --- when -------------------------------------------------------------------------------------------------------------


def _date_field(view: View, record: Record) -> tuple[Value, ...]:
    """A record without a date of its own is placed by its field `date`, by the first day that it can mean."""
    del view
    return _one(day_text(record.values.get("date")))


def _child_date(view: View, record: Record) -> tuple[Value, ...]:
    """A child is placed by the day of filing; one that came in at a later state by the first of these."""
    seen = states.until(record, view.now)
    filed = [entered.day for entered in seen if entered.state == "filed"]
    if filed:
        return _one(filed[-1])
    later = [e.day for e in seen if states.core_of(view.province, "child", e.state) != "screened"]
    return _one(later[0] if later else day_text(record.values.get("date")))


def _mother_date(view: View, record: Record) -> tuple[Value, ...]:
    """A loving mother is placed by the day on which she was recruited: her first state."""
    seen = states.until(record, view.now)
    return _one(seen[0].day if seen else day_text(record.values.get("date")))


def _pairing_date(view: View, record: Record) -> tuple[Value, ...]:
    """A pairing is placed by its beginning, an open offer by the day of the offer."""
    if pairings.state_of(view, record) == pairings.PROPOSED:
        return _one(pairings.offered_on(view, record))
    return _one(day_text(record.values.get("started_on")))


_DATES: Mapping[str, Getter] = {"child": _child_date, "loving_mother": _mother_date, "pairing": _pairing_date}


def _updated_on(view: View, record: Record) -> tuple[Value, ...]:
    """The day of the last change; what was changed after the view's day is told as of that day, never as later."""
    return _one(min((record.updated_at or record.recorded_at)[:10], view.now))


def _month(view: View, record: Record) -> tuple[Value, ...]:
    found = view.text(record, f"{record.kind}.date")
    return (int(found[5:7]),) if found else ()


def _year(view: View, record: Record) -> tuple[Value, ...]:
    found = view.text(record, f"{record.kind}.date")
    return (int(found[:4]),) if found else ()


# --- in which state ---------------------------------------------------------------------------------------------------


def _states(province: Province, kind: str) -> tuple[str, ...]:
    if kind == "pairing":
        return pairings.STATES
    return tuple(states.order_of(province, kind))


def _state(view: View, record: Record) -> tuple[Value, ...]:
    if record.kind == "pairing":
        return _one(pairings.state_of(view, record))
    if record.kind == "consent":
        return _one(consent.state_of(view, record))
    return _one(states.state_on(record, view.province.lives.get(record.kind), view.now))


def _core_state(view: View, record: Record) -> tuple[Value, ...]:
    state = view.text(record, f"{record.kind}.state")
    return _one(states.core_of(view.province, record.kind, state)) if state else ()


def _entered(province: Province, kind: str, name: str) -> Getter:
    """`K.<state>_on`: the day on which the state was last entered; a field of that name is read first."""
    state = name[:-3]
    stored = fields.getter(province, kind, name)

    def read(view: View, record: Record) -> tuple[Value, ...]:
        own = stored(view, record)
        if own or kind != "pairing":
            return own or _one(states.entered_on(record, state, view.now))
        if state == pairings.PROPOSED:
            return _one(pairings.offered_on(view, record))
        started = day_text(record.values.get("started_on")) if state == pairings.IN_FORCE else ""
        return _one(started if started <= view.now else "")

    return read


def _complete(view: View, record: Record) -> tuple[Value, ...]:
    from aixin_tui.engine.forms.completeness import missing_fields

    return (not missing_fields(view, record),)


def _due(view: View, record: Record) -> tuple[Value, ...]:
    from aixin_tui.engine.duties import duties_of

    return tuple(duties_of(view, record).due)


def _missed(view: View, record: Record) -> tuple[Value, ...]:
    from aixin_tui.engine.duties import duties_of

    return tuple(duties_of(view, record).missed)


def _of_duties(name: str, duties: str) -> Getter:
    """`K.due` and `K.missed` as far as some duties are concerned: what a condition on these asks for."""
    wanted = tuple(duties.split(","))

    def read(view: View, record: Record) -> tuple[Value, ...]:
        from aixin_tui.engine.duties import duties_of

        return tuple(getattr(duties_of(view, record, wanted), name))

    return read


# --- where ------------------------------------------------------------------------------------------------------------

_LEVELS: Mapping[str, Level] = {
    "village": Level.VILLAGE, "town": Level.TOWN, "county": Level.COUNTY, "city": Level.CITY,
}
#: Links through which a record without a place of its own has one, the nearest first.
_PLACED_BY = ("child", "household", "pairing", "loving_mother", "mother_team", "event", "venue", "roles.child")


def _place(view: View, record: Record) -> tuple[Value, ...]:
    """The division where the record belongs: by its residence on the day, its own division, else by what it names."""
    if record.kind == "child" and (lived := residence_on(record, view.now)):
        return (lived,)
    own = record.values.get("division_code")
    if own:
        return (str(own),)
    from aixin_tui.engine.links import targets

    held = view.rules.link_fields.get(record.kind, {})
    for field in _PLACED_BY:
        if field in held:
            for key in targets(record, field):
                found = view.find(held[field], str(key))
                if found is not None and (place := view.place(found)):
                    return (place,)
    return _one(next(iter(members(record.values.get("divisions"))), ""))


def residence_on(child: Record, day: str) -> str:
    """Give the division in which a child lived on an ISO day; of a day before all that is known, the first."""
    lived = sorted(
        (day_text(row.get("from")), key, str(row.get("division_code") or ""))
        for key, row in rows(child.values.get("residence"))
    )
    if not lived:
        return ""
    return next((code for start, _, code in reversed(lived) if start <= day), lived[0][2])


def _division_at(kind: str, digits: int) -> Getter:
    place = f"{kind}.place"

    def read(view: View, record: Record) -> tuple[Value, ...]:
        code = view.text(record, place)
        return (code[:digits],) if len(code) >= digits else ()

    return read


_OF_EVERY_KIND: Mapping[str, Callable[[View, Record], tuple[Value, ...]]] = {
    "updated_on": _updated_on,
    "month": _month,
    "year": _year,
    "state": _state,
    "core_state": _core_state,
    "complete": _complete,
    "due": _due,
    "missed": _missed,
    "place": _place,
}
