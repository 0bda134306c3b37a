"""What else stays unsplit so that a small count cannot be worked out from its neighbours (model.md section 4).

底数 is 已结对 + 待结对 + 不同意 + 待核: where only 不同意 is left out of a line, a subtraction brings it back. So a
second figure of the sum is left out of every line, and a third, until what is left leaves it open where the one or two
children are. The sums are found in the records: a figure whose records are exactly those of some others together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

Ids = frozenset[str]
#: What a table shows of several figures together, by lines and (split twice) by columns.
Sums = Callable[[Collection[str]], Sequence[Sequence[int]]]


def is_open(sums: Sequence[int], small: int) -> bool:
    """Whether a count of `small` might lie wholly outside any one of the places, each of which holds up to its sum."""
    return sum(sums) - max(sums, default=0) >= small


def unsplit_figures(ids: Mapping[str, Ids], small: Mapping[str, int], sums: Sums) -> frozenset[str]:
    """Name the figures that are not split: the small ones, and those from which they could be worked out.

    `ids` are the records behind each figure of the whole table, `small` the counts that may not be split.
    """
    unsplit = set(small)
    found = [(whole, parts) for whole in ids for parts in _adding_up(whole, ids)] if small else []
    is_settled = False
    while not is_settled:
        is_settled = True
        for whole, parts in found:
            more = _one_more(whole, parts, unsplit, {key: small[key] for key in parts if key in small}, ids, sums)
            if more:
                unsplit.add(more)
                is_settled = False
    return frozenset(unsplit)


def _one_more(whole: str, parts: Sequence[str], unsplit: Collection[str], small: Mapping[str, int],
              ids: Mapping[str, Ids], sums: Sums) -> str:
    """Name the figure to leave out as well: the smallest other part, at last the whole; none where nothing is told."""
    hidden = [key for key in parts if key in unsplit]
    if whole in unsplit or not hidden:
        return ""
    told = sums(hidden)
    if all(is_open(line, count) for line in told for count in small.values()) and len(hidden) > 1:
        return ""
    others = sorted((key for key in parts if key not in unsplit), key=lambda key: len(ids[key]))
    return others[0] if others else whole


def _adding_up(whole: str, ids: Mapping[str, Ids]) -> Iterator[tuple[str, ...]]:
    """List the ways in which other figures, no record twice, make up a whole."""
    inside = [key for key, found in ids.items() if key != whole and found and found < ids[whole]]

    def fill(rest: Ids, at: int, taken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if not rest:
            yield taken
            return
        for n in range(at, len(inside)):
            if ids[inside[n]] <= rest:
                yield from fill(rest - ids[inside[n]], n + 1, (*taken, inside[n]))

    yield from fill(ids[whole], 0, ())


def unsplit_lines(totals: Mapping[str, int], small: Collection[str], unsplit: Collection[str],
                  sums: Callable[[Collection[str]], Sequence[int]]) -> frozenset[str]:
    """Name the lines that are not split across: those given, and the next smallest until the foot tells nothing.

    `totals` are a figure's counts by line, `small` its lines that may not be split, `sums` what some lines come to
    together in each column: the foot less the lines that are shown.
    """
    found = set(unsplit)
    others = sorted((key for key, count in totals.items() if count and key not in found), key=lambda key: totals[key])
    while found and others and not (len(found) > 1 and all(is_open(sums(found), totals[key]) for key in small)):
        found.add(others.pop(0))
    return frozenset(found)
