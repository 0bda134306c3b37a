"""退出 and 暂停服务 of a loving mother: all her pairs are shown first, and each is settled in the same act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem, Severity
from aixin_tui.domain.record import Record
from aixin_tui.domain.region import common_place
from aixin_tui.engine import pairings, states
from aixin_tui.engine.workflow import possible_steps
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.ends import Ending, carry_out, ends_of_pair, lapse_offer
from aixin_tui.services.failing import problems_of
from aixin_tui.services.pairs.day_and_reason import wrong_day, wrong_reason
from aixin_tui.services.pairs.ending import back_to_waiting
from aixin_tui.services.pairs.handing_over import HANDED_OVER, draft_offer
from aixin_tui.services.pairs.replacing import held_problems, replace_pair
from aixin_tui.services.scope import inside, place_of, record_of, refusals
from aixin_tui.services.stepping import day_of_step, lead_to, role_problems, take, tried
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label

LEFT, PAUSED = "left", "paused"
#: What may become of a pair: it ends, or it goes on while she pauses; anything else names who takes the child over.
END, KEEP = "end", "keep"
#: The reason of a pair that ends because she stops, where a province's list has it.
_MOTHER_LEFT = "mother_left"


@dataclass(frozen=True, slots=True)
class StopService:
    """She leaves (`to` left) or pauses (`paused`) on `on` (ISO day; today if empty).

    `fates` says for each of her pairs in force, by id, what becomes of it: `end`, `keep` (only while she pauses), or
    the id of the mother or team that takes the child over. A pair that is not named has the fate `rest`.
    """

    loving_mother: str
    to: str = LEFT
    on: str = ""
    reason: str = ""
    """A key of the step's reasons (leave_reasons)."""
    fates: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""


@dataclass(frozen=True, slots=True)
class PairAtStake:
    """One pair of hers: what would end with it."""

    pairing: str
    number: str
    child: str
    child_name: str
    role: str
    ending: Ending


@dataclass(frozen=True, slots=True)
class Stopping:
    """All that hangs on a loving mother on `day`: her pairs in force, and the open offers, which would lapse."""

    loving_mother: str
    name: str
    day: str
    pairs: tuple[PairAtStake, ...] = ()
    offers: tuple[str, ...] = ()


@dataclass(slots=True)
class _Settled:
    """What became of her pairs so far."""

    ended: list[str] = field(default_factory=list)
    handed: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def what_stops(desk: Desk, who: Who, mother_id: str, day: date | None = None) -> Stopping:
    """List her pairs in force with what would end with each; of children outside the operator's division none."""
    mother = record_of(desk, who, "loving_mother", mother_id)
    when = day or who.today
    if mother is None:
        return Stopping(mother_id, "", when.isoformat())
    view = view_of(desk, who, when)
    pairs = tuple(
        PairAtStake(pair.id, pair.text("number"), pair.text("child"), child.text("name") if child else "",
                    pair.text("role"), ends_of_pair(view, pair))
        for pair in pairings.in_force_of(view, mother)
        if inside(who, view.place(pair)) and (child := view.find("child", pair.text("child"))) is not None
    )
    offers = tuple(offer.text("proposal") or offer.id for offer in pairings.offers_of(view, mother))
    return Stopping(mother.id, mother.text("name"), view.now, pairs, offers)


@alone
def stop_service(desk: Desk, who: Who, command: StopService) -> Result:
    """Let her leave or pause, every pair settled as the command says, her open offers lapsed: one act.

    A pair without a fate is refused (PAIR_014 each), a hand-over with every check that fails. One that a reviewer has
    to approve is not made here (PAIR_002): it is handed over by itself first. `Result.about` holds `ended`, `handed`
    (old id to new id) and `kept`.
    """
    mother = record_of(desk, who, "loving_mother", command.loving_mother)
    if mother is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, "loving_mother")}),))
    day, problems = _day(command.on, who)
    problems += refusals(desk, who, place=place_of(desk, mother))
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "leave_service" if command.to == LEFT else "pause_service", day=day,
                  scope=_scope(desk, who, mother, day))
    mother = draft.get("loving_mother", mother.id) or mother
    found = [*_step(draft, mother, command, check=True)]
    stakes = [draft.get("pairing", one.id) or one for one in pairings.in_force_of(draft.view, mother)]
    found += [problem for pair in stakes for problem in _no_fate(draft, pair, command)]
    if any(problem.severity in (Severity.ERROR, Severity.HELD) for problem in found):
        return Result(problems=tuple(found))
    settled = _Settled()
    for offer in pairings.offers_of(draft.view, mother):
        lapse_offer(draft, offer.text("proposal") or offer.id, day.isoformat())
        child = draft.get("child", offer.text("child"))
        if child is not None and draft.view.core_state(child) == "proposed" and not pairings.offers_of(
                draft.view, child):
            lead_to(draft, child, "waiting")
    for pair in stakes:
        found += _settle(draft, pair, command, settled)
    if any(problem.severity in (Severity.ERROR, Severity.HELD) for problem in found):
        return Result(problems=tuple(found))
    list(_step(draft, mother, command, check=False))
    return draft.commit(found, about=asdict(settled))


def _settle(draft: Draft, pair: Record, command: StopService, settled: _Settled) -> Iterator[Problem]:
    """Draft what becomes of one pair."""
    fate = command.fates.get(pair.id) or command.rest
    if fate == KEEP:
        settled.kept.append(pair.id)
    elif fate == END:
        reason = _reason(draft, _MOTHER_LEFT)
        carry_out(draft, ends_of_pair(draft.view, pair), reason)
        child = draft.get("child", pair.text("child"))
        if child is not None:
            back_to_waiting(draft, child, reason)
        settled.ended.append(pair.id)
    else:
        other = _carer(draft, fate)
        if other is None:
            yield Problem(Code.PAIR_003, place=Place(record=pair.id, field="loving_mother"))
            return
        offer = draft_offer(draft, pair, other, _reason(draft, HANDED_OVER))
        done = replace_pair(draft, pair, offer)
        yield from done.problems
        yield from held_problems(offer, done.held)
        if done.pairing is not None:
            settled.handed[pair.id] = done.pairing.id


def _step(draft: Draft, mother: Record, command: StopService, *, check: bool) -> Iterator[Problem]:
    """Try the step that leads her there, or take it."""
    day = draft.day
    life = draft.desk.province.lives.get(mother.kind)
    if check and day_of_step(mother, day) != day:
        values = {"value": day.isoformat(), "last": day_of_step(mother, day).isoformat()}
        yield Problem(Code.ACT_021, place=Place(field="on"), values=values)
        return
    view = draft.view
    step = next((one for one in possible_steps(view, mother)
                 if states.core_of(view.province, mother.kind, one.to) == command.to), None)
    if step is None:
        state = life.states.get(view.state(mother)) if life else None
        yield Problem(Code.PAIR_016, place=Place(record=mother.id), values={"state": state.label if state else ""})
        return
    found, failing = tried(view, mother, step.key, role=draft.who.role.value, reason=command.reason)
    if not check:
        take(draft, mother, found, reason=command.reason)
        return
    if step.reason:
        yield from wrong_reason(draft.desk, step.reason, command.reason)
    elif not found.allowed:
        yield from role_problems(found)
    yield from problems_of(failing, refused=Code.ACT_014, held=Code.ACT_015, warned=Code.PAIR_012, record=mother.id)


def _no_fate(draft: Draft, pair: Record, command: StopService) -> Iterator[Problem]:
    """Say that a pair has no fate yet, lies outside the operator's division, or begins later than she stops."""
    fate = command.fates.get(pair.id) or command.rest
    child = draft.get("child", pair.text("child"))
    place = draft.view.place(pair)
    if not inside(draft.who, place):
        yield Problem(Code.ACT_003, values={"place": draft.desk.province.divisions.path(place[:9])})
    elif not fate or (fate == KEEP and command.to == LEFT):
        yield Problem(Code.PAIR_014, place=Place(record=pair.id), values={
            "number": pair.text("number"), "child": child.text("name") if child else ""})
    elif fate not in (END, KEEP):
        yield from wrong_day(pair, draft.day, command.on, draft.who)


def _carer(draft: Draft, key: str) -> Record | None:
    found = draft.get("loving_mother", key) or draft.get("mother_team", key)
    return found if found is not None and not found.is_voided else None


def _reason(draft: Draft, wanted: str) -> str:
    """Choose a reason of an ending: the one wanted if the province's list has it, else 其他, else its first."""
    choices = draft.desk.province.choices.get("end_reasons")
    keys = [choice.key for choice in choices.choices] if choices else []
    return next((key for key in (wanted, "other") if key in keys), keys[0] if keys else wanted)


def _scope(desk: Desk, who: Who, mother: Record, day: date) -> str:
    """Give the narrowest division that holds her and the children of her pairs."""
    view = view_of(desk, who, day)
    place = place_of(desk, mother)
    for pair in pairings.in_force_of(view, mother):
        place = common_place(place, view.place(pair))
    return place[:6]


def _day(text: str, who: Who) -> tuple[date, list[Problem]]:
    try:
        day = date.fromisoformat(text) if text else who.today
    except ValueError:
        return who.today, [Problem(Code.ACT_009, place=Place(field="on"), values={"value": text})]
    if day <= who.today:
        return day, []
    values = {"value": day.isoformat(), "today": who.today.isoformat()}
    return day, [Problem(Code.ACT_017, place=Place(field="on"), values=values)]
