"""移交: sent as an encrypted file, confirmed by the other office's receipt, cancelled; the pair goes on until then."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from aixin_tui.exchange import transfer_file
from aixin_tui.exchange.transfer_file import open_transfer_file, send_and_write
from aixin_tui.services.desk import Result, Role
from aixin_tui.services.pairs.debts import all_debts
from aixin_tui.services.sitting import Sitting, record_sitting
from aixin_tui.services.transfer_contents import summaries, transfer_contents
from aixin_tui.services.transferring import (
    CancelTransfer,
    ConfirmTransfer,
    SendTransfer,
    cancel_transfer,
    confirm_transfer,
    list_transfers,
    send_transfer,
    what_transfer_ends,
)
from office_world import World, agreed, codes

TO = "460105"


def paired(world: World) -> tuple[str, str]:
    child = world.waiting_child()
    return child.id, world.pair(child, world.mother()).about["pairing"]


def send(world: World, child: str, **more: str) -> Result:
    command = SendTransfer((child,), **{"to": TO, "authority": "随父母迁居，琼海妇联函〔2025〕3号", **more})
    return send_transfer(world.desk, world.who(), command)


def test_a_child_sent_is_in_transfer_and_its_pair_goes_on(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    shown, = what_transfer_ends(qinghai.desk, qinghai.who(), (child,))
    assert [one.id for one in shown.ending.pairings] == [pairing]
    assert not shown.has_consent
    assert send(qinghai, child).done
    line, = list_transfers(qinghai.desk, qinghai.who())
    assert (line.child, line.to, line.state) == (child, TO, "sent")
    assert qinghai.now("pairing", pairing).get("ended_on") is None
    assert [one.key for one in all_debts(qinghai.desk, qinghai.who())] == ["transfer"]
    share, = qinghai.desk.store.own("share")
    assert (share.get("purpose"), share.get("to"), list(share.values["children"])) == ("transfer", TO, [child])
    assert codes(send(qinghai, child)) == ["MOVE_007"]


def test_who_may_only_look_sends_nothing(qinghai: World) -> None:
    child, _ = paired(qinghai)
    command = SendTransfer((child,), TO, authority="随父母迁居，琼海妇联函〔2025〕3号")
    assert codes(send_transfer(qinghai.desk, qinghai.who(role=Role.VIEWER), command)) == ["ACT_002"]
    assert list_transfers(qinghai.desk, qinghai.who()) == ()


def test_a_receipt_closes_the_file_with_its_pair(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    assert codes(confirm_transfer(qinghai.desk, qinghai.who(), ConfirmTransfer(child))) == ["MOVE_008"]
    send(qinghai, child)
    qinghai.at("2025-06-10")
    refused = confirm_transfer(qinghai.desk, qinghai.who(role=Role.RECORDER), ConfirmTransfer(child))
    assert (refused.done, codes(refused)) == (False, ["ACT_002"])
    result = confirm_transfer(qinghai.desk, qinghai.who(), ConfirmTransfer(child, "2025-06-05", "回执 12 号"))
    assert result.done, codes(result)
    assert (qinghai.now("pairing", pairing).get("ended_on"), qinghai.now("pairing", pairing).get("end_reason")) == (
        "2025-06-05", "moved")
    assert qinghai.state(qinghai.now("child", child)) == "closed"
    assert not list_transfers(qinghai.desk, qinghai.who())
    assert [one.state for one in list_transfers(qinghai.desk, qinghai.who(), everything=True)] == ["confirmed"]


def test_a_transfer_cancelled_leaves_the_pair_and_the_entry_of_the_share(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    send(qinghai, child)
    assert cancel_transfer(qinghai.desk, qinghai.who(), CancelTransfer(child, reason="不迁了")).done
    assert not list_transfers(qinghai.desk, qinghai.who())
    assert qinghai.now("pairing", pairing).get("ended_on") is None
    assert len(qinghai.desk.store.own("share")) == 1
    assert send(qinghai, child).done


@pytest.mark.parametrize(("more", "code"), [
    ({"to": "630222"}, "MOVE_005"), ({"to": "63022"}, "MOVE_002"), ({"on": "2025-03-25"}, "ACT_017"),
    ({"authority": ""}, "MOVE_006"),
])
def test_a_transfer_needs_a_place_outside_a_day_and_a_ground(qinghai: World, more: dict[str, str], code: str) -> None:
    child, _ = paired(qinghai)
    assert codes(send(qinghai, child, **more)) == [code]


@pytest.mark.parametrize(("decision", "expected"), [("agreed", []), ("not_agreed", ["MOVE_014"])])
def test_a_guardian_is_asked_about_the_transfer_apart_from_the_pairing(
    qinghai: World, decision: str, expected: list[str]
) -> None:
    child, _ = paired(qinghai)
    guardian = qinghai.desk.store.snapshot().of("guardian")[0]
    opinion = agreed(guardian, purpose="transfer", decision=decision)
    assert record_sitting(qinghai.desk, qinghai.who(), Sitting(child, consents=(opinion,))).done
    assert codes(send(qinghai, child, authority="")) == expected


def test_the_file_holds_the_childs_own_records_and_nobody_elses(qinghai: World) -> None:
    child, pairing = paired(qinghai)
    other = qinghai.child("窦小雨", birth_date="2016-01-01")
    guardian = qinghai.desk.store.snapshot().of("guardian")[0]
    qinghai.add("incident", child=child, kind="accident", date="2025-03-24", note="封存的话")
    first = transfer_contents(qinghai.desk, qinghai.who(), (child,), TO, "2025-03-24")
    held, = json.loads(first)["children"]
    again = json.loads(transfer_contents(qinghai.desk, qinghai.who(), (child,), TO, "2025-03-24"))
    assert {**json.loads(first), "made_at": ""} == {**again, "made_at": ""}
    assert held["child"]["name"] == "窦念安"
    assert [one["id"] for one in held["pairings"]] == [pairing]
    assert held["pairings"][0]["loving_mother"] == "蔺秀英"
    assert held["consents"][0]["state"] == "valid"
    assert [one["name"] for one in held["guardians"]] == [guardian.text("name")]
    text = first.decode()
    assert "封存的话" not in text
    assert other.id not in text
    assert "tester" not in text


def test_what_leaves_is_encrypted_and_opens_by_its_passphrase_alone(qinghai: World, tmp_path: Path) -> None:
    child, _ = paired(qinghai)
    path = tmp_path / "移交.aixin"
    command = SendTransfer((child,), TO, authority="函")
    assert codes(send_and_write(qinghai.desk, qinghai.who(), command, path, "短")) == ["MOVE_009"]
    assert list(tmp_path.iterdir()) == []
    result = send_and_write(qinghai.desk, qinghai.who(), command, path, "青海到海南的口令")
    assert result.done, codes(result)
    raw = path.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1")
    assert "窦念安".encode() not in raw
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o600
    share, = qinghai.desk.store.own("share")
    assert (share.get("file"), len(share.text("digest"))) == (path.name, 64)
    one, = summaries(open_transfer_file(path, "青海到海南的口令").contents)
    assert (one.name, one.counts["pairings"], one.counts["visits"]) == ("窦念安", 1, 1)
    assert [p.code for p in open_transfer_file(path, "别的口令别的口令").problems] == ["MOVE_010"]
    path.write_bytes(raw[:-1])
    assert [p.code for p in open_transfer_file(path, "青海到海南的口令").problems] == ["MOVE_010"]


def test_a_file_cut_short_after_its_entry_is_finished_by_the_same_command(
    qinghai: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    child, _ = paired(qinghai)
    path, words = tmp_path / "移交.aixin", "青海到海南的口令"
    command = SendTransfer((child,), TO, authority="函")
    with monkeypatch.context() as patch:
        patch.setattr(transfer_file, "_name", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            send_and_write(qinghai.desk, qinghai.who(), command, path, words)
    assert (path.exists(), len(qinghai.desk.store.own("share"))) == (False, 1)
    assert codes(send(qinghai, child)) == ["MOVE_007"]
    elsewhere = send_and_write(qinghai.desk, qinghai.who(), command, tmp_path / "别处.aixin", words)
    assert codes(elsewhere) == ["MOVE_007"]
    assert codes(send_and_write(qinghai.desk, qinghai.who(), command, path, "别的口令别的口令")) == ["MOVE_010"]
    acts = len(list(qinghai.desk.store.log()))
    result = send_and_write(qinghai.desk, qinghai.who(), command, path, words)
    assert (result.done, codes(result), len(list(qinghai.desk.store.log()))) == (True, [], acts)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    one, = summaries(open_transfer_file(path, words).contents)
    assert one.name == "窦念安"


def test_a_full_disk_enters_no_transfer_and_leaves_no_file(
    qinghai: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    child, _ = paired(qinghai)
    before = len(list(qinghai.desk.store.log()))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(transfer_file.os, "fsync", full)
    command = SendTransfer((child,), TO, authority="函")
    result = send_and_write(qinghai.desk, qinghai.who(), command, tmp_path / "移交.aixin", "青海到海南的口令")
    assert (codes(result), list(tmp_path.iterdir())) == (["MOVE_012"], [])
    assert len(list(qinghai.desk.store.log())) == before


@pytest.mark.parametrize("more", [
    {"children": 5}, {"children": [5]}, {"children": [{"child": 7}]}, {"children": [{"child": {}, "visits": 3}]},
    {"children": [], "from": 5},
])
def test_a_file_that_is_laid_out_otherwise_is_damaged(tmp_path: Path, more: dict[str, object]) -> None:
    path = tmp_path / "x.aixin"
    plain = json.dumps({"format": "aixin-transfer", "version": 1, **more}).encode()
    path.write_bytes(transfer_file._encrypt(plain, "青海到海南的口令"))
    assert [p.code for p in open_transfer_file(path, "青海到海南的口令").problems] == ["MOVE_010"]


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_entered(qinghai: World, tmp_path: Path) -> None:
    child, _ = paired(qinghai)
    path = tmp_path / "移交.aixin"
    path.write_text("别的")
    command = SendTransfer((child,), TO, authority="函")
    assert codes(send_and_write(qinghai.desk, qinghai.who(), command, path, "青海到海南的口令")) == ["MOVE_015"]
    gone = tmp_path / "没有这里" / "移交.aixin"
    assert codes(send_and_write(qinghai.desk, qinghai.who(), command, gone, "青海到海南的口令")) == ["MOVE_012"]
    assert (path.read_text(), qinghai.desk.store.own("share")) == ("别的", ())
