"""Plugins of provinces, in English."""

PROBLEMS = {
    "PLUGIN_001": (
        "this province is written in version {language} of the language, this program knows {known}",
        "update the program; until then new words may do nothing",
    ),
    "PLUGIN_002": ("plugin.py comes from outside and was not run", "read it, then run aixin province trust {folder}"),
    "PLUGIN_003": ("plugin.py failed: {error}", "ask its author to mend it, or delete plugin.py"),
}
