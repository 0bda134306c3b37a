"""误配: pairs that were confirmed by mistake are voided, not ended; their children are back where they were.

A voided pair counts neither as new nor as ended (model.md section 1), and a report that was handed in lists the
correction. Unlike 撤销 it takes single pairs out of an act, and it can be done although care was recorded meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import LogEntry, Record, members, rows
from aixin_tui.engine import pairings, states
from aixin_tui.engine.dates import as_day
from aixin_tui.services.acting import Draft, alone, with_changes
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.history import action_label
from aixin_tui.services.scope import place_of, record_of, refusals
from aixin_tui.services.stepping import lead_to
from aixin_tui.services.wording import kind_label

#: Records that may rest on a pair and stay as the child's own when it is voided, with the field that names the pair.
_LOOSENED = {"activity": "pairing"}
#: Acts in which a pair may replace another.
_HANDING = frozenset({"hand_over", "accept_proposal", "leave_service", "pause_service"})
#: Kinds that the act which makes a pair changes, and that are given back: offers, the pair replaced, what went along.
_TAKEN_BACK = frozenset({"match_proposal", "pairing", "care_plan", "micro_wish"})
#: States that only a pair gives a child.
_BY_PAIR = frozenset({"proposed", "paired", "under_review"})
#: Steps that a child takes while it is in a pair.
_REVIEWS = frozenset({"review", "resume"})


@dataclass(frozen=True, slots=True)
class Mistaken:
    """The pairs were made by mistake, all of a run (`run`) or those named; a reason is asked for.

    `keep` says what becomes of care that was recorded with them meanwhile: it stays as the child's, naming no pair.
    Without it the act is refused where there is any (PAIR_015, one problem a pair, with the acts).
    """

    pairings: tuple[str, ...] = ()
    run: str = ""
    reason: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class LaterAct:
    """An act that was recorded with the pair after it was made."""

    number: int
    recorded_at: str
    action: str
    action_label: str


@dataclass(frozen=True, slots=True)
class MistakenPair:
    """One pair that would be voided, with what rests on it."""

    pairing: str
    number: str
    child_name: str
    activities: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    later: tuple[LaterAct, ...] = ()


@dataclass(slots=True)
class _Past:
    """What the log knows of a pair: the act that made it, and those that touched or named it later."""

    made: LogEntry | None = None
    later: list[LogEntry] = field(default_factory=list)
    before: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the act that made it found in the records that it changed, by id."""


def what_is_mistaken(desk: Desk, who: Who, command: Mistaken) -> tuple[MistakenPair, ...]:
    """Show what rests on each pair, without writing."""
    pairs = _pairs(desk, who, command)
    past = _pasts(desk, pairs)
    snapshot = desk.store.snapshot(who.scope)
    found = []
    for pair in pairs:
        child = desk.store.get("child", pair.text("child"))
        resting = snapshot.linked("activity", "pairing", pair.id)
        made = past[pair.id].made
        came_over = {change.id for change in made.changes} if made else set()
        plans = [one for one in snapshot.linked("care_plan", "pairing", pair.id) if one.id not in came_over]
        later = tuple(LaterAct(one.number, one.recorded_at, one.action, action_label(desk, one.action))
                      for one in past[pair.id].later)
        found.append(MistakenPair(pair.id, pair.text("number"), child.text("name") if child else "",
                                  tuple(one.id for one in resting), tuple(one.id for one in plans), later))
    return tuple(found)


@alone
def void_mistaken(desk: Desk, who: Who, command: Mistaken) -> Result:
    """Void the pairs and lead their children back: one act. `Result.about["voided"]` lists the pairs.

    What the act that made a pair did to its offer and to its child is taken back; an offer that a run had made is open
    again. Pairs of others' making take a reviewer, as with 撤销.
    """
    pairs = _pairs(desk, who, command)
    problems = _refused(desk, who, command, pairs)
    if problems:
        return Result(problems=tuple(problems))
    past = _pasts(desk, pairs)
    resting = what_is_mistaken(desk, who, command)
    if not command.keep:
        problems = [_rests(one) for one in resting if one.activities or one.plans]
        if problems:
            return Result(problems=tuple(problems))
    draft = Draft(desk, who, "void_mistaken")
    for pair, one in zip(pairs, resting, strict=True):
        _void(draft, pair, past[pair.id], command.reason)
        _loosen(draft, one)
    for key in dict.fromkeys(pair.text("child") for pair in pairs):
        child = draft.get("child", key)
        if child is not None:
            _lead_back(draft, child, [past[pair.id] for pair in pairs if pair.text("child") == key])
    told = [Problem(Code.PAIR_017, Severity.WARNING, Place(record=one.pairing),
                    {"number": one.number, "child": one.child_name, "count": len(one.activities)})
            for one in resting if one.activities]
    return draft.commit(told, about={"voided": [pair.id for pair in pairs]}, log={"why": command.reason})


def _pairs(desk: Desk, who: Who, command: Mistaken) -> list[Record]:
    """Find the pairs named, or those of a run that stand; each once."""
    keys = list(command.pairings)
    if command.run:
        snapshot = desk.store.snapshot(who.scope)
        offers = {offer.id for offer in snapshot.linked("match_proposal", "match_run", command.run)}
        keys += [pair.id for pair in snapshot.of("pairing") if pair.text("proposal") in offers]
    found = (record_of(desk, who, "pairing", key) for key in dict.fromkeys(keys))
    return [pair for pair in found if pair is not None and (not command.run or not pair.is_voided)]


def _refused(desk: Desk, who: Who, command: Mistaken, pairs: list[Record]) -> list[Problem]:
    found: list[Problem] = []
    if not command.reason.strip():
        found.append(Problem(Code.PAIR_018, place=Place(field="reason")))
    if not pairs or len(pairs) < len(set(command.pairings)):
        found.append(Problem(Code.ACT_004, values={"kind": kind_label(desk, "pairing")}))
    for pair in pairs:
        own = pair.text("confirmed_by") == who.operator
        found += refusals(desk, who, role=Role.RECORDER if own else Role.REVIEWER, place=place_of(desk, pair))
        if pair.is_voided:
            found.append(Problem(Code.ACT_013, place=Place(record=pair.id)))
    return list({(p.code, str(dict(p.values)), p.place): p for p in found}.values())


def _pasts(desk: Desk, pairs: Iterable[Record]) -> Mapping[str, _Past]:
    found = {pair.id: _Past() for pair in pairs}
    for entry in desk.store.log():
        for change in entry.changes:
            named = [change.id, *(key for path in change.values.values() for key in members(path)
                                  if isinstance(key, str))]
            for key in set(named) & set(found):
                if change.is_new and change.id == key:
                    found[key].made = entry
                elif entry not in found[key].later and entry is not found[key].made:
                    found[key].later.append(entry)
    _look_before(desk, found.values())
    return found


def _look_before(desk: Desk, pasts: Iterable[_Past]) -> None:
    """Replay, in one walk, what was changed by the acts that made the pairs, up to each act."""
    wanted: dict[str, list[_Past]] = {}
    for past in pasts:
        for change in past.made.changes if past.made else ():
            if not change.is_new and change.kind in _TAKEN_BACK:
                wanted.setdefault(change.id, []).append(past)
    standing: dict[str, dict[str, Any]] = {}
    for entry in desk.store.log() if wanted else ():
        for change in entry.changes:
            if change.id not in wanted:
                continue
            for past in wanted[change.id]:
                if past.made is not None and past.made.number == entry.number:
                    past.before.setdefault(change.id, standing.get(change.id, {}))
            standing[change.id] = with_changes(standing.get(change.id, {}), change.values)


def _rests(one: MistakenPair) -> Problem:
    numbers = "、".join(str(later.number) for later in one.later)
    values = {"number": one.number, "child": one.child_name, "count": len(one.activities) + len(one.plans),
              "acts": numbers}
    return Problem(Code.PAIR_015, place=Place(record=one.pairing), values=values)


def _void(draft: Draft, pair: Record, past: _Past, reason: str) -> None:
    mark = {"on": draft.who.today.isoformat(), "operator": draft.who.operator, "reason": reason}
    draft.change(draft.get("pairing", pair.id) or pair, {"voided": mark})
    made = past.made
    for change in made.changes if made else ():
        offer = draft.get("match_proposal", change.id) if change.kind == "match_proposal" else None
        if offer is None or made is None:
            continue
        if change.is_new and offer.id == pair.text("proposal"):
            draft.change(offer, {"voided": mark})
        elif not change.is_new and offer.get("child") == pair.get("child"):
            before = past.before.get(offer.id, {})
            draft.change(offer, {name: before.get(name) for name in change.values})
    _give_back(draft, pair, past)


def _give_back(draft: Draft, pair: Record, past: _Past) -> None:
    """Let the pair that this one replaced go on, with what went over from it: a hand-over was the mistake."""
    made = past.made
    for change in made.changes if made and made.action in _HANDING else ():
        record = draft.get(change.kind, change.id)
        if record is None or change.is_new or change.kind not in _TAKEN_BACK - {"match_proposal"}:
            continue
        if pair.text("child") not in (record.text("child"), "") and record.text("pairing") != pair.id:
            continue
        before = past.before.get(change.id, {})
        names = {path.partition("/")[0] for path in change.values} - {"status"}
        draft.change(record, {name: before.get(name) for name in names})


def _loosen(draft: Draft, one: MistakenPair) -> None:
    """Let care that was recorded with the pair stay the child's own; a plan for the pair is ended."""
    for key in one.activities:
        activity = draft.get("activity", key)
        if activity is not None:
            draft.change(activity, {_LOOSENED["activity"]: None})
    for key in one.plans:
        plan = draft.get("care_plan", key)
        if plan is not None and not plan.get("ended_on"):
            draft.change(plan, {"ended_on": draft.day.isoformat()})


def _lead_back(draft: Draft, child: Record, pasts: list[_Past]) -> None:
    """Take the steps back that the pairs brought, then on to what other pairs of the child bring."""
    life = draft.desk.province.lives.get("child")
    gone: dict[str, Any] = {}
    for past in pasts:
        for entry, is_made in [(past.made, True), *((one, False) for one in past.later)]:
            for key, row in _rows_of(entry, child.id):
                core = states.core_of(draft.desk.province, "child", str(row.get("state") or "")) if life else ""
                if core in _BY_PAIR if is_made else core in (*_BY_PAIR, "waiting"):
                    gone[f"status/{key}"] = None
    others = [pair for pair in draft.view.snapshot.linked("pairing", "child", child.id) if not pair.is_voided]
    if not others:
        began = min((past.made.recorded_at[:10] for past in pasts if past.made), default="")
        gone.update({f"status/{key}": None for key, row in rows(child.get("status"))
                     if row.get("by") in _REVIEWS and str(row.get("from")) >= began})
    if gone:
        child = draft.change(child, gone)
    _lead_on(draft, child)


def _lead_on(draft: Draft, child: Record) -> None:
    """Lead a child on to 结对中 where another pair of it is in force, from that pair's first day."""
    draft.look_at(draft.who.today)
    others = pairings.in_force_of(draft.view, child)
    if others and draft.view.core_state(child) not in ("paired", "under_review"):
        draft.look_at(min(started for pair in others if (started := as_day(pair.get("started_on")))))
        for core in ("consented", "waiting", "proposed", "paired"):
            child = lead_to(draft, child, core)
        draft.look_at(draft.who.today)


def _rows_of(entry: LogEntry | None, child: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Walk over the intervals that an act added to a child's life."""
    for change in entry.changes if entry else ():
        if change.id == child:
            for path, row in change.values.items():
                name, _, key = path.partition("/")
                if name == "status" and key and isinstance(row, Mapping):
                    yield key, row
                elif name == "status" and not key:
                    yield from rows(row)


__all__ = ["LaterAct", "Mistaken", "MistakenPair", "void_mistaken", "what_is_mistaken"]
