"""Makes a workspace of any size for the benchmarks, in the store's own file format: a province's children in a minute.

Nobody works in it while it is made, so that the files are written once, as a fold would leave them, and the journal
begins with their digests. `python benchmarks/made.py FOLDER CHILDREN` makes one to keep.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from aixin_tui.bootstrap import registry_for
from aixin_tui.domain.kinds import home_of, table_of
from aixin_tui.storage.chain import first_line
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.datafile import DataFile, digest_told, encode
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.lines import START
from aixin_tui.storage.merge import Raw
from aixin_tui.storage.store import create_workspace

SURNAMES, GIVEN = "王李张马韩祁赵曾尹单贾窦蔺解仇乐任华", "小禾望川占海明兰英卓玛才让念安晚原"
NOTE = "父母在外务工，由祖父母照看，走访时正在写作业，缺冬衣和书桌，愿意接受结对。"
#: So many mothers for a hundred children, and children in pairs of a hundred.
MOTHERS, PAIRED = 110, 60
_AT, _STAMP = "2025-03-24T09:00:00.000+08:00", "066c0000000{:05x}402d581"


def write_workspace(folder: Path, children: int, *, office: str = "63") -> Path:
    """Write a workspace of so many children, more mothers and pairs, spread over the villages of the province."""
    ids = Ulids()
    store = create_workspace(str(folder), office=office, province="qinghai", clock=SystemClock(), ids=ids, is_demo=True)
    store.close()
    divisions = registry_for()["qinghai"].divisions
    villages = [code for code in divisions if len(code) == 12 and code.startswith(office)]
    towns: dict[str, list[int]] = {}
    for number in range(children):
        towns.setdefault(villages[number % len(villages)][:9], []).append(number)
    files = {}
    for town, numbers in sorted(towns.items()):
        rows = {(table_of(kind), raw["id"]): raw
                for kind, raw in _town(ids, numbers, [v for v in villages if v.startswith(town)])}
        home, data = home_of("child", town), encode(DataFile(rows))
        path = folder / f"{home}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o600)
        files[home] = digest_told(data)
    (folder / "journal.jsonl").write_bytes(first_line(0, START, ("", 0), files))
    return folder


def _town(ids: Ulids, numbers: list[int], villages: list[str]) -> Iterator[tuple[str, Raw]]:
    waiting: list[str] = []
    for place, number in enumerate(numbers):
        child = _child(ids, number, villages[place % len(villages)], is_paired=number % 100 < PAIRED)
        yield "child", child
        if number % 100 < PAIRED:
            waiting.append(child["id"])
    for place in range(len(numbers) * MOTHERS // 100):
        mother = _mother(ids, numbers[place % len(numbers)], villages[place % len(villages)])
        yield "loving_mother", mother
        if place < len(waiting):
            yield "pairing", _record(ids, place, child=waiting[place], loving_mother=mother["id"], role="lead",
                                     started_on="2025-03-24", number=f"{villages[0][:6]}-{place:04}")


def _child(ids: Ulids, number: int, village: str, *, is_paired: bool) -> Raw:
    state = "paired" if is_paired else ("filed", "waiting", "not_agreed", "assessed")[number % 4]
    return _person(ids, number, village, state, birth_date=f"201{number % 9}-0{number % 9 + 1}-11",
                   sex="female" if number % 2 else "male", categories={"left_behind_child": True}, note=NOTE * 4)


def _mother(ids: Ulids, number: int, village: str) -> Raw:
    return _person(ids, number * 7 + 3, village, "active", sex="female", query_on="2025-02-01", query_result="clear",
                   places=2, note=NOTE)


def _person(ids: Ulids, number: int, village: str, state: str, **values: object) -> Raw:
    name = SURNAMES[number % 18] + GIVEN[number // 18 % 16] + GIVEN[number // 288 % 16]
    status = {ids.new(): {"state": state, "from": "2025-03-24", "by": "", "reason": "", "operator": "x"}}
    return _record(ids, number, name=name, division_code=village, phones={f"154{number % 10**8:08}": True},
                   id_number=f"{village[:6]}2015{number % 12 + 1:02}01990{number % 10}", status=status, **values)


def _record(ids: Ulids, stamp: int, **values: object) -> Raw:
    return {"id": ids.new(), **dict(sorted(values.items())), "recorded_at": _AT, "recorded_by": "benchmark",
            "source": "import", "_v": _STAMP.format(stamp % 0xFFFFF)}


if __name__ == "__main__":
    if len(sys.argv) == 3:  # CI runs every benchmark with `--small`: there is nothing small to show here
        print(write_workspace(Path(sys.argv[1]), int(sys.argv[2])))
