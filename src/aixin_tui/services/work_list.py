"""Lists of what is under way, one kind at a time: referrals, micro-wishes, plans, incidents, any paper about a child.

Each line says where the paper stands, with whom it lies, until when, and whether that day is past. Of restricted kinds
nothing is listed or counted for somebody without the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from aixin_tui.domain.kinds import WORK_KINDS
from aixin_tui.domain.record import Record, members
from aixin_tui.engine import states
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.scope import may_see, narrowed
from aixin_tui.services.viewing import view_of
from aixin_tui.services.wording import kind_label, name_of, state_label, title_of, words

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: Kinds about a child that a verb of their own fills in; they have places of their own in the file.
OWN_VERBS = frozenset({"consent", "assessment", "home_visit", "activity", "pairing", "match_proposal",
                       "mandatory_report", "guardian"})


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of a kind from which its line is told."""

    what: str
    """What a paper is about."""
    party: tuple[str, ...] = ()
    """With whom it lies."""
    ended_by: str = ""
    """The field whose being filled in ends the work, where the kind has no life."""
    until: Mapping[str, str] = field(default_factory=dict)
    """By core state (empty without a life) the field with the day until which it waits; other states wait for none."""


_FIELDS: Mapping[str, _Fields] = MappingProxyType({
    "referral": _Fields("need", ("department",), until={"sent": "due_on"}),
    "micro_wish": _Fields("wish", ("loving_mother", "helper", "helper_kind"),
                          until={"collected": "deadline", "claimed": "claimed_until"}),
    "care_plan": _Fields("goals", ("scope",), ended_by="review", until={"": "review_on"}),
    "incident": _Fields("kind", ended_by="outcome"),
})
#: Of a kind that only its own form describes.
_NONE = _Fields("")


@dataclass(frozen=True, slots=True)
class WorkQuery:
    """Which papers of `kind` are wanted; what is left empty does not narrow the list."""

    kind: str
    child: str = ""
    scope: str = ""
    states: tuple[str, ...] = ()
    party: str = ""
    """Id of the department, or of who claimed a wish."""
    open_only: bool = False
    late_only: bool = False


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One paper, ready to be listed."""

    kind: str
    id: str
    what: str
    child: str
    """Id of the one child it is about; empty where it is about a household or several."""
    about: str
    """Name of the child, or of the household."""
    place: str
    date: str
    state: str
    state_label: str
    is_open: bool
    party: str
    until: str
    """The day until which it waits, ISO; empty where it waits for none."""
    is_late: bool


@dataclass(frozen=True, slots=True)
class WorkCount:
    """How many papers of a kind are open, and how many of those are past their day."""

    kind: str
    label: str
    open: int
    late: int


def work_list(desk: Desk, who: Who, query: WorkQuery) -> tuple[WorkLine, ...]:
    """List papers of a kind: open ones first, those past their day before the others, then by date, newest first."""
    if not may_see(desk, who, query.kind) or query.kind not in desk.province.forms:
        return ()
    place = narrowed(who, query.scope)
    return tuple(_sorted(one for one in lines_in(desk, view_of(desk, who, scope=place), query, place)))


def lines_in(desk: Desk, view: View, query: WorkQuery, place: str = "", *, about: Record | None = None,
             ) -> Iterable[WorkLine]:
    """Walk through the lines of a query over a view that stands already; whoever calls has looked at the right.

    `about` narrows them to what is linked to a record of any kind.
    """
    about = view.find("child", query.child) if query.child else about
    found = view.linked(query.kind, about) if about is not None else () if query.child else view.records(query.kind)
    for record in found:
        if record.is_voided or not view.place(record).startswith(place):
            continue
        line = line_of(desk, view, record)
        wanted = not query.states or line.state in query.states
        if query.party and query.party not in {p for key in _FIELDS.get(record.kind, _NONE).party
                                               for p in members(record.get(key))}:
            continue
        if wanted and (line.is_open or not query.open_only) and (line.is_late or not query.late_only):
            yield line


def work_counts(desk: Desk, who: Who, view: View, place: str = "") -> tuple[WorkCount, ...]:
    """Count the open papers of each kind that the operator may see; kinds without any are left out."""
    counts = []
    for kind in WORK_KINDS:
        if kind in desk.province.forms and may_see(desk, who, kind):
            lines = list(lines_in(desk, view, WorkQuery(kind, open_only=True), place))
            if lines:
                late = sum(1 for one in lines if one.is_late)
                counts.append(WorkCount(kind, kind_label(desk, kind), len(lines), late))
    return tuple(counts)


def kinds_about_a_child(desk: Desk, who: Who) -> tuple[str, ...]:
    """List the kinds of papers about a child that no verb of their own fills in: plans, wishes, referrals, registers.

    Restricted kinds are among them for who has the right to them.
    """
    return tuple(kind for kind, form in desk.province.forms.items() if kind not in OWN_VERBS
                 and any(spec.to == "child" for spec in form.fields.at()) and may_see(desk, who, kind))


def lines_about(desk: Desk, who: Who, view: View, child: Record, kinds: Iterable[str]) -> tuple[WorkLine, ...]:
    """Put the papers of some kinds about a child into lines, kind by kind, each newest first."""
    found: list[WorkLine] = []
    for kind in kinds:
        if may_see(desk, who, kind):
            found += _sorted(lines_in(desk, view, WorkQuery(kind, child=child.id)))
    return tuple(found)


def _sorted(lines: Iterable[WorkLine]) -> list[WorkLine]:
    newest = sorted(lines, key=lambda one: (one.date, one.id), reverse=True)
    return sorted(newest, key=lambda one: (not one.is_open, not one.is_late, one.until or "9999"))


def line_of(desk: Desk, view: View, record: Record) -> WorkLine:
    """Put one paper into a line."""
    life = desk.province.lives.get(record.kind)
    state = view.state(record) if life else ""
    core = view.core_state(record) if life else ""
    told = _FIELDS.get(record.kind, _NONE)
    until = record.text(told.until.get(core, ""))
    is_open = _is_open(view, record, state)
    child, about = _about(desk, view, record)
    return WorkLine(
        record.kind, record.id, _words(desk, record, told.what) or title_of(desk, record), child,
        about, desk.province.divisions.path(view.place(record)), record.text("date"), state,
        state_label(life, state) if state else "", is_open,
        " ".join(filter(None, (_words(desk, record, key) for key in told.party))), until,
        bool(is_open and until and until < view.now),
    )


def _is_open(view: View, record: Record, state: str) -> bool:
    if state:
        held = states.state_spec(view.province, record.kind, state)
        return held is None or not held.final
    # A plan that nobody is to look at again waits for nothing.
    waits = record.kind != "care_plan" or bool(record.get("review_on"))
    ended_by = _FIELDS.get(record.kind, _NONE).ended_by
    return bool(ended_by) and waits and not record.get(ended_by)


def _words(desk: Desk, record: Record, key: str) -> str:
    form = desk.province.forms.get(record.kind)
    spec = form.fields.get(key) if form and key else None
    return words(desk, spec, record.get(key)) if spec else ""


def _about(desk: Desk, view: View, record: Record) -> tuple[str, str]:
    """Name the child or the household that a paper is about."""
    children = members(record.get("child"))
    pairing = view.find("pairing", record.text("pairing")) if record.get("pairing") else None
    if not children and pairing is not None:
        children = members(pairing.get("child"))
    if children:
        names = "、".join(name_of(desk, "child", str(child)) for child in children)
        return (str(children[0]) if len(children) == 1 else ""), names
    if record.get("household"):
        return "", name_of(desk, "household", record.text("household"))
    return "", record.text("name")
