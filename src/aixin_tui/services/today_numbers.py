"""The four numbers of 今日 and its regions, out of the index: shown first of all, so that nothing heavy stands here."""

from __future__ import annotations

from collections import Counter

from aixin_tui.domain.kinds import WORK_KINDS
from aixin_tui.engine import states
from aixin_tui.engine.snapshot import Snapshot
from aixin_tui.services.desk import Desk, Who
from aixin_tui.services.ports import Region
from aixin_tui.services.today_models import NUMBERS, TodayNumbers


def today_numbers(desk: Desk, who: Who) -> TodayNumbers:
    """Count the children on file by what they wait for: from the index, without reading them."""
    if who.scope or who.known_at:
        from aixin_tui.services.today import today_board

        board = today_board(desk, who)
        return TodayNumbers(board.day, board.place, board.on_file, board.paired, board.waiting, board.not_agreed,
                            board.to_check)
    day = who.today.isoformat()
    tally = desk.store.tally("child", day)
    found: Counter[str] = Counter()
    for state, count in tally.states.items():
        found[states.core_of(desk.province, "child", state)] += count
    if tally.others:
        from aixin_tui.services.viewing import view_of

        others = [record for record in (desk.store.get("child", one) for one in tally.others) if record is not None]
        view = view_of(desk, who, snapshot=Snapshot(others))
        found.update(view.core_state(child) for child in view.records("child"))
    numbers = {name: sum(found[state] for state in held) for name, held in NUMBERS.items()}
    return TodayNumbers(day, desk.province.divisions.path(desk.office), sum(numbers.values()), **numbers)


def today_regions(desk: Desk, who: Who) -> tuple[Region, ...]:
    """Part the workspace for Today: one region where it is small, is seen in part or is looked back at."""
    if who.scope or who.known_at:
        return (Region(),)
    duties = desk.province.checklist.duties
    kinds = {version.scope for key in duties for version in duties.versions(key)}
    return desk.store.regions({*kinds, *WORK_KINDS, "pairing", "match_proposal"}, restricted=bool(who.rights))
