"""A county's year of care, month by month, in the group acts of its office: pages of calls, plans, wishes, events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from aixin_tui.demo.desk import must
from aixin_tui.demo.whole.agenda import Agenda
from aixin_tui.demo.whole.office import Office, all_done
from aixin_tui.domain.day import add_months, end_of_month
from aixin_tui.domain.record import Record
from aixin_tui.services.care import AddActivity, AddEvent, Tick, TickCalls, add_activity, add_event, tick_calls
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.pairs.pairing import PairByHand, pair_by_hand
from aixin_tui.services.pairs.pausing import PausePairing, pause_pairing
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from aixin_tui.services.together import AddMany, AdvanceMany, EditMany, add_many, advance_many, edit_many
from aixin_tui.services.withdrawing import Withdraw, withdraw_consent

#: Of a hundred calls owed in a past month so many are not made, and so many are typed in the month after.
MISSED, LATE = 7, 2
_NOTES = ("聊了学习情况", "问了作业和饭菜", "孩子情绪很好", "说了期中考试", "提醒注意用火用电",
          "想念外出的爸爸妈妈", "约好周末看书")
_WISHES = ("一双运动鞋", "一本《昆虫记》", "一套水彩笔", "一个篮球", "一盏台灯", "和妈妈视频一次",
           "一个新书包", "一顶帽子")
_GOALS = ("按时完成作业，多与父母通话", "养成阅读习惯，每天半小时", "学会一项体育活动", "和同伴多交流，遇事说出来")


@dataclass(frozen=True, slots=True)
class Month:
    """One county in one month: its office, its agenda, its code and the first day of the month."""

    office: Office
    agenda: Agenda
    county: str
    first: date
    number: int
    """The county's number among all: what happens only in some places goes by it."""

    @property
    def last(self) -> date:
        """The last day of the month, or today."""
        return min(end_of_month(self.first), self.office.today)

    def day(self, number: int) -> date:
        """Give a day of the month, at the latest the last that has passed."""
        return min(self.first + timedelta(days=number - 1), self.last)


def plan_month(month: Month) -> None:
    """Put a month's work on the agenda of a county's office."""
    for number, happens in _HAPPENINGS.get(month.first.month, ()):
        month.agenda.put(month.day(number), partial(happens, month))
    month.agenda.put(month.last, partial(_calls, month))


def _calls(month: Month, day: date) -> None:
    """Tick the month's calls on one page; what was forgotten comes in late, on a page of its own."""
    office, chance = month.office, month.office.chance
    pairs = office.in_force(month.county)
    is_over = month.last == end_of_month(month.first)
    late: list[Tick] = []
    ticks: list[Tick] = []
    for pair in pairs:
        start = max(month.first, date.fromisoformat(pair.text("started_on")))
        luck = chance.randrange(100)
        if start > month.last or luck < (MISSED if is_over else 55):
            continue
        on = start + timedelta(days=chance.randrange((month.last - start).days + 1))
        note = chance.choice(_NOTES) if chance.randrange(4) == 0 else ""
        tick = Tick(pair.id, on.isoformat(), chance.choice(("phone", "video", "wechat")), note)
        (late if is_over and luck < MISSED + LATE else ticks).append(tick)
    _tick(month, ticks, day)
    month.agenda.put(day + timedelta(days=6), partial(_tick, month, late))


def _tick(month: Month, page: Sequence[Tick], day: date) -> None:
    if page:
        order = TickCalls(f"{month.first:%Y-%m}", tuple(page))
        must(tick_calls(month.office.desk, month.office.on(day), order))


def _children(month: Month) -> list[str]:
    return list(dict.fromkeys(pair.text("child") for pair in month.office.in_force(month.county)))


def _some(month: Month, children: Sequence[str], of_hundred: int) -> tuple[str, ...]:
    return tuple(child for child in children if month.office.chance.randrange(100) < of_hundred)


def _add(month: Month, kind: str, rows: Sequence[dict[str, Any]], day: date) -> tuple[Record, ...]:
    done = all_done(add_many(month.office.desk, month.office.on(day), AddMany(kind, tuple(rows))))
    return tuple(result.records[0] for result in done)


def _growth_plans(month: Month, day: date) -> None:
    chance = month.office.chance
    same = {"scope": "child", "date": day.isoformat()}
    _add(month, "care_plan", [{**same, "child": child, "goals": chance.choice(_GOALS)}
                              for child in _some(month, _children(month), 95)], day)


def _wishes_are_heard(month: Month, day: date) -> None:
    chance = month.office.chance
    _add(month, "micro_wish", [{"child": child, "date": day.isoformat(), "wish": chance.choice(_WISHES)}
                               for child in _some(month, _children(month), 92)], day)


def _step(month: Month, step: str, state: str, day: date, of_hundred: int) -> None:
    wishes = [wish.id for wish in month.office.of(month.county).of("micro_wish") if _state(wish) == state]
    chosen = _some(month, wishes, of_hundred)
    if chosen:
        order = AdvanceMany(chosen, step, "micro_wish", day)
        all_done(advance_many(month.office.desk, month.office.on(day), order))


def _state(record: Record) -> str:
    status = record.get("status") or {}
    return str(status[max(status)].get("state")) if status else ""


def _wishes_are_claimed(month: Month, day: date) -> None:
    _step(month, "claim", "collected", day, 94)


def _wishes_come_true(month: Month, day: date) -> None:
    _step(month, "deliver", "claimed", day, 93)


def _event(month: Month, day: date, name: str, kinds: Sequence[str], children: Sequence[str]) -> None:
    values = {"date": day.isoformat(), "name": f"{name}（演示）", "kind": "group_activity",
              "activity_kind": list(kinds), "division_code": month.county, "mode": "offline", "organisers": "县妇联",
              "sessions": 1, "reach": len(children)}
    must(add_event(month.office.desk, month.office.on(day), AddEvent(values, tuple(children))))


def _childrens_day(month: Month, day: date) -> None:
    children = _some(month, _children(month), 96)
    _event(month, day, "“六一”集中慰问和亲子运动会", ("group_care", "parent_child"), children)


def _mid_autumn(month: Month, day: date) -> None:
    _event(month, day, "中秋团圆活动", ("shared_day",), _some(month, _children(month), 90))


def _letters(month: Month, day: date) -> None:
    values = {"date": day.isoformat(), "kind": ["family_letter"], "plan_tag": "growth"}
    children = _some(month, _children(month), 91)
    if children:
        must(add_activity(month.office.desk, month.office.on(day), AddActivity(children, values)))


def _visits_at_home(month: Month, day: date) -> None:
    values = {"date": day.isoformat(), "kind": ["family_visit", "shared_day"], "reached": True,
              "plan_tag": "warm_guard"}
    children = _some(month, _children(month), 30)
    if children:
        must(add_activity(month.office.desk, month.office.on(day), AddActivity(children, values)))


def _a_mother_stops(month: Month, day: date) -> None:
    """One of her children is taken over on the spot by another of the county, who takes one more."""
    office, pairs = month.office, month.office.in_force(month.county)
    if len(pairs) < 30:
        return
    ended, taker = pairs[5], pairs[-1].text("loving_mother")
    if ended.text("loving_mother") == taker:
        return
    must(end_pairing(office.desk, office.on(day), EndPairing(ended.id, day.isoformat(), "mother_left")))
    mother = office.desk.store.get("loving_mother", taker)
    more = int(mother.get("places") or 1) + 1 if mother else 1
    must(edit_record(office.desk, office.on(day), EditRecord("loving_mother", taker, {"places": more})))
    order = PairByHand(ended.text("child"), taker)
    month.agenda.put(month.day(20), lambda later: _must_pair(office, order, later))


def _must_pair(office: Office, order: PairByHand, day: date) -> None:
    must(pair_by_hand(office.desk, office.on(day), order))


def _a_child_is_away(month: Month, day: date) -> None:
    pairs = month.office.in_force(month.county)
    if len(pairs) > 20:
        back = (day + timedelta(days=50)).isoformat()
        order = PausePairing(pairs[8].id, day.isoformat(), back, "with_parents")
        must(pause_pairing(month.office.desk, month.office.on(day), order))


def _a_guardian_withdraws(month: Month, day: date) -> None:
    pairs = month.office.in_force(month.county)
    if len(pairs) > 60 and month.number % 2 == 0:
        order = Withdraw(pairs[2].text("child"), day, "父母返乡自行照顾")
        must(withdraw_consent(month.office.desk, month.office.on(day), order))


def _queries_are_renewed(month: Month, day: date) -> None:
    office = month.office
    mothers = [record.id for record in office.of(month.county).of("loving_mother")]
    renewed = {"query_on": day.isoformat(), "query_result": "clear"}
    values = dict.fromkeys(_some(month, mothers, 95), renewed)
    if values:
        all_done(edit_many(office.desk, office.on(day), EditMany("loving_mother", values)))


def _a_call_tells_of_harm(month: Month, day: date) -> None:
    pairs = month.office.in_force(month.county)
    if len(pairs) > 90 and month.number % 4 == 0:
        values = {"date": day.isoformat(), "kind": ["contact_call"], "channel": "phone", "reached": True,
                  "note": "孩子说爷爷住院后一直一个人在家，好几天没有人照顾"}
        must(add_activity(month.office.desk, month.office.on(day), AddActivity((pairs[11].text("child"),), values)))


def _an_accident(month: Month, day: date) -> None:
    pairs = month.office.in_force(month.county)
    if len(pairs) > 150 and month.number % 5 == 0:
        incident = {"child": pairs[20].text("child"), "date": day.isoformat(), "kind": "accident",
                    "note": "骑车摔伤，已就医（演示）"}
        must(add_record(month.office.desk, month.office.on(day, sealed=True), AddRecord("incident", incident)))


def _needs_are_handed_on(month: Month, day: date) -> None:
    pairs = month.office.in_force(month.county)
    chosen = pairs[:: max(1, len(pairs) // 3)][:3]
    if chosen:
        due = add_months(day, 1).isoformat()
        _add(month, "referral", [{"child": pair.text("child"), "date": day.isoformat(), "need": need,
                                  "department": department, "due_on": due}
                                 for pair, (need, department) in zip(chosen, _REFERRED, strict=False)], day)


_REFERRED = (("living", "civil_affairs"), ("education", "education"), ("medical", "health"))
#: What happens in a month of the calendar, and on which of its days.
_HAPPENINGS: dict[int, tuple[tuple[int, Callable[[Month, date], None]], ...]] = {
    2: ((10, _growth_plans),),
    3: ((8, _wishes_are_heard), (7, _needs_are_handed_on)),
    4: ((12, _wishes_are_claimed), (16, _visits_at_home)),
    5: ((20, _wishes_come_true), (14, _a_mother_stops)),
    6: ((1, _childrens_day),),
    7: ((5, _a_child_is_away), (17, _an_accident)),
    8: ((18, _letters), (9, _a_call_tells_of_harm)),
    9: ((24, _mid_autumn), (11, _a_guardian_withdraws)),
    10: ((15, _queries_are_renewed),),
}
