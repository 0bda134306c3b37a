"""Background queries (准入查询): every adult who will be with a child, clear, within twelve months.

未成年人保护法 §62 and §98 ask it of staff each year; the programme asks it of volunteers. It is the law's check
`query_in_force`, and no province can leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aixin_tui.domain.day import age_on
from aixin_tui.domain.record import Record, members, rows
from aixin_tui.engine.dates import day_text, shift

if TYPE_CHECKING:
    from aixin_tui.engine.view import View

#: How long a query holds (model.md section 6: made on 20 December 2024, it holds through 19 December 2025).
TERM = "12 months"
CLEAR = "clear"


def is_current(view: View, values: Mapping[str, Any]) -> bool:
    """Whether `query_on` and `query_result` show a query without a record, not older than its term."""
    made = day_text(values.get("query_on"))
    oldest = shift(view.day, TERM, back=True).isoformat()
    return bool(made) and oldest < made <= view.now and values.get("query_result") == CLEAR


def adults_of(view: View, loving_mother: Record) -> Iterator[Mapping[str, Any]]:
    """Walk over the adults of a loving mother, a family or a team; of a family also the one who registered it."""
    if loving_mother.kind == "mother_team":
        named = {*members(loving_mother.get("members")), *members(loving_mother.get("leader"))}
        for key in sorted(str(name) for name in named):
            member = view.snapshot.get("loving_mother", key)
            if member is None:
                yield {}
            else:
                yield from adults_of(view, member)
        return
    yield loving_mother.values
    if loving_mother.get("kind") == "family":
        yield from (row for _, row in rows(loving_mother.get("members")) if not _is_minor(view, row))


def _is_minor(view: View, row: Mapping[str, Any]) -> bool:
    birth = row.get("birth_date")
    return isinstance(birth, str) and bool(day_text(birth)) and age_on(birth, view.day) < 18


def is_in_force(view: View, loving_mother: Record | None) -> bool:
    """The law's check: every adult has a current query without a record; nobody named is nobody checked."""
    if loving_mother is None or loving_mother.is_voided:
        return False
    adults = list(adults_of(view, loving_mother))
    return bool(adults) and all(is_current(view, adult) for adult in adults)
