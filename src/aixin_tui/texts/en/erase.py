"""Erasing by law and the requests of families, in English."""

LABELS = {
    "right_view": "view",
    "right_copy": "copy",
    "right_correct": "correct",
    "right_erase": "erase",
    "answer_granted": "granted",
    "answer_partly": "granted in part",
    "answer_refused": "refused",
    "stands": "a mandatory report is kept by law",
    "shared": "belongs to other children too and stays",
    "mentions": "belongs to others: only the name and numbers go",
}

PROBLEMS = {
    "ERASE_001": ("{count} pairs are in force or offered", "end them first, then erase"),
    "ERASE_002": ("the name was not repeated", "an erasure cannot be taken back: read the list, then repeat the name"),
    "ERASE_003": ("no reason is given", "say why, for instance that the guardian asked for it; name nobody"),
    "ERASE_004": ("restricted records are not part of this",
                  "an administrator with all restricted rights erases them along with the rest"),
    "ERASE_005": ("the reason names the person", "it stays in the log: say it without a name or number"),
    "ERASE_006": ("nobody is named who asks", "write down who asks"),
    "ERASE_007": ("this request was answered on {day}", "take down a new one for what is asked besides"),
    "ERASE_008": ("what is refused is refused in writing, with reasons", "give the reasons (PIPL article 50)"),
    "ERASE_009": ("the day cannot be read or lies ahead", "write it as 2026-03-05"),
}
