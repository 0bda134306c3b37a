"""The form: one step of a sheet on the screen, a line a field, with the problems of a save as marks under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.engine.spec.form import FieldSpec, FieldType, Need
from aixin_tui.tui.keys import plain_key
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.entry import Entry
from aixin_tui.tui.widgets.fields import Sheet, Step, is_asked, plain_date
from aixin_tui.tui.widgets.lines import CURSOR, Span, clean, fit, to_strip

_TYPED = {FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.PHONE, FieldType.RESIDENT_ID, FieldType.FILE}


class Pick(Widget, can_focus=True):
    """A field that is chosen, not typed: Enter opens the chooser, a digit chooses at once, Delete empties it."""

    @dataclass
    class Opened(Message):
        """The chooser of a field is wanted."""

        row: FieldRow

    def __init__(self, row: FieldRow) -> None:
        super().__init__(markup=False)
        self._row = row

    def render_line(self, y: int) -> Strip:
        """Draw what is chosen, and how to choose while the field has the focus."""
        width = self.size.width
        if y:
            return to_strip((), width)
        shown = clean(self._row.shown)
        hint = self._row.digits_hint or self._row.session.t("screen.pick_hint") if self.has_focus else ""
        room = min(width, max(4, width - 16, cell_len(shown))) if hint else width
        if hint and self._row.digits_hint:
            room = min(width, cell_len(shown or "-") + 2)
        strip = to_strip((Span(fit(shown or "-", room), "plain" if shown else "dim"), Span(hint, "note")), width)
        return strip.apply_style(CURSOR) if self.has_focus else strip

    def on_focus(self) -> None:
        """Draw the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw it gone."""
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Open, choose by digit, or empty."""
        key = plain_key(event)
        quick = self._row.quick_choices
        if key in ("enter", "space"):
            if self._row.spec.type is FieldType.FLAG:
                self._row.take({None: True, True: False, False: None}[self._row.value])
            else:
                self.post_message(self.Opened(self._row))
        elif key.isdecimal() and 0 < int(key) <= len(quick):
            self._row.take_quickly(quick[int(key) - 1][0])
        elif key in ("delete", "backspace"):
            self._row.take(None)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self) -> None:
        """Open the chooser."""
        if self.has_focus:
            self.post_message(self.Opened(self._row))


class FieldRow(Widget):
    """One field: its name, the line to type into or to choose on, and what is wrong with it."""

    @dataclass
    class Changed(Message):
        """The value of a field is another one."""

        row: FieldRow

    def __init__(self, session: Session, sheet: Sheet, part: str, kind: str, spec: FieldSpec) -> None:
        super().__init__(markup=False)
        self.session, self.sheet, self.part, self.kind, self.spec = session, sheet, part, kind, spec

    @property
    def value(self) -> Any:
        """What is filled in."""
        return self.sheet.get(self.part, self.spec.key)

    @property
    def is_typed(self) -> bool:
        """Whether it is typed rather than chosen."""
        return self.spec.type in _TYPED and not (self.spec.many and self.spec.type is not FieldType.PHONE)

    def compose(self) -> ComposeResult:
        """Put name, editor and mark together."""
        with Horizontal(classes="field"):
            star = {Need.ALWAYS: "*", Need.WANTED: "+"}.get(self.spec.need, " ")
            yield Static(fit(f"{star} {self.session.local(self.spec.label)}", 22), classes="name", markup=False)
            if not self.is_typed:
                yield Pick(self)
            elif self.spec.lines > 1:
                yield _text_area(str(self.value or ""), self.spec.lines)
            else:
                yield Entry(str(self.value or ""), placeholder=self._placeholder())
        yield Static("", classes="mark", markup=False)

    def _placeholder(self) -> str:
        kept = self.sheet.hidden.get(self.part, {}).get(self.spec.key)
        if kept:
            return self.session.t("screen.masked_kept", shown=kept)
        if self.spec.hint:
            return self.session.local(self.spec.hint)
        if self.spec.type is FieldType.DATE:
            return self.session.t("screen.date_hint")
        return self.session.local(self.spec.unit)

    @property
    def editor(self) -> Widget:
        """The widget that takes the focus."""
        return self.query_one("Entry, TextArea, Pick")

    @property
    def quick_choices(self) -> tuple[tuple[Any, str], ...]:
        """Choices that a digit takes at once."""
        if self.spec.type is FieldType.FLAG:
            return ((True, self.session.t("app.yes")), (False, self.session.t("app.no")))
        return self.choices if self.spec.type is FieldType.CHOICE else ()

    @property
    def digits_hint(self) -> str:
        """Say what each digit takes: those that are not taken yet."""
        held = self.value if isinstance(self.value, list) else [self.value]
        left = [f"{number}{text}" for number, (key, text) in enumerate(self.quick_choices[:9], 1) if key not in held]
        return " ".join(left)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Keys and labels of the field's list."""
        found = self.session.desk.province.choices.get(self.spec.choices)
        return tuple((c.key, self.session.local(c.label)) for c in found.choices) if found else ()

    @property
    def shown(self) -> str:
        """The value in words."""
        value, t = self.value, self.session.t
        if value is None:
            return ""
        if self.spec.type is FieldType.FLAG:
            return t("app.yes") if value else t("app.no")
        if self.spec.type is FieldType.CHOICE:
            labels = {key: text for key, text in self.choices}  # noqa: C416 - dict() loses the type of the values
            keys = [str(key) for key in (value if self.spec.many else [value])]
            return t("app.list_comma").join(labels.get(key, key) for key in keys)
        if self.spec.type is FieldType.DIVISION:
            return self.session.place(str(value))
        if self.spec.type is FieldType.LINK:
            ids = value if isinstance(value, list) else [value]
            return t("app.list_comma").join(self.sheet.names.get(str(i), str(i)) for i in ids)
        if self.spec.type is FieldType.TABLE:
            return t("screen.rows_count", count=len(value))
        return str(value)

    def take(self, value: Any) -> None:
        """Fill in a value and say so."""
        self.sheet.set(self.part, self.spec.key, value)
        self.sheet.marks.pop((self.part, self.spec.key), None)
        self.show_mark()
        if not self.is_typed:
            self.editor.refresh()
        self.post_message(self.Changed(self))

    def take_quickly(self, key: Any) -> None:
        """Take a choice by its digit; of several a digit more adds one, the same digit again takes it back."""
        if not self.spec.many:
            self.take(key)
            return
        held = list(self.value or ())
        chosen = [one for one in held if one != key] if key in held else [*held, key]
        order = [one for one, _ in self.choices]
        self.take(sorted(chosen, key=lambda one: order.index(one) if one in order else len(order)) or None)

    def show_mark(self) -> None:
        """Show what is wrong with the field under it."""
        mark = self.query_one(".mark", Static)
        marks = self.sheet.marks.get((self.part, self.spec.key), [])
        mark.display = bool(marks)
        mark.update(clean(" ".join(f"! {what} {remedy}" for what, remedy in marks)))

    def on_mount(self) -> None:
        """Show marks of a save before."""
        self.show_mark()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take what is typed; a date is written plainly when the field is left."""
        event.stop()
        if event.value != str(self.value or ""):
            self.take(event.value)

    def on_text_area_changed(self, event: Any) -> None:
        """Take what is typed."""
        event.stop()
        if event.text_area.text != str(self.value or ""):
            self.take(event.text_area.text)

    def on_descendant_blur(self) -> None:
        """Write a date as it is stored."""
        if self.spec.type is FieldType.DATE and self.value:
            plain = plain_date(str(self.value), self.session.today)
            if plain != self.value:
                self.sheet.set(self.part, self.spec.key, plain)
                self.query_one(Entry).value = plain


def _text_area(text: str, lines: int) -> Widget:
    """Make a field of several lines; Textual's own is imported only where a form has one."""
    from textual.widgets import TextArea

    area = TextArea(text, soft_wrap=True, tab_behavior="focus", compact=True, theme="css", highlight_cursor_line=False)
    area.cursor_blink = False
    area.styles.height = lines
    return area


class Form(VerticalScroll, can_focus=False):
    """One step of a sheet. Arrows and Enter move between fields; fields that are not asked are not there."""

    @dataclass
    class Edited(Message):
        """Some field has another value."""

        part: str
        key: str

    def __init__(self, session: Session, sheet: Sheet, step: Step) -> None:
        super().__init__()
        self.session, self.sheet, self.step = session, sheet, step

    def compose(self) -> ComposeResult:
        """Give a row a field."""
        part = self.step.part
        yield Static(f"  {clean(part.title)}{self._signs()}", markup=False)
        for spec in self.step.fields:
            yield FieldRow(self.session, self.sheet, part.name, part.kind, spec)

    def _signs(self) -> str:
        """Explain the signs before the fields' names, where there are any."""
        needs = {spec.need for spec in self.step.fields}
        said = [self.session.t(f"screen.sign_{need.value}") for need in (Need.ALWAYS, Need.WANTED) if need in needs]
        return f"    {'  '.join(said)}" if said else ""

    def on_mount(self) -> None:
        """Show the fields that are asked and stand on the first, or the first that is marked."""
        self.ask()
        rows = [row for row in self.rows if row.display]
        marked = next((row for row in rows if (row.part, row.spec.key) in self.sheet.marks), None)
        if rows:
            (marked or rows[0]).editor.focus()

    @property
    def rows(self) -> list[FieldRow]:
        """The rows of the step."""
        return list(self.query(FieldRow))

    def ask(self) -> None:
        """Hide what is not asked now."""
        province, today, part = self.session.desk.province, self.session.today, self.step.part
        values = self.sheet.values.get(part.name, {})
        for row in self.rows:
            asked = is_asked(province, today, part, values, row.spec)
            if row.display != asked:
                row.display = asked

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Ask anew what is asked, and pass the news on."""
        event.stop()
        self.ask()
        self.post_message(self.Edited(event.row.part, event.row.spec.key))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field."""
        event.stop()
        self.step_focus(1)

    def on_key(self, event: events.Key) -> None:
        """Arrows go from field to field."""
        key = plain_key(event)
        if key in ("down", "up"):
            event.stop()
            event.prevent_default()
            self.step_focus(1 if key == "down" else -1)

    def step_focus(self, by: int) -> None:
        """Go to the next or the last field that is asked; past the end the focus stays."""
        editors = [row.editor for row in self.rows if row.display]
        here = next((n for n, editor in enumerate(editors) if editor.has_focus), -1)
        there = here + by
        if 0 <= there < len(editors):
            editors[there].focus()

    def show_marks(self) -> None:
        """Show the marks of the sheet on this step."""
        for row in self.rows:
            row.show_mark()


def mark_problems(session: Session, sheet: Sheet, steps: Iterable[Step], problems: Iterable[Problem]) -> list[Problem]:
    """Put problems on the fields they name; give back those that name none of the sheet's fields."""
    places: dict[str, tuple[str, str]] = {}
    for step in steps:
        for spec in step.fields:
            places.setdefault(spec.key, (step.part.name, spec.key))
            places.setdefault(f"{step.part.name}.{spec.key}", (step.part.name, spec.key))
            places.setdefault(f"{step.part.kind}.{spec.key}", (step.part.name, spec.key))
    sheet.marks.clear()
    rest: list[Problem] = []
    for problem in problems:
        name = problem.place.field
        at = places.get(name) or places.get(name.split("/")[0]) or places.get(name.rpartition(".")[0])
        if at is None or problem.severity is Severity.NOTE:
            rest.append(problem)
        else:
            sheet.marks.setdefault(at, []).append(session.problem(problem))
    return rest
