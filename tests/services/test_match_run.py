"""A run and what becomes of its offers: one act, offers lapse, people decide, words a village worker understands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.bootstrap import create_desk
from aixin_tui.cli.main import run as run_command
from aixin_tui.domain.codes import Code
from aixin_tui.domain.record import members
from aixin_tui.services.desk import Role
from aixin_tui.services.matching import (
    Accept,
    AcceptAll,
    Decline,
    RunMatch,
    RunResult,
    accept,
    accept_all,
    decline,
    explain_child,
    run_match,
    show_run,
)
from aixin_tui.services.matching.suggesting import suggest
from aixin_tui.services.undoing import UndoAct, undo
from aixin_tui.texts import label
from aixin_tui.texts.en import match as english
from aixin_tui.texts.zh import match as chinese
from office_world import World, agreed, codes, villages


def proposed(world: World, **more: object) -> RunResult:
    return run_match(world.desk, world.who(), RunMatch(world.desk.office, **more))  # type: ignore[arg-type]


def texts(result: RunResult, lang: str = "zh") -> str:
    parts = [one.text(lang) for one in result.said]
    for offer in result.proposals:
        parts += [reason.text(lang) for reason in offer.reasons]
    for left in result.unmatched:
        parts += [left.reason.text(lang), left.remedy.text(lang)]
    return "\n".join(parts)


def test_a_run_is_one_act_with_its_proof(qinghai: World) -> None:
    child, mother = qinghai.waiting_child(), qinghai.mother()
    before = len(list(qinghai.desk.store.log()))
    found = proposed(qinghai)
    assert found.done
    assert len(list(qinghai.desk.store.log())) == before + 1
    assert [(one.child, one.loving_mother) for one in found.proposals] == [(child.id, mother.id)]
    assert qinghai.state(child) == "proposed"
    run = qinghai.now("match_run", found.run)
    assert run.get("proven") is True
    assert run.get("objective") == run.get("bound")
    assert run.get("policy") == qinghai.desk.province.digest
    offer = qinghai.now("match_proposal", found.proposals[0].id)
    assert offer.text("state") == "offered"
    assert offer.text("match_run") == found.run


def test_a_dry_run_writes_nothing(qinghai: World) -> None:
    child = qinghai.waiting_child()
    qinghai.mother()
    before = len(list(qinghai.desk.store.log()))
    found = proposed(qinghai, dry_run=True)
    assert len(found.proposals) == 1
    assert not found.done
    assert len(list(qinghai.desk.store.log())) == before
    assert qinghai.state(child) == "waiting"


def test_accepting_makes_a_pair_with_a_number(qinghai: World) -> None:
    children = [qinghai.waiting_child(name) for name in ("窦念安", "窦念北")]
    qinghai.mother(places=2)
    found = proposed(qinghai)
    numbers = []
    for offer in found.proposals:
        result = accept(qinghai.desk, qinghai.who(), Accept(offer.id))
        assert result.done, codes(result)
        numbers.append(result.records[0].text("number"))
    assert numbers == ["630222-2025-0001", "630222-2025-0002"]
    assert [qinghai.state(child) for child in children] == ["paired", "paired"]
    again = accept(qinghai.desk, qinghai.who(), Accept(found.proposals[0].id))
    assert [problem.code for problem in again.problems] == [Code.MATCH_003]


def test_accept_all_takes_every_open_offer(qinghai: World) -> None:
    for name in ("窦念安", "窦念北", "窦念西"):
        qinghai.waiting_child(name)
    qinghai.mother(places=3)
    done = accept_all(qinghai.desk, qinghai.who(), AcceptAll(proposed(qinghai).run))
    assert done.count == 3
    assert {one.state for one in show_run(qinghai.desk, qinghai.who()).proposals} == {"accepted"}


def test_declining_lets_the_child_wait_and_names_the_reason(qinghai: World) -> None:
    child, mother = qinghai.waiting_child(), qinghai.mother()
    offer = proposed(qinghai).proposals[0]
    bad = decline(qinghai.desk, qinghai.who(), Decline(offer.id, "neighbour", "whim"))
    assert {problem.code for problem in bad.problems} == {Code.MATCH_004, Code.MATCH_006}
    assert decline(qinghai.desk, qinghai.who(), Decline(offer.id, "mother", "mother_declined")).done
    assert qinghai.state(child) == "waiting"
    kept = qinghai.now("match_proposal", offer.id)
    assert (kept.text("state"), kept.text("declined_by"), kept.text("reason")) == (
        "declined", "mother", "mother_declined")
    again = proposed(qinghai)
    assert not again.proposals
    assert mother.text("name") in again.unmatched[0].remedy.text()


def test_a_new_run_lets_open_offers_lapse_and_keeps_the_pairs(qinghai: World) -> None:
    child, _ = qinghai.waiting_child(), qinghai.mother()
    first = proposed(qinghai)
    second = proposed(qinghai)
    assert qinghai.now("match_proposal", first.proposals[0].id).text("state") == "lapsed"
    assert second.lapsed == 1
    assert [one.loving_mother for one in second.proposals] == [one.loving_mother for one in first.proposals]
    assert qinghai.state(child) == "proposed"
    states = [row["state"] for row in qinghai.now("child", child.id).get("status").values()]
    assert states.count("proposed") == 1


def test_an_offer_that_cannot_stay_sends_the_child_back(qinghai: World) -> None:
    child, mother = qinghai.waiting_child(), qinghai.mother()
    proposed(qinghai)
    from aixin_tui.services.registering import EditRecord, edit_record

    assert edit_record(qinghai.desk, qinghai.who(), EditRecord("loving_mother", mother.id, {"available": False})).done
    again = proposed(qinghai)
    assert not again.proposals
    assert qinghai.state(child) == "waiting"


def test_an_approve_check_waits_for_a_reviewer(qinghai: World) -> None:
    qinghai.waiting_child(sex="female")
    qinghai.mother("蔺秀山", sex="male", kind="father")
    offer = proposed(qinghai).proposals[0]
    assert offer.held_for == ("sex_approval",)
    held = accept(qinghai.desk, qinghai.who(role=Role.RECORDER), Accept(offer.id))
    assert not any(record.kind == "pairing" for record in held.records)
    assert set(members(qinghai.now("match_proposal", offer.id).get("held_for"))) == {"sex_approval"}
    assert accept(qinghai.desk, qinghai.who(), Accept(offer.id)).records[0].kind == "pairing"


def test_a_viewer_and_another_office_write_nothing(qinghai: World) -> None:
    qinghai.waiting_child()
    qinghai.mother()
    for who in (qinghai.who(role=Role.VIEWER), qinghai.who(scope="630223"), qinghai.who(known_at="2025-01-01")):
        found = run_match(qinghai.desk, who, RunMatch(qinghai.desk.office))
        assert found.problems
        assert not found.done


def test_nobody_waiting_is_said(qinghai: World) -> None:
    assert [problem.code for problem in proposed(qinghai).problems] == [Code.MATCH_001]


def test_suggestions_are_near_have_a_place_and_say_why(qinghai: World) -> None:
    village, *others = villages(qinghai.desk.province, qinghai.desk.office)
    far = next(code for code in others if code[:9] != village[:9])
    child = qinghai.waiting_child()
    near, distant = qinghai.mother("蔺近", skills=["study"]), qinghai.mother("蔺远", division_code=far)
    full, old = qinghai.mother("蔺满", places=0), qinghai.mother("蔺旧", query_on="2023-01-01")
    found = suggest(qinghai.desk, qinghai.who(), child.id)
    assert found is not None
    assert [row.loving_mother for row in found.rows] == [near.id, distant.id]
    said = [reason.text() for reason in found.rows[0].reasons]
    assert "两家同村（社区）" in said
    assert "还有 3 个名额" in said
    assert any("学业辅导" in one for one in said)
    kept_away = {row.loving_mother: [one.rule for one in row.blocked_by] for row in found.blocked}
    assert kept_away == {full.id: ["no_places"], old.id: ["query_in_force"]}
    assert all(one.who_label for row in found.blocked for one in row.blocked_by)
    assert found.reason_if_none is None


def test_five_are_suggested_and_nobody_is_explained(qinghai: World) -> None:
    child = qinghai.waiting_child()
    alone = suggest(qinghai.desk, qinghai.who(), child.id)
    assert alone is not None
    assert alone.reason_if_none is not None
    assert alone.remedy_if_none is not None
    assert "招募" in alone.remedy_if_none.text()
    for number in range(7):
        qinghai.mother(f"蔺{'甲乙丙丁戊己庚'[number]}")
    found = suggest(qinghai.desk, qinghai.who(), child.id)
    assert found is not None
    assert len(found.rows) == 5


def test_a_child_is_explained_at_every_stage(qinghai: World) -> None:
    child = qinghai.child("窦待访")
    first = explain_child(qinghai.desk, qinghai.who(), child.id)
    assert first is not None
    assert first.reasons[0].key == "why_not_waiting"
    assert qinghai.sit(child, (agreed(qinghai.guardian(child)),)).done
    proposed(qinghai)
    second = explain_child(qinghai.desk, qinghai.who(), child.id)
    assert second is not None
    assert second.remedy is not None
    assert second.reasons[0].key == "why_nobody_near"
    qinghai.mother()
    offer = proposed(qinghai).proposals[0]
    third = explain_child(qinghai.desk, qinghai.who(), child.id)
    assert third is not None
    assert third.offer == offer.id
    accept(qinghai.desk, qinghai.who(), Accept(offer.id))
    last = explain_child(qinghai.desk, qinghai.who(), child.id)
    assert last is not None
    assert last.mother_name == "蔺秀英"


def test_reasons_use_no_word_of_the_method(qinghai: World) -> None:
    for name in ("窦念安", "窦念北", "窦念西"):
        qinghai.waiting_child(name)
    qinghai.mother("蔺一", places=1)
    qinghai.mother("蔺二", places=1, trained=False)
    told = texts(proposed(qinghai))
    assert not re.search("价格|对偶|惩罚|最优解|约束|算法|代价|流|图", told + "".join(chinese.LABELS.values()))
    assert "{" not in told + texts(show_run(qinghai.desk, qinghai.who()), "en")


def test_both_catalogues_have_the_same_keys_and_gaps() -> None:
    assert set(chinese.LABELS) == set(english.LABELS)
    assert set(chinese.PROBLEMS) == set(english.PROBLEMS)
    for key, text in chinese.LABELS.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english.LABELS[key])), key
    assert label("match.class_1") == "甲"


def test_the_command_line_runs_shows_explains_and_decides(
    provinces: object, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(tmp_path / "county")
    desk = create_desk(folder, province="qinghai", office="630222")
    world = World(desk, date(2025, 3, 24))
    world.waiting_child("窦念安")
    world.waiting_child("窦念北")
    world.mother("蔺秀英", places=1)
    desk.store.close()
    monkeypatch.setenv("AIXIN_WORKSPACE", folder)

    def aixin(*arguments: str) -> tuple[int, str]:
        code = run_command([*arguments, "--today", "2025-03-24"], lambda *_: 0)
        told = capsys.readouterr()
        return code, told.out + told.err

    code, told = aixin("match", "run")
    assert code == 0, told
    assert "蔺秀英" in told
    code, told = aixin("match", "show", "--json")
    assert code == 0, told
    assert '"proven": true' in told
    for name in ("窦念安", "窦念北"):
        code, told = aixin("match", "explain", name)
        assert code == 0, told
        assert name in told
    code, told = aixin("match", "accept", "--all")
    assert code == 0, told
    code, told = aixin("match", "show", "--json")
    assert '"state": "accepted"' in told


def test_a_run_can_be_taken_back_whole(qinghai: World) -> None:
    child = qinghai.waiting_child()
    qinghai.mother()
    found = proposed(qinghai)
    assert found.receipt is not None
    done = undo(qinghai.desk, qinghai.who(), UndoAct(found.receipt.number, "选错了日子"))
    assert done.done, codes(done)
    assert qinghai.now("match_proposal", found.proposals[0].id).is_voided
    assert explain_child(qinghai.desk, qinghai.who(), child.id).offer == ""  # type: ignore[union-attr]
    assert len(proposed(qinghai).proposals) == 1


def test_a_pair_accepted_from_a_run_keeps_it_from_being_taken_back(qinghai: World) -> None:
    qinghai.waiting_child()
    qinghai.mother()
    found = proposed(qinghai)
    assert accept(qinghai.desk, qinghai.who(), Accept(found.proposals[0].id)).done
    assert found.receipt is not None
    assert not undo(qinghai.desk, qinghai.who(), UndoAct(found.receipt.number, "选错了日子")).done
