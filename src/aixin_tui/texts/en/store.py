"""The store of records, in English."""

PROBLEMS = {
    "STORE_001": ("the folder holds something already", "choose an empty folder or a new name"),
    "STORE_002": (
        "this is no workspace",
        "name the folder that holds office.json with --workspace, or run aixin init first",
    ),
    "STORE_022": ("this machine has no group {group}, or you are not in it",
                  "ask the administrator of the machine to make it and add you, log in anew; nothing was made"),
    "STORE_021": (
        "office.json of the workspace cannot be read (it is damaged)",
        "take this file from a backup, make nothing new here; nothing was changed",
    ),
    "STORE_003": (
        "the workspace was written by a newer version (format {format}; this one knows {known})",
        "upgrade aixin, then open it; nothing was changed",
    ),
    "STORE_004": (
        "the workspace lies on a network drive ({kind}): records are lost when it breaks or two people write",
        "keep it on a local disk, and send bundles from office to office",
    ),
    "STORE_005": ("anybody on this machine can look into the workspace",
                  "set the folder to 0700 or, for a group, 2770"),
    "STORE_010": (
        "this data file cannot be read",
        "move it away: the next save makes it anew from the log; then run aixin doctor",
    ),
    "STORE_011": ("the log cannot be read: {detail}", "stop writing; restore a backup, then run aixin doctor"),
    "STORE_012": (
        "the log breaks off at this line: act {number} should stand here (a line was dropped, put in or moved)",
        "stop writing; restore this file from a backup, then run aixin log verify",
    ),
    "STORE_013": ("this file was changed by another program; the next save takes the changes in", ""),
    "STORE_015": (
        "this line of the log is not what was written (changed or damaged)",
        "stop writing; restore this file from a backup, then run aixin log verify",
    ),
    "STORE_016": ("something stands after the end of the log", "somebody added to it; restore this file from a backup"),
    "STORE_017": (
        "acts {first} to {last} are gone (the log was cut short, or a file of it is missing)",
        "stop writing; restore this file from a backup, then run aixin log verify",
    ),
    "STORE_018": ("this line of the restricted log has no counterpart in the main log",
                  "restore both logs from one and the same backup"),
    "STORE_019": ("what an erasure by law left of act {number} is not what it left then",
                  "somebody changed the log or brought an old file back; erase again"),
    "STORE_020": ("an erasure by law was cut short", "open the workspace once more and it is finished: aixin log show"),
    "STORE_014": (
        "this file and the log disagree (an old file may have been copied over a newer one)",
        "restore the file from a backup, or compare it with the log",
    ),
}
