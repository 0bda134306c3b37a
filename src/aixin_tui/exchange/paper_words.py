"""The words around every paper: who fills it in, who signs, of which day; the same in Word, HTML and spreadsheets."""

from __future__ import annotations

from aixin_tui.engine.content import ReportContent
from aixin_tui.engine.dates import as_day
from aixin_tui.engine.periods import day_label
from aixin_tui.exchange.report_text import as_of_line
from aixin_tui.texts import label


def unit_line(content: ReportContent) -> str:
    """Say who fills it in: 填报单位（盖章）."""
    return label("report.filled_unit", content.lang, office=content.office_name)


def head_line(content: ReportContent) -> str:
    """Say of which period and day it speaks."""
    if content.record:
        return content.period_label or _day(content)
    return f"{content.period_label}　{as_of_line(content)}"


def signer_line(content: ReportContent, filled_by: str, reviewed_by: str, filled_on: str) -> tuple[str, str, str]:
    """Give 填报人, 审核人 and the day; what is not known is left for the pen."""
    blank = label("report.hand_name", content.lang)
    return (
        label("report.filled_by", content.lang, name=filled_by or blank),
        label("report.reviewed_by", content.lang, name=reviewed_by or blank),
        label("report.filled_on", content.lang, day=filled_on or label("report.hand_date", content.lang)),
    )


def sign_lines(content: ReportContent, filled_on: str) -> tuple[str, str]:
    """Give who signs and 成文日期: of a document the day it was made, of a report the day it was handed in."""
    day = as_day(filled_on) if filled_on else None
    if day is not None:
        told = day_label(day, content.lang)
    else:
        told = _day(content) if content.record else label("report.hand_date", content.lang)
    signed = "report.signed_report" if content.layout == "official" else "report.signed"  # a 公文 has the seal alone
    return label(signed, content.lang, office=content.office_name), told


def _day(content: ReportContent) -> str:
    day = as_day(content.as_of)
    return day_label(day, content.lang) if day else content.as_of
