"""Plugins of provinces, in English."""

PROBLEMS = {
    "PLUGIN_001": (
        "this province is written in version {language} of the language, this program knows {known}",
        "update the program; until then new words may do nothing",
    ),
    "PLUGIN_002": ("plugin.py comes from outside and was not run", "read it; if you trust it, allow it to run"),
    "PLUGIN_003": ("plugin.py failed: {error}", "ask its author to mend it, or delete plugin.py"),
    "PLUGIN_004": ("the province's own rule refuses this step: {say}",
                   "do what it says, or ask the author of plugin.py"),
    "PLUGIN_005": ("saved; but plugin.py failed when it was told of it: {error}",
                   "the record is safe; ask its author to mend it"),
    "PLUGIN_006": ("an installed package offers no folder of provinces ({offer}): {error}",
                   "install it anew or remove it; other provinces are not affected"),
}
