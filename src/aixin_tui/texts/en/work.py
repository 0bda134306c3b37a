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
    "WORK_003": ("{province} has no division {office}", "give the 6 digits of a county or the 9 of a town"),
    "WORK_004": (
        "the figures of the whole of {province} are not known",
        "whole provinces can be made of: {known}; without --whole one county is made",
    ),
}
