"""Opening and making a workspace, in English."""

PROBLEMS = {
    "WORK_001": (
        "there is no workspace here",
        "name its folder with --workspace, or run aixin init (new) or aixin demo (demonstration) first",
    ),
    "WORK_002": (
        "there is no usable province {province}",
        "run aixin province list to see which there are and which is broken",
    ),
    "WORK_003": ("{province} has no county or town {office}",
                 "give its name, pinyin, initials or code (6 digits for a county, 9 for a town). {near}"),
    "WORK_004": (
        "the figures of the whole of {province} are not known",
        "whole provinces can be made of: {known}; without --whole one county is made",
    ),
    "WORK_005": ("{count} places fit {office}", "give the whole name or the code of one of: {near}"),
    "WORK_006": ("there is no workspace in this folder",
                 "a workspace holds a file office.json; change the path, or step back with Esc and make a new one"),
}
