"""A later list about a child on file: place and status follow it, phones and categories are added, none is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Severity
from aixin_tui.domain.record import Record, members, rows
from aixin_tui.services.importing.alerts import raise_alert
from aixin_tui.services.importing.job import Verdict, listed_of
from aixin_tui.services.importing.row_cells import Reading
from aixin_tui.texts import label

if TYPE_CHECKING:
    from aixin_tui.services.importing.child_rows import ChildRow
    from aixin_tui.services.importing.children import ChildrenImport

_IN_PAIR = frozenset({"proposed", "paired", "under_review"})
_DECISIONS = {"agreed": "同意", "not_agreed": "不同意", "": ""}
#: Words of a reason → key of the close reasons, in the order in which they are looked for.
_REASONS = (("18", "turned_18"), ("十八", "turned_18"), ("成年", "turned_18"), ("去世", "deceased"),
            ("死亡", "deceased"), ("移交", "transferred"), ("转出", "transferred"), ("迁", "not_in_scope"),
            ("返乡", "not_in_scope"),
            ("不再", "not_in_scope"), ("不符合", "not_in_scope"))


def update_child(
    importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record, verdict: Verdict | None,
) -> None:
    """Compare list and file, take over what a later list may change, and list each difference."""
    if row.has_left:
        _leave(importer, row, reading, child, verdict)
        return
    changed: dict[str, Any] = {}
    _place(importer, row, reading, child, changed)
    _categories(importer, row, reading, child, changed)
    _facts(importer, row, reading, child, changed)
    if not any(row.note in str(text) for text in listed_of(child).values()):
        job = importer.job
        raise_alert(job, reading, row.note, child.id, origin=child, place=child.text("division_code"), day=row.day,
                    source=job.source(reading.cells.number))
    child = importer.job.working.change(child, changed) if changed else child
    _guardian(importer, row, reading, child)
    _consent(importer, row, reading, child, verdict)
    _closed(importer, row, reading, child)


def _place(importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record, changed: dict[str, Any]) -> None:
    job = importer.job
    old, new = child.text("division_code"), row.place.code
    if old == new or not row.place.is_sure or old.startswith(new):
        return
    since = max((str(held.get("from", "")) for _, held in rows(child.get("residence"))), default="")
    field = "village" if old[:9] == new[:9] else "division_code"
    was, is_now = (job.places.name(old), job.places.name(new)) if field == "village" else (
        job.places.path(old), job.places.path(new))
    if row.day <= since and len(old) == 12:
        reading.say(Code.ROW_043, field, Severity.NOTE, day=row.day, old=was, new=is_now)
        return
    importer.differs(reading, field, was, is_now)
    changed["division_code"] = new
    changed[f"residence/{job.desk.ids.new()}"] = {"division_code": new, "from": max(row.day, since)}


def _categories(
    importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record, changed: dict[str, Any],
) -> None:
    from aixin_tui.services.importing.children import shown_categories

    held = dict(child.get("categories") or {})
    new = {one.key: importer.category(row, one.detail) for one in row.categories if one.key not in members(held)}
    if new:
        importer.differs(reading, "categories", shown_categories(importer.job, held),
                         shown_categories(importer.job, held | new))
        changed.update({f"categories/{key}": value for key, value in new.items()})


def _facts(importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record, changed: dict[str, Any]) -> None:
    """What the file lacks is added; what it says otherwise is only shown, for a person to judge."""
    given = {"id_number": row.id_number, "birth_date": row.birth_date, "sex": row.sex, **row.fields}
    for name, new in given.items():
        old = child.get(name)
        if new in (None, "", {}) or old == new:
            continue
        finer = name == "birth_date" and old and str(new).startswith(str(old))
        coarser = name == "birth_date" and old and str(old).startswith(str(new))
        if old in (None, "", {}) or finer:
            importer.differs(reading, name, str(old or ""), _shown(new))
            changed[name] = new
        elif not coarser and isinstance(new, str):
            reading.say(Code.ROW_045, name, Severity.WARNING, field=reading.cells.titles.get(name, name))
    held = listed_of(child)
    added = {name: text if name not in held else f"{held[name]}；{text}" for name, text in row.listed.items()
             if name != "place" and text not in str(held.get(name, ""))}
    if added:
        changed["listed"] = held | added


def _shown(value: Any) -> str:
    return "；".join(members(value)) if isinstance(value, dict) else str(value)


def _guardian(importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record) -> None:
    """Add phones to the guardian on file, or a guardian whom the file does not have."""
    job = importer.job
    known = importer.guardians.named(child.id, row.guardian) if row.guardian else None
    if known is None and not row.guardian and row.phones:
        known = next(iter(importer.guardians.of(child.id)), None)
    if known is None:
        if row.guardian:
            others = "；".join(guardian.text("name") for guardian in importer.guardians.of(child.id))
            importer.differs(reading, "guardian.name", others, "；".join(filter(None, (others, row.guardian))))
            importer.guardians.join(child, row, source=job.source(reading.cells.number))
        return
    held = members(known.get("phone"))
    new = [number for number in row.phones if number not in held]
    if new:
        importer.differs(reading, "guardian.phone", "；".join(held), "；".join((*held, *new)))
        job.working.change(known, {f"phone/{number}": True for number in new})


def _consent(
    importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record, verdict: Verdict | None,
) -> None:
    """A list's yes never outweighs a no on file; its no is taken at once, but never ends a pair unseen."""
    job, working = importer.job, importer.job.working
    standing = importer.consents.standing(child.id)
    if not row.decision or row.decision == standing:
        return
    source = job.source(reading.cells.number)
    guardian = importer.guardians.named(child.id, row.guardian)
    values = {"listed": _DECISIONS[row.decision], "standing": _DECISIONS[standing]}
    if row.decision == "agreed":
        if standing == "not_agreed":
            reading.say(Code.ROW_041, "consent", Severity.WARNING, **values)
            return
        importer.differs(reading, "consent", "", _DECISIONS["agreed"])
        importer.consents.add(child, guardian, "agreed", row.day, source=source)
        return
    is_in_pair = working.core(child) in _IN_PAIR
    if is_in_pair and not (verdict and verdict.takes):
        reading.say(Code.ROW_041, "consent", Severity.HELD, **values)
        return
    importer.differs(reading, "consent", _DECISIONS[standing], _DECISIONS["not_agreed"])
    consent = importer.consents.add(child, guardian, "not_agreed", row.day, source=source)
    if not is_in_pair:
        working.step_to(child, "not_agreed", row.day, consent)


def _closed(importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record) -> None:
    working = importer.job.working
    if working.core(child) == "closed" and row.day > working.entered(child):
        reading.say(Code.ROW_046, "status", day=working.entered(child))


def _leave(
    importer: ChildrenImport, row: ChildRow, reading: Reading, child: Record, verdict: Verdict | None,
) -> None:
    """Close the file of a child that the list says has left; a pair in force has to be seen first."""
    job, working = importer.job, importer.job.working
    if working.core(child) == "closed":
        return
    day = row.left_on if len(row.left_on) == 10 and row.left_on <= job.today else row.day
    reason = row.left_reason
    pairs = [pair for pair in working.of("pairing") if pair.text("child") == child.id and not pair.get("ended_on")]
    if not job.who.may("reviewer"):
        reading.say(Code.ROW_117, "status", Severity.HELD)
        return
    if pairs and not (verdict and verdict.takes):
        reading.say(Code.ROW_037, "status", Severity.HELD, pairs="、".join(pair.text("number") for pair in pairs))
        return
    for pair in pairs:
        working.change(pair, {"ended_on": max(day, pair.text("started_on")), "end_reason": "moved"})
    key = next((key for word, key in _REASONS if word in reason), "other")
    working.enter(child, "closed", day, by="close", reason=key)
    words = "，".join(filter(None, (day, reason)))
    working.change(child, {"listed": listed_of(working.get("child", child.id) or child) | {"left": words}})
    reading.changed("status", label("row.on_roll"), label("row.left", words=words))
    reading.say(Code.ROW_035, "status", reason=reason or label("row.no_reason"), day=day)
