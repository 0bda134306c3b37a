"""The papers that are filled in: a new or changed record, an opinion, a contact, an ending, a pause, a guardian."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.services.care import AddActivity, AddEvent, add_activity, add_event
from aixin_tui.services.desk import Result
from aixin_tui.services.finding import ChildFile
from aixin_tui.services.household_plan import PLAN, AddPlan, Home, add_plan, home, home_of_child
from aixin_tui.services.masking import is_masked
from aixin_tui.services.pairs.ending import EndPairing, end_pairing, what_pair_ends
from aixin_tui.services.pairs.pausing import PausePairing, ResumePairing, pause_pairing, resume_pairing
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record, fields_with_verbs
from aixin_tui.services.registers import EditLine, edit_line, is_stored
from aixin_tui.services.sitting import Sitting, record_sitting, trip_today
from aixin_tui.services.withdrawing import Withdraw, what_ends, withdraw_consent
from aixin_tui.services.wording import name_of, title_of
from aixin_tui.services.work_list import kinds_about_a_child
from aixin_tui.tui.confirm import ending_parts
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.screens.paper import Paper, defaults_of, part_of
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.fields import Part, Sheet, filled_from


def new_record(session: Session, kind: str, *, values: Mapping[str, Any] | None = None,
               names: Mapping[str, str] | None = None) -> FormScreen:
    """Register somebody or something new."""
    part = part_of(session, kind, without=fields_with_verbs(kind))
    sheet = Sheet((part,), {part.name: {**defaults_of(part), **(values or {})}}, dict(names or {}))

    def save(filled: Sheet, anyway: bool) -> Result:
        if kind == PLAN:
            return add_plan(session.desk, session.who, AddPlan(filled.given(part.name)))
        return add_record(session.desk, session.who, AddRecord(kind, filled.given(part.name), anyway=anyway))

    title = session.t("screen.new_of", what=part.title)
    return FormScreen(session, Paper(title, sheet, save, draft="" if values else f"new-{kind}"))


def kinds_about_children(session: Session) -> tuple[tuple[str, str], ...]:
    """List the papers that are about a child and have no verb of their own: plans, wishes, referrals, registers."""
    forms = session.desk.province.forms
    return tuple((kind, session.local(forms[kind].label)) for kind in kinds_about_a_child(session.desk, session.who))


def paper_about(session: Session, kind: str, child: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what a new paper about a child begins with, and the names in it; runs in the desk's thread.

    A plan may be for the child, its pair or its household: each is there already, whichever is chosen.
    """
    desk, who = session.desk, session.who
    values: dict[str, Any] = {"child": child, "date": session.today.isoformat()}
    names = {child: name_of(desk, "child", child)}
    if kind == PLAN:
        values.update(_of_household(home_of_child(desk, who, child), names))
        snapshot = desk.store.snapshot(desk.office)
        pair = next((one for one in snapshot.linked("pairing", "child", child)
                     if one.get("started_on") and not one.get("ended_on")), None)
        if pair is not None:
            values["pairing"] = pair.id
            names[pair.id] = title_of(desk, pair)
    return values, names


def plan_of_household(session: Session, household: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what a new plan of a household begins with; runs in the desk's thread."""
    names: dict[str, str] = {}
    found = home(session.desk, session.who, household)
    return {"scope": "household", "date": session.today.isoformat(), **_of_household(found, names)}, names


def _of_household(found: Home | None, names: dict[str, str]) -> dict[str, Any]:
    if found is None:
        return {}
    names[found.household.id] = found.household.text("name")
    names.update({child.id: child.text("name") for child in found.children})
    return {"household": found.household.id, "children": [child.id for child in found.children],
            "members": [dict(row) for row in found.members]}


def edit_of(session: Session, record: Record, shown: Mapping[str, str], names: Mapping[str, str]) -> FormScreen:
    """Change a record; masked fields show their mask and stay as they are unless typed anew."""
    part = part_of(session, record.kind, without=fields_with_verbs(record.kind))
    asked = {spec.key for spec in part.fields}
    part = replace(part, standing={key: value for key, value in record.values.items() if key not in asked})
    before = filled_from(record, part.fields, unsealed=record.kind in session.who.rights)
    sheet = Sheet((part,), {part.name: dict(before)}, dict(names))
    sheet.hidden[part.name] = {spec.key: shown.get(spec.key, "") for spec in part.fields if is_masked(spec)}

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        changed = filled.changed(part.name, before)
        if is_stored(record):
            return edit_record(session.desk, session.who, EditRecord(record.kind, record.id, changed))
        return edit_line(session.desk, session.who, EditLine(record.kind, record.id, changed))

    title = session.t("screen.edit_of", what=part.title)
    return FormScreen(session, Paper(title, sheet, save, draft=f"edit-{record.kind}-{record.id}"))


def trip_of(session: Session) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what a visit of today begins with, and the names in it; runs in the desk's thread."""
    desk = session.desk
    values = trip_today(desk, session.who)
    field = desk.province.field("home_visit", "joint_with")
    kind = field.to if field is not None else ""
    return values, {one: session.local(name_of(desk, kind, one)) for one in values.get("joint_with", ()) if kind}


def sitting_form(session: Session, file: ChildFile, trip: Mapping[str, Any] = MappingProxyType({}),
                 names: Mapping[str, str] = MappingProxyType({})) -> FormScreen:
    """入户: visit, assessment and both opinions on one paper, of one date; what is empty is not recorded.

    `trip` is who went on the visit before, and with which departments; what is otherwise now is filled in over it.
    """
    visit = part_of(session, "home_visit", name="visit", without=("child", "household"))
    assessment = part_of(session, "assessment", without=("child", "date"))
    known = ("child", "by", "purpose", "date")
    consent = part_of(session, "consent", without=known, title=session.t("screen.guardians_opinion"))
    own = part_of(session, "consent", name="own", without=(*known, "guardian", "authority"),
                  title=session.t("screen.childs_opinion"))
    parts = (visit, assessment, consent, own)
    start = {part.name: defaults_of(part) for part in parts}
    start["visit"].update(date=session.today.isoformat(), **trip)
    start["consent"].update(_opinion("guardian"))
    start["own"].update(_opinion("child"))
    sheet = Sheet(parts, start, dict(names))
    _offer_guardians(sheet, "consent", file)
    start = {name: dict(values) for name, values in start.items()}

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        visited = filled.given("visit")
        written = {part: filled.given(part) for part in start if filled.given(part) != start[part]}
        if "assessment" in written:
            written["assessment"].setdefault("date", visited.get("date", session.today.isoformat()))
        opinions = tuple(written[part] for part in ("consent", "own") if part in written)
        command = Sitting(file.id, visit=written.get("visit"), assessment=written.get("assessment"), consents=opinions)
        return record_sitting(session.desk, session.who, command)

    title = f"{session.t('keys.sitting')}  {file.name}"
    return FormScreen(session, Paper(title, sheet, save, draft=f"sitting-{file.id}"))


def _opinion(by: str) -> dict[str, Any]:
    """What the paper of a visit knows of an opinion: whose it is, that it is about pairing, and given face to face."""
    return {"by": by, "purpose": "pairing", "channel": "in_person"}


def _offer_guardians(sheet: Sheet, part: str, file: ChildFile) -> None:
    """Let the child's own guardians be chosen; where there is one, it is filled in."""
    few = tuple((line.id, f"{line.name} {line.relation}".strip()) for line in file.guardians)
    sheet.choices[part, "guardian"] = few
    sheet.names.update(few)
    if len(few) == 1:
        sheet.set(part, "guardian", few[0][0])


def consent_form(session: Session, file: ChildFile) -> FormScreen:
    """登记意见: one decision of a guardian or of the child; the case moves as far as the guards allow."""
    part = part_of(session, "consent", without=("child",))
    start = {**defaults_of(part), **_opinion("guardian"), "date": session.today.isoformat()}
    sheet = Sheet((part,), {part.name: start})
    _offer_guardians(sheet, part.name, file)

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        return record_sitting(session.desk, session.who, Sitting(file.id, consents=(filled.given(part.name),)))

    return FormScreen(session, Paper(f"{session.t('keys.consent')}  {file.name}", sheet, save,
                                     draft=f"consent-{file.id}"))


def contact_form(session: Session, children: tuple[str, ...], title: str, *, pairing: str = "") -> FormScreen:
    """记一次联系: something that was done with a child or several."""
    part = part_of(session, "activity", without=("child", "event", "pairing", "loving_mother"))
    start: dict[str, Any] = {**defaults_of(part), "date": session.today.isoformat(), "kind": ["contact_call"],
                             "channel": "phone", "reached": True}
    sheet = Sheet((part,), {part.name: start})

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        values = filled.given(part.name)
        if pairing:
            values["pairing"] = pairing
        return add_activity(session.desk, session.who, AddActivity(children, values))

    return FormScreen(session, Paper(title, sheet, save))


def event_form(session: Session, children: Mapping[str, str]) -> FormScreen:
    """一次活动: one event for many children, all on one page."""
    form = part_of(session, "event")
    guests = FieldSpec(key="children", label=session.t("screen.event_children"), type=FieldType.LINK, to="child",
                       many=True, need=Need.WANTED)
    part = replace(form, fields=(*form.fields[:5], guests, *form.fields[5:]))
    start: dict[str, Any] = {**defaults_of(form), "date": session.today.isoformat(), "kind": "group_activity",
                             "division_code": session.desk.office}
    if children:
        start["children"] = list(children)
    sheet = Sheet((part,), {part.name: start}, dict(children))

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        values = filled.given(part.name)
        reached = tuple(values.pop("children", ()))
        return add_event(session.desk, session.who, AddEvent(values, reached))

    return FormScreen(session, Paper(session.t("keys.event"), sheet, save, draft="new-event"))


def guardian_form(session: Session, file: ChildFile) -> FormScreen:
    """监护人: a new guardian or carer of a child."""
    part = part_of(session, "guardian")
    role = {"child": file.id, "role": "guardian"}
    sheet = Sheet((part,), {part.name: {**defaults_of(part), "roles": [role]}}, {file.id: file.name})

    def save(filled: Sheet, anyway: bool) -> Result:
        command = AddRecord("guardian", filled.given(part.name), anyway=anyway)
        return add_record(session.desk, session.who, command)

    return FormScreen(session, Paper(f"{session.t('keys.guardian')}  {file.name}", sheet, save,
                                     draft=f"guardian-{file.id}"))


def _small_part(session: Session, kind: str, title: str, *fields: FieldSpec) -> Part:
    del session
    return Part("small", kind, title, fields)


def _day(session: Session, key: str, label: str, need: Need = Need.ALWAYS) -> FieldSpec:
    return FieldSpec(key=key, label=session.t(label), type=FieldType.DATE, need=need)


def _reason(session: Session, key: str, choices: str, label: str) -> FieldSpec:
    return FieldSpec(key=key, label=session.t(label), type=FieldType.CHOICE, choices=choices, need=Need.ALWAYS)


def end_pairing_form(session: Session, pairing: str, who: str) -> FormScreen:
    """终止结对: day and reason; what ends with the pair is shown before it is saved."""
    part = _small_part(session, "pairing", who, _day(session, "ended_on", "screen.ended_on"),
                       _reason(session, "reason", "end_reasons", "screen.end_reason"))
    sheet = Sheet((part,), {"small": {"ended_on": session.today.isoformat()}})

    def preview(filled: Sheet) -> list[tuple[str, str]]:
        from datetime import date

        text = filled.given("small").get("ended_on", "")
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = session.today
        return [(who, "head"), *ending_parts(session, what_pair_ends(session.desk, session.who, pairing, day))]

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        return end_pairing(session.desk, session.who, EndPairing(pairing, **filled.given("small")))

    return FormScreen(session, Paper(session.t("move.end"), sheet, save, preview=preview))


def pause_form(session: Session, pairing: str, who: str) -> FormScreen:
    """暂离: from when, until when if it is known, and why."""
    part = _small_part(session, "pairing", who, _day(session, "from", "screen.pause_from"),
                       _day(session, "to", "screen.pause_to", Need.OPTIONAL),
                       _reason(session, "reason", "pause_reasons", "screen.pause_reason"))
    sheet = Sheet((part,), {"small": {"from": session.today.isoformat()}})

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        given = filled.given("small")
        command = PausePairing(pairing, given.get("from", ""), given.get("to", ""), given.get("reason", ""))
        return pause_pairing(session.desk, session.who, command)

    return FormScreen(session, Paper(session.t("keys.pause_pairing"), sheet, save))


def withdraw_form(session: Session, file: ChildFile) -> FormScreen:
    """撤回同意: day and reason; what it ends is shown before it is saved."""
    reason = FieldSpec(key="reason", label=session.t("screen.withdraw_reason"), type=FieldType.TEXT, need=Need.WANTED)
    part = _small_part(session, "consent", file.name, _day(session, "day", "screen.withdraw_day"), reason)
    sheet = Sheet((part,), {"small": {"day": session.today.isoformat()}})

    def day_of(filled: Sheet) -> Any:
        from datetime import date

        try:
            return date.fromisoformat(str(filled.given("small").get("day", "")))
        except ValueError:
            return None

    def preview(filled: Sheet) -> list[tuple[str, str]]:
        ending = what_ends(session.desk, session.who, file.id, day_of(filled))
        return [(file.name, "head"), *ending_parts(session, ending)]

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        given = filled.given("small")
        command = Withdraw(file.id, day_of(filled), str(given.get("reason", "")))
        return withdraw_consent(session.desk, session.who, command)

    return FormScreen(session, Paper(session.t("keys.withdraw"), sheet, save, preview=preview))


def resume_form(session: Session, pairing: str, who: str) -> FormScreen:
    """暂离归来: the day from which the pair goes on."""
    part = _small_part(session, "pairing", who, _day(session, "day", "screen.resume_on"))
    sheet = Sheet((part,), {"small": {"day": session.today.isoformat()}})

    def save(filled: Sheet, anyway: bool) -> Result:  # noqa: ARG001
        day = str(filled.given("small").get("day", ""))
        return resume_pairing(session.desk, session.who, ResumePairing(pairing, day))

    return FormScreen(session, Paper(session.t("screen.resume"), sheet, save))
