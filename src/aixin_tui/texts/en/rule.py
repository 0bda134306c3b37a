"""Rules, in English: the checks of the law and of the core, and why a step cannot be taken."""

LABELS: dict[str, str] = {
    "consent_in_force": "no guardian's consent is in force, or a guardian or the child does not agree",
    "query_in_force": "the loving mother (of a family each adult) has no clear background query of the last 12 months",
    "elsewhere": "the loving mother lives in another province and is never proposed",
    "excluded": "the two are entered as not to be paired",
    "sex_must": "the loving mother's sex is not the one that must be met",
    "outside_radius": "farther away than one of the two accepts",
    "not_available": "the loving mother takes no child now, is paused or has left",
    "already_paired": "the two are in a pair already",
    "has_lead": "the child has a lead loving mother already",
    "places": "the loving mother has no place left",
    "layer_law": "asked by law",
    "layer_core": "asked by the program",
    "layer_workflow": "step of the workflow",
    "layer_policy": "rule of matching",
    "level_refuse": "not possible",
    "level_approve": "held for a reviewer",
    "level_warn": "warning",
}

PROBLEMS: dict[str, tuple[str, str]] = {
    "RULE_001": ("There is no step {step}", "See which steps are possible now"),
    "RULE_002": ("The state is {state}, from which {step} is not possible", "See which steps are possible now"),
    "RULE_003": ("{step} is taken by a {who}", "Ask a {who}"),
    "RULE_004": ("{step} needs a reason", "One of: {reasons}"),
    "RULE_005": ("This record was entered by mistake and is voided", "It can only be read"),
}
