"""An office in which every field of every kind holds one hostile text, past all checks, as a merged file could."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aixin_tui.domain.kinds import KINDS, home_of, is_restricted
from aixin_tui.domain.record import Act, Change
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.engine.spec.form import FieldSpec, FieldType
from office_world import World

#: Markup of the app's own, a formula, signs beyond the first plane, joined emoji, controls, marks of unsure width.
MARKED = "=1+1[/][b]粗[/b][@click=app.quit]走[/]𠀀𠮷😀👨\u200d👩\u200d👧\u202e\x00\x07\x1b[31m红\r\n\t“引”…—·①→★\ufeff"
LONG = "长😀[/]" * 2_000
#: Types that hold any text at all; others are kept to what their form lets in.
FREE = (FieldType.TEXT, FieldType.PHONE, FieldType.RESIDENT_ID, FieldType.FILE)
#: What the core keeps beside the forms' fields.
OWN = {
    "child": ("listed",), "import_row": ("name", "file", "day", "source"), "import_run": ("file", "title", "unit"),
    "submission": ("filled_by", "reviewed_by", "title"), "operator": ("user", "name"), "mandatory_report": ("outcome",),
    "former_name": ("name",), "request": ("note",), "share": ("to",), "setting": ("note",),
}


def hostile(office: World, text: str) -> World:
    """Fill every field of every kind, adding a record of each kind that has none."""
    desk = office.desk
    kinds = dict.fromkeys([*KINDS, *desk.province.forms])
    first = desk.store.snapshot(restricted=True)
    ids = {kind: (first.of(kind)[0].id if first.of(kind) else f"01JQ9{number:021}")
           for number, kind in enumerate(kinds)}
    changes = []
    for kind in kinds:
        standing = first.of(kind)
        values = filled(office, kind, text, ids)
        if standing:
            changes += [Change(kind, record.id, _kept(values, record.values)) for record in standing]
        else:
            home = home_of(kind, office.village, day="2025", run=ids["import_run"])
            changes.append(Change(kind, ids[kind], {**_born(kind, office, ids), **values}, home))
    desk.store.commit(Act("edit_child", text[:200], tuple(changes), reason=text, source=text))
    return office


def filled(office: World, kind: str, text: str, ids: dict[str, str]) -> dict[str, Any]:
    """Give hostile values of every field of a kind, in the shapes that are stored."""
    form = office.desk.province.forms.get(kind)
    values: dict[str, Any] = {spec.key: stored(office, spec, text, ids) for spec in form.fields.at()} if form else {}
    values |= dict.fromkeys(OWN.get(kind, ()), text)
    if kind == "child":
        values["listed"] = {text[:200]: text, "note": text}
    return {name: value for name, value in values.items() if value is not None}


def stored(office: World, spec: FieldSpec, text: str, ids: dict[str, str]) -> Any:
    """Give a hostile value of one field."""
    province = office.desk.province
    if spec.type is FieldType.TABLE:
        return {f"01JQ8{0:021}": {column.key: stored(office, column, text, ids) for column in spec.columns}}
    if spec.type in FREE:
        one: Any = text
    elif spec.type is FieldType.DATE:
        one = "2025-03-01"
    elif spec.type is FieldType.NUMBER:
        one = 1
    elif spec.type is FieldType.FLAG:
        return True
    elif spec.type is FieldType.DIVISION:
        one = office.village
    elif spec.type is FieldType.LINK:
        one = ids.get(spec.to)
    else:
        choices = province.choices.get(spec.choices)
        one = text[:200] if choices is None or choices.open else choices.choices[0].key
    return {one: True} if one is not None and spec.many else one


#: Links, states and places of a record that stands: without them it would be on no screen.
_KEPT = ("child", "loving_mother", "guardian", "division_code", "status", "state", "household", "match_run")


def _kept(values: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Let the texts of a record that stands become hostile and fill its gaps; what it is and hangs on stays."""

    def is_text(name: str, value: Any) -> bool:
        held = before.get(name)
        return name == "phone" or (isinstance(value, str) and (held is None or isinstance(held, str))
                                   and not str(held or "").startswith("01JQ"))

    return {name: value for name, value in values.items()
            if name not in _KEPT and (is_text(name, value) or before.get(name) is None)}


def _born(kind: str, office: World, ids: dict[str, str]) -> dict[str, Any]:
    """Give what a record of a kind cannot be without."""
    own: dict[str, dict[str, Any]] = {
        "match_proposal": {"child": ids["child"], "loving_mother": ids["loving_mother"], "state": "offered",
                           "offered_on": "2025-03-20", "role": "lead", "terms": {}, "match_run": ids["match_run"]},
        "match_run": {"date": "2025-03-20", "division_code": "630222"},
        "mandatory_report": {"child": ids["child"], "date": "2025-03-20", "state": "open", "situations": {"1": True}},
        "import_run": {"kind": "children", "state": "done", "today": "2025-03-20", "counts": {"held": 1}},
        "submission": {"report": "monthly", "period": "2025-02", "office": "630222", "date": "2025-03-01",
                       "as_of": "2025-02-28", "known_at": "2025-03-01T09:00:00.000+08:00"},
    }
    born = {"division_code": office.village, "child": ids["child"], **own.get(kind, {})}
    if is_restricted(kind):
        born["child"] = ids["child"]
    return born


def hostile_rows(office: World, text: str) -> list[tuple[str, ...]]:
    """Rows of a children's list: a hostile text in each column in turn, then in all of them."""
    place = office.desk.province.divisions.path(office.village)
    good = ["任晚晴", "女", "2015-03-02", "", "留守儿童", place, "任长河", "15400000011", "备注"]
    cell = text[:30_000].replace("\x00", "\x01")
    rows = [tuple(cell if n == column else value for n, value in enumerate(good)) for column in range(len(good))]
    return [*rows, tuple(cell for _ in good)]


def fields_without(office: World, snapshot: Snapshot, text: str) -> list[str]:
    """List the free fields of the forms that hold the text in no record: there should be none."""
    return [
        f"{kind}.{spec.key}" for kind, form in office.desk.province.forms.items() for spec in form.fields.at()
        if spec.type in FREE and not any(text in (r.get(spec.key) or ()) for r in snapshot.of(kind))
    ]
