"""What a list and a file show of a person: masked numbers, a reason for more, and an entry for every reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aixin_tui.engine.content import Block, Cell, Column, TableRow
from aixin_tui.services.browsing import Find, find
from aixin_tui.services.finding import child_file, described
from aixin_tui.services.history import log_entries
from aixin_tui.services.masked_content import masked_block
from aixin_tui.services.masking import mask, masked
from aixin_tui.services.revealing import Reveal, reveal
from office_world import World, agreed, own_wish


@pytest.mark.parametrize(("value", "type_", "shown"), [
    ("尹小禾", "name", "尹*禾"), ("尹禾", "name", "尹*"), ("索南·才让", "name", "索***让"), ("尹", "name", "*"),
    ("430522201405069900", "resident_id", "4305**********9900"), ("4305", "resident_id", "****"),
    ("15400000001", "phone", "154****0001"), ("110", "phone", "***"), ("0972-8612345", "phone", "097*****2345"),
    ("二社12号", "text", "***"), ("", "phone", ""),
])
def test_a_value_is_shortened_as_the_model_says(value: str, type_: str, shown: str) -> None:
    assert mask(value, type_) == shown


def test_what_a_block_prints_is_masked_in_sentences_and_in_tables_each_value_by_itself() -> None:
    phones = Cell("15400000001、15400000002", mask="phone")
    block = Block("b", "text", pieces=(Cell("电话"), phones),
                  columns=(Column("name", "姓名"), Column("phone", "电话", mask="phone")),
                  rows=(TableRow("r", (Cell("尹小禾"), Cell("15400000003"))),))
    shown = masked_block(block)
    assert [piece.text for piece in shown.pieces] == ["电话", "154****0001、154****0002"]
    assert [cell.text for cell in shown.rows[0].cells] == ["尹小禾", "154****0003"]


@given(st.text(min_size=1, max_size=40), st.sampled_from(["name", "resident_id", "phone", "text"]))
def test_a_mask_never_shows_a_value_whole(value: str, type_: str) -> None:
    shown = mask(value, type_)
    assert shown != value or set(value) <= {"*"}
    if type_ != "name":
        assert sum(character != "*" for character in shown.replace("*", "")) <= 8


def test_phones_and_numbers_are_masked_in_records_and_in_words(qinghai: World) -> None:
    guardian = qinghai.guardian(qinghai.child())
    form = qinghai.desk.province.forms["guardian"]
    assert masked(guardian, form)["phone"] == ["154****0001"]
    told = described(qinghai.desk, qinghai.who(), "guardian", guardian.id)
    assert told is not None
    assert told["phone"] == "154****0001"


def test_more_is_shown_for_a_reason_and_logged_without_the_value(qinghai: World) -> None:
    guardian = qinghai.guardian(qinghai.child())
    who = qinghai.who()
    refused = reveal(qinghai.desk, who, Reveal("guardian", guardian.id, " "))
    assert (refused.values, [p.code.value for p in refused.problems]) == ({}, ["MASK_001"])
    wrong = reveal(qinghai.desk, who, Reveal("guardian", guardian.id, "核对", ("name",)))
    assert [p.code.value for p in wrong.problems] == ["MASK_002"]
    shown = reveal(qinghai.desk, who, Reveal("guardian", guardian.id, "核对户口簿"))
    assert shown.values == {"phone": "15400000001"}
    entry = list(qinghai.desk.store.log())[-1]
    assert (entry.action, entry.reason, entry.about["fields"]) == ("reveal", "核对户口簿", ["phone"])
    assert "15400000001" not in str(entry)


def test_a_file_shows_everything_on_one_page(qinghai: World) -> None:
    child = qinghai.child()
    guardian = qinghai.guardian(child)
    qinghai.sit(child, (agreed(guardian), own_wish()))
    mother = qinghai.mother()
    qinghai.pair(child, mother)
    file = child_file(qinghai.desk, qinghai.who(), child.id)
    assert file is not None
    assert (file.name, file.age, file.values["categories"]) == ("窦念安", 10, "留守儿童")
    assert [(g.name, g.roles, g.phone) for g in file.guardians] == [("窦长河", ("监护人",), "154****0001")]
    assert [pair.mother_name for pair in file.pairings] == ["蔺秀英"]
    assert set(file.consent_states.values()) == {"valid"}
    assert [line.label for line in file.states][-2:] == ["拟结对", "结对中"]
    assert (len(file.visits), len(file.assessments), file.not_paired_because) == (1, 1, ())


def test_a_file_says_why_the_child_is_in_no_pair(qinghai: World) -> None:
    child = qinghai.child()
    qinghai.sit(child, (), visit={"joint_with": ["education"]})
    file = child_file(qinghai.desk, qinghai.who(), child.id)
    assert file is not None
    assert [failing.check for failing in file.not_paired_because] == ["consent_in_force", "visited", "guardian_agrees"]


def test_reading_a_file_leaves_one_entry_an_operator_and_day(qinghai: World) -> None:
    child, second = qinghai.child(), qinghai.child("窦念平")

    def readings() -> list[tuple[str, str]]:
        return [(entry.operator, str(entry.about["record"])) for entry in qinghai.desk.store.log()
                if entry.action == "open_child_file"]

    for operator in ("tester", "tester", "colleague"):
        child_file(qinghai.desk, qinghai.who(operator=operator), child.id)
    child_file(qinghai.desk, qinghai.who(), second.id)
    assert readings() == [("tester", child.id), ("colleague", child.id), ("tester", second.id)]
    qinghai.at("2025-03-25")
    child_file(qinghai.desk, qinghai.who(), child.id)
    assert readings()[-1] == ("tester", child.id)
    assert len(readings()) == 4
    assert log_entries(qinghai.desk, qinghai.who())[0].action_label == "查看儿童档案"


def test_a_list_gives_names_and_places_page_by_page(qinghai: World) -> None:
    for name in ("窦念安", "窦念平", "阿依古丽"):
        qinghai.child(name)
    page = find(qinghai.desk, qinghai.who(), Find(limit=2))
    assert (len(page.rows), page.total) == (2, 3)
    rest = find(qinghai.desk, qinghai.who(), Find(limit=2, after=page.rows[-1].key))
    assert {row.name for row in (*page.rows, *rest.rows)} == {"窦念安", "窦念平", "阿依古丽"}
    found = find(qinghai.desk, qinghai.who(), Find(text="dna")).rows
    assert [(row.name, row.state_label) for row in found] == [("窦念安", "摸排")]


def test_a_list_is_found_by_the_name_of_a_village_or_town(qinghai: World) -> None:
    names = qinghai.desk.province.divisions
    villages = [code for code in names if code.startswith(qinghai.desk.office) and len(code) == 12]
    here, town = villages[0], villages[0][:9]
    child, other = qinghai.child("窦念安", division_code=here), qinghai.child("窦念平", division_code=villages[-1])

    def found(text: str, scope: str = "") -> list[str]:
        return [row.id for row in find(qinghai.desk, qinghai.who(), Find(text=text, scope=scope)).rows]

    assert found(names.name(here)[:-1]) == [child.id]
    assert found(names.name(town)) == [child.id]
    assert found(names.name(town), scope=villages[-1][:9]) == []
    assert found("委会") == []  # in the name of every village, so it names none
    assert found(names.name(villages[-1])[:-1]) == [other.id]
