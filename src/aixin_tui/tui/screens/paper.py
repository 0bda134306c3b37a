"""A paper: what a form screen fills in, and how it is made from the form of a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aixin_tui.services.desk import Result
from aixin_tui.tui.session import Session
from aixin_tui.tui.widgets.fields import Part, Sheet, Step, steps_of

#: Writes the sheet; `anyway` although somebody seems to be on file already.
Save = Callable[[Sheet, bool], Result]


@dataclass
class Paper:
    """What a form screen fills in: title, sheet, the name of its draft, and how it is saved."""

    title: str
    sheet: Sheet
    save: Save
    draft: str = ""
    preview: Callable[[Sheet], Sequence[tuple[str, str]]] | None = None
    """Says what the save will end or do; shown and asked before it is done."""
    writes: bool = True
    """Whether the save writes to the store; False where it only changes the page below."""
    steps: tuple[Step, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Cut the parts into steps."""
        self.steps = steps_of(self.sheet.parts)


def part_of(session: Session, kind: str, *, name: str = "", without: Iterable[str] = (), title: str = "") -> Part:
    """Make a part of the form of a kind, in force today, without the fields that the screen fills in itself."""
    form = session.desk.province.forms[kind]
    left_out = set(without)
    fields = tuple(
        spec for spec in form.fields.at(session.today.isoformat(), session.desk.office)
        if spec.key not in left_out and spec.type.value != "file"
    )
    return Part(name or kind, kind, title or session.local(form.label), fields)


def defaults_of(part: Part) -> dict[str, Any]:
    """Give the plain defaults of a part's fields, so that nobody types what the form knows."""
    return {
        spec.key: spec.default for spec in part.fields
        if spec.default is not None and isinstance(spec.default, (str, int, bool, float))
    }
