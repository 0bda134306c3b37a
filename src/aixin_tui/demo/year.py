"""A year of care in the demonstration: calls month by month, events, plans, wishes, and what life brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from aixin_tui.demo import casework
from aixin_tui.demo.casework import department_of
from aixin_tui.demo.desk import DemoDesk, must
from aixin_tui.domain.day import add_months, end_of_month
from aixin_tui.services.care import AddActivity, AddEvent, Tick, TickCalls, add_activity, add_event, tick_calls
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.pairs.ending import EndPairing, end_pairing
from aixin_tui.services.pairs.pausing import PausePairing, pause_pairing
from aixin_tui.services.registering import AddRecord, EditRecord, add_record, edit_record
from aixin_tui.services.withdrawing import Withdraw, withdraw_consent

#: Of a hundred calls owed in a past month, so many were not made.
MISSED = 9
_NOTES = ("聊了学习情况", "问了作业和饭菜", "孩子情绪很好", "说了期中考试", "提醒注意用火用电",
          "想念外出的爸爸妈妈", "约好周末看书")
_WISHES = ("一双运动鞋", "一本《昆虫记》", "一套水彩笔", "一个篮球", "一盏台灯", "和妈妈视频一次")


def months_between(first: date, last: date) -> Iterator[date]:
    """Walk over the first days of the months from `first` to `last`."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)


def live_a_year(office: DemoDesk, first: date, today: date, progress: Callable[[str], None], *,
                second_wave: int) -> None:
    """Let the office work from `first` to `today`; in spring `second_wave` more children are visited and paired."""
    for number, month in enumerate(months_between(first, today)):
        progress(f"{month:%Y-%m}")
        if number == 2:
            casework.visit_children(office, month + timedelta(days=2), 16, count=second_wave)
        elif number == 3:
            casework.pair_children(office, month + timedelta(days=1), declined=1, by_hand=2)
        elif number > 3 and month + timedelta(days=14) <= today:
            _wishes_come_true(office, office.chance.sample(office.children_in_pair(), 2), month + timedelta(days=4))
            casework.visit_again(office, month + timedelta(days=14), 4)
        day = min(month + timedelta(days=17), today)
        for happens in _HAPPENINGS.get(number, ()):
            happens(office, day)
        _calls_of(office, month, today)


def _calls_of(office: DemoDesk, month: date, today: date) -> None:
    """Tick a month's calls on one page; of the running month only the calls of the days that have passed."""
    last = min(end_of_month(month), today)
    share = MISSED if last < today else 60
    ticks = []
    for pair in office.in_force():
        begun = date.fromisoformat(pair.text("started_on"))
        start = max(month, begun)
        if start > last or office.chance.randrange(100) < share:
            continue
        day = start + timedelta(days=office.chance.randrange((last - start).days + 1))
        note = office.chance.choice(_NOTES) if office.chance.randrange(3) == 0 else ""
        channel = office.chance.choice(("phone", "video", "wechat"))
        ticks.append(Tick(pair.id, day.isoformat(), channel, note))
    if ticks:
        must(tick_calls(office.desk, office.on(last), TickCalls(f"{month:%Y-%m}", tuple(ticks))))


def _tagged(office: DemoDesk, values: dict[str, Any]) -> dict[str, Any]:
    """Add the tag of a plan where the province asks for one [QH-11]."""
    choices = office.desk.province.choice_list("activity", "plan_tag")
    return values if choices is None else values | {"plan_tag": office.chance.choice(choices.choices).key}


def _event(office: DemoDesk, day: date, name: str, kinds: list[str], count: int) -> None:
    values: dict[str, Any] = {
        "date": day.isoformat(), "name": name, "kind": "group_activity", "activity_kind": kinds,
        "division_code": office.county, "mode": "offline", "organisers": "县妇联", "sessions": 1, "reach": count,
    }
    children = tuple(office.children_in_pair()[:count])
    must(add_event(office.desk, office.on(day), AddEvent(values, children)))


def _plans(office: DemoDesk, day: date) -> None:
    for child in office.children_in_pair():
        if office.chance.randrange(100) < 92:
            plan = {"scope": "child", "child": child, "date": day.isoformat(), "goals": "按时完成作业，多与父母通话"}
            must(add_record(office.desk, office.on(day), AddRecord("care_plan", plan)))


def _letters(office: DemoDesk, day: date) -> None:
    children = tuple(child for child in office.children_in_pair() if office.chance.randrange(100) < 88)
    must(add_activity(office.desk, office.on(day),
                      AddActivity(children, _tagged(office, {"date": day.isoformat(), "kind": ["family_letter"]}))))


def _wishes(office: DemoDesk, day: date) -> None:
    children = office.children_in_pair()[:24]
    for child in children[20:]:
        _wish(office, child, day)
    _wishes_come_true(office, children[:20], day)


def _wishes_come_true(office: DemoDesk, children: Sequence[str], day: date) -> None:
    made = [_wish(office, child, day) for child in children]
    for step, after in (("claim", 3), ("deliver", 9)):
        later = day + timedelta(days=after)
        for wish in made:
            must(advance(office.desk, office.on(later), Advance(wish, step, "micro_wish", later)))


def _wish(office: DemoDesk, child: str, day: date) -> str:
    wish = {"child": child, "date": day.isoformat(), "wish": office.chance.choice(_WISHES), "helper_kind": "person"}
    return must(add_record(office.desk, office.on(day), AddRecord("micro_wish", wish))).records[0].id


def _visits_at_home(office: DemoDesk, day: date) -> None:
    children = tuple(child for child in office.children_in_pair() if office.chance.randrange(100) < 80)
    values = {"date": day.isoformat(), "kind": ["family_visit", "shared_day"], "reached": True, "note": "一起过节"}
    must(add_activity(office.desk, office.on(day), AddActivity(children, _tagged(office, values))))


def _a_guardian_withdraws(office: DemoDesk, day: date) -> None:
    child = office.children_in_pair()[2]
    must(withdraw_consent(office.desk, office.on(day), Withdraw(child, day, "父母返乡自行照顾")))


def _a_mother_stops(office: DemoDesk, day: date) -> None:
    pair = office.in_force()[5]
    must(end_pairing(office.desk, office.on(day), EndPairing(pair.id, day.isoformat(), "mother_left")))


def _a_child_is_away(office: DemoDesk, day: date) -> None:
    pair = office.in_force()[8]
    back = (day + timedelta(days=50)).isoformat()
    must(pause_pairing(office.desk, office.on(day), PausePairing(pair.id, day.isoformat(), back, "with_parents")))


def _a_call_tells_of_harm(office: DemoDesk, day: date) -> None:
    pair = office.in_force()[11]
    values = {"date": day.isoformat(), "kind": ["contact_call"], "channel": "phone", "reached": True,
              "note": "孩子说爷爷住院后一直一个人在家，好几天没有人照顾"}
    must(add_activity(office.desk, office.on(day), AddActivity((pair.text("child"),), values)))


def _needs_are_handed_on(office: DemoDesk, day: date) -> None:
    """Hand three needs on to departments: one answers in time, one is never answered."""
    children = office.children_in_pair()[4::9]
    told = (("living", "civil_affairs", 9), ("education", "education", 0), ("medical", "health", 7))
    sent = []
    for child, (need, department, after) in zip(children, told, strict=False):
        entry = department_of(office, department)
        values = {"child": child, "date": day.isoformat(), "need": need, "department": entry,
                  "due_on": (day + timedelta(days=30)).isoformat()}
        sent.append((after, must(add_record(office.desk, office.on(day), AddRecord("referral", values))).records[0].id))
    for after, referral in sorted(told for told in sent if told[0]):
        later = day + timedelta(days=after)
        answer = {"answer": "已上门核实，列入本月帮扶（演示）"}
        must(advance(office.desk, office.on(later), Advance(referral, "answer", "referral", later, values=answer)))


def _households_are_planned(office: DemoDesk, day: date) -> None:
    """Agree on one plan with each of three households [QH-13]."""
    snapshot = office.snapshot()
    for child in office.children_in_pair()[12:15]:
        record = snapshot.get("child", child)
        household = record.text("household") if record else ""
        if household:
            plan = {"scope": "household", "household": household, "children": [child], "date": day.isoformat(),
                    "goals": "祖辈照料有人搭把手，家中电线更换，孩子周末有人陪"}
            must(add_record(office.desk, office.on(day), AddRecord("care_plan", plan)))


def _an_accident(office: DemoDesk, day: date) -> None:
    incident = {"child": office.children_in_pair()[20], "date": day.isoformat(), "kind": "accident",
                "note": "骑车摔伤，已就医（演示）"}
    must(add_record(office.desk, office.on(day, sealed=True), AddRecord("incident", incident)))


def _files_are_verified(office: DemoDesk, day: date) -> None:
    for child in office.snapshot().of("child"):
        if office.chance.randrange(100) < 94:
            verified = {"child": child.id, "date": day.isoformat(), "result": "confirmed"}
            must(add_record(office.desk, office.on(day), AddRecord("file_verification", verified)))


def _queries_are_renewed(office: DemoDesk, day: date) -> None:
    for loving_mother in office.snapshot().of("loving_mother"):
        if office.chance.randrange(100) < 94:
            renewed = {"query_on": day.isoformat(), "query_result": "clear"}
            must(edit_record(office.desk, office.on(day), EditRecord("loving_mother", loving_mother.id, renewed)))


def _group_care(office: DemoDesk, day: date) -> None:
    _event(office, day, "集中慰问和亲子运动会", ["group_care", "parent_child"], 40)


def _birthday_party(office: DemoDesk, day: date) -> None:
    _event(office, day, "集体生日会", ["shared_day", "group_care"], 60)


#: What happens in the n-th month of the year.
_HAPPENINGS: dict[int, tuple[Callable[[DemoDesk, date], None], ...]] = {
    1: (_plans,),
    2: (_visits_at_home,),
    3: (_group_care,),
    4: (_letters, _needs_are_handed_on),
    5: (_a_mother_stops, _households_are_planned),
    6: (_birthday_party, _an_accident),
    7: (_a_child_is_away, _files_are_verified),
    8: (_wishes,),
    9: (_a_guardian_withdraws, _queries_are_renewed),
    10: (_a_call_tells_of_harm,),
}
