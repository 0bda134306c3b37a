"""Facts as people read them: names and labels, not codes or ids; and the order in which they are sorted.

A column of a list and a gap of a document both ask here (province-language 1.2, 2.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.record import Record
from aixin_tui.domain.region import Level, level_of
from aixin_tui.engine.dates import as_day, day_text
from aixin_tui.engine.periods import day_label
from aixin_tui.engine.spec.facts import Fact, FactTable, facts_of
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.wording import plain
from aixin_tui.reference.pinyin import syllables
from aixin_tui.texts import label

if TYPE_CHECKING:
    from aixin_tui.engine.spec.province import Province
    from aixin_tui.engine.view import View

_tables: dict[int, tuple[Province, FactTable]] = {}


def fact_table(province: Province) -> FactTable:
    """Give the table of a province's facts, made once."""
    kept = _tables.get(id(province))
    if kept is None or kept[0] is not province:
        if len(_tables) > 16:
            _tables.clear()
        kept = _tables[id(province)] = province, facts_of(province)
    return kept[1]


def find_fact(view: View, kind: str, name: str) -> Fact | None:
    """Find what is declared of a fact as seen from a record of `kind`."""
    return fact_table(view.province).find(kind, name)


def printed_fact(view: View, record: Record, name: str, *, lang: str = "zh", prose: bool = False) -> str:
    """Print a fact of a record: labels of choices, names of places and records, 是 and 否, several joined by 、.

    `prose` writes days as 2025年5月31日, for text; columns keep 2025-05-31.
    """
    fact = find_fact(view, record.kind, name)
    values = _as_exact(record, name, view.fact(record, name))
    printed = (printed_value(view, fact, value, record, lang=lang, prose=prose) for value in values)
    return "、".join(dict.fromkeys(printed))


def _as_exact(record: Record, name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Print a date no more exactly than it is known: 2021 is placed in time by its first day, and stays 2021."""
    written = record.values.get("date") if name == f"{record.kind}.date" else None
    is_same = isinstance(written, str) and len(values) == 1 and str(values[0]).startswith(written)
    return (written,) if is_same else values


def printed_value(
    view: View, fact: Fact | None, value: Any, record: Record | None = None, *, lang: str = "zh", prose: bool = False
) -> str:
    """Print one value of a fact."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return label("report.yes" if value else "report.no", lang)
    if isinstance(value, (int, float, Fraction)):
        return plain(Fraction(str(value)))
    return str(value) if fact is None else _printed_text(view, fact, str(value), record, lang, prose=prose)


def _printed_text(view: View, fact: Fact, text: str, record: Record | None, lang: str, *, prose: bool) -> str:
    """Print what is stored as text by the fact's type: a day, a place, the name of a linked record, a choice."""
    if fact.type is FieldType.DATE:
        return _printed_day(text, lang) if prose else text
    if (fact.kind, fact.name) == ("division", "name") and record is not None:
        return place_name(view, record.id) if record.kind == "division" else text
    if fact.type is FieldType.DIVISION:
        return place_name(view, text)
    if fact.type is FieldType.LINK:
        return _name_of(view, fact.to, text)
    return _word_for(view, fact, text, record, lang)


def _printed_day(text: str, lang: str) -> str:
    day = as_day(text)
    if day is None:
        return text
    if len(text) == 10:
        return day_label(day, lang)
    return label(f"report.period_{'month' if len(text) == 7 else 'year'}", lang, year=day.year, month=day.month)


def place_name(view: View, code: str) -> str:
    """Name a division from below the office on: 官亭镇喇家村 at a county office; the office by its own name."""
    if not code:
        return ""
    level = level_of(view.office) or Level.PROVINCE
    if len(code) <= len(view.office):
        return view.province.divisions.name(code)
    return view.province.divisions.path(code, down_to=level)


def _name_of(view: View, kind: str, key: str) -> str:
    found = view.find(kind, key)
    if found is None:
        return ""
    return found.text("name") or found.text("title") or found.text("number")


def _word_for(view: View, fact: Fact, key: str, record: Record | None, lang: str) -> str:
    """The label of a choice, a state, a tier, a class, a duty or a check."""
    province = view.province
    if fact.choices:
        found = province.choices.get(fact.choices)
        return found.label_of(key) if found else key
    if fact.name == "tier":
        tiers = province.choices.get("tiers")
        return label("report.tier_elsewhere", lang) if key == "elsewhere" else tiers.label_of(key) if tiers else key
    if fact.name == "level":
        levels = province.choices.get("levels")
        return levels.label_of(key) if levels else key
    items: Iterable[Any] = {
        "priority_class": (province.policy.classes.get(key),), "held_for": (province.policy.checks.get(key),),
        "due": (province.checklist.duties.get(key),), "missed": (province.checklist.duties.get(key),),
    }.get(fact.name, ())
    for item in items:
        if item is not None:
            return item.label or getattr(item, "say", "") or key
    return _state_word(view, fact, key, record, lang)


def _state_word(view: View, fact: Fact, key: str, record: Record | None, lang: str) -> str:
    kind = fact.kind
    if kind == "status_change" and record is not None:
        if fact.name == "kind":
            form = view.province.forms.get(key)
            return form.label if form else key
        if fact.name == "reason":
            return _reason_word(view, key)
        kind = record.text("kind")
    if fact.name.endswith("state") or fact.name in {"from_state", "to_state"}:
        life = view.province.lives.get(kind)
        state = life.states.get(key) if life else None
        if state is not None:
            return state.label or key
        try:
            return label(f"report.state_{key}", lang)
        except KeyError:
            return key
    return key


def _reason_word(view: View, key: str) -> str:
    """The label of a reason, from whichever list of reasons the steps of the province name."""
    names = {step.reason for life in view.province.lives.values() for step in life.transitions.versions()}
    for name in sorted(names | {"end_reasons"}):
        found = view.province.choices.get(name) if name else None
        if found is not None and found.label_of(key) != key:
            return found.label_of(key)
    return key


def head_of(view: View, kind: str, name: str, lang: str = "zh") -> str:
    """Give the head of a column: the label of the field, or of what the core computes."""
    fact = find_fact(view, kind, name)
    if fact is None:
        return name
    field = view.province.field(fact.kind, fact.name)
    if field is not None and field.label:
        whose = view.province.forms.get(fact.kind)
        # The name of a loving mother under 姓名 beside a child's: say whose.
        return _own_name(view, fact.kind, lang) if fact.name == "name" and whose else field.label
    derived = view.province.policy.facts.get(fact.name)
    if derived is not None and derived.of == fact.kind and derived.label:
        return derived.label
    for key in (f"report.head_{fact.kind}_{fact.name}", f"report.head_{fact.name}"):
        try:
            return label(key, lang)
        except KeyError:
            continue
    if fact.name.endswith("_on"):
        life = view.province.lives.get(fact.kind)
        state = life.states.get(fact.name[:-3]) if life else None
        if state is not None:
            return label("report.head_entered", lang, state=state.label)
    return fact.name


def _own_name(view: View, kind: str, lang: str) -> str:
    try:
        return view.province.term(kind, label(f"report.name_{kind}", lang))
    except KeyError:
        return view.province.forms[kind].fields.get("name").label  # type: ignore[union-attr]


def sort_key(view: View, record: Record, name: str) -> tuple[Any, ...]:
    """Order a fact by rank: choices as listed, flags true first, days and numbers as they go, names by pinyin.

    What is empty comes last.
    """
    values = view.fact(record, name)
    if not values:
        return (1,)
    fact = find_fact(view, record.kind, name)
    value = values[0]
    if isinstance(value, bool):
        return (0, 0 if value else 1, "")
    if isinstance(value, (int, float)):
        return (0, value, "")
    if fact is not None and fact.type in {FieldType.DATE, FieldType.DIVISION}:
        return (0, 0, day_text(value) or str(value))
    order = values_in_order(view, fact) if fact is not None else ()
    if order:
        return (0, order.index(value) if value in order else len(order), str(value))
    text = printed_value(view, fact, value, record)
    return (0, 0, " ".join(syllables(text)), text)


def values_in_order(view: View, fact: Fact) -> tuple[Any, ...]:
    """List the values that a fact can have, in rank order; () where they are not a closed list."""
    if fact.type is FieldType.FLAG:
        return (True, False)
    if fact.choices:
        found = view.province.choices.get(fact.choices)
        return tuple(choice.key for choice in found.choices) if found else ()
    if fact.type is FieldType.LINK:
        form = view.province.forms.get(fact.to)
        return tuple(entry.key for entry in form.entries) if form else ()
    return fact.values
