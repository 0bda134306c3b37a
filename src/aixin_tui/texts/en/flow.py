"""Workflow, in English."""

LABELS = {
    "no_core": "core is missing ({name})",
    "core": "say which core state it counts as",
    "dropped": "the core state {name} is missing",
    "keep": "core states cannot be dropped",
    "order": "{name} stands out of the order of core states",
    "move": "move it with place_after",
    "around": "{name} goes around the consent",
    "delete": "delete this step",
}

PROBLEMS = {
    "FLOW_001": ("nothing leads to {name}", "add a step with to: {name}"),
    "FLOW_002": ("no end can be reached from {name}", "add a step or write final: true"),
    "FLOW_003": ("{what}", "{fix}"),
    "FLOW_004": ("no form asks for {fact}", "add it to {file}"),
}
