"""Every kind of act that an office does, each done over and over; a generator gives back after each that is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "services" / "sheets"))

from sheet_office import typed_into

from aixin_tui.bootstrap import back_up, mend_workspace, restore_backup
from aixin_tui.domain.record import Record
from aixin_tui.exchange.papers import paper_bytes, write_new
from aixin_tui.exchange.report_xlsx import write_report
from aixin_tui.exchange.sheet_layout import sheet_bytes
from aixin_tui.exchange.sheets import read_bytes
from aixin_tui.exchange.transfer_file import send_and_write
from aixin_tui.provinces import cache
from aixin_tui.services.care import AddEvent, Tick, TickCalls, add_event, tick_calls
from aixin_tui.services.casework import Advance, advance
from aixin_tui.services.desk import Role
from aixin_tui.services.erasing import ErasePerson, erase_person
from aixin_tui.services.harm import AddAlert, CloseAlert, add_alert, close_alert
from aixin_tui.services.importing import ImportFile, ImportSummary, SheetData, SheetRow, import_file
from aixin_tui.services.matching import AcceptAll, RunMatch, accept_all, run_match
from aixin_tui.services.moving import MoveChildren, move_children
from aixin_tui.services.operators import AddOperator, DisableOperator, add_operator, disable_operator
from aixin_tui.services.pairs.handing_over import HandOver, hand_over
from aixin_tui.services.pairs.mistaken import Mistaken, void_mistaken
from aixin_tui.services.pairs.pausing import PausePairing, ResumePairing, pause_pairing, resume_pairing
from aixin_tui.services.papers import MakePapers, make_papers
from aixin_tui.services.ports import Browse
from aixin_tui.services.registering import EditRecord, edit_record
from aixin_tui.services.registers import EditLine, edit_line
from aixin_tui.services.reports.models import RenderReport, SubmitReport
from aixin_tui.services.reports.reporting import render
from aixin_tui.services.reports.submitting import submit
from aixin_tui.services.requests import AddRequest, Right, add_request
from aixin_tui.services.revealing import Reveal, reveal
from aixin_tui.services.sheets.kinds import kind_of
from aixin_tui.services.sheets.make import make_sheets
from aixin_tui.services.sheets.plan import MakeSheets
from aixin_tui.services.stopping import StopService, stop_service
from aixin_tui.services.transferring import CancelTransfer, ConfirmTransfer, cancel_transfer, confirm_transfer
from aixin_tui.services.undoing import UndoAct, undo
from office_world import World, villages

Acts = Iterator[Any]
#: Where files go that leave the workspace, beside it.
OUT = "out"
PASSPHRASE = "青海到海南的口令，足够长"
TO = "460105"
_ROUNDS = range(1, 400)
#: Rounds of a worker for which each is another day: with all workers at one office they stay within a year.
_DAYS = range(1, 12)
_WORDS = "安平和宁康健春夏秋冬东南西北山川江河"


def stock(world: World) -> None:
    """Fill an office: eight pairs, six children who wait, twenty more, mothers with places."""
    places = villages(world.desk.province, world.desk.office)
    mothers = [world.mother(f"蔺秀{word}", division_code=places[0]) for word in _WORDS[:6]]
    for mother in mothers:
        for step in ("query", "train", "activate"):
            done(advance(world.desk, world.who(), Advance(mother.id, step, "loving_mother")))
    for number in range(14):
        child = world.waiting_child(f"窦念{_WORDS[number]}", birth_date=f"2014-05-{number + 1:02}")
        if number < 8:
            done(world.pair(child, mothers[number // 3]))
    for number in range(20):
        world.child(f"任晚{_WORDS[number % 18]}{number}", birth_date=f"2015-02-{number + 1:02}")
    world.desk.store.fold()


def done(result: Any) -> Any:
    assert getattr(result, "done", True), [f"{one.code} {one.values}" for one in result.problems]
    return result


def of(world: World, kind: str, state: str = "") -> list[Record]:
    """List records in a state, the oldest first."""
    return [record for record in world.desk.store.snapshot(restricted=True).of(kind)
            if not record.is_voided and (not state or world.state(record) == state)]


def out(world: World) -> Path:
    folder = Path(world.desk.store.workspace.path).parent / OUT
    folder.mkdir(exist_ok=True)
    return folder


def in_force(world: World) -> list[Record]:
    return [pair for pair in of(world, "pairing") if not pair.get("ended_on")]


def later(world: World, first: int, number: int) -> None:
    """Let it be another day for each worker and each of its rounds."""
    world.today = date(2025, 4, 1) + timedelta(days=first + number)


def another_month(world: World, first: int, number: int) -> None:
    """Let it be the beginning of a month that no other round has."""
    month = 4 + 8 * first + number
    world.today = date(2025 + month // 12, 1 + month % 12, 2)


def lines(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        made = world.add("venue", name=f"维权站{first}-{number}", kind="rights_station", division_code=world.village,
                         date="2021")
        yield made
        yield done(edit_line(world.desk, world.who(), EditLine("venue", made.id, {"date": "2022"})))


def lists_of_lines(world: World, first: int) -> Acts:
    name = world.desk.province.divisions.name(world.village[:9])
    for number in _ROUNDS:
        rows = (("名称", "类型", "所在地", "牵头单位", "设立日期"), *(
            (f"站{first}-{number}-{row}", "维权服务站", name, "", "2021") for row in range(6)))
        sheet = SheetData("", tuple(SheetRow(n, row) for n, row in enumerate(rows, 1)))
        yield from import_file(world.desk, world.who(), ImportFile("register:venue", f"{first}-{number}.xlsx", (
            sheet,)))


def sheets_back(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        another_month(world, first, number)
        month = f"{world.today:%Y-%m}"
        plan, = make_sheets(world.desk, world.who(), MakeSheets("calls", month=month)).plans
        rows = {row: {"tick": "是", "date": f"{month}-01", "channel": "电话"} for row in range(1, 5)}
        data = typed_into(sheet_bytes(plan), plan, rows)
        for _ in range(2):  # the second time it says nothing new
            sheets = read_bytes("回收.xlsx", data).sheets
            *_, summary = import_file(world.desk, world.who(), ImportFile(
                kind_of(sheets, world.desk.province), f"{first}-{number}.xlsx", sheets))
            assert isinstance(summary, ImportSummary)
            assert not summary.refused, summary.problems
            yield summary


def calls(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        another_month(world, first, number)
        month = f"{world.today:%Y-%m}"
        yield done(tick_calls(world.desk, world.who(), TickCalls(month, tuple(
            Tick(pair.id, f"{month}-01", note="聊了学习") for pair in in_force(world)))))


def hand_overs(world: World, first: int) -> Acts:
    mothers = of(world, "loving_mother")
    for number in _DAYS:
        later(world, 12 * first, number)
        pair = in_force(world)[0]
        other = next(one for one in mothers[3:] if one.id != pair.text("loving_mother"))
        yield done(hand_over(world.desk, world.who(), HandOver(pair.id, other.id)))


def mothers_who_stop(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        mother = world.mother(f"梅{first}-{number}", division_code=world.village)
        for step in ("query", "train", "activate"):
            yield done(advance(world.desk, world.who(), Advance(mother.id, step, "loving_mother")))
        child = of(world, "child", "waiting")[0]
        pair = done(world.pair(child, mother)).about["pairing"]
        yield pair
        yield done(stop_service(world.desk, world.who(), StopService(mother.id, reason="own_wish", fates={
            pair: "end"})))


def moves(world: World, first: int) -> Acts:
    places = villages(world.desk.province, world.desk.office)
    child = of(world, "child", "paired")[0]
    for number in _DAYS:
        later(world, 12 * first, number)
        here = world.now("child", child.id).text("division_code")
        to = next(place for place in places[first % 7 + number:] if place != here)
        yield done(move_children(world.desk, world.who(), MoveChildren((child.id,), to)))


def transfers(world: World, first: int) -> Acts:
    """Send the next child that has no transfer behind it; where a kill came before its file had a name, again."""
    for child in of(world, "child"):
        rows = world.now("child", child.id).get("transfers") or {}
        path = out(world) / f"{child.id}.aixin"
        if not rows or not path.exists():
            yield done(send_and_write(world.desk, world.who(), SEND(child.id), path, PASSPHRASE))
        if any(row["state"] == "sent" for row in (world.now("child", child.id).get("transfers") or {}).values()):
            if first % 2:
                yield done(cancel_transfer(world.desk, world.who(), CancelTransfer(child.id, reason="不迁了")))
            else:
                yield done(confirm_transfer(world.desk, world.who(), ConfirmTransfer(child.id, receipt="回执")))


def SEND(child: str) -> Any:
    from aixin_tui.services.transferring import SendTransfer

    return SendTransfer((child,), TO, authority="函")


def runs_and_mistakes(world: World, first: int) -> Acts:
    for number in _DAYS:
        later(world, 12 * first, number)
        extra = tuple(pair.id for pair in in_force(world)[8:])
        if extra:
            yield done(void_mistaken(world.desk, world.who(), Mistaken(extra, reason="选错了名单")))
        run = run_match(world.desk, world.who(), RunMatch()).run
        assert run
        yield run
        yield accept_all(world.desk, world.who(), AcceptAll(run))


def undone(world: World, first: int) -> Acts:
    child = of(world, "child")[first % 8]
    for number in _ROUNDS:
        edited = done(edit_record(world.desk, world.who(), EditRecord("child", child.id, {
            "school": f"小学{first}-{number}"})))
        yield edited
        yield done(undo(world.desk, world.who(), UndoAct(edited.receipt.number, "记错了")))


def pauses(world: World, first: int) -> Acts:
    pair = in_force(world)[0]
    for number in _ROUNDS:
        later(world, 50 * first, 2 * number)
        if any(not row.get("to") for row in (world.now("pairing", pair.id).get("pauses") or {}).values()):
            yield done(resume_pairing(world.desk, world.who(), ResumePairing(pair.id)))
            world.today += timedelta(days=1)
        yield done(pause_pairing(world.desk, world.who(), PausePairing(pair.id, reason=_pause_reason(world))))


def _pause_reason(world: World) -> str:
    found = world.desk.province.choices.get("pause_reasons")
    return found.choices[0].key if found else ""


def reports(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        yield done(submit(world.desk, world.who(), SubmitReport("monthly", "2025-03", "甲", "乙", again=True)))
        content = render(world.desk, world.who(), RenderReport("monthly", "2025-03")).content
        assert content is not None
        write_report(out(world) / f"月报{number % 3}.xlsx", content)
        yield first


def documents(world: World, first: int) -> Acts:
    pairs = in_force(world)
    for number in _ROUNDS:
        made = make_papers(world.desk, world.who(), MakePapers("contact_card", (pairs[number % len(pairs)].id,),
                                                                reveal=f"发给家长{first}-{number}"))
        form = ("docx", "html", "xlsx")[number % 3]
        data = paper_bytes(made.contents, form, template=made.template)
        assert write_new(out(world) / f"联系卡{number % 4}.{form}", data, overwrite=number > 4) == () or number <= 4
        yield made


def events(world: World, first: int) -> Acts:
    children = tuple(child.id for child in of(world, "child")[:30])
    for number in _DAYS:
        later(world, 12 * first, number)
        yield done(add_event(world.desk, world.who(), AddEvent({
            "date": world.today.isoformat(), "name": f"活动{first}-{number}", "kind": "group_activity",
            "activity_kind": ["group_care"], "division_code": world.desk.office}, children)))


def wishes(world: World, first: int) -> Acts:
    child, mother = of(world, "child", "paired")[0], of(world, "loving_mother")[0]
    for number in _ROUNDS:
        wish = world.add("micro_wish", child=child.id, date="2025-03-24", wish=f"台灯{first}-{number}")
        yield wish
        yield done(advance(world.desk, world.who(), Advance(wish.id, "claim", "micro_wish", values={
            "loving_mother": mother.id})))


def restricted(world: World, first: int) -> Acts:
    """What is written to two journals under one lock."""
    child, pair = of(world, "child")[first % 8], in_force(world)[0]
    for number in _ROUNDS:
        another_month(world, first, number)
        alert = done(add_alert(world.desk, world.who(), AddAlert(child.id, (4,), f"手臂有伤{first}-{number}")))
        yield alert
        yield done(close_alert(world.desk, world.who(), CloseAlert(alert.records[0].id, "已查实", "派出所")))
        yield world.add("incident", child=child.id, date="2025-03-20", kind="accident", note=f"经过{first}-{number}")
        yield world.add("legal_help", child=child.id, date="2025-03-20", note=f"一案{first}-{number}", helpers=[
            {"name": "甲", "agency": "civil_affairs"}, {"name": "乙", "agency": "education"}])
        month = f"{world.today:%Y-%m}"
        yield done(tick_calls(world.desk, world.who(), TickCalls(month, (
            Tick(pair.id, f"{month}-01", note="孩子说被爸爸打，身上有淤青"),))))


def operators(world: World, first: int) -> Acts:
    if not [one for one in world.desk.store.own("operator") if one.get("role") == "administrator"]:
        yield done(add_operator(world.desk, world.who(), AddOperator(f"boss{first}", role=Role.ADMINISTRATOR)))
    for number in _ROUNDS:
        yield done(add_operator(world.desk, world.who(), AddOperator(f"wang{first}-{number}")))
        yield done(disable_operator(world.desk, world.who(), DisableOperator(f"wang{first}-{number}")))


def reveals(world: World, first: int) -> Acts:
    guardian = of(world, "guardian")[0]
    for number in _ROUNDS:
        found = reveal(world.desk, world.who(), Reveal("guardian", guardian.id, f"家访{first}-{number}"))
        assert found.values
        yield found


def erasures(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        name = f"殷{_WORDS[first % 18]}{first}{_WORDS[number % 18]}{number}"
        child = world.child(name, birth_date="2016-03-04")
        yield child
        yield done(edit_record(world.desk, world.who(), EditRecord("child", child.id, {"school": "县一小"})))
        yield done(add_request(world.desk, world.who(), AddRequest(Right.ERASE, "child", child.id, "殷长河")))
        yield done(erase_person(world.desk, world.who(), ErasePerson("child", child.id, "家长要求", name)))


def backups(world: World, first: int) -> Acts:
    """A backup and a workspace out of it; each begins where the last worker was killed, under the same names."""
    folder = out(world)
    for number in _ROUNDS:
        file, again = folder / f"备份{number}.age", folder / f"恢复{number}"
        if not file.exists():
            assert back_up(world.desk, world.who(), file, PASSPHRASE).files
            yield first
        if not again.exists():
            count, found = restore_backup(file, again, PASSPHRASE)
            assert (count > 5, found) == (True, ())
            yield first


def mending(world: World, first: int) -> Acts:
    path = world.desk.store.workspace.path
    for number in _ROUNDS:
        yield world.mother(f"柳{first}-{number}")
        (Path(path) / "journal.jsonl").chmod(0o644)
        assert mend_workspace(path)
        yield number


def indexing(world: World, first: int) -> Acts:
    folder = Path(world.desk.store.workspace.path) / ".index"
    for number in _ROUNDS:
        yield world.mother(f"柏{first}-{number}")
        if number % 2:
            world.desk.store.close()
            for path in folder.iterdir() if folder.is_dir() else ():
                path.unlink(missing_ok=True)
        assert world.desk.store.browse(Browse("loving_mother")).total >= number
        yield number


def folding(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        yield world.mother(f"桂{first}-{number}")
        world.desk.store.fold()
        yield number


def caching(world: World, first: int) -> Acts:
    for number in _ROUNDS:
        key = f"key{number % 3}"
        cache.keep(key, world.desk.province)
        assert cache.kept(key) is not None
        yield first


@dataclass(frozen=True)
class Kind:
    """A kind of act."""

    name: str
    work: Callable[[World, int], Acts]


KINDS = tuple(Kind(work.__name__, work) for work in (
    lines, lists_of_lines, sheets_back, calls, hand_overs, mothers_who_stop, moves, transfers, runs_and_mistakes,
    undone, pauses, reports, documents, events, wishes, restricted, operators, reveals, erasures, backups, mending,
    indexing, folding, caching))
