"""Reports and documents as Word files: a template filled in by docxtpl, and the same bytes for the same content.

The template is the province's own (`reports/<report>.docx`), else the core's for the layout. It holds `{{p body }}`
where the whole paper goes, or names what it prints: `{{ child.name }}`, `{%tr for row in blocks.pairs.rows %}`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from aixin_tui.engine.content import Block, ReportContent
from aixin_tui.exchange.fixed_zip import fixed
from aixin_tui.exchange.paper_words import head_line, sign_lines, unit_line
from aixin_tui.exchange.report_text import sentence
from aixin_tui.exchange.word_body import Body, lies
from aixin_tui.exchange.word_cards import cards
from aixin_tui.exchange.word_parts import clean, escaped
from aixin_tui.exchange.word_sections import number_anew
from aixin_tui.texts import label

_STYLES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who filled a paper in and who checked it, and on which day; empty ones are left for the pen."""

    filled_by: str = ""
    reviewed_by: str = ""
    filled_on: str = ""


class Trusted(str):
    """WordprocessingML that was made here, every text of it escaped: it goes into a template as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Give itself to a template that escapes all else."""
        return self


def word_bytes(
    contents: Sequence[ReportContent], *, template: bytes = b"", signed: Signed | None = None, is_demo: bool = False,
    copies: int = 1,
) -> bytes:
    """Give the bytes of one Word file with all papers, each on pages of its own; cards share a page.

    A province's own template that does not print `body` holds one paper; several are joined.
    """
    core = core_template(contents[0].layout)
    signed = signed or Signed()
    papers = [content for content in contents for _ in range(copies)]
    if template and not _has_body(template):
        return _joined([_filled(template, core, [one], signed, is_demo=is_demo) for one in papers])
    return _filled(template or core, core, papers, signed, is_demo=is_demo)


def core_template(layout: str) -> bytes:
    """Give the core's template of a layout."""
    return (files("aixin_tui.exchange.templates") / f"{layout}.docx").read_bytes()


def _filled(template: bytes, core: bytes, papers: Sequence[ReportContent], signed: Signed, *, is_demo: bool) -> bytes:
    import docxtpl
    from jinja2.sandbox import SandboxedEnvironment

    first = papers[0]
    is_lying = any(map(lies, papers))
    made = docxtpl.DocxTemplate(io.BytesIO(template))
    context = _context(first, signed, is_demo=is_demo)
    context["body"] = Trusted(_body(papers, signed, is_lying=is_lying))
    made.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
    if template is not core:
        _add_styles(made.docx, core)
    elif is_lying and first.layout == "form":
        _lay(made.docx)
    _date(made.docx, first)
    if first.layout != "card":
        number_anew(made.docx)
    data = io.BytesIO()
    made.docx.save(data)
    return fixed(data.getvalue())


def _body(papers: Sequence[ReportContent], signed: Signed, *, is_lying: bool) -> str:
    if papers[0].layout == "card":
        return cards(papers)
    return "".join(
        Body(content, is_lying=is_lying, filled_by=signed.filled_by, reviewed_by=signed.reviewed_by,
             filled_on=signed.filled_on).xml(new_page=n > 0)
        for n, content in enumerate(papers))


def _context(content: ReportContent, signed: Signed, *, is_demo: bool) -> dict[str, Any]:
    """Give what a template may name (see `provinces.templates`)."""
    office, day = sign_lines(content, signed.filled_on)
    head = {
        "title": content.title, "brand": content.brand, "office": office, "unit": unit_line(content),
        "period": content.period_label, "as_of": head_line(content), "to": content.to, "day": day,
        "filled_by": signed.filled_by, "reviewed_by": signed.reviewed_by,
        "demo": label("report.demo_note", content.lang) if is_demo else "",
    }
    made: dict[str, Any] = {name: Trusted(escaped(text)) for name, text in head.items()}
    made["blocks"] = {block.key: _block(block, content.lang) for block in content.blocks}
    for block in content.blocks:
        for piece in block.pieces:
            if piece.fact:
                _put(made, piece.fact.split("."), Trusted(escaped(piece.text)))
    return made


class _Block(dict[str, Any]):
    """A block by its parts; printed whole it is its text."""

    def __html__(self) -> str:
        return str(self["text"])


def _block(block: Block, lang: str) -> _Block:
    rows = [[Trusted(escaped(cell.text)) for cell in row.cells] for row in block.rows]
    text = sentence(block, lang) if block.style == "sentence" else block.text
    heads = [Trusted(escaped(column.head)) for column in block.columns]
    return _Block(text=Trusted(escaped(text)), heading=Trusted(escaped(block.heading)), heads=heads, rows=rows)


def _put(made: dict[str, Any], path: Sequence[str], text: str) -> None:
    at = made
    for name in path[:-1]:
        at = at.setdefault(name, {})
        if not isinstance(at, dict):
            return
    at[path[-1]] = text


def _has_body(template: bytes) -> bool:
    import docxtpl

    made = docxtpl.DocxTemplate(io.BytesIO(template))
    made.init_docx()
    return "{{p body" in made.patch_xml(made.get_xml()) or "{{ body" in made.patch_xml(made.get_xml())


def _add_styles(document: Any, core: bytes) -> None:
    """Give a province's template the styles that the body is written in, where it has none of that name."""
    from copy import deepcopy

    import docx

    own = document.styles.element
    known = {style.get(f"{_STYLES}styleId") for style in own.findall(f"{_STYLES}style")}
    for style in docx.Document(io.BytesIO(core)).styles.element.findall(f"{_STYLES}style"):
        key = style.get(f"{_STYLES}styleId") or ""
        if key.startswith("Ax") and key not in known:
            own.append(deepcopy(style))


def _lay(document: Any) -> None:
    """Turn the pages on their side."""
    from docx.enum.section import WD_ORIENT

    for section in document.sections:
        if section.orientation != WD_ORIENT.LANDSCAPE:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width


def _date(document: Any, content: ReportContent) -> None:
    """Write the properties of the file, none of which tells a clock or a person."""
    from datetime import datetime

    told = document.core_properties
    told.title = clean(content.title)
    told.author = told.last_modified_by = told.comments = told.subject = told.keywords = ""
    told.created = told.modified = datetime(2024, 1, 1)  # noqa: DTZ001 - the format knows no zones
    told.revision = 1


def _joined(made: Sequence[bytes]) -> bytes:
    """Set Word files of one template after one another, each beginning on a page."""
    import docx
    from docx.enum.text import WD_BREAK

    whole = docx.Document(io.BytesIO(made[0]))
    body = whole.element.body
    for data in made[1:]:
        whole.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        end = body.sectPr
        for part in docx.Document(io.BytesIO(data)).element.body:
            if part.tag != f"{_STYLES}sectPr":
                end.addprevious(part)
    joined = io.BytesIO()
    whole.save(joined)
    return fixed(joined.getvalue())


__all__ = ["Signed", "core_template", "word_bytes"]
