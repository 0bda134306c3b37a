"""Pairs, in English."""

PROBLEMS = {
    "PAIR_001": ("Cannot be paired: {say}", "the {who} can mend it"),
    "PAIR_002": ("{say}", "held; a reviewer decides"),
    "PAIR_003": ("Choose one loving mother or one team", "give a mother or a team"),
    "PAIR_004": ("Pair number {number} is taken", "choose another, or leave it empty"),
    "PAIR_005": ("The pair is not in force then", "check its beginning and end"),
    "PAIR_006": ("The days are in the wrong order: {first} is not before {second}", "check both days"),
    "PAIR_007": ("It overlaps another pause", "end the other pause first"),
    "PAIR_008": ("{name} is in a proposal or a pair, and a no was recorded",
                 "withdraw the consent: what it ends is shown first"),
    "PAIR_009": ("This proposal is {state} already", "propose it anew"),
    "PAIR_010": ("The child stands at “{state}” and cannot be paired yet",
                 "take it to waiting first; see what it lacks"),
    "PAIR_011": ("The child is not among those whom the province would pair",
                 "a reminder; check its categories and assessment"),
    "PAIR_012": ("{say}", "a reminder; it does not keep them apart"),
}

LABELS = {
    "debt_consent": "guardian's written consent is owed",
    "debt_query": "background query is owed",
    "refused": "a guardian or the child says no, and the pair goes on",
    "record_found": "a query found a record, and the pair goes on",
    "question": "for a reviewer: {say}",
    "offer_text": "proposal: {child} — {mother}",
    "pair_text": "pair {number}: {child} — {mother}",
    "plan_text": "care plan ({date})",
    "duty_text": "due: {label} (until {until})",
    "state_offered": "open",
    "state_accepted": "accepted",
    "state_declined": "declined",
    "state_lapsed": "lapsed",
    "state_proposed": "proposed",
    "state_in_force": "in force",
    "state_ended": "ended",
}
