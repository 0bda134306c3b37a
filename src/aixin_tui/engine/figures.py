"""Figures: one number for any division and day, with the records behind it (province-language 1.8).

A figure is worked out from its **parts**: one for each record that its selection finds, with the record that is counted
and the place to which both belong. Splitting a table means sorting the same parts into cells, so a cell's number and
its records can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from aixin_tui.domain.kinds import KINDS, is_restricted
from aixin_tui.domain.record import Record
from aixin_tui.domain.region import DIGITS
from aixin_tui.engine import links
from aixin_tui.engine.dates import is_date
from aixin_tui.engine.spec.report import FigureSpec
from aixin_tui.engine.wording import Number, printed_number

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: A figure below this that would name a child is not split further (model.md section 4).
SMALL = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One record that a figure's selection found, and the record that it makes count."""

    counted: Record
    source: Record
    place: str
    """The counted record's division inside the office, else the source's."""


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure of a division on a day."""

    key: str
    value: Number | str | None
    """Exact: a whole number or fraction, of a share in percent; the ISO text of a date; None where there is none."""
    unit: str
    text: str
    """As it is printed, with its unit."""
    kind: str = ""
    """Kind of the records behind it."""
    records: tuple[str, ...] = ()
    """Their ids; empty for what is sealed."""
    misses: bool = False
    """It has a target and does not reach it."""


_parts: WeakKeyDictionary[Any, dict[str, tuple[Part, ...]]] = WeakKeyDictionary()


def figure_spec(view: View, key: str) -> FigureSpec | None:
    """Find a figure in force on the view's day at its office; one that begins later is given too, never none."""
    held = view.province.figures
    return view.besides.get(key) or held.get(key, view.now, view.office) or held.get(key)


def figure_value(view: View, key: str, scope: str = "") -> FigureValue:
    """Work out a figure for a division, by default the view's office.

    Raises:
        KeyError: the province declares no such figure.
    """
    spec = figure_spec(view, key)
    if spec is None:
        raise KeyError(key)
    place = scope or view.office
    return value_of_parts(view, spec, {name: inside(parts_of(view, name), place) for name in bases(spec)}, place)


def bases(spec: FigureSpec) -> tuple[str, ...]:
    """Name the figures whose parts a figure is worked out from: itself, or of a share its two."""
    return (spec.part, spec.whole) if spec.is_ratio else (spec.key,)


def inside(parts: Iterable[Part], scope: str) -> tuple[Part, ...]:
    """Keep the parts whose place lies in a division; what has no place lies in every one."""
    return tuple(part for part in parts if part.place.startswith(scope) or not part.place)


def parts_of(view: View, key: str) -> tuple[Part, ...]:
    """List the parts of a figure that is no share, over all that the view holds (kept with the view)."""
    kept = _parts.setdefault(view, {})
    found = kept.get(key)
    if found is None:
        spec = figure_spec(view, key)
        found = kept[key] = tuple(_make_parts(view, spec)) if spec is not None else ()
    return found


def keep_parts(view: View, key: str, parts: Iterable[Part]) -> None:
    """Give a view the parts of a figure that were found elsewhere."""
    _parts.setdefault(view, {})[key] = tuple(parts)


def _make_parts(view: View, spec: FigureSpec) -> Iterable[Part]:
    kind = source_kind(spec)
    for source in view.meeting(kind, spec.where):
        place = view.place(source)
        for counted in links.reach(view, source, spec.count) if spec.count else (source,):
            own = view.place(counted) if counted is not source else place
            yield Part(counted, source, own if own and own.startswith(view.office) else place)


def source_kind(spec: FigureSpec) -> str:
    """Name the kind whose records a figure's selection looks through."""
    return spec.of or spec.count or (spec.sum or spec.latest).partition(".")[0]


def counted_kind(spec: FigureSpec) -> str:
    """Name the kind of the records behind a figure."""
    return spec.count or source_kind(spec)


def value_of_parts(
    view: View, spec: FigureSpec, parts: Mapping[str, Sequence[Part]], scope: str = ""
) -> FigureValue:
    """Work out a figure from its parts, given by the keys of `bases`; `scope` is the division they stand for."""
    value: Number | str | None
    if spec.is_ratio:
        shown = figure_spec(view, spec.part) or spec
        part, whole = (_plain_value(view, figure_spec(view, key) or spec, parts[key], scope) for key in bases(spec))
        value = Fraction(part) * 100 / Fraction(whole) if _is_number(part) and _is_number(whole) and whole else None
        value = int(value) if isinstance(value, Fraction) and value.denominator == 1 else value
        behind: Sequence[Part] = parts[spec.part]
    else:
        shown, behind = spec, parts[spec.key]
        value = _plain_value(view, spec, behind, scope)
    return FigureValue(
        key=spec.key, value=value, unit="%" if spec.is_ratio else spec.unit,
        text=printed_number(spec, value, view.day), kind=counted_kind(shown),
        records=() if is_sealed(view, shown) else tuple(dict.fromkeys(part.counted.id for part in behind)),
        misses=_misses(spec, value, view.now),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Fraction))


def _plain_value(view: View, spec: FigureSpec, parts: Sequence[Part], scope: str) -> Any:
    if spec.count:
        return len({part.counted.id for part in parts})
    if spec.sum:
        total = sum((_number(v) for part in parts for v in view.fact(part.source, spec.sum)), Fraction(0))
        return _whole(total * _scale(view, spec))
    return _latest(view, spec, parts, scope)


def _latest(view: View, spec: FigureSpec, parts: Sequence[Part], scope: str) -> Any:
    """The newest record's value; of a number in a division without a record of its own, its parts added up."""
    dated = [
        (view.text(part.source, f"{part.source.kind}.date"), part.source.id, part.place, value)
        for part in parts
        for value in view.fact(part.source, spec.latest)[-1:]
    ]
    if not dated:
        return None
    if any(isinstance(value, (date, str)) and is_date(str(value)) for *_, value in dated):
        return max(str(value) for *_, value in dated)
    return _whole(_added_up(dated, scope) * _scale(view, spec))


def _added_up(dated: list[tuple[str, str, str, Any]], scope: str) -> Fraction:
    own = [row for row in dated if len(row[2]) <= len(scope)]
    if own:
        return _number(max(own)[3])
    below = next((digits for digits in DIGITS.values() if digits > len(scope)), 0)
    if not below:
        return _number(max(dated)[3])
    places = sorted({row[2][:below] for row in dated})
    return sum((_added_up([r for r in dated if r[2][:below] == place], place) for place in places), Fraction(0))


def _number(value: Any) -> Fraction:
    if isinstance(value, Mapping):  # a number with its precision word: {"value": 1200000, "word": "近"}
        value = value.get("value", 0)
    try:
        return Fraction(str(value))
    except ValueError:
        return Fraction(0)


def _whole(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else value


def _scale(view: View, spec: FigureSpec) -> Fraction:
    """Tell money in the figure's unit: a field in 元 under a figure in 万元."""
    kind, _, name = (spec.sum or spec.latest).partition(".")
    field = view.province.field(kind, name)
    return Fraction(1, 10_000) if field is not None and field.unit == "元" and spec.unit == "万元" else Fraction(1)


def _misses(spec: FigureSpec, value: Number | str | None, day: str) -> bool:
    target = spec.target
    if target is None or value is None or isinstance(value, str) or (target.due and day < target.due):
        return False
    return (target.at_least is not None and value < target.at_least) or (
        target.at_most is not None and value > target.at_most
    )


def is_sealed(view: View, spec: FigureSpec) -> bool:
    """Whether the records behind a figure stay sealed, so that only the bare number is told [HN-07]."""
    kinds = {source_kind(spec), counted_kind(spec)}
    forms = (view.province.forms.get(kind) for kind in kinds)
    return any(is_restricted(kind) for kind in kinds) or any(form is not None and form.sealed for form in forms)


def names_a_child(view: View, spec: FigureSpec) -> bool:
    """Whether each unit of the figure is a child or something of one child's."""
    if spec.is_ratio:
        return any((base := figure_spec(view, key)) is not None and names_a_child(view, base) for key in bases(spec))
    kind = spec.count
    known = KINDS.get(kind)
    links = dict(view.rules.link_fields.get(kind, {})) | dict(known.links if known else {})
    return kind in {"child", "household"} or "child" in links.values()
