"""Problems of a YAML file itself, in English."""

LABELS = {
    "syntax": "this is not YAML",
    "tab": "a tab stands here",
    "utf8": "the file is not UTF-8",
    "too_large": "the file is too large",
    "second": "two documents in one file",
    "no_mapping": "the file must be a mapping (key: value)",
    "too_deep": "nested too deeply",
    "key": "a key must be one word",
    "means_false": "\"false\"",
    "means_true": "\"true\"",
    "means_nothing": "\"nothing\"",
    "means_time": "a time",
    "means_date": "a date",
    "means_number": "a number",
}

PROBLEMS = {
    "YAML_001": ("{what}", "check indents, colons and brackets; use spaces, not tabs"),
    "YAML_002": ("{key} stands in line {line} already", "merge the two; a range is one {{at_least, at_most}}"),
    "YAML_003": ("{found} would be read as {meaning}", "write \"{found}\" or another word"),
    "YAML_004": (
        "{found}: anchors, aliases, merge keys and tags are not used",
        "write it out; a condition needed twice becomes a derived fact",
    ),
}
