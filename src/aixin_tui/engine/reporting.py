"""From the outline of a report or document to its content: texts, tables, lists, charts, headings (2.7).

Pure: the view holds the records as known at K, the day as of which they are read, and the period.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from aixin_tui.domain.record import Record
from aixin_tui.engine import figures
from aixin_tui.engine.content import Block, Cell, Column, ReportContent, TableRow
from aixin_tui.engine.periods import Period, day_label
from aixin_tui.engine.printing import fact_table, head_of, printed_fact, sort_key
from aixin_tui.engine.spec.form import FieldType
from aixin_tui.engine.spec.item import Source
from aixin_tui.engine.spec.report import BlockSpec, ListSpec, ReportSpec, TableSpec
from aixin_tui.engine.splitting import ask_table, make_table
from aixin_tui.texts import label

if TYPE_CHECKING:
    from aixin_tui.engine.spec.province import Province
    from aixin_tui.engine.view import View

_GAP = re.compile(r"\{([^{}]+)\}")
_CHINESE = "零一二三四五六七八九十"


class Outline:
    """One report or document in the making."""

    def __init__(
        self, view: View, spec: ReportSpec, *, office: str = "", period: Period | None = None,
        record: Record | None = None, lang: str = "zh", phrases: Mapping[str, int] | None = None,
        issued: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """`issued` names, by block, the lines that an edition handed in has listed: `once` leaves them out [HI-18]."""
        self._view, self._spec, self._period, self._record, self._lang = view, spec, period, record, lang
        self._office = office or view.office
        self._phrases = phrases or {}
        self._issued = issued or {}
        self._counts = [0, 0, 0]

    def content(self) -> ReportContent:
        """Render every block in force on the view's day."""
        view, spec = self._view, self._spec
        blocks = blocks_of(view, spec, self._office)
        return ReportContent(
            key=spec.key, title=spec.title, office=self._office,
            office_name=self._office_name,
            period=self._period.key if self._period and self._record is None else "",
            period_label=self._period.label(self._lang) if self._period and self._tells_period(blocks) else "",
            as_of=view.now,
            known_at=view.snapshot.known_at, blocks=tuple(self._block(block) for block in blocks), to=spec.to,
            record=self._record.id if self._record is not None else "", lang=self._lang,
            notes=self._notes(blocks) if self._record is None else self._paper_note(), layout=spec.layout,
            copies=spec.copies, brand=view.province.identity.brand or view.province.identity.name,
        )

    @property
    def _office_name(self) -> str:
        divisions = self._view.province.divisions
        return divisions.path(self._office) or divisions.name(self._office)

    def ask(self, spec: BlockSpec) -> None:
        """Ask the view all that a block asks of records, and write nothing."""
        tuple(self._pieces(spec.text))
        for part in (spec.table, spec.chart):
            if part is not None:
                ask_table(self._view, TableSpec(figures=part.figures, by=part.by), self._office)
        if spec.list is not None:
            self._list(spec.key, spec.list)

    def _tells_period(self, blocks: Collection[BlockSpec]) -> bool:
        """Whether it is of a period: every report, and a document that names the month it is for."""
        return self._record is None or any("{period}" in block.text for block in blocks)

    def _paper_note(self) -> tuple[str, ...]:
        """Say of a document whose form nobody has prescribed that it is ours."""
        is_ours = self._spec.stamp.source is Source.DEFAULT
        return (label("report.default_paper", self._lang),) if is_ours else ()

    def _notes(self, blocks: Collection[BlockSpec]) -> tuple[str, ...]:
        """Say that some of what is told is our own reading, where the source does not say it."""
        named = {key for block in blocks for part in (block.table, block.chart) if part for key in part.figures}
        specs = [found for key in sorted(named) if (found := figures.figure_spec(self._view, key)) is not None]
        is_ours = any(item.stamp.source is Source.DEFAULT for item in (*blocks, *specs))
        return (label("report.default_note", self._lang),) if is_ours else ()

    def _block(self, spec: BlockSpec) -> Block:
        number = self._number(spec.level) if spec.heading and self._record is None else ""
        frame = Block(spec.key, "heading", spec.heading, spec.level, number)
        if spec.text:
            return replace(frame, form="text", pieces=tuple(self._pieces(spec.text)))
        if spec.table is not None:
            columns, rows, notes = make_table(self._view, spec.table, self._office, self._lang)
            return replace(frame, form="table", columns=columns, rows=rows, notes=notes)
        if spec.chart is not None:
            drawn = TableSpec(figures=spec.chart.figures, by=spec.chart.by)
            columns, rows, notes = make_table(self._view, drawn, self._office, self._lang)
            return replace(frame, form="chart", columns=columns, rows=rows, notes=notes, style=spec.chart.style)
        if spec.list is not None:
            columns, rows = self._list(spec.key, spec.list)
            return replace(frame, form="list", columns=columns, rows=rows, style=spec.list.style)
        return frame

    def _number(self, level: int) -> str:
        """Number a heading as official papers do: 一、 then （一） then 1. (GB/T 9704)."""
        level = min(max(level, 1), 3)
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (3 - level)
        count = self._counts[level - 1]
        if self._lang != "zh" or level == 3:
            return f"{count}. "
        numeral = chinese_numeral(count)
        return f"{numeral}、" if level == 1 else f"（{numeral}）"

    # --- texts ---

    def _pieces(self, text: str) -> Iterator[Cell]:
        at = 0
        for gap in _GAP.finditer(text):
            if gap.start() > at:
                yield Cell(text[at : gap.start()])
            yield self._gap(gap[1])
            at = gap.end()
        if at < len(text):
            yield Cell(text[at:])

    def _gap(self, name: str) -> Cell:
        view = self._view
        if name == "province.brand":
            return Cell(view.province.identity.brand or view.province.identity.name)
        if name == "office":
            return Cell(label("report.office_name", self._lang, office=self._office_name))
        if name == "period":
            return Cell(self._period.label(self._lang) if self._period else "")
        if name == "as_of":
            return Cell(day_label(view.day, self._lang))
        if name.startswith("phrase."):
            return Cell(self._phrase(name.removeprefix("phrase.")))
        if figures.figure_spec(view, name) is not None:
            about = self._record
            place = about.id if about is not None and about.kind == "division" else self._office
            value = figures.figure_value(view, name, place)
            text = label("report.misses", self._lang, text=value.text) if value.misses else value.text
            return Cell(text, value.value, value.kind, value.records, name, value.misses)
        if self._record is not None:
            printed = printed_fact(view, self._record, name, lang=self._lang, prose=True)
            if not printed and name.endswith((".due", ".missed")):
                printed = label("report.empty_list", self._lang)  # nothing is owed, which is no gap for the pen
            return Cell(printed, fact=name, mask=_mask_of(view, self._record.kind, name))
        return Cell("{" + name + "}")

    def _phrase(self, key: str) -> str:
        found = self._view.province.identity.phrases.get(key, self._view.now, self._office)
        found = found or self._view.province.identity.phrases.get(key)
        if found is None or not found.texts:
            return ""
        return found.texts[min(max(self._phrases.get(key, 1), 1), len(found.texts)) - 1]

    # --- lists ---

    def _list(self, key: str, spec: ListSpec) -> tuple[tuple[Column, ...], tuple[TableRow, ...]]:
        view = self._view
        issued = set(self._issued.get(key, ())) if spec.once else set()
        found = [
            record for record in self._candidates(spec)
            if record.id not in issued and (view.place(record) or self._office).startswith(self._office)
        ]
        # Without an order of its own a list goes by place, then by the first column: as an office files it.
        order = spec.sort or (f"{spec.of}.place", *spec.columns[:1])
        found.sort(key=lambda record: (*(sort_key(view, record, fact) for fact in order), record.id))
        columns = tuple(
            Column(fact, head_of(view, spec.of, fact, self._lang), mask=_mask_of(view, spec.of, fact))
            for fact in spec.columns
        )
        pens = tuple(Column(f"pen{n}", head, pen=True) for n, head in enumerate(spec.pen, 1))
        blank = tuple(Cell("") for _ in (*columns, *pens))
        room = (TableRow(f"room{n}", blank) for n in range(1, spec.room + 1))
        return (*columns, *pens), (*(self._row(record, spec) for record in found), *room)

    def _candidates(self, spec: ListSpec) -> tuple[Record, ...]:
        """In a document: only what is linked to its record; of its own kind the record, of divisions those inside."""
        found, about = self._view.meeting(spec.of, spec.where), self._record
        if about is None:
            return found
        if spec.of == about.kind:
            is_division = about.kind == "division"
            return tuple(r for r in found if r.id == about.id or (is_division and r.id.startswith(about.id)))
        linked = {record.id for record in self._view.linked(spec.of, about)}
        return tuple(record for record in found if record.id in linked)

    def _row(self, record: Record, spec: ListSpec) -> TableRow:
        cells = tuple(
            Cell(printed_fact(self._view, record, fact, lang=self._lang), kind=record.kind, records=(record.id,))
            for fact in spec.columns
        )
        return TableRow(record.id, (*cells, *(Cell("") for _ in spec.pen)), kind=record.kind)


def _mask_of(view: View, kind: str, fact: str) -> str:
    return mask_of(view.province, kind, fact)


def masked_facts(province: Province, spec: ReportSpec) -> tuple[str, ...]:
    """Name the facts of a document that lists show shortened."""
    found = []
    for block in spec.blocks.versions():
        named = [(spec.document_for, gap[1]) for gap in _GAP.finditer(block.text)]
        named += [(block.list.of, column) for column in block.list.columns] if block.list is not None else []
        found += [fact for kind, fact in named if mask_of(province, kind, fact)]
    return tuple(dict.fromkeys(found))


def mask_of(province: Province, kind: str, fact: str) -> str:
    """Give the type by which a fact seen from a record of `kind` is shortened; empty where it is shown."""
    found = fact_table(province).find(kind, fact)
    if found is None:
        return ""
    field = province.field(found.kind, found.name)
    is_number = found.type in {FieldType.RESIDENT_ID, FieldType.PHONE}
    return found.type.value if is_number or (field is not None and field.mask) else ""


def blocks_of(view: View, spec: ReportSpec, office: str) -> tuple[BlockSpec, ...]:
    """List the blocks in force on the view's day; of an outline that begins later all of them."""
    return tuple(spec.blocks.at(view.now, office) or spec.blocks.at())


def figures_in(province: Province, blocks: Collection[BlockSpec]) -> tuple[str, ...]:
    """Name the figures that blocks tell, in tables, charts and texts, each once."""
    told = [key for block in blocks for part in (block.table, block.chart) if part is not None for key in part.figures]
    told += [gap[1] for block in blocks for gap in _GAP.finditer(block.text) if gap[1] in province.figures]
    return tuple(dict.fromkeys(told))


def chinese_numeral(number: int) -> str:
    """Write 1 to 99 as headings do: 一, 十, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return head + (_CHINESE[ones] if ones or not tens else "")


def render_report(
    view: View, spec: ReportSpec, period: Period, *, office: str = "", lang: str = "zh",
    phrases: Mapping[str, int] | None = None, issued: Mapping[str, Collection[str]] | None = None,
) -> ReportContent:
    """Render a report of an office and a period."""
    return Outline(view, spec, office=office, period=period, lang=lang, phrases=phrases, issued=issued).content()


def render_document(
    view: View, spec: ReportSpec, record: Record, *, office: str = "", period: Period | None = None, lang: str = "zh",
) -> ReportContent:
    """Render a document for one record: a certificate, a pledge, a form to sign; some speak of a period too."""
    return Outline(view, spec, record=record, office=office, period=period, lang=lang).content()
