"""Moves, transfers to other offices and closed files, in English."""

PROBLEMS = {
    "MOVE_001": ("{place} is outside this office's area", "a child who leaves the area is transferred"),
    "MOVE_002": ("There is no division {code}", "check the code (county 6 digits, town 9, village 12)"),
    "MOVE_003": ("{name} last moved on {last}; this must be later", "check the day; undo the last move if it is wrong"),
    "MOVE_004": ("{child} now lives far from {mother}: {say}", "the pair goes on; decide whether to hand over"),
    "MOVE_005": ("{place} is inside this office's area", "inside the area, record a move"),
    "MOVE_006": ("{name}: no guardian has agreed to the transfer",
                 "record a consent for the purpose transfer first, or give the authority"),
    "MOVE_007": ("{name} is in transfer already", "wait for the receipt, or cancel the transfer"),
    "MOVE_008": ("{name} is not in transfer", "look at the list of transfers"),
    "MOVE_009": ("The passphrase is too short: at least {least} characters", "choose a longer one, tell it separately"),
    "MOVE_010": ("The file cannot be opened: wrong passphrase, or it is damaged", "check it; else have it sent again"),
    "MOVE_011": ("Version {version} of the file is newer than this program", "upgrade first"),
    "MOVE_012": ("The file was not written: {why}", "choose another place or name"),
    "MOVE_013": ("The file is closed already", "undo the closing if it was a mistake"),
    "MOVE_014": ("{name}: a guardian or the child says no to the transfer", "give the authority it rests on"),
    "MOVE_015": ("There is a file {name} already", "choose another name, or move it away first"),
}

LABELS = {
    "state_sent": "in transfer",
    "state_confirmed": "transferred",
    "state_cancelled": "cancelled",
}
