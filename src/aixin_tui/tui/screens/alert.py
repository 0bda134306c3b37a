"""强制报告: closing an alert, which asks for the outcome and the body it was reported to."""

from __future__ import annotations

from datetime import date
from typing import Any

from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.services.desk import Result
from aixin_tui.services.harm import Alert, CloseAlert, close_alert
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.paper import Paper
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.fields import Part, Sheet


def close_alert_form(session: Session, alert: Alert) -> FormScreen:
    """Say what came of a report. It is never kept as a draft: reports are restricted."""
    t = session.t
    fields = (
        FieldSpec(key="outcome", label=t("screen.alert_outcome"), lines=3, need=Need.ALWAYS),
        FieldSpec(key="reported_to", label=t("screen.alert_reported_to"), need=Need.ALWAYS),
        FieldSpec(key="day", label=t("screen.alert_day"), type=FieldType.DATE, need=Need.ALWAYS),
    )
    kinds = t("app.list_comma").join(session.local(one) for one in alert.situation_labels)
    part = Part("small", "mandatory_report", f"{alert.date} {alert.child_name} {kinds}", fields)
    sheet = Sheet((part,), {"small": {"day": session.today.isoformat()}})

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        given: dict[str, Any] = filled.given("small")
        try:
            day = date.fromisoformat(str(given.get("day", "")))
        except ValueError:
            day = session.today
        command = CloseAlert(alert.id, str(given.get("outcome", "")), str(given.get("reported_to", "")), day)
        return close_alert(session.desk, session.who, command)

    return FormScreen(session, Paper(t("screen.alert_close"), sheet, save))
