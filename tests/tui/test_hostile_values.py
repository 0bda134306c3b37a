"""A hostile text in every field of every kind: every screen, dialog and page stands, and every written file does."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile_office import LONG, MARKED, fields_without, hostile, hostile_rows
from openpyxl import load_workbook
from screens_text import opened, press, settle, text_of
from textual.pilot import Pilot
from textual.screen import Screen

from aixin_tui.exchange.errors_xlsx import write_errors
from aixin_tui.exchange.report_text import report_lines
from aixin_tui.exchange.report_xlsx import write_report
from aixin_tui.exchange.sheets import read_book
from aixin_tui.exchange.table_xlsx import write_table
from aixin_tui.services.canonical import export_canonical
from aixin_tui.services.finding import child_file
from aixin_tui.services.importing import ImportFile, import_file
from aixin_tui.services.importing.results import Outcome, RowResult
from aixin_tui.services.matching import RunMatch, run_match
from aixin_tui.services.reports.reporting import RenderReport, render, report_keys
from aixin_tui.services.today import today_board
from aixin_tui.texts.cells import width
from aixin_tui.tui.actions import PLACES
from aixin_tui.tui.screens import forms
from aixin_tui.tui.screens.alert import close_alert_form
from aixin_tui.tui.screens.child_file import ChildFileScreen
from aixin_tui.tui.screens.due import DebtsScreen, DueScreen
from aixin_tui.tui.screens.import_run import RunScreen
from aixin_tui.tui.screens.importing import Order, TakeInScreen
from aixin_tui.tui.screens.mother_file import MotherFileScreen
from aixin_tui.tui.screens.record import HistoryScreen, RecordScreen, edit_in
from aixin_tui.tui.screens.reports import ReportScreen
from aixin_tui.tui.screens.suggesting import OfferScreen, SuggestScreen
from office_world import World

TEXTS = {"marked": MARKED, "long": MARKED + LONG}
CONTROLS = {chr(n) for n in (*range(32), *range(127, 160))} - set("\n\t")


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> str:
    return TEXTS[request.param]


@pytest.fixture
def bad(office: World, text: str) -> World:
    assert run_match(office.desk, office.who(), RunMatch()).proposals
    return hostile(office, text)


def test_every_field_of_every_kind_holds_the_text(bad: World, text: str) -> None:
    assert fields_without(bad, bad.desk.store.snapshot(restricted=True), text) == []


async def stands(pilot: Pilot[Any], screen: Screen[Any], *keys: str) -> None:
    """Open a screen, press keys on it, look at what is drawn each time, and leave it."""
    app = pilot.app
    below = len(app.screen_stack)
    await app.push_screen(screen)
    await settle(pilot)
    text_of(app)  # type: ignore[arg-type]
    for key in keys:
        await press(pilot, key)
    assert app.failure is None, (screen, app.failure)  # type: ignore[attr-defined]
    while len(app.screen_stack) > below:
        await app.pop_screen()


@pytest.mark.parametrize("place", PLACES)
async def test_every_place_stands(bad: World, place: str) -> None:
    keys = {"children": ("end", "f6", "escape", "f2", "x", "escape"), "mothers": ("end", "f6"),
            "care": ("f4", "escape", "f3"),
            "matching": ("f9", "1", "end", "enter", "escape", "f8", "escape", "f7"), "log": ("end", "f8"),
            "import": ("end", "enter", "enter"), "today": ("end", "home", "down", "enter"), "reports": ("enter", "f3"),
            "registers": ("end", "enter", "f6", "escape", "escape", "home", "enter", "enter", "escape"),
            "admin": ("down", "enter", "escape", "end", "enter", "escape", "up", "enter", "escape")}
    async with opened(bad) as pilot:
        for key in (str((PLACES.index(place) + 1) % 10), "f1", "escape", "f10", "escape", *keys[place]):
            await press(pilot, key)


@pytest.mark.parametrize("text", ["long"], indirect=True)
async def test_every_record_its_form_and_its_history_stand(bad: World) -> None:
    snapshot = bad.desk.store.snapshot(restricted=True)
    async with opened(bad) as pilot:
        session = pilot.app.session
        for kind in snapshot.kinds:
            record = snapshot.of(kind)[0]
            await stands(pilot, RecordScreen(session, kind, record.id))
            await stands(pilot, HistoryScreen(session, kind, record.id, record.text("name")))
            if kind in bad.desk.province.forms:
                shown = RecordScreen(session, kind, record.id)
                await pilot.app.push_screen(shown)
                await settle(pilot)
                edit_in(shown, kind, record.id)
                await settle(pilot)
                await press(pilot, "pagedown")
                while len(pilot.app.screen_stack) > 1:
                    await pilot.app.pop_screen()


@pytest.mark.parametrize("text", ["long"], indirect=True)
async def test_every_file_of_a_person_and_every_paper_stands(bad: World) -> None:
    snapshot = bad.desk.store.snapshot()
    pair = snapshot.of("pairing")[0]
    async with opened(bad) as pilot:
        session = pilot.app.session
        for child in snapshot.of("child"):
            await stands(pilot, ChildFileScreen(session, child.id), "pagedown", "pagedown", "f3")
            await stands(pilot, SuggestScreen(session, child.id, child.text("name")), "down", "enter")
            file = child_file(bad.desk, bad.who(), child.id)
            assert file is not None
            for paper in (forms.sitting_form, forms.consent_form, forms.guardian_form, forms.withdraw_form):
                await stands(pilot, paper(session, file), "pagedown", "pagedown", "f9")
        for mother in snapshot.of("loving_mother"):
            await stands(pilot, MotherFileScreen(session, mother.id), "pagedown", "end")
        name = snapshot.of("child")[0].text("name")
        for form in (forms.end_pairing_form(session, pair.id, name), forms.pause_form(session, pair.id, name),
                     forms.resume_form(session, pair.id, name), forms.event_form(session, {pair.text("child"): name}),
                     forms.contact_form(session, (pair.text("child"),), name, pairing=pair.id)):
            await stands(pilot, form, "f9")
        for kind in bad.desk.province.forms:
            await stands(pilot, forms.new_record(session, kind), "pagedown")


async def test_what_waits_stands(bad: World) -> None:
    board = today_board(bad.desk, bad.who())
    assert board.alerts
    assert board.offers
    async with opened(bad) as pilot:
        session = pilot.app.session
        await stands(pilot, close_alert_form(session, board.alerts[0]), "f9")
        for offer in board.offers:
            await stands(pilot, OfferScreen(session, offer.proposal, offer.child), "end")
        for group in board.due.groups:
            await stands(pilot, DueScreen(session, group), "end")
        await stands(pilot, DebtsScreen(session, board.debts), "end")


async def test_every_report_stands(bad: World) -> None:
    async with opened(bad) as pilot:
        for listed in report_keys(bad.desk, bad.who()):
            if not listed.document_for:
                await stands(pilot, ReportScreen(pilot.app.session, listed), "down", "down", "enter", "escape", "end",
                             "f4", "escape", "f3")


async def test_every_cell_of_a_list_may_be_hostile(bad: World, text: str, tmp_path: Path) -> None:
    heads = ("姓名", "性别", "出生日期", "身份证号", "儿童类别", "现居住地", "监护人", "联系电话", "备注")
    path = tmp_path / "[@click=app.quit]走[b].csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows((heads, *hostile_rows(bad, text)))
    async with opened(bad) as pilot:
        session = pilot.app.session
        for is_dry in (True, False):
            await stands(pilot, TakeInScreen(session, Order(path, "children", is_dry=is_dry)), "end", "f6", "home",
                         "enter", "1", "1", "escape", "escape")
        run = bad.desk.store.snapshot().of("import_run")[-1]
        await stands(pilot, RunScreen(session, run.id), "enter", "1", "escape", "f6", "end")
    results = [one for one in import_file(bad.desk, bad.who(), ImportFile(
        "children", path.name, tuple(read_book(path).sheets), dry_run=True)) if isinstance(one, RowResult)]
    out = tmp_path / "errors.xlsx"
    write_errors(out, [row for row in results if row.outcome in (Outcome.HELD, Outcome.REJECTED)], is_demo=True)
    well_formed(out.read_bytes())


async def test_an_operator_of_any_name_sits_at_the_desk(bad: World, text: str) -> None:
    async with opened(bad, operator=text) as pilot:
        await press(pilot, "2", "enter", "5", "f9", "escape", "8", "end")


# What is written


def cells_of(book: bytes) -> Iterator[tuple[str, object]]:
    for sheet in load_workbook(io.BytesIO(book)):
        for row in sheet:
            yield from ((cell.data_type, cell.value) for cell in row)


def well_formed(book: bytes) -> None:
    """It opens, holds no formula and no control character."""
    for kind, value in cells_of(book):
        assert kind != "f", value
        assert not CONTROLS & set(str(value)), value
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            body = parts.read(name).decode("utf-8", "strict")
            assert "<f>" not in body
            assert not {char for char in CONTROLS if char in body} - {"\r"}, name


def test_every_report_is_written_on_paper_and_on_the_terminal(bad: World, text: str, tmp_path: Path) -> None:
    for listed in report_keys(bad.desk, bad.who()):
        made = render(bad.desk, bad.who(), RenderReport(listed.key, listed.period))
        if made.content is None:
            assert made.problems
            continue
        path = tmp_path / f"{listed.key}.xlsx"
        write_report(path, made.content, filled_by=text, reviewed_by=text, filled_on="2025-03-24", is_demo=True)
        well_formed(path.read_bytes())
        for cells in (40, 80, 132):
            for line in report_lines(made.content, cells=cells):
                assert width(line) <= cells, line
                assert not CONTROLS & set(line), line


def test_a_table_is_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.xlsx"
    write_table(path, text, (text, "=2"), [(text, "=1+1"), ("+1", "@x"), ("-1", "\x0b")], note=text, is_demo=True)
    well_formed(path.read_bytes())


def test_the_dump_is_a_line_a_record_and_says_the_same_twice(bad: World) -> None:
    dumped = export_canonical(bad.desk, bad.who()).text
    assert all(isinstance(json.loads(line), (dict, list, str)) for line in dumped.splitlines())
    assert dumped == export_canonical(bad.desk, bad.who()).text
