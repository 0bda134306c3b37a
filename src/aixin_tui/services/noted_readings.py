"""Who read whose file: one entry of the log an operator, child and day (未成年人网络保护条例 §36)."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from aixin_tui.domain.record import Act, Record
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Store

#: What this process has noted already, by store: once an operator, child and day is enough.
_noted: WeakKeyDictionary[Store, set[tuple[str, str, str]]] = WeakKeyDictionary()


def note_reading(desk: Desk, who: Who, child: Record) -> None:
    """Append that the operator opened the child's file; the entry names the record and holds none of its values."""
    day = desk.clock.now()[:10]
    seen = _noted.setdefault(desk.store, set())
    if (who.operator, child.id, day) in seen:
        return
    about = {"kind": child.kind, "record": child.id}
    desk.store.commit(Act("open_child_file", who.operator, reason=who.reason, source=who.source, about=about))
    seen.add((who.operator, child.id, day))
