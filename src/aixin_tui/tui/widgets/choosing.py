"""Opening the right chooser for a field, and the box in which the rows of a table are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.app import App

from aixin_tui.engine.spec.form import FieldType
from aixin_tui.services.browsing import Find, find
from aixin_tui.tui.dialog import Dialog
from aixin_tui.tui.later import later
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.choice import ChoiceBox, PlaceBox, RecordBox
from aixin_tui.tui.widgets.fields import Part, Sheet, steps_of
from aixin_tui.tui.widgets.form import FieldRow, Form, Pick
from aixin_tui.tui.widgets.line_list import LineList, PageView
from aixin_tui.tui.widgets.lines import Line, Span


def open_chooser(app: App[Any], row: FieldRow) -> None:
    """Open the chooser of a field; what it answers is filled in."""
    session, spec, value = row.session, row.spec, row.value
    title = session.local(spec.label)
    chosen: list[Any] = value if isinstance(value, list) else [value] if value not in (None, "") else []
    few = row.sheet.choices.get((row.part, spec.key))
    if few is not None:
        _choose_of_few(app, row, few, chosen)
        return
    if spec.type is FieldType.LINK and _entries_of(row):
        app.run_worker(later(_offer_lines, app, row, chosen), exit_on_error=False)
        return
    if spec.type is FieldType.CHOICE:
        box: Dialog[Any] = ChoiceBox(session, title, row.choices, chosen, many=spec.many, is_field=True)
    elif spec.type is FieldType.DIVISION:
        box = PlaceBox(session, title, str(value or ""), root=session.desk.office)
    elif spec.type is FieldType.LINK:
        held = {record: row.sheet.names.get(record, record) for record in chosen}
        box = RecordBox(session, title, spec.to, many=spec.many, chosen=held if spec.many else None)
    elif spec.type is FieldType.TABLE:
        box = TableBox(session, title, row)
    else:
        return
    app.push_screen(box, lambda answer: _take(row, answer))


def _choose_of_few(app: App[Any], row: FieldRow, few: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
    spec = row.spec
    row.sheet.names.update(few)
    box = ChoiceBox(row.session, row.session.local(spec.label), few, chosen, many=spec.many, is_field=True)
    app.push_screen(box, lambda answer: None if answer is None else row.take(
        (list(answer) if spec.many else answer[0]) if answer else None))


def _entries_of(row: FieldRow) -> tuple[tuple[str, str], ...]:
    """List the lines that a register starts with in every office: their keys, which links hold, and labels."""
    form = row.session.desk.province.forms.get(row.spec.to)
    return tuple((entry.key, row.session.local(entry.label)) for entry in form.entries) if form else ()


async def _offer_lines(app: App[Any], row: FieldRow, chosen: Sequence[str]) -> None:
    """Offer the lines that a register starts with, then those that the office added."""
    session, entries = row.session, _entries_of(row)
    page = await session.read_page(lambda: find(session.desk, session.who, Find(row.spec.to)))
    known = {label for _, label in entries}
    added = tuple((found.id, found.name) for found in page.rows if found.name and found.name not in known)
    _choose_of_few(app, row, (*entries, *added), chosen)


def _take(row: FieldRow, answer: Any) -> None:
    if answer is None:
        return
    spec = row.spec
    if spec.type is FieldType.TABLE:
        row.take(list(answer) or None)
    elif not answer:
        row.take(None)
    elif spec.type is FieldType.LINK:
        ids = list(answer[::2])
        row.sheet.names.update(zip(ids, answer[1::2], strict=True))
        row.take(ids if spec.many else ids[0])
    elif spec.many:
        row.take(list(answer))
    else:
        row.take(answer[0])
        if spec.type is not FieldType.DIVISION:
            row.post_message(FieldRow.Changed(row))


class TableBox(Dialog[tuple[dict[str, Any], ...]]):
    """The rows of a table field: Enter changes one, F3 adds one, Delete takes one out, F9 takes them over."""

    OFFERS: ClassVar[tuple[str, ...]] = ("open", "add_row", "drop_row", "chosen", "back")

    def __init__(self, session: Session, title: str, row: FieldRow) -> None:
        super().__init__(session, title)
        self._field = row
        self._rows = [dict(one) for one in (row.value or [])]

    def body(self) -> Iterable[Any]:
        """Give the list of rows."""
        yield PageView(id="page")

    def load(self) -> None:
        """Show the rows; an empty table begins with a new one."""
        self._show()
        if not self._rows:
            self.do_add_row()

    def _show(self) -> None:
        self.query_one("#page", PageView).show(self._lines)

    def _lines(self, _width: int) -> list[Line]:
        if not self._rows:
            return [Line((Span(f"  {self.t('screen.no_rows')}", "dim"),))]
        return [Line((Span(f" {n + 1}. "), *self._cells(one)), n) for n, one in enumerate(self._rows)]

    def _cells(self, one: dict[str, Any]) -> list[Span]:
        shown = []
        for spec in self._field.spec.columns:
            cell = FieldRow(self.session, self._sheet(one), "row", "row", spec).shown
            if cell:
                shown.append(Span(f"{cell}  "))
        return shown or [Span("-", "dim")]

    def _sheet(self, one: dict[str, Any]) -> Sheet:
        part = Part("row", self._field.kind, self.box_title, self._field.spec.columns)
        return Sheet((part,), {"row": one}, self._field.sheet.names)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Change the row under the cursor."""
        event.stop()
        if isinstance(event.target, int):
            self._edit(event.target)

    def do_add_row(self) -> None:
        """Add a row and fill it in."""
        self._edit(len(self._rows))

    def _edit(self, place: int) -> None:
        one = dict(self._rows[place]) if place < len(self._rows) else {}
        sheet = self._sheet(one)

        def taken(done: bool | None) -> None:
            row = sheet.given("row")
            if done and row:
                self._rows[place : place + 1] = [row]
            self._show()

        self.app.push_screen(RowBox(self.session, self.box_title, sheet), taken)

    def do_drop_row(self) -> None:
        """Take the row under the cursor out."""
        page = self.query_one("#page", PageView)
        if page.cursor < len(self._rows):
            del self._rows[page.cursor]
            self._show()

    def do_chosen(self) -> None:
        """Take the rows over."""
        self.dismiss(tuple(self._rows))


class RowBox(Dialog[bool]):
    """One row of a table, as a small form."""

    OFFERS: ClassVar[tuple[str, ...]] = ("chosen", "back")
    TALL = True

    def __init__(self, session: Session, title: str, sheet: Sheet) -> None:
        super().__init__(session, title)
        self._sheet = sheet

    def body(self) -> Iterable[Any]:
        """Give the form."""
        yield Form(self.session, self._sheet, steps_of(self._sheet.parts)[0])

    def on_pick_opened(self, event: Pick.Opened) -> None:
        """Open a field's chooser."""
        event.stop()
        open_chooser(self.app, event.row)

    def do_chosen(self) -> None:
        """Take the row over."""
        self.dismiss(True)

