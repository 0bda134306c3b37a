"""Lives of papers, lists of open work, gaps and incomplete files, in English."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "LIFE_001": ('"{label}" is not filled in with this step', "leave it out; to change what is on file, use edit"),
}

LABELS: dict[str, str] = {
    "is_due": "due",
    "is_missed": "missed",
    "open_help": "only those that are not finished",
    "overdue_help": "only those past their day",
    "party_name": "WHO",
    "party_help": "only those handed to this department, or claimed by this person",
    "about": "Child or household",
    "what": "What",
    "party": "With whom",
    "until": "Until",
    "past": "{day} overdue",
    "listed": "{count} in all, {overdue} overdue",
    "duty": "Duty",
    "no_state": 'there is no state "{state}"; there are: {states}',
    "no_party": '"{party}" is not found',
    "asks": "filled in with it: {fields}",
    "scope_help": "only plans for a child, a pairing or a household",
    "household_help": "only those of this household",
    "review_help": "only those past their review",
    "due_help": "plans and reviews that are due and not there yet",
    "lacks": "Lacks",
    "days_ago": "Days since update",
    "quality": "{place}: {on_file} on file, {share} complete, last update {days} days ago, {conflicts} open conflicts",
    "complete": "complete",
    "gaps_help": "villages with unpaired children, and places free near them",
    "unpaired": "Unpaired",
    "waiting": "of them agreed",
    "free_in_village": "Free in village",
    "free_in_town": "Free in town",
    "free_in_county": "Free in county",
    "gaps": "{villages} villages with {children} unpaired children",
}
