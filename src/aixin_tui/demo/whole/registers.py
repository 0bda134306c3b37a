"""The ledgers of a province: departments, the plan they issued, venues, projects, meetings [QH-06, QH-08, QH-14 …]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aixin_tui.demo.whole.office import Office, all_done
from aixin_tui.demo.whole.plan import Figures, shared
from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.form import FormSpec
from aixin_tui.services.together import AddMany, AdvanceMany, add_many, advance_many


def fill_ledgers(office: Office, figures: Figures, day: date) -> None:
    """Write the ledgers of the province as they stand in its first winter."""
    departments = _departments(office, figures, day)
    _plan_and_group(office, figures, day, departments)
    for kind, told in figures.values["venues"].items():
        _venues(office, figures, kind, told, day)
    _projects(office, figures, day)
    _meetings(office, day)


def _add(office: Office, kind: str, rows: Sequence[Mapping[str, Any]], day: date) -> tuple[Record, ...]:
    done = all_done(add_many(office.desk, office.on(day), AddMany(kind, tuple(rows))))
    return tuple(next(record for record in result.records if record.kind == kind) for result in done)


def _departments(office: Office, figures: Figures, day: date) -> dict[str, str]:
    """Write the member departments of the working group: those that the province names by their keys, and others."""
    named = {entry.key: entry.label for entry in office.desk.province.forms["department"].entries}
    told: Sequence[str] = figures.values["departments"]
    rows = [{"name": named.get(key, f"{key}部门（演示）"), "member": True, **({"entry": key} if key in named else {})}
            for key in told]
    return {key: record.id for key, record in zip(told, _add(office, "department", rows, day), strict=True)}


def _plan_and_group(office: Office, figures: Figures, day: date, departments: Mapping[str, str]) -> None:
    """Write who issued the three-year plan, and who is in the working group."""
    issuers = [departments[key] for key in figures.values["issuers"]]
    plan = _entry(office, "policy_basis", figures.values["policy_basis"])
    _add(office, "policy_basis", [{**plan, "issuers": issuers, "date": f"{day.year}-01-15",
                                   "end_date": f"{day.year + 2}-12-31"}], day)
    forms = office.desk.province.forms
    group = next((entry.key for entry in forms["working_group"].entries), "") if "working_group" in forms else ""
    if group:
        held = _entry(office, "working_group", group)
        row = {**held, "departments": list(departments.values()), "head_post": "省级负责同志"}
        _add(office, "working_group", [row], day)


def _entry(office: Office, kind: str, key: str) -> dict[str, Any]:
    """Give an entry of a register as it is to be stored, with what the province says of it."""
    form: FormSpec = office.desk.province.forms[kind]
    entry = next((one for one in form.entries if one.key == key), None)
    if entry is None:
        return {"name": f"{key}（演示）", "kind": "plan"}
    return {"name": entry.label, "entry": key, **{name: value for name, value in entry.values.items()
                                                 if name in form.fields}}


def _venues(office: Office, figures: Figures, kind: str, told: Mapping[str, Any], day: date) -> None:
    """Write the venues of one kind, county by county: many in towns and villages, the few in cities."""
    divisions = office.desk.province.divisions
    weights: Mapping[str, int] = figures.values["weights"]
    rows = []
    for county, count in shared(figures.counted(kind), weights).items():
        places = [county, *divisions.below(county)]
        places += [village for town in divisions.below(county) for village in divisions.below(town)[:6]]
        for number in range(count):
            place = places[number % len(places)]
            turn = number // len(places)
            name = f"{divisions.name(place)}{told['name']}{f'（{turn + 1}）' if turn else ''}（演示）"
            rows.append({"name": name, "kind": kind, "division_code": place, "date": f"{day.year - 1}-09",
                         "partners": told["partners"], "link_tag": ["shared_venues"]})
    _add(office, "venue", rows, day)


def _projects(office: Office, figures: Figures, day: date) -> None:
    told = figures.values["projects"]
    places = sorted(figures.values["weights"], key=lambda code: (-figures.values["weights"][code], code))
    name = office.desk.province.divisions.name
    same = {"target_group": told["target_group"], "date": day.isoformat(), "plan_tag": "warm_guard"}
    rows = [{**same, "name": f"{told['name']}{name(place)}试点（演示）", "division_code": place}
            for place in places[: told["count"]]]
    made = _add(office, "project", rows, day)
    steps = AdvanceMany(tuple(record.id for record in made), told["state_step"], "project")
    all_done(advance_many(office.desk, office.on(day), steps))


def _meetings(office: Office, day: date) -> None:
    common = {"division_code": office.desk.province.identity.code, "level": "province", "mode": "online"}
    rows = [
        {**common, "date": day.isoformat(), "name": "三年行动部署会（演示）", "kind": "deployment",
         "decisions": "各市（州）年底前完成摸排和走访", "members": "各成员单位、各市（州）妇联"},
        {**common, "date": day.isoformat(), "name": "视频调度会（演示）", "kind": "video_dispatch",
         "decisions": "逐县核对底数", "members": "各市（州）、县（市、区）妇联"},
    ]
    _add(office, "event", rows, day)
