"""Facts in rules, in English."""

LABELS = {
    "declare": "add the field to a form, or take a fact that exists",
    "one_value": "write the value itself, or {{recorded: true}}",
    "many_values": "a many-valued fact takes all_of, distinct or the value itself",
    "add_choice": "take one of the list, or add it to the list",
    "cut": "cut one of them",
}

PROBLEMS = {
    "FACT_001": ("there is no {fact}", "{fix}"),
    "FACT_002": ("{operator} does not fit {fact} ({type})", "{fix}"),
    "FACT_003": ("{list} has no {name}", "{fix}"),
    "FACT_004": ("derived facts in a circle: {chain}", "{fix}"),
    "FACT_005": ("{kind} has no {fact}: the two are not linked", "use has, or a kind that is linked"),
}
