"""One call of every verb of the command line, for who tries them all; `{child}` and the like are filled in."""

from __future__ import annotations

from collections.abc import Iterator

import click

from aixin_tui.cli.main import NOUNS, root

_PERSON = ("姓名=窦念新", "性别=女", "出生日期=2015-07-08", "儿童类别=留守儿童", "现居住地={village}")

#: Noun and verb (empty for a noun alone) → the words after them, once or several times.
CALLS: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    ("demo", ""): (("--headless", "{workspace}"),),
    ("init", ""): (("{workspace}", "--province", "qinghai", "--office", "630222"),),
    ("import", "children"): (("{roster}", "--dry-run"), ("{roster}",)),
    ("import", "mothers"): (("{roster}", "--dry-run"),),
    ("import", "pairings"): (("{roster}", "--dry-run"),),
    ("import", "activities"): (("{roster}", "--dry-run"),),
    ("import", "register"): (("legal_help", "{roster}", "--dry-run"), ("counselling", "{roster}", "--dry-run")),
    ("import", "rows"): (("--held",),),
    ("import", "decide"): (("{id}", "2", "drop"),),
    ("sheet", "make"): (("calls", "--out", "{out}/calls.xlsx"),),
    ("sheet", "take"): (("{roster}",),),
    ("child", "add"): (_PERSON,),
    ("child", "close"): (("{child}", "--reason", "x"),),
    ("child", "edit"): (("{child}", "就读学校=县第一小学"),),
    ("child", "find"): (("窦",), ("{secret}",)),
    ("child", "list"): (("--all",), ("--all", "--json")),
    ("child", "move"): (("{child}", "--to", "{village}"),),
    ("child", "show"): (("{child}",), ("{child}", "--reveal", "核对"), ("{incident}",)),
    ("mother", "add"): (("姓名=蔺新",),),
    ("mother", "advance"): (("{mother}", "pause"),),
    ("mother", "edit"): (("{mother}", "姓名=蔺秀英"),),
    ("mother", "find"): (("蔺",),),
    ("mother", "leave"): (("{mother}", "--dry-run"),),
    ("mother", "list"): (("--all",),),
    ("mother", "pause"): (("{mother}", "--dry-run"),),
    ("mother", "resume"): (("{mother}",),),
    ("mother", "show"): (("{mother}",),),
    **{(noun, "add"): (("姓名=x",),) for noun in ("guardian", "household")},
    **{(noun, "edit"): (("{id}", "x=1"),) for noun in ("guardian", "household")},
    **{(noun, verb): words for noun in ("guardian", "household") for verb, words in (
        ("find", (("窦",),)), ("list", ((),)), ("show", (("{id}",),)))},
    ("case", "advance"): (("{child}", "review"), ("{incident}", "close")),
    ("case", "explain"): (("{child}",), ("{incident}",)),
    ("case", "show"): (("{child}",), ("{incident}",), ("{legal_help}",), ("{report}",)),
    **{(noun, "add"): (("{child}", "x=1"),) for noun in ("visit", "assess", "consent")},
    **{(noun, "list"): (("{child}",), ()) for noun in ("visit", "assess", "consent")},
    ("consent", "withdraw"): (("{child}", "--dry-run"),),
    **{(noun, "add"): (("儿童={child}",),) for noun in ("plan", "wish", "referral", "incident")},
    **{(noun, "edit"): (("{incident}", "情况=x"),) for noun in ("plan", "wish", "referral", "incident")},
    **{(noun, "list"): (("{child}",), (), ("--json",)) for noun in ("plan", "wish", "referral", "incident")},
    **{(noun, "show"): (("{incident}",),) for noun in ("plan", "wish", "referral", "incident")},
    **{(noun, "move"): (("{incident}", "close"),) for noun in ("wish", "referral")},
    ("pair", "add"): (("{child}", "{mother}"),),
    ("pair", "again"): (("{pair}",),),
    ("pair", "confirm"): (("{id}",),),
    ("pair", "debts"): ((), ("--json",)),
    ("pair", "end"): (("{pair}", "--reason", "x", "--dry-run"),),
    ("pair", "hand-over"): (("{pair}", "{mother}"),),
    ("pair", "lead"): (("{pair}",),),
    ("pair", "list"): ((), ("--json",)),
    ("pair", "mistaken"): (("{id}",),),
    ("pair", "pause"): (("{pair}", "--reason", "x"),),
    ("pair", "resume"): (("{pair}",),),
    ("pair", "suggest"): (("{child}",),),
    ("match", "accept"): (("{id}",),),
    ("match", "decline"): (("{id}", "--by", "child", "--reason", "x"),),
    ("match", "compare"): (("--policy", "{roster}"),),
    ("match", "explain"): (("{child}",), ("{child}", "--why-not", "{mother}")),
    ("match", "gaps"): ((), ("--json",), ("--by", "remedy", "--json")),
    ("match", "hold"): (("{id}",),),
    ("match", "run"): (("630222",), ("630222", "--dry-run", "--export", "{out}/i.json")),
    ("match", "show"): (("{id}",),),
    ("match", "solve"): (("{roster}",),),
    ("match", "swap"): (("{id}", "{mother}", "--dry-run"),),
    ("match", "verify"): (("{roster}", "{roster}"), ("--run", "{id}")),
    ("transfer", "cancel"): (("{child}",),),
    ("transfer", "confirm"): (("{child}",),),
    ("transfer", "list"): ((),),
    ("transfer", "look"): (("{roster}",),),
    ("transfer", "send"): (("{child}", "--to", "630223"),),
    ("activity", "add"): (("--child", "{child}", "x=1"),),
    ("activity", "list"): (("{child}",), ()),
    ("event", "add"): (("名称=x",),),
    ("event", "list"): ((),),
    ("care", "due"): ((), ("--json",)),
    ("care", "grid"): (("2025-03",),),
    ("care", "missed"): ((), ("--json",)),
    ("care", "tick"): (("2025-03", "{pair}"),),
    ("register", "add"): (("legal_help", "儿童={child}"), ("counselling", "儿童={child}")),
    ("register", "edit"): (("legal_help", "{legal_help}", "x=1"),),
    ("register", "export"): (("legal_help", "{out}/l.xlsx"), ("counselling", "{out}/c.xlsx")),
    ("register", "kinds"): ((), ("--json",)),
    ("register", "list"): (("legal_help",), ("counselling",), ("counselling", "--json")),
    ("register", "move"): (("legal_help", "{legal_help}", "close"),),
    ("register", "show"): (("legal_help", "{legal_help}"), ("counselling", "{counselling}")),
    ("register", "total"): (("legal_help",), ("counselling",)),
    ("report", "corrections"): (("monthly", "2025-03"),),
    ("report", "explain"): (("monthly", "2025-03", "x", "x", "x"),),
    ("report", "list"): ((),),
    ("report", "render"): (("monthly", "2025-03", "--out", "{out}/m.xlsx"),),
    ("report", "submit"): (("monthly", "2025-02", "--filled-by", "甲", "--reviewed-by", "乙"),),
    ("document", "kinds"): ((),),
    ("document", "make"): (("roster", "--out", "{out}/r.docx"),),
    ("report-harm", "add"): (("{child}", "--situation", "4", "--note", "伤"),),
    ("report-harm", "close"): (("{report}",),),
    ("report-harm", "list"): ((), ("--json",)),
    ("report-harm", "take"): ((),),
    ("log", "show"): (("--limit", "500"), ("--limit", "500", "--json"), ("--of", "child", "{child}"),
                      ("--of", "incident", "{incident}"), ("--of", "counselling", "{counselling}"),
                      ("--reads", "all")),
    ("log", "undo"): (("-1", "--reason", "x"), ("9999", "--reason", "x")),
    ("log", "verify"): ((), ("--json",)),
    ("operator", "add"): (("li",),),
    ("operator", "edit"): (("li", "--role", "reviewer"),),
    ("operator", "disable"): (("li",),),
    ("operator", "enable"): (("li",),),
    ("operator", "list"): ((), ("--json",)),
    ("operator", "show"): (("li",),),
    ("request", "add"): (("view", "{child}", "--asked-by", "窦长河"),),
    ("request", "answer"): (("{id}", "granted"),),
    ("request", "erase"): (("{child}",), ("{child}", "--json")),
    ("request", "list"): ((), ("--json",)),
    ("request", "show"): (("{id}",),),
    ("province", "check"): (("qinghai",),),
    ("province", "list"): ((),),
    ("province", "trust"): (("nowhere",),),
    ("export", ""): (("--canonical",),),
    ("doctor", ""): ((), ("--json",)),
    ("backup", ""): (("{out}/b.aixin", "--passphrase-file", "{passphrase}"),),
    ("restore", ""): (("{out}/b.aixin", "{out}/restored", "--passphrase-file", "{passphrase}"),),
}


def every_verb() -> Iterator[tuple[str, str]]:
    """Walk over every verb that the command line has."""
    ctx = click.Context(root)
    for noun in NOUNS:
        command = root.get_command(ctx, noun)
        if isinstance(command, click.Group):
            yield from ((noun, verb) for verb in command.list_commands(ctx))
        else:
            yield noun, ""


def calls() -> Iterator[tuple[str, ...]]:
    """Walk over the calls, each with its noun and verb."""
    for (noun, verb), every in CALLS.items():
        for words in every:
            yield (noun, *((verb,) if verb else ()), *words)
