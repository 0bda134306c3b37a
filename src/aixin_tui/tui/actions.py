"""The one registry of actions: key map, key line, help and palette are all made from it.

An action has an id, its keys (the first is shown), and a label `keys.<id>` in the catalogues. A bare letter is never
the only key, because an input method swallows it; a screen does an action in its method `do_<id>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aixin_tui.domain.kinds import WORK_KINDS


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done by a key, from the palette, or both."""

    id: str
    keys: tuple[str, ...] = ()
    hint: bool = True
    """Whether it stands on the key line."""


def _registry(*actions: Action) -> Mapping[str, Action]:
    return MappingProxyType({action.id: action for action in actions})


ACTIONS = _registry(
    # everywhere
    Action("help", ("f1", "question_mark")),
    Action("palette", ("f10",)),
    Action("back", ("escape",)),
    Action("refresh", ("f5",), hint=False),
    Action("find", ("f2", "slash")),
    Action("quit", ("ctrl+q",), hint=False),
    # places, by digit on the screens that are places
    Action("go_today", ("1",), hint=False),
    Action("go_children", ("2",), hint=False),
    Action("go_mothers", ("3",), hint=False),
    Action("go_matching", ("4",), hint=False),
    Action("go_care", ("5",), hint=False),
    Action("go_reports", ("6",), hint=False),
    Action("go_import", ("7",), hint=False),
    Action("go_log", ("8",), hint=False),
    Action("go_registers", ("9",), hint=False),
    Action("go_admin", ("0",), hint=False),
    # lists of work, from the palette and from Today
    Action("list_referral", ("ctrl+r",), hint=False),
    Action("list_micro_wish", ("ctrl+y",), hint=False),
    Action("list_care_plan", ("ctrl+p",), hint=False),
    Action("list_incident", ("ctrl+t",), hint=False),
    Action("list_incomplete", ("ctrl+l",), hint=False),
    Action("list_gaps", ("ctrl+g",), hint=False),
    # lists
    Action("open", ("enter",)),
    Action("choose", ("enter",)),
    Action("new", ("f3",)),
    Action("edit", ("f4",)),
    Action("filter", ("f6",)),
    Action("chosen", ("f9", "ctrl+s")),
    Action("clear", ("f6", "delete")),
    Action("up", ("backspace", "left")),
    Action("add_row", ("f3",)),
    Action("drop_row", ("delete", "f8")),
    # a child's file, by digit
    Action("sitting", ("1",), hint=False),
    Action("consent", ("2",), hint=False),
    Action("suggest", ("3",), hint=False),
    Action("pair", ("4",), hint=False),
    Action("contact", ("5",), hint=False),
    Action("withdraw", ("6",), hint=False),
    Action("end_pairing", ("7",), hint=False),
    Action("pause_pairing", ("8",), hint=False),
    Action("step", ("9",), hint=False),
    Action("guardian", ("0",), hint=False),
    Action("reveal", ("f7",)),
    Action("move_child", ("f9",), hint=False),
    # a mother's file, by digit; settling her pairs
    Action("leave_service", ("7",), hint=False),
    Action("pause_service", ("8",), hint=False),
    Action("settle", ("enter",)),
    Action("settled", ("f9", "ctrl+s")),
    Action("history", ("f8",)),
    # papers of a file, a pair, a report, a place
    Action("papers", ("f6",)),
    # forms
    Action("save", ("f9", "ctrl+s")),
    Action("next_step", ("pagedown", "f8")),
    Action("previous_step", ("pageup", "f7"), hint=False),
    Action("drop_draft", ("f6",), hint=False),
    # pairing and the match run
    Action("pair_here", ("enter",)),
    Action("pair_other", ("f3",)),
    Action("look_child", ("f4",)),
    Action("run_match", ("f9",)),
    Action("accept", ("enter",)),
    Action("decline", ("f8", "delete")),
    Action("accept_all", ("f7",)),
    Action("swap_offer", ("f6",)),
    Action("hold_offer", ("space", "f11")),
    Action("why_not", ("f3",)),
    # care
    Action("tick", ("space",)),
    Action("tick_all", ("asterisk", "f11")),
    Action("month_before", ("left", "f7")),
    Action("month_after", ("right", "f8")),
    Action("note", ("f4",)),
    Action("event", ("f3",)),
    Action("more_columns", ("f6",), hint=False),
    # sheets that go out and come back
    Action("send_out", ("ctrl+o", "f12")),
    # reports
    Action("period_before", ("f7",)),
    Action("period_after", ("f8",)),
    Action("show_records", ("enter",)),
    Action("submit", ("f9",)),
    Action("export", ("f3",)),
    Action("corrections", ("f4",), hint=False),
    # import
    Action("choose_file", ("f3",)),
    Action("dry_run", ("f4",)),
    Action("take_in", ("f9",)),
    Action("held_only", ("f6",)),
    Action("write_errors", ("f3",)),
    # running the office
    Action("add_operator", ("f3",)),
    Action("add_request", ("f4",)),
    Action("examine", ("f6",)),
    Action("back_up", ("f9",)),
    # log
    Action("undo", ("f8",)),
    # registers
    Action("totals", ("f7",)),
    Action("export_lines", ("f8",)),
    Action("import_lines", ("f9",)),
    Action("filter_place", ("f4",)),
    Action("new_linked", ("f3",)),
    Action("move_on", ("f9", "9")),
    Action("split_by", ("f6",)),
)

#: Lists of work that the palette offers everywhere; of a restricted kind to who has the right to it.
LISTS = (*WORK_KINDS, "incomplete", "gaps")
#: What works on every screen.
COMMON = ("help", "palette", "back", "refresh", "quit")
#: The places, in the order of their digits.
PLACES = ("today", "children", "mothers", "matching", "care", "reports", "import", "log", "registers", "admin")


def key_map(ids: Iterable[str]) -> dict[str, str]:
    """Map each key to the action it does; an action named later yields to one named before."""
    keys: dict[str, str] = {}
    for action_id in ids:
        for key in ACTIONS[action_id].keys:
            keys.setdefault(key, action_id)
    return keys
