"""What a duty needs to know of its record: since when it applies, whether it still does, and which days were paused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.day import add_months, first_day, last_day
from aixin_tui.domain.kinds import KINDS
from aixin_tui.domain.record import Record, rows
from aixin_tui.engine.dates import as_day, shift
from aixin_tui.engine.keeping import once
from aixin_tui.engine.slots import Slot
from aixin_tui.engine.spec.checklist import DutySpec
from aixin_tui.engine.spec.condition import AnyOf, By, Condition, FactTest, Has, Not, SameAs, Selection, Within

if TYPE_CHECKING:
    from aixin_tui.engine.spec.province import Province
    from aixin_tui.engine.view import View

#: Of something that was always there.
ALWAYS = date.min

#: Contact goes on while a pair is paused; the rest rests (model.md section 2).
_CONTACT = frozenset({"contact_call", "family_letter"})
#: Facts that change on a birthday.
_BY_AGE = (".age", ".eligible", ".must_pair")


def pairing_span(record: Record) -> tuple[date, date] | None:
    """Give the half-open span in which a pairing is in force as it is known; None for an offer."""
    start = as_day(record.get("started_on"))
    if start is None or record.get("state") == "proposed":
        return None
    return start, as_day(record.get("ended_on")) or date.max


def is_paired_on(record: Record, day: date) -> bool:
    """Whether a pairing is in force on `day`, paused or not."""
    span = pairing_span(record)
    return span is not None and span[0] <= day < span[1]


def applies_on(view: View, spec: DutySpec, record: Record, day: date) -> bool:
    """Whether a duty concerns a record on a day: not in a final state, and `applies_when` holds."""
    if spec.scope == "pairing" and not is_paired_on(record, day):
        return False
    if not spec.applies_when.clauses and spec.scope not in view.province.lives:
        return True
    then = view.at(day)
    return once(then, record, f"~applies {spec.scope} {view.rules.token(spec.applies_when)}",
                lambda: _applies(then, spec, record))


def _applies(then: View, spec: DutySpec, record: Record) -> bool:
    life = then.province.lives.get(spec.scope)
    if life is not None and spec.scope != "pairing":
        state = life.states.get(then.state(record))
        if state is not None and state.final:
            return False
    return then.holds(spec.applies_when, record)


def begin_of(view: View, spec: DutySpec, record: Record, until: date) -> date | None:
    """Give the day from which a record owes the duty: of a pairing its start, else the day it first applies.

    Days after `until` are not looked at; None means not yet, or never.
    """
    if spec.scope == "pairing":
        span = pairing_span(record)
        return span[0] if span is not None and span[0] <= until else None
    there = _there_since(record)
    if there > until:
        return None
    if not spec.applies_when.clauses:
        return there
    # Many duties apply under the same condition: of a record it begins to hold once for all of them.
    return once(view, record, f"~begin {until} {view.rules.token(spec.applies_when)}",
                lambda: _first_applying(view, spec, record, there, until))


def _first_applying(view: View, spec: DutySpec, record: Record, there: date, until: date) -> date | None:
    days = {there, *(day for day in _turning_days(view, spec, record) if there < day <= until)}
    return next((day for day in sorted(days) if applies_on(view, spec, record, max(day, _EARLY))), None)


#: A day before every record, and far enough from the calendar's end to reckon with.
_EARLY = date(1900, 1, 1)


def _there_since(record: Record) -> date:
    entered = [as_day(row.get("from")) for _, row in rows(record.get("status"))]
    known = [day for day in entered if day is not None]
    return min(known) if known else as_day(record.get("date")) or ALWAYS


def _turning_days(view: View, spec: DutySpec, record: Record) -> Iterator[date]:
    """Give every day on which `applies_when` may change its answer for the record."""
    facts, spans, days = _mentions(spec.applies_when, view.province)
    yield from days
    concerned = [record]
    for kind in sorted({fact.partition(".")[0] for fact in facts} - {spec.scope}):
        if kind in KINDS or kind in view.province.forms:
            concerned += view.select(Selection(of=kind), record)
    for one in concerned:
        for day in once(view, one, "~dates", lambda one=one: frozenset(_dates_in(one.values))):  # type: ignore[misc]
            yield day
            yield from (shift(day, span) for span in spans)
        birth = one.get("birth_date")
        if isinstance(birth, str) and birth and any(fact.endswith(_BY_AGE) for fact in facts):
            yield from (add_months(last_day(birth), 12 * age) for age in range(1, 19))


def _dates_in(value: Any) -> Iterator[date]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _dates_in(part)
    elif isinstance(value, str) and len(value) in {7, 10} and (day := as_day(value)) is not None:
        yield day


def _mentions(condition: Condition, province: Province) -> tuple[set[str], set[str], set[date]]:
    """List the facts that a condition speaks of, derived ones followed, its spans, and first days of versions."""
    facts: set[str] = set()
    spans: set[str] = set()
    days: set[date] = set()
    for fact, span in _walk(condition):
        facts.add(fact)
        if span and span[0].isdecimal():
            spans.add(span)
    todo = list(facts)
    while todo:
        kind, _, name = todo.pop().partition(".")
        for version in province.policy.facts.versions(name):
            if version.of != kind:
                continue
            days.update(first_day(day) for day in (version.stamp.effective_from,) if day)
            parts = [*_walk(version.when or Condition()), *((fact, "") for fact in _facts_of(version.value))]
            for fact, span in parts:
                if span and span[0].isdecimal():
                    spans.add(span)
                if fact not in facts:
                    facts.add(fact)
                    todo.append(fact)
    return facts, spans, days


def _walk(condition: Condition) -> Iterator[tuple[str, str]]:
    for clause in condition.clauses:
        if isinstance(clause, FactTest):
            yield clause.fact, clause.test.span if isinstance(clause.test, Within) else ""
        elif isinstance(clause, AnyOf):
            for part in clause.conditions:
                yield from _walk(part)
        elif isinstance(clause, Not):
            yield from _walk(clause.condition)
        elif isinstance(clause, Has):
            for selection in clause.selections:
                yield f"{selection.of}.id", ""
                yield from _walk(selection.where)


def _facts_of(value: Any) -> Iterator[str]:
    if isinstance(value, SameAs):
        yield value.fact
    elif isinstance(value, By):
        yield value.fact
        for part in (*value.values.values(), value.otherwise):
            yield from _facts_of(part)


def rests_when_paused(spec: DutySpec, province: Province) -> bool:
    """Whether the duty rests while the pair is paused: as it says, else unless it counts calls or letters.

    A duty of a child or household rests only where it is owed for being in a pair.
    """
    if spec.scope != "pairing":
        facts, _, _ = _mentions(spec.applies_when, province)
        if "child.in_pair" not in facts and not any(fact.startswith("pairing.") for fact in facts):
            return False
    if spec.when_paused:
        return spec.when_paused == "rests"
    return spec.counts is not None and not _CONTACT & set(_named_values(spec.counts.where))


def _named_values(condition: Condition) -> Iterator[str]:
    for clause in condition.clauses:
        if isinstance(clause, FactTest):
            yield from (str(value) for value in getattr(clause.test, "values", ()))
        elif isinstance(clause, AnyOf):
            for part in clause.conditions:
                yield from _named_values(part)


def paused_days(view: View, record: Record, slot: Slot, known: date) -> int:
    """Count the days of a slot on which the record's pair is paused; of a child with several, on which all are.

    A pause counts from the day it has begun (`known`), up to its end if that is foreseen, else to the slot's.
    """
    spans = [_pauses(pairing, slot, known) for pairing in _pairings_of(view, record, slot)]
    if not spans or any(not span for span in spans):
        return 0
    return len(set.intersection(*spans))


def _pauses(pairing: Record, slot: Slot, known: date) -> set[date]:
    days: set[date] = set()
    for _, row in rows(pairing.get("pauses")):
        begun = as_day(row.get("from")) or slot.first
        if begun > known:
            continue
        start = max(begun, slot.first)
        end = min(as_day(row.get("to")) or slot.end, slot.end)
        days.update(start + timedelta(days=n) for n in range((end - start).days))
    return days


def _pairings_of(view: View, record: Record, slot: Slot) -> Iterable[Record]:
    if record.kind == "pairing":
        return (record,)
    children: Iterable[str] = (record.id,) if record.kind == "child" else ()
    if record.kind == "household":
        children = (child.id for child in view.snapshot.linked("child", "household", record.id))
    return tuple(
        pairing
        for child in children
        for pairing in view.snapshot.linked("pairing", "child", child)
        if (span := pairing_span(pairing)) is not None and span[0] < slot.end and span[1] > slot.first
    )
