"""依法删除: what an erasure takes away and what stays is listed first; then a person's values go, and counts stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.erasure import Erasure
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.record import Act, Record
from aixin_tui.engine.pairings import IN_FORCE, PROPOSED
from aixin_tui.services.acting import alone
from aixin_tui.services.desk import Desk, Result, Role, Who
from aixin_tui.services.erasable import PERSONS, WITH_ALL, Belongings, belongings, kept_of, keys_of
from aixin_tui.services.scope import RIGHTS, place_of, record_of, refusals
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label
from aixin_tui.texts import label

#: The verb under which erasures stand in the log.
ERASE = "erase"
#: Acts that wrote something outside of the workspace, which no erasure reaches.
_OUTSIDE = ("backup", "export_canonical", "share_export", "make_document", "transfer_send")


@dataclass(frozen=True, slots=True)
class EraseLine:
    """So many records of a kind that go, or stay and why."""

    kind: str
    label: str
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class ErasePlan:
    """What an erasure would do; nothing is written by drawing it up."""

    kind: str
    id: str
    name: str
    goes: tuple[EraseLine, ...] = ()
    stays: tuple[EraseLine, ...] = ()
    outside: tuple[str, ...] = ()
    """Acts that wrote files elsewhere, as the log tells them: those files are to be destroyed by hand."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Erase a person's records; `confirm` repeats the person's name, as the second confirmation.

    `reason` says why in words that name nobody; `request` is the request of the family that it answers.
    """

    kind: str
    id: str
    reason: str
    confirm: str = ""
    request: str = ""


def plan_erasure(desk: Desk, who: Who, kind: str, record_id: str) -> ErasePlan:
    """List what would be erased, what stays and why, and what no erasure reaches; an administrator's."""
    person, problems = _person(desk, who, kind, record_id)
    if person is None:
        return ErasePlan(kind, record_id, "", problems=problems)
    held = _belongings(desk, who, person)
    return ErasePlan(kind, record_id, person.text("name"), _lines(desk, held.erased), _stays(desk, who, held),
                     _outside(desk), (*problems, *_in_force(desk, who, person)))


@alone
def erase_person(desk: Desk, who: Who, command: ErasePerson) -> Result:
    """Erase a person by law: the values go everywhere, figures of the past still count; never taken back.

    Refused for who is no administrator of the whole office, without a reason, while a pair is in force or offered, and
    until the person's name is repeated.
    """
    person, problems = _person(desk, who, command.kind, command.id)
    if person is None:
        return Result(problems=problems)
    problems += _in_force(desk, who, person)
    if not command.reason.strip():
        problems += (Problem(Code.ERASE_003),)
    if command.confirm.strip() != person.text("name"):
        problems += (Problem(Code.ERASE_002),)
    held = _belongings(desk, who, person)
    if any(word in command.reason for word in held.words):
        problems += (Problem(Code.ERASE_005),)
    if any(problem.stops for problem in problems):
        return Result(problems=problems)
    about = {"kind": person.kind, "record": person.id, **({"request": command.request} if command.request else {})}
    erasure = Erasure(
        Act(ERASE, who.operator, (), command.reason.strip(), who.source, about), keys_of(held.erased),
        {one: kept_of(desk, one) for one in {record.kind for record in held.erased}},
        added=_ended(desk, who, person), mentions=keys_of(held.mentions), words=held.words)
    receipt = desk.store.erase(erasure, desk.ids.new())
    if command.request:
        from aixin_tui.services.requests import Answer, AnswerRequest, answer_request

        problems += answer_request(desk, who, AnswerRequest(command.request, Answer.GRANTED)).problems
    return Result((), tuple(problems), receipt, {
        "erased": len(held.erased), "mentions": len(held.mentions), "stays": len(held.shared) + len(held.standing),
        "outside": list(_outside(desk))})


def _person(desk: Desk, who: Who, kind: str, record_id: str) -> tuple[Record | None, tuple[Problem, ...]]:
    problems = refusals(desk, who, role=Role.ADMINISTRATOR, place=desk.office)
    person = record_of(desk, who, kind, record_id) if kind in PERSONS else None
    if person is None:
        return None, (*problems, Problem(Code.ACT_004, values={"kind": kind_label(desk, kind)}))
    if any(problem.stops for problem in problems):
        return None, problems
    # What lies in the restricted part can only be erased by somebody who may see all of it.
    if who.rights < RIGHTS or not desk.store.may_see_restricted:
        problems += (Problem(Code.ERASE_004, Severity.WARNING),)
    return person, problems


def _belongings(desk: Desk, who: Who, person: Record) -> Belongings:
    return belongings(desk, who, person, desk.store.snapshot(restricted=bool(who.rights)))


def _in_force(desk: Desk, who: Who, person: Record) -> tuple[Problem, ...]:
    """A pair ends first, by its own act: whoever loses somebody is told of it, and figures say when."""
    if person.kind not in (WITH_ALL, "loving_mother"):
        return ()
    view = view_of(desk, who, scope=place_of(desk, person)[:6])
    count = sum(1 for pairing in view.records("pairing") if pairing.text(person.kind) == person.id
                and view.state(pairing) in (IN_FORCE, PROPOSED))
    return (Problem(Code.ERASE_001, values={"count": count}),) if count else ()


def _ended(desk: Desk, who: Who, person: Record) -> dict[str, Mapping[str, Any]]:
    """Let the life of an erased person end today, so that no list waits for it."""
    life = desk.province.lives.get(person.kind)
    final = next((state.key for state in life.states.at() if state.final), "") if life else ""
    status = person.get("status") or {}
    last = str(status[max(status)].get("state")) if status else ""
    if not final or last == final:
        return {}
    row = {"state": final, "from": who.today.isoformat(), "by": ERASE, "operator": who.operator}
    return {person.id: {"status": {desk.ids.new(): row}}}


def _lines(desk: Desk, records: tuple[Record, ...], why: str = "") -> tuple[EraseLine, ...]:
    counts = Counter(record.kind for record in records)
    return tuple(EraseLine(kind, kind_label(desk, kind), count, why) for kind, count in sorted(counts.items()))


def _stays(desk: Desk, who: Who, held: Belongings) -> tuple[EraseLine, ...]:  # noqa: ARG001 - of whom it is told
    return (*_lines(desk, held.standing, label("erase.stands")), *_lines(desk, held.shared, label("erase.shared")),
            *_lines(desk, held.mentions, label("erase.mentions")))


def _outside(desk: Desk) -> tuple[str, ...]:
    return tuple(f"{entry.recorded_at[:10]} {label(f'log.{entry.action}')} {entry.about.get('file', '')}".rstrip()
                 for entry in desk.store.log() if entry.action in _OUTSIDE)
