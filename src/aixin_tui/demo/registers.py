"""The registers of the demonstration county: departments, venues, projects, meetings and what was to follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from aixin_tui.demo.desk import DemoDesk, must
from aixin_tui.domain.day import add_months
from aixin_tui.domain.record import Record
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Who
from aixin_tui.services.registering import AddRecord, add_record
from aixin_tui.services.registers import EditLine, edit_line, line_of

#: Departments that the demonstration's working group has, by the keys of their entries.
_MEMBERS = ("womens_federation", "civil_affairs", "education", "police", "health", "procuratorate", "court")


def fill_registers(office: DemoDesk, start: date, today: date) -> None:
    """Write down, on a day, a year of registers since another, as far as the province has them."""
    who = office.on(today)
    _members(office, who)
    _places(office, who, start)
    _projects(office, who, start)
    _meetings(office, who, start)
    _public(office, who, start)


def _add(office: DemoDesk, who: Who, kind: str, /, **values: Any) -> Record | None:
    """Add a line with the fields that the province's form has; nothing where it has no such register."""
    form = office.desk.province.forms.get(kind)
    if form is None:
        return None
    known = {key: value for key, value in values.items() if key in form.fields}
    return must(add_record(office.desk, who, AddRecord(kind, known))).records[0]


def _has(office: DemoDesk, kind: str, field: str, choice: str) -> bool:
    """Whether a choice is one of a field's in this province."""
    found = office.desk.province.choice_list(kind, field)
    return found is not None and any(one.key == choice for one in found.choices)


def _members(office: DemoDesk, who: Who) -> None:
    """Mark the departments of the working group, where the province asks who is in it."""
    if office.desk.province.field("department", "member") is None:
        return
    for key in _MEMBERS:
        if line_of(office.desk, who, "department", key) is not None:
            must(edit_line(office.desk, who, EditLine("department", key, {"member": True})))


def _places(office: DemoDesk, who: Who, day: date) -> None:
    """Venues of the county: one where the county sits, others in towns and villages."""
    divisions = office.desk.province.divisions
    towns = divisions.below(office.county)
    villages = [village for town in towns[:6] for village in divisions.below(town)[:1]]
    told = [("protection_base", office.county, "未成年人观护基地", ["procuratorate", "education"])]
    told += [("rights_station", town, "维权服务站", ["court"]) for town in towns[:5]]
    told += [("guidance_centre", village, "家庭教育指导站", ["education"]) for village in villages]
    told += [("children_home", village, "儿童之家", ["civil_affairs"]) for village in villages[:4]]
    for number, (kind, place, name, partners) in enumerate(told):
        if _has(office, "venue", "kind", kind):
            _add(office, who, "venue", name=f"{divisions.name(place)}{name}", kind=kind, division_code=place,
                 date=add_months(day, -number % 7).isoformat()[:7], partners=partners, link_tag=["shared_venues"])


def _projects(office: DemoDesk, who: Who, start: date) -> None:
    """One project that is tried out, and one that is under way everywhere."""
    tried = _add(office, who, "project", name="护蕾小屋试点（演示）", kind="护蕾小屋", target_group="留守儿童",
                 owner="县妇联", date=start.isoformat(), plan_tag="warm_guard", division_code=office.county)
    running = _add(office, who, "project", name="周末课堂（演示）", kind="学业辅导", target_group="留守和困境儿童",
                   owner="县妇联", date=start.isoformat(), plan_tag="growth", division_code=office.county)
    for project, step in ((tried, "try_out"), (running, "start")):
        if project is not None:
            must(advance(office.desk, who, Advance(project.id, step, "project", start + timedelta(days=20))))


def _meetings(office: DemoDesk, who: Who, start: date) -> None:
    """A deployment in winter, video dispatches since, and what each asked for: done, or still under way."""
    last = add_months(who.today.replace(day=1), -1)
    meetings = (
        ("deployment", start + timedelta(days=2), "结对关爱部署会（演示）", "走访全部儿童，逐户征求监护人意见"),
        ("video_dispatch", add_months(start, 5), "上半年视频调度会（演示）", "逐村核对底数，补齐准入查询"),
        ("video_dispatch", last, "三季度视频调度会（演示）", "漏联的逐对督促"))
    tasks = (("走访全部儿童", "系统建设组", "system_building"), ("补齐准入查询", "权益部", "system_building"),
             ("结对人培训一次", "家儿部", "capacity"))
    for (kind, day, name, decisions), (task, owner, direction) in zip(meetings, tasks, strict=True):
        if not _has(office, "event", "kind", kind) or day > who.today:
            continue
        meeting = _add(office, who, "event", date=day.isoformat(), name=name, kind=kind, division_code=office.county,
                       level="county", mode="online" if kind == "video_dispatch" else "offline", decisions=decisions,
                       members="各成员单位、各乡镇妇联", sessions=1)
        due = add_months(day, 3)
        follow_up = _add(office, who, "follow_up", name=task, date=day.isoformat(), owner=owner, direction=direction,
                         due_on=due.isoformat(), event=meeting.id if meeting else "", partners=["civil_affairs"])
        if follow_up is not None and due <= who.today:
            must(advance(office.desk, who, Advance(follow_up.id, "complete", "follow_up", due - timedelta(days=3))))


def _public(office: DemoDesk, who: Who, start: date) -> None:
    """Law lessons at schools, media, money collected, support for the loving mothers, a story."""
    spring, autumn = add_months(start, 4), min(add_months(start, 11), who.today)
    lesson = None
    if _has(office, "event", "kind", "law_education"):
        for day, name in ((spring, "春季法治宣传进校园（演示）"), (autumn, "秋季法治宣传进校园（演示）")):
            lesson = _add(office, who, "event", date=day.isoformat(), name=name, kind="law_education", sessions=2,
                          division_code=office.county, partners=["police", "procuratorate", "court", "justice"],
                          law_topics=["bullying", "harm", "offending"], reach="近600", level="county")
    works = ((spring, "micro_video", "防范侵害微视频（演示）"), (autumn, "online_class", "网络课堂第一期（演示）"))
    for day, kind, name in works:
        if _has(office, "media", "kind", kind):
            _add(office, who, "media", name=name, kind=kind, date=day.isoformat(), channel="县妇联公众号",
                 viewers="1.2万余", edition=1, event=lesson.id if lesson else "")
    _add(office, who, "campaign", name="点亮微心愿（演示）", date=spring.isoformat(), amount="26000",
         end_date=(spring + timedelta(days=10)).isoformat(), purpose="微心愿", fund_source="internal",
         donor_kind="enterprise", division_code=office.county)
    _add(office, who, "support", name="爱心妈妈座谈会（演示）", kind="seminar", stage="during", loving_mothers=40,
         date=autumn.isoformat(), division_code=office.county)
    _add(office, who, "story", name="一通没有断过的电话（演示）", kind="story", date=autumn.isoformat(), batch=1,
         division_code=office.county, model=True)
