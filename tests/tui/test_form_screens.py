"""Papers are filled in by keyboard alone: choosers, what is asked, marks of a refused save, masks, drafts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from screens_text import opened, press, settle, text_of
from textual.pilot import Pilot

from aixin_tui.domain.record import Record
from aixin_tui.engine.spec.form import FieldSpec
from aixin_tui.texts import label
from aixin_tui.tui.drafts import Drafts
from aixin_tui.tui.screens.form_screen import FormScreen
from aixin_tui.tui.widgets.fields import PER_STEP, Part, Sheet, filled_from, steps_of
from aixin_tui.tui.widgets.form import FieldRow
from office_world import World


def focused_field(pilot: Pilot[Any]) -> str:
    row = next(one for one in pilot.app.screen.query(FieldRow) if one.editor.has_focus)
    return row.spec.key


async def go_to(pilot: Pilot[Any], key: str) -> None:
    """Walk down to a field, on to the next page where it is not on this one."""
    for _ in range(3):
        for _ in range(PER_STEP):
            if focused_field(pilot) == key:
                return
            await press(pilot, "down")
        await press(pilot, "pagedown")
    raise AssertionError(key)


def children(office: World) -> dict[str, Record]:
    return {record.text("name"): record for record in office.desk.store.snapshot().of("child")}


async def test_a_child_is_registered_by_keyboard_alone(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "f3", *"Ma", "down", "1", "down")
        await press(pilot, *"2015.3.1")
        await go_to(pilot, "categories")
        text = await press(pilot, "enter", "1", "2", "f9")
        assert "留守儿童、困境儿童" in text
        await go_to(pilot, "division_code")
        await press(pilot, "enter", "down", "enter", "down", "enter")
        text = await press(pilot, "f9")
        child = children(office)["Ma"]
        assert (child.get("sex"), child.get("birth_date")) == ("male", "2015-03-01")
        assert set(child.get("categories")) == {"left_behind_child", "child_in_difficulty"}
        assert len(child.text("division_code")) == 12
        assert label("screen.child_file") in text


async def test_a_place_is_found_by_what_is_typed_on_its_list(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "f3")
        await go_to(pilot, "division_code")
        await press(pilot, "enter", *"xdj")
        text = await press(pilot, "down", "enter")
        (row,) = (line for line in text.splitlines() if "现居住地" in line)
        assert "西大街社区居委会" in row


async def test_a_refused_save_marks_the_fields_and_keeps_what_was_typed(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "f3", *"Ma")
        text = await press(pilot, "f9")
        assert isinstance(pilot.app.screen, FormScreen)
        assert text.count("! ") >= 3
        assert "Ma" in text
        assert focused_field(pilot) == "sex"
        assert children(office).keys() == {"窦念安", "窦念平", "窦念喜"}


async def test_a_likely_duplicate_is_asked_about_and_can_be_registered_all_the_same(office: World) -> None:
    child = office.child("窦念乐", id_number="630222201405069901")
    async with opened(office) as pilot:
        from aixin_tui.tui.screens.forms import new_record

        values = {"name": "窦念乐", "sex": "female", "birth_date": "2014-05-06", "categories": ["left_behind_child"],
                  "division_code": office.village, "id_number": "630222201405069901"}
        await pilot.app.push_screen(new_record(pilot.app.session, "child", values=values))
        await settle(pilot)
        text = await press(pilot, "f9")
        assert label("screen.save_anyway") in text
        await press(pilot, "2")
        assert len([one for one in office.desk.store.snapshot().of("child") if one.text("name") == "窦念乐"]) == 2
        assert child.id


async def test_masked_fields_are_never_filled_in_and_stay_as_they_are(office: World) -> None:
    child = office.child("窦念乐", id_number="630222201405069901")
    async with opened(office) as pilot:
        from aixin_tui.tui.screens.record import edit_in

        await press(pilot, "2")
        edit_in(pilot.app.screen, "child", child.id)
        await settle(pilot)
        text = text_of(pilot.app)
        assert "630222201405069901" not in text
        assert "6302**********9901" in text
        await go_to(pilot, "school")
        await press(pilot, *"No.1", "f9")
        after = office.now("child", child.id)
        assert (after.get("school"), after.get("id_number")) == ("No.1", "630222201405069901")


async def test_a_question_is_asked_only_when_its_condition_holds(office: World) -> None:
    async with opened(office) as pilot:
        assert "监护依据" in await press(pilot, "2", "enter", "2")
        assert "监护依据" not in await press(pilot, "2")
        assert "监护依据" in await press(pilot, "1")


def test_no_step_mounts_more_fields_than_typing_can_bear() -> None:
    for count in (1, 11, 12, 23, 40):
        part = Part("p", "child", "", tuple(FieldSpec(key=f"f{n}") for n in range(count)))
        steps = steps_of((part,))
        assert [spec.key for step in steps for spec in step.fields] == [f"f{n}" for n in range(count)]
        assert max(len(step.fields) for step in steps) <= PER_STEP


def test_stored_shapes_come_back_as_the_form_shows_them(office: World) -> None:
    form = office.desk.province.forms["guardian"]
    guardian = office.desk.store.snapshot().of("guardian")[0]
    values = filled_from(guardian, form.fields.at())
    assert values["roles"][0]["role"] == "guardian"
    assert "phone" not in values


async def test_what_is_typed_is_there_again_after_the_app_is_gone(office: World, tmp_path: Path) -> None:
    async with opened(office) as pilot:
        pilot.app.drafts = Drafts(tmp_path / "drafts")
        await press(pilot, "2", "f3", *"Ma", "down", "2")
        pilot.app.hang_up_quietly() if hasattr(pilot.app, "hang_up_quietly") else pilot.app._flush_drafts()
    async with opened(office) as pilot:
        pilot.app.drafts = Drafts(tmp_path / "drafts")
        text = await press(pilot, "2", "f3")
        assert "Ma" in text
        assert label("screen.draft_taken_up") in text
        await press(pilot, "f6", "1")
        assert pilot.app.drafts.names() == ()
        assert "Ma" not in await press(pilot, "f3")


def test_a_draft_is_private_and_holds_no_sealed_field(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    part = Part("incident", "incident", "", (FieldSpec(key="date"), FieldSpec(key="note", sealed=True)))
    drafts = Drafts.of(str(tmp_path))
    drafts.keep("new-incident", Sheet((part,), {"incident": {"date": "2025-03-01", "note": "secret"}}))
    (path,) = (tmp_path / "drafts").iterdir()
    assert json.loads(path.read_text("utf-8"))["values"] == {"incident": {"date": "2025-03-01"}}
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert drafts.names() == ("new-incident",)
    drafts.drop("new-incident")
    assert drafts.read("new-incident") is None


def test_a_full_disk_or_a_broken_draft_loses_only_the_draft(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "file" / "drafts")
    (tmp_path / "file").write_text("in the way")
    drafts.keep("x", Sheet(()))
    assert drafts.read("x") is None
    good = Drafts(tmp_path)
    (tmp_path / "y.json").write_text("{broken", "utf-8")
    assert good.read("y") is None


async def test_leaving_a_half_filled_form_says_that_the_draft_is_kept(office: World, tmp_path: Path) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "f3")
        form = await press(pilot, *"ab")
        assert label("screen.sign_always") in form
        assert label("screen.draft_kept") in await press(pilot, "escape")


async def test_leaving_an_untouched_form_says_nothing_of_drafts(office: World) -> None:
    async with opened(office) as pilot:
        assert label("screen.draft_kept") not in await press(pilot, "2", "f3", "escape")


async def test_who_went_on_the_visit_before_is_filled_in(office: World) -> None:
    office.sit(office.child("窦念福"), visit={"visitors": "丁一、卫二"})
    async with opened(office) as pilot:
        assert "丁一、卫二" in await press(pilot, "2", "end", "enter", "1")


async def test_what_was_said_of_an_empty_paper_goes_when_something_is_filled_in(office: World) -> None:
    async with opened(office) as pilot:
        await press(pilot, "2", "down", "enter", "1", "f9", "enter")
        status = pilot.app.screen.status
        assert status.message
        await press(pilot, "down", *"Ma", "down")
        assert not status.message
