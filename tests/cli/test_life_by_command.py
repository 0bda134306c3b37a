"""A mother who pauses, a child who goes to another county, who leads: by command, from the first word to the last."""

from __future__ import annotations

from pathlib import Path

from calling import Aixin
from made_office import DAY, Made

WORD = "口令一二三四五六"


def test_a_transfer_is_sent_looked_at_and_confirmed(small: Aixin, made: Made) -> None:
    Path("word").write_text(WORD + "\n", encoding="utf-8")
    sent = small("transfer", "send", "窦念安", "--to", "460105", "--authority", "函", "--passphrase-file", "word",
                 "--out", "移交.aixin", "--today", DAY, "--json")
    assert sent.code == 0, sent.err
    assert sent.object["done"] is True
    raw = Path("移交.aixin").read_bytes()
    assert "窦念安".encode() not in raw
    assert WORD.encode() not in raw
    looked = small("transfer", "look", "移交.aixin", "--passphrase-file", "word", "--json")
    assert (looked.object["name"], looked.object["counts"]["pairings"]) == ("窦念安", 1)
    assert "15402221001" not in small("transfer", "look", "移交.aixin", "--passphrase-file", "word").out
    Path("other").write_text("别的口令别的口令\n", encoding="utf-8")
    wrong = small("transfer", "look", "移交.aixin", "--passphrase-file", "other")
    assert (wrong.code, "MOVE_010" in wrong.err) == (1, True)
    line, = small("transfer", "list", "--json").objects
    assert (line["child_name"], line["state"]) == ("窦念安", "sent")
    assert len(small("pair", "list", "--today", DAY, "--json").objects) == 1
    assert small("transfer", "confirm", "窦念安", "--receipt", "12号", "--today", "2025-03-12").code == 0
    assert small("pair", "list", "--today", "2025-03-12", "--json").objects == []
    assert small("case", "show", "窦念安", "--json").object["states"][-1]["state"] == "closed"


def test_a_transfer_is_cancelled_and_nothing_has_ended(small: Aixin, made: Made) -> None:
    Path("word").write_text(WORD + "\n", encoding="utf-8")
    send = ("transfer", "send", "窦念安", "--to", "460105", "--authority", "函", "--passphrase-file", "word", "--today",
            DAY)
    shown = small(*send, "--dry-run")
    assert "蔺秀英" in shown.err
    assert not list(Path().glob("*.aixin"))
    assert small(*send).code == 0
    assert len(list(Path().glob("移交-*.aixin"))) == 1
    assert small("transfer", "cancel", "窦念安", "--reason", "不迁了", "--today", DAY).code == 0
    assert small("transfer", "list", "--json").objects == []
    assert [one["state"] for one in small("transfer", "list", "--all", "--json").objects] == ["cancelled"]
    assert len(small("pair", "list", "--today", DAY, "--json").objects) == 1


def test_a_mother_pauses_with_a_question_and_serves_again(small: Aixin, made: Made) -> None:
    for step in ("query", "train", "activate"):
        small("mother", "advance", "蔺秀英", step, "--today", DAY)
    paused = small("mother", "pause", "蔺秀英", "--today", DAY, "--json")
    assert paused.code == 0, paused.err
    debts = small("pair", "debts", "--today", DAY, "--json").objects
    assert "mother_paused" in [one["key"] for one in debts]
    assert small("mother", "resume", "蔺秀英", "--today", DAY).code == 0
    assert "mother_paused" not in [one["key"] for one in small("pair", "debts", "--today", DAY, "--json").objects]


def test_who_could_take_each_child_is_shown_before_a_mother_leaves(small: Aixin, made: Made) -> None:
    shown = small("mother", "leave", "蔺秀英", "--dry-run", "--today", DAY)
    assert shown.code == 0
    assert "窦念安" in shown.err
    assert "蔺玉兰" in shown.err
    data = small("mother", "leave", "蔺秀英", "--dry-run", "--today", DAY, "--json").object
    assert [one["child_name"] for one in data["pairs"]] == ["窦念安"]


def test_a_supporter_takes_the_lead(small: Aixin, made: Made) -> None:
    added = small("pair", "add", "窦念安", "蔺玉兰", "--role", "support", "--today", DAY, "--json")
    assert added.code == 0, added.err
    assert small("pair", "lead", added.object["pairing"], "--today", DAY).code == 0
    roles = {one["mother_name"]: one["role"] for one in small("pair", "list", "--today", DAY, "--json").objects}
    assert roles == {"蔺秀英": "support", "蔺玉兰": "lead"}
