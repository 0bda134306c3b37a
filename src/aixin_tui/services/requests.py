"""What a family asks for: to view, copy, correct or erase, and the answer in writing (个人信息保护法 §44–50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.domain.record import Record
from aixin_tui.services.acting import Draft, alone
from aixin_tui.services.desk import Desk, Result, Who
from aixin_tui.services.erasable import PERSONS
from aixin_tui.services.scope import inside, place_of, record_of, refusals
from aixin_tui.services.wording import kind_label
from aixin_tui.texts import label

#: Days in which an answer is due. 系统默认，非官方口径: the law says 及时, without a number.
DAYS_TO_ANSWER = 15
REQUEST = "request"


class Right(StrEnum):
    """What can be asked for: 查阅、复制、更正、删除."""

    VIEW = "view"
    COPY = "copy"
    CORRECT = "correct"
    ERASE = "erase"


class Answer(StrEnum):
    """What became of it: 已办理、部分办理、不予办理."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AddRequest:
    """Somebody asks for something about a person on file, on a day (ISO; today if empty)."""

    right: Right
    kind: str
    id: str
    asked_by: str
    relation: str = ""
    asked_on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """The answer, in writing; unless it is granted whole it says why (§50)."""

    id: str
    answer: Answer
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as lists show it; the person's name is empty once erased."""

    id: str
    right: str
    kind: str
    record: str
    name: str
    asked_by: str
    relation: str
    asked_on: str
    due_on: str
    is_late: bool
    note: str
    answer: str
    answered_on: str
    reason: str


def right_label(right: str, lang: str = "") -> str:
    """Name what is asked for; a word that names none of the four (a file changed by hand) as it stands."""
    return label(f"erase.right_{right}", lang) if right in Right.__members__.values() else right


@alone
def add_request(desk: Desk, who: Who, command: AddRequest) -> Result:
    """Take a request down; it is due after fifteen days (系统默认)."""
    person = record_of(desk, who, command.kind, command.id) if command.kind in PERSONS else None
    if person is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": kind_label(desk, command.kind)}),))
    problems = list(refusals(desk, who, place=place_of(desk, person)))
    if not command.asked_by.strip():
        problems.append(Problem(Code.ERASE_006, place=Place(field="asked_by")))
    asked = _day(command.asked_on, who)
    if asked is None or asked > who.today:
        problems.append(Problem(Code.ERASE_009, place=Place(field="asked_on")))
    if problems or asked is None:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "add_request")
    draft.add(REQUEST, {
        "right": command.right.value, "kind": command.kind, "record": person.id, "asked_by": command.asked_by.strip(),
        "relation": command.relation.strip() or None, "asked_on": asked.isoformat(),
        "note": command.note.strip() or None,
        "due_on": (asked + timedelta(days=DAYS_TO_ANSWER)).isoformat()})
    return draft.commit()


@alone
def answer_request(desk: Desk, who: Who, command: AnswerRequest) -> Result:
    """Answer a request once; a refusal, whole or in part, gives its reasons."""
    request = _request(desk, who, command.id)
    if request is None:
        return Result(problems=(Problem(Code.ACT_004, values={"kind": label("act.request")}),))
    problems = list(refusals(desk, who, role="reviewer"))
    if request.get("answer"):
        problems.append(Problem(Code.ERASE_007, values={"day": request.text("answered_on")}))
    if command.answer is not Answer.GRANTED and not command.reason.strip():
        problems.append(Problem(Code.ERASE_008, place=Place(field="reason")))
    if problems:
        return Result(problems=tuple(problems))
    draft = Draft(desk, who, "answer_request")
    draft.change(request, {"answer": command.answer.value, "answered_on": who.today.isoformat(),
                           "reason": command.reason.strip() or None})
    return draft.commit()


def list_requests(desk: Desk, who: Who, *, open_only: bool = False) -> tuple[RequestLine, ...]:
    """List requests of persons in the operator's division, open ones first, the nearest due first."""
    found = [_line(desk, who, record) for record in desk.store.own(REQUEST) if _is_seen(desk, who, record)]
    return tuple(sorted((line for line in found if not (open_only and line.answer)),
                        key=lambda line: (bool(line.answer), line.due_on, line.id)))


def request_line(desk: Desk, who: Who, request_id: str) -> RequestLine | None:
    """Give one request; None where it is not there to be seen."""
    request = _request(desk, who, request_id)
    return _line(desk, who, request) if request else None


def _request(desk: Desk, who: Who, request_id: str) -> Record | None:
    return next((one for one in desk.store.own(REQUEST) if one.id == request_id and _is_seen(desk, who, one)), None)


def _is_seen(desk: Desk, who: Who, request: Record) -> bool:
    person = desk.store.get(request.text("kind"), request.text("record"))
    return not who.scope if person is None else inside(who, place_of(desk, person))


def _line(desk: Desk, who: Who, request: Record) -> RequestLine:
    person = desk.store.get(request.text("kind"), request.text("record"))
    due, answer = request.text("due_on"), request.text("answer")
    return RequestLine(
        request.id, request.text("right"), request.text("kind"), request.text("record"),
        person.text("name") if person else "", request.text("asked_by"), request.text("relation"),
        request.text("asked_on"), due, not answer and bool(due) and due < who.today.isoformat(), request.text("note"),
        answer, request.text("answered_on"), request.text("reason"))


def _day(text: str, who: Who) -> date | None:
    try:
        return date.fromisoformat(text) if text else who.today
    except ValueError:
        return None
