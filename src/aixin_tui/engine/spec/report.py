"""Figures, reports and documents (province-language 1.8 and 2.7)."""

from __future__ import annotations

import msgspec

from aixin_tui.engine.spec.checklist import Cadence
from aixin_tui.engine.spec.condition import Condition
from aixin_tui.engine.spec.item import Item, Items, Origin, Stamp

#: What a report or document can look like on paper; a report is `official` (公文), a document a `form` by default.
LAYOUTS = ("official", "form", "letter", "card", "certificate")


class PrintSpec(msgspec.Struct, frozen=True, kw_only=True, rename={"unit": "in", "show_as": "as"}):
    """Wording only; the exact value stays: `{in: 万, word: 余, decimals: 1}`, `{as: days_ago}` [HN-01, QH-12]."""

    unit: str = ""
    word: str = ""
    decimals: int | None = None
    show_as: str = ""


class TargetSpec(msgspec.Struct, frozen=True, kw_only=True):
    """What the figure should reach; one that misses it is marked everywhere [JX-04, HN-07]."""

    at_least: float | None = None
    at_most: float | None = None
    due: str = ""


class FigureSpec(Item, frozen=True, kw_only=True):
    """One number for any division and day. Exactly one of `count`, `sum`, `latest`, and `part` with `whole`."""

    count: str = ""
    sum: str = ""
    latest: str = ""
    part: str = ""
    whole: str = ""
    of: str = ""
    where: Condition = Condition()
    unit: str = ""
    print: PrintSpec = PrintSpec()
    target: TargetSpec | None = None

    @property
    def is_ratio(self) -> bool:
        """Whether it is a share of two other figures, in percent."""
        return bool(self.part)


class ListSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Records of a kind as rows or a sentence; `once` leaves out what an issued edition has listed [HI-18].

    `pen` heads columns that are left for the pen, `room` is the number of blank lines at the end.
    """

    of: str
    columns: tuple[str, ...]
    where: Condition = Condition()
    sort: tuple[str, ...] = ()
    style: str = "rows"
    once: bool = False
    pen: tuple[str, ...] = ()
    room: int = 0


class TableSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Figures split by at most two facts, levels (`below` the office) or times."""

    figures: tuple[str, ...]
    by: tuple[str, ...] = ()


class ChartSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Figures drawn as bars or a line."""

    figures: tuple[str, ...]
    by: tuple[str, ...] = ()
    style: str = "bar"


class BlockSpec(Item, frozen=True, kw_only=True):
    """One block of an outline: a heading, and at most one of text, table, list and chart."""

    heading: str = ""
    level: int = 1
    text: str = ""
    table: TableSpec | None = None
    list: ListSpec | None = None
    chart: ChartSpec | None = None


class ReportSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A report (`cadence`) covers an office and a period, a document (`document_for` a kind) one record.

    `layout` is what it looks like on paper, `copies` how many are signed (一式两份), `template` the bytes of the Word
    file that the province has put beside it; without one the core's for the layout is filled in.
    """

    key: str
    title: str
    cadence: Cadence | None = None
    document_for: str = ""
    made_by: tuple[str, ...] = ()
    to: str = ""
    visible_to: tuple[str, ...] = ()
    layout: str = "official"
    copies: int = 1
    template: bytes = b""
    blocks: Items[BlockSpec] = msgspec.field(default_factory=Items)
    stamp: Stamp = Stamp()
    origin: Origin = Origin()


class Phrase(Item, frozen=True, kw_only=True):
    """A fixed wording: the first text, or another chosen when rendering [QH-10]."""

    texts: tuple[str, ...] = ()

