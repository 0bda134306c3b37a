"""Papers of one Word file as sections of it, so that the pages of each are counted from one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What follows the numbering in a section's properties, in the order that the format wants.
_AFTER = tuple(f"{_W}{name}" for name in (
    "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid"))


def number_anew(document: Any) -> None:
    """End a section before each paper but the first; a paper begins with a title that breaks the page.

    A clerk hands each copy on by itself: its pages are counted from one. How many there are (共 2 页) is told only
    where the file is one paper: a section's own count (SECTIONPAGES) is read by Word and WPS, but not by LibreOffice.
    """
    body = document.element.body
    last = body.sectPr
    begins = [part for part in body if _begins(part)]
    if not begins:
        return
    _from_one(last)
    for told in document.part.rels.values():  # a filled template has new parts, which `sections` does not know of
        if told.reltype.endswith("/footer"):
            _drop_total(told.target_part.element)
    for title in begins:
        marks = title.find(f"{_W}pPr")
        marks.remove(marks.find(f"{_W}pageBreakBefore"))  # the section breaks the page
        _holder(title).append(deepcopy(last))


def _begins(part: Any) -> bool:
    marks = part.find(f"{_W}pPr")
    style = marks.find(f"{_W}pStyle") if marks is not None else None
    return style is not None and style.get(f"{_W}val") == "AxTitle" and marks.find(f"{_W}pageBreakBefore") is not None


def _holder(title: Any) -> Any:
    """Give the properties of the paragraph that ends the section before a title; a table cannot, so one is added."""
    before = title.getprevious()
    if before.tag != f"{_W}p":
        before = before.makeelement(f"{_W}p")
        title.addprevious(before)
        style = before.makeelement(f"{_W}pStyle", {f"{_W}val": "AxGap"})
        before.append(before.makeelement(f"{_W}pPr"))
        before[0].append(style)
    marks = before.find(f"{_W}pPr")
    if marks is None:
        marks = before.makeelement(f"{_W}pPr")
        before.insert(0, marks)
    return marks


def _drop_total(foot: Any) -> None:
    """Take `，共 N 页` out of a footer, where N counts the pages of the file."""
    for line in foot.iter(f"{_W}p"):
        runs = list(line.findall(f"{_W}r"))
        asked = [n for n, run in enumerate(runs) if "NUMPAGES" in "".join(run.itertext())]
        for n in asked:
            first = _edge(runs, n, "begin", -1)
            for run in runs[first : _edge(runs, n, "end", 1) + 1]:
                line.remove(run)
            before = runs[first - 1].find(f"{_W}t") if first else None
            if before is not None and "，共" in (before.text or ""):
                line.remove(runs[first - 1])


def _edge(runs: list[Any], at: int, edge: str, step: int) -> int:
    while 0 <= at < len(runs):
        if any(one.get(f"{_W}fldCharType") == edge for one in runs[at].iter(f"{_W}fldChar")):
            return at
        at += step
    return min(max(at, 0), len(runs) - 1)


def _from_one(section: Any) -> None:
    for old in section.findall(f"{_W}pgNumType"):
        section.remove(old)
    number = section.makeelement(f"{_W}pgNumType", {f"{_W}start": "1"})
    follower = next((part for part in section if part.tag in _AFTER), None)
    if follower is None:
        section.append(number)
    else:
        follower.addprevious(number)


__all__ = ["number_anew"]
