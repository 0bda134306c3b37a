"""How the demonstration's children come to a pair: visited, asked, proposed, paired by a person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from aixin_tui.demo.desk import DemoDesk, must
from aixin_tui.domain.record import Record
from aixin_tui.services.matching import Accept, Decline, RunMatch, accept, decline, run_match
from aixin_tui.services.matching.suggesting import suggest
from aixin_tui.services.pairs.pairing import PairByHand, pair_by_hand
from aixin_tui.services.sitting import Sitting, record_sitting

#: Of a hundred children visited, so many guardians say no; so many are not met at the first try.
REFUSE, NOT_MET = 5, 4
_CHANNELS = ("in_person", "in_person", "in_person", "phone", "video")


def visit_children(office: DemoDesk, first: date, days: int, *, count: int) -> None:
    """Visit the first `count` children whom nobody has visited yet, over `days` days."""
    snapshot = office.snapshot()
    rest = [child for child in snapshot.of("child") if not snapshot.linked("home_visit", "child", child.id)]
    for number, child in enumerate(rest[:count]):
        day = first + timedelta(days=number * days // count)
        guardian = next((g for g in snapshot.of("guardian")
                         if any(row.get("child") == child.id for row in (g.get("roles") or {}).values())), None)
        if guardian is None:
            continue
        must(record_sitting(office.desk, office.on(day), _paper(office, child, guardian, day)))


def _paper(office: DemoDesk, child: Record, guardian: Record, day: date) -> Sitting:
    """Fill in the paper of one visit."""
    rng = office.chance
    if rng.randrange(100) < NOT_MET:
        return Sitting(child.id, visit=_visit(office, day, ["nobody"]), day=day)
    says_yes = rng.randrange(100) >= REFUSE
    decision = "agreed" if says_yes else "not_agreed"
    consents: list[dict[str, Any]] = [{
        "by": "guardian", "guardian": guardian.id, "purpose": "pairing", "decision": decision,
        "date": day.isoformat(), "channel": rng.choice(_CHANNELS),
    }]
    if says_yes and child.text("birth_date")[:4] <= str(day.year - 8):
        consents.append({"by": "child", "purpose": "pairing", "decision": "agreed", "date": day.isoformat(),
                         "channel": "in_person"})
    visit = _visit(office, day, ["child", "guardian"])
    return Sitting(child.id, visit, _assessment(office, day), tuple(consents), day)


def visit_again(office: DemoDesk, day: date, count: int) -> None:
    """Visit a few children in a pair again: the office looks how they are."""
    for child in office.chance.sample(office.children_in_pair(), count):
        visit = _visit(office, day, ["child", "guardian"]) | {"next_step": "继续关爱"}
        must(record_sitting(office.desk, office.on(day), Sitting(child, visit=visit, day=day)))


def _visit(office: DemoDesk, day: date, met: list[str]) -> dict[str, Any]:
    rng = office.chance
    values: dict[str, Any] = {
        "date": day.isoformat(), "visitors": "村妇联执委、村儿童主任", "met": met,
        "joint_with": [department_of(office, "civil_affairs")],
        "child_needs": rng.sample(["companionship", "study", "emotion", "safety", "arts"], 2),
        "family_needs": rng.sample(["living", "care", "parenting", "schooling"], 1),
        "next_step": "征求监护人意见后结对",
    }
    if office.desk.province.field("home_visit", "services") is not None:
        values["services"] = rng.sample(["guidance", "parenting", "counselling", "living", "safety"], 2)
    return values


def department_of(office: DemoDesk, key: str) -> str:
    """Name a department as a link: its entry in the office's register, else the entry's key."""
    entry = next((e for e in office.snapshot().of("department") if e.text("key") == key), None)
    return entry.id if entry else key


def _assessment(office: DemoDesk, day: date) -> dict[str, Any]:
    rng = office.chance
    return {
        "date": day.isoformat(),
        "guardianship": rng.choices(["good", "fair", "poor"], (20, 60, 20))[0],
        "development": [rng.choices(["healthy", "distressed", "ill"], (85, 10, 5))[0]],
        "difficulties": [rng.choice(["study", "life", "health"])],
        "risk_colour": rng.choices(["red", "yellow", "blue", "green"], (4, 16, 35, 45))[0],
        "risk_source": "civil_affairs",
    }


def pair_children(office: DemoDesk, day: date, *, declined: int, by_hand: int) -> None:
    """Run the matching for the county, accept all but `declined` proposals, pair `by_hand` more one by one."""
    run_match(office.desk, office.on(day), RunMatch(office.county))
    offers = sorted(p.id for p in office.snapshot().of("match_proposal") if p.text("state") == "offered")
    for offer in offers[:declined]:
        told = office.on(day + timedelta(days=3))
        must(decline(office.desk, told, Decline(offer, "mother", "mother_declined")))
    for offer in offers[declined:]:
        accept(office.desk, office.on(day + timedelta(days=5)), Accept(offer))
    _pair_by_hand(office, day + timedelta(days=8), by_hand)


def _pair_by_hand(office: DemoDesk, day: date, count: int) -> None:
    from aixin_tui.services.viewing import view_of

    view = view_of(office.desk, office.on(day))
    waiting = [child for child in view.snapshot.of("child") if view.core_state(child) == "waiting"]
    for child in waiting[:count]:
        near = suggest(office.desk, office.on(day), child.id, limit=1)
        if near is not None and near.rows:
            pair_by_hand(office.desk, office.on(day), PairByHand(child.id, near.rows[0].loving_mother))
