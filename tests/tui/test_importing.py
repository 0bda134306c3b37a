"""A list is looked through, taken in, and its held rows decided, all on the screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_text import on_disk, opened, press, settle, text_of

from aixin_tui.exchange.table_xlsx import write_table
from aixin_tui.texts import label
from aixin_tui.tui.screens.importing import Order, TakeInScreen
from office_world import World

TITLES = ("姓名", "性别", "出生日期", "身份证号", "儿童类别", "现居住地", "监护人", "联系电话")


@pytest.fixture
def roster(tmp_path: Path, office: World) -> Path:
    """A roster of three: one clean, one in other words, one that only its office can settle."""
    place = office.desk.province.divisions.path(office.village)
    rows = [
        ("单　既明", "女", "2015-03-02", "", "留守儿童", place, "单长河", "15400000011"),
        ("任晚舟", "男", "2016.4.5", "", "留守", place, "任长河", "15400000012"),
        ("", "女", "2014-05-06", "", "留守儿童", place, "", ""),
    ]
    path = tmp_path / "名册.xlsx"
    write_table(path, "儿童名册", TITLES, rows)
    return path


async def test_a_list_is_looked_through_before_it_is_taken_in(office: World, roster: Path) -> None:
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(roster, "children")))
        await settle(pilot)
        text = text_of(pilot.app)
        assert label("screen.dry_run_done") in text
        assert "单既明" in text
        assert {one.text("name") for one in office.desk.store.snapshot().of("child")} == {"窦念安", "窦念平", "窦念喜"}
        text = await press(pilot, "f9")
        assert label("screen.take_in_done") in text
        names = {one.text("name") for one in office.desk.store.snapshot().of("child")}
        assert "单既明" in names
        assert label("screen.taken_in_already") in await press(pilot, "f9")


async def test_only_rows_that_need_somebody_can_be_shown(office: World, roster: Path) -> None:
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(roster, "children", is_dry=False)))
        await settle(pilot)
        assert "单既明" in text_of(pilot.app)
        assert "单既明" not in await press(pilot, "f6")
        assert "单既明" in await press(pilot, "f6")


async def test_a_held_row_is_shown_with_its_reason_and_decided(office: World, tmp_path: Path) -> None:
    place = office.desk.province.divisions.path(office.village)
    rows = [("窦念喜", "女", "2014-05", "", "留守儿童", place, "", ""),
            ("任晚晴", "女", "2016-04-05", "", "留守儿童", place, "", "")]
    path = tmp_path / "名册.xlsx"
    write_table(path, "儿童名册", TITLES, rows)
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(path, "children", is_dry=False)))
        await settle(pilot)
        text = await press(pilot, "escape", "7", "f5")
        assert "名册.xlsx" in text
        page = pilot.app.screen.query_one("#page")
        page.move_to(next(n for n, line in enumerate(page.lines) if "名册.xlsx" in line.text))
        text = await press(pilot, "enter")
        assert "窦念喜" in text
        text = await press(pilot, "enter")
        assert label("screen.decide_drop") in text
        text = await press(pilot, "4")
        assert label("screen.drop_is_final")[:12] in text
        assert "窦念喜" in await press(pilot, "escape"), "dropping is asked once more, and the cursor stands on No"
        await press(pilot, "enter", "4", "1")
        names = [one.text("name") for one in office.desk.store.snapshot().of("child")]
        assert names.count("窦念喜") == 1
        assert label("screen.no_held_rows") in text_of(pilot.app)


async def test_a_file_that_is_not_there_is_said(office: World, tmp_path: Path) -> None:
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(tmp_path / "no.xlsx", "children")))
        await settle(pilot)
        assert "no.xlsx" in text_of(pilot.app)


async def test_tables_that_lie_in_the_workspace_are_offered(office: World, roster: Path) -> None:
    from aixin_tui.tui.files import tables_near

    (roster.parent / "报表").mkdir()
    write_table(roster.parent / "报表" / "月报.xlsx", "月报", ("a",), [("b",)])
    (roster.parent / "deep").mkdir()
    write_table(roster.parent / "deep" / "二.xlsx", "二", ("a",), [("b",)])
    (roster.parent / "~$名册.xlsx").write_text("lock")
    assert {path.name for path in tables_near(roster.parent)} == {"名册.xlsx", "二.xlsx"}


async def test_numbers_of_a_list_are_masked_on_the_screen(office: World, tmp_path: Path) -> None:
    place = office.desk.province.divisions.path(office.village)
    path = tmp_path / "名册.xlsx"
    write_table(path, "儿童名册", TITLES, [
        ("任晚舟", "女", "2014-05-06", "630222 20140506 9901", "留守儿童", place, "任长河", "+86 154 0000 0012")])
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(path, "children")))
        await settle(pilot)
        text = text_of(pilot.app)
        assert "任晚舟" in text
        assert "630222201405069901" not in text
        assert "15400000012" not in text


async def test_a_decided_row_is_shown_as_decided_and_the_next_one_is_stood_on(office: World, tmp_path: Path) -> None:
    place = office.desk.province.divisions.path(office.village)
    path = tmp_path / "名册.xlsx"
    write_table(path, "儿童名册", TITLES, [
        ("任晚晴", "女", "5/3/2015", "", "留守儿童", place, "任长河", ""),
        ("任晚舟", "男", "6/4/2015", "", "留守儿童", place, "", "")])
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(path, "children", is_dry=False)))
        await settle(pilot)
        assert label("screen.take_in_next", held=2, rejected=0)[:12] in text_of(pilot.app)
        text = await press(pilot, "enter")
        assert label("screen.decide_first")[:10] in text
        assert f"  {label('screen.decide_take')}" not in text
        text = await press(pilot, "1")
        wrong, first = (text.index(words) for words in ("出生日期  5/3/2015", "姓名  任晚晴"))
        assert wrong < first
        assert "监护人" in text
        assert "guardian" not in text
        await press(pilot, "1", "ctrl+u", *"2015.3.5", "enter")
        assert {one.text("birth_date") for one in office.desk.store.snapshot().of("child")} >= {"2015-03-05"}
        page = pilot.app.screen.query_one("#page")
        assert "待核" not in next(line.text for line in page.lines if "任晚晴" in line.text)
        assert page.target_of(page.cursor).name == "任晚舟"
        assert "任晚舟" in await press(pilot, "enter")


async def test_a_row_that_waits_says_later_what_it_said_at_first(office: World, tmp_path: Path) -> None:
    place = office.desk.province.divisions.path(office.village)
    path = tmp_path / "名册.xlsx"
    write_table(path, "儿童名册", TITLES, [("任晚晴", "女", "5/3/2015", "", "留守儿童", place, "", "")])
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(path, "children", is_dry=False)))
        await settle(pilot)
        await press(pilot, "escape", "7")
        page = pilot.app.screen.query_one("#page")
        page.move_to(next(n for n, line in enumerate(page.lines) if "名册.xlsx" in line.text))
        assert "“5/3/2015”" in await press(pilot, "enter")


@pytest.mark.parametrize(("heads", "likely"), [
    (TITLES, "screen.list_children"), (("爱心妈妈姓名", "联系电话", "工作单位", "结对儿童"), "screen.list_mothers")])
async def test_the_kind_of_a_list_is_guessed_from_its_headings(
    office: World, tmp_path: Path, heads: tuple[str, ...], likely: str
) -> None:
    from aixin_tui.tui.screens.importing import guess_kind

    path = tmp_path / "名册.xlsx"
    write_table(path, "名册", heads, [tuple("x" for _ in heads)])
    async with opened(office) as pilot:
        assert f"screen.list_{guess_kind(pilot.app.session, path)}" == likely


async def test_what_went_back_is_written_for_who_sent_the_list(
    office: World, roster: Path, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    on_disk(office, tmp_path)

    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(roster, "children", is_dry=False)))
        await settle(pilot)
        from aixin_tui.tui.files import save_errors

        screen = pilot.app.screen
        assert isinstance(screen, TakeInScreen)
        said = save_errors(pilot.app.session, screen._waiting(), roster, "children")
        assert not said.startswith("!")
        sheet = load_workbook(Path(said.split()[-1])).active
        assert any("退回" in str(cell.value) or "待核" in str(cell.value) for row in sheet for cell in row)


async def test_a_folder_that_is_named_lists_its_tables_and_a_wrong_path_is_asked_again(
    office: World, roster: Path
) -> None:
    async with opened(office) as pilot:
        assert label("screen.no_files")[:12] in await press(pilot, "7")
        await press(pilot, "f3")
        pilot.app.screen.query_one("#search").value += str(roster.parent / "没有.xlsx")
        assert label("screen.file_missing", file="没有.xlsx") in await press(pilot, "enter")
        pilot.app.screen.query_one("#search").value = f"{Path.cwd()}/'{roster.parent}'"
        assert "名册.xlsx" in await press(pilot, "enter"), "a whole path behind the proposed folder counts by itself"


async def test_tables_are_looked_for_anew_each_time_one_comes_here(
    office: World, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lie: list[Path] = []
    monkeypatch.setattr("aixin_tui.tui.files.tables_near", lambda _folder: list(lie))
    async with opened(office) as pilot:
        await press(pilot, "7")
        lie.append(roster)
        assert "名册.xlsx" in await press(pilot, "1", "7")


async def test_what_is_typed_takes_the_place_of_a_wrong_cell(office: World, tmp_path: Path) -> None:
    place = office.desk.province.divisions.path(office.village)
    path = tmp_path / "名册.xlsx"
    write_table(path, "儿童名册", TITLES, [
        ("任晚晴", "男", "2014-05-06", "630222201405069901", "留守儿童", place, "", "")])
    async with opened(office) as pilot:
        await pilot.app.push_screen(TakeInScreen(pilot.app.session, Order(path, "children", is_dry=False)))
        await settle(pilot)
        page = pilot.app.screen.query_one("#page")
        page.move_to(next(n for n, line in enumerate(page.lines) if "任晚晴" in line.text))
        await press(pilot, "enter", "1", "enter")
        entry = pilot.app.screen.query_one("#search")
        if entry.value:
            await press(pilot, "女")
            assert entry.value == "女"
        entry.value = ""
        await press(pilot, "enter")
