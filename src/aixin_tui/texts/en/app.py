"""Labels of the app's frame: title, waiting, what went wrong, the first screen."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "title": "aixin - loving mothers, children, care",
    "demo": "Demonstration data, all people are made up",
    "loading": "Loading...",
    "first_keys": "F1 help  F10 commands  Esc back  Ctrl+Q quit",
    "busy": "Working...",
    "place": "{n}/{total}",
    "yes": "yes",
    "no": "No, go back",
    "clause_join": "; ",
    "list_comma": ", ",
    "near": "Did you mean: {near}",
    "problems": "What has to be put right",
    "understood": "OK",
    "nothing_changed": "Nothing has changed.",
    "something_needed": "Something has to be typed here.",
    "store_busy": "The workspace is in use, try again in a moment: {who}",
    "store_damaged": "The files of the workspace contradict each other; nothing was changed. Run aixin doctor: {what}",
    "unexpected": "Something went wrong ({what}); nothing was saved. What you typed is still here, try again.",
    "cannot_open": "The workspace cannot be opened: {what}",
    "how_to_quit": "Ctrl+Q quits, F10 lists all commands.",
    "needs_terminal": "The app needs a terminal. In scripts use the commands, see aixin --help.",
    "palette_hint": "Type a word of the command",
    "palette_nothing": "No such command",
    "help_keys": "Keys that work here",
    "help_everywhere": "Everywhere",
    "help_move": "Arrows move, PgUp/PgDn turn pages, Home/End go to the ends, Enter opens, Esc goes one step back.",
    "help_input": (
        "On a form: arrows or Tab change the field, Enter opens a choice, a digit takes it at once, F9 saves,"
        " PgUp/PgDn turn the page. Every change is kept as a draft."
    ),
    "help_width": "Full-width digits and question marks work too.",
    "help_undo": "What was recorded by mistake can be undone in the log.",
    "first_intro": "Children's files, pairs, care and reports. No workspace is open yet; choose one:",
    "first_demo": "Look at a demonstration (one county, all people made up)",
    "first_new": "Your own county: a new workspace",
    "first_open": "Open a workspace",
    "first_leave": "Quit",
    "first_ask_province": "Which province?",
    "first_ask_office": "Which county? Type its name or code, then Enter.",
    "first_ask_folder": "In which folder? Enter takes this one.",
    "first_doing_demo": "Making the demonstration...",
    "first_doing_new": "Making the workspace...",
    "first_doing_open": "Opening...",
}
