"""The line to type into: no blinking cursor, no suggestions, nothing that moves while Chinese is being composed."""

from __future__ import annotations

from textual.widgets import Input


class Entry(Input):
    """One line of text. Full-width digits and signs are kept as typed; whoever reads the value makes them plain."""

    def __init__(
        self, value: str = "", *, placeholder: str = "", id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(value, placeholder=placeholder, select_on_focus=False, compact=True, id=id)
        self.cursor_blink = False
