"""The papers of 管理: an operator, a family's request, and its answer."""

from __future__ import annotations

from typing import Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place, Problem
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.services.desk import Result, Role
from aixin_tui.services.operator_list import Operator
from aixin_tui.services.operators import (
    AddOperator,
    DisableOperator,
    EditOperator,
    EnableOperator,
    add_operator,
    disable_operator,
    edit_operator,
    enable_operator,
)
from aixin_tui.services.requests import (
    AddRequest,
    Answer,
    AnswerRequest,
    RequestLine,
    Right,
    add_request,
    answer_request,
    right_label,
)
from aixin_tui.services.scope import RIGHTS
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.paper import Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.fields import Part, Sheet

_PART = "admin"
#: A choice of a few that no province declares: the sheet brings them along, with their names.
_FEW = FieldType.LINK


def _form(session: Session, title: str, fields: tuple[FieldSpec, ...], values: dict[str, Any], save: Any,
          choices: dict[str, tuple[tuple[str, str], ...]]) -> FormScreen:
    sheet = Sheet((Part(_PART, "operator", title, fields),), {_PART: values},
                  {key: text for few in choices.values() for key, text in few})
    sheet.choices = {(_PART, key): few for key, few in choices.items()}
    return FormScreen(session, Paper(title, sheet, lambda filled, _anyway: save(filled.given(_PART))))


def operator_form(session: Session, standing: Operator | None = None) -> FormScreen:
    """Enter an operator, or change one; a changed one can be disabled or enabled too."""
    t, desk = session.t, session.desk
    fields = [
        FieldSpec(key="user", label=t("cli.operator.user_title"), need=Need.ALWAYS, hint=t("admin.user_hint")),
        FieldSpec(key="division", label=t("admin.division"), type=FieldType.DIVISION),
        FieldSpec(key="role", label=t("admin.role"), type=_FEW, need=Need.ALWAYS),
        FieldSpec(key="rights", label=t("admin.rights"), type=_FEW, many=True),
    ]
    values: dict[str, Any] = {"role": Role.RECORDER.value, "division": desk.office}
    if standing:
        fields[0] = FieldSpec(key="disabled", label=t("admin.disabled"), type=FieldType.FLAG)
        values = {"division": standing.division, "role": standing.role.value, "rights": sorted(standing.rights),
                  "disabled": standing.disabled}
    choices = {"role": tuple((role.value, t(f"cli.role.{role.value}")) for role in Role),
               "rights": tuple((right, t(f"admin.right_{right}")) for right in sorted(RIGHTS))}

    def save(given: dict[str, Any]) -> Result:
        division, role = str(given.get("division") or desk.office), Role(str(given.get("role") or Role.VIEWER.value))
        rights = frozenset(given.get("rights") or ())
        if standing is None:
            return add_operator(desk, session.who, AddOperator(str(given.get("user") or ""), division, role, rights))
        result = edit_operator(desk, session.who, EditOperator(standing.user, division, role, rights))
        if any(problem.stops for problem in result.problems) or bool(given.get("disabled")) == standing.disabled:
            return result
        if standing.disabled:
            return enable_operator(desk, session.who, EnableOperator(standing.user))
        return disable_operator(desk, session.who, DisableOperator(standing.user))

    title = f"{t('admin.operator')} {standing.user}" if standing else t("keys.add_operator")
    return _form(session, title, tuple(fields), values, save, choices)


def request_form(session: Session) -> FormScreen:
    """Take down what a family asks for about a child."""
    t = session.t
    fields = (
        FieldSpec(key="child", label=t("admin.child"), type=FieldType.LINK, to="child", need=Need.ALWAYS),
        FieldSpec(key="right", label=t("admin.right"), type=_FEW, need=Need.ALWAYS),
        FieldSpec(key="asked_by", label=t("admin.asked_by_title"), need=Need.ALWAYS),
        FieldSpec(key="relation", label=t("admin.relation")),
        FieldSpec(key="asked_on", label=t("admin.asked"), type=FieldType.DATE),
        FieldSpec(key="note", label=t("admin.note_title"), lines=3),
    )

    def save(given: dict[str, Any]) -> Result:
        if not given.get("right"):
            return Result(problems=(Problem(Code.FORM_002, place=Place(field="right"),
                                            values={"label": t("admin.right")}),))
        return add_request(session.desk, session.who, AddRequest(
            Right(str(given["right"])), "child", str(given.get("child") or ""), str(given.get("asked_by") or ""),
            str(given.get("relation") or ""), str(given.get("asked_on") or ""), str(given.get("note") or "")))

    choices = {"right": tuple((right.value, t(f"erase.right_{right.value}")) for right in Right)}
    return _form(session, t("keys.add_request"), fields, {"asked_on": session.today.isoformat()}, save, choices)


def answer_form(session: Session, request: RequestLine) -> FormScreen:
    """Answer a request in writing."""
    t = session.t
    fields = (FieldSpec(key="answer", label=t("admin.answer"), type=_FEW, need=Need.ALWAYS),
              FieldSpec(key="reason", label=t("admin.answer_reason"), lines=4))
    choices = {"answer": tuple((answer.value, t(f"erase.answer_{answer.value}")) for answer in Answer)}

    def save(given: dict[str, Any]) -> Result:
        answer = Answer(str(given.get("answer") or Answer.GRANTED.value))
        order = AnswerRequest(request.id, answer, str(given.get("reason") or ""))
        return answer_request(session.desk, session.who, order)

    title = f"{t('admin.answer')}: {right_label(request.right, session.lang)} {request.name}"
    return _form(session, title, fields, {"answer": Answer.GRANTED.value}, save, choices)
