"""The kinds of record, the table each is stored in, and the file that owns a new record (model.md section 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Owner(StrEnum):
    """Which file a record is born into; it never changes afterwards."""

    TOWN = "town"
    TOWN_YEAR = "town_year"
    COUNTY = "county"
    RESTRICTED = "restricted"
    OFFICE = "office"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its key in rules, its table, its owner file and the links that the core itself reads."""

    key: str
    table: str
    owner: Owner
    links: Mapping[str, str]


def _kind(key: str, table: str, owner: Owner, **links: str) -> Kind:
    return Kind(key, table, owner, MappingProxyType(links))


#: Every kind of the core, by key. Fields that link are named as in the forms: `child`, never `child_id`.
KINDS: Mapping[str, Kind] = MappingProxyType({
    kind.key: kind
    for kind in (
        _kind("child", "children", Owner.TOWN, household="household", list_source="list_source"),
        _kind("household", "households", Owner.TOWN),
        _kind("guardian", "guardians", Owner.TOWN),
        _kind("loving_mother", "loving_mothers", Owner.TOWN, mother_team="mother_team", came_from="event"),
        _kind("mother_team", "mother_teams", Owner.TOWN, leader="loving_mother", members="loving_mother"),
        _kind("home_visit", "home_visits", Owner.TOWN_YEAR, child="child", household="household"),
        _kind("assessment", "assessments", Owner.TOWN, child="child"),
        _kind("consent", "consents", Owner.TOWN, child="child", guardian="guardian"),
        _kind("match_run", "match_runs", Owner.COUNTY),
        _kind("match_proposal", "match_proposals", Owner.COUNTY, child="child", loving_mother="loving_mother",
              match_run="match_run"),
        _kind("pairing", "pairings", Owner.TOWN, child="child", loving_mother="loving_mother",
              mother_team="mother_team"),
        _kind("care_plan", "care_plans", Owner.TOWN, child="child", pairing="pairing", household="household"),
        _kind("activity", "activities", Owner.TOWN_YEAR, child="child", pairing="pairing",
              loving_mother="loving_mother", event="event"),
        _kind("event", "events", Owner.TOWN_YEAR),
        _kind("micro_wish", "micro_wishes", Owner.TOWN, child="child", loving_mother="loving_mother"),
        _kind("incident", "incidents", Owner.RESTRICTED, child="child"),
        _kind("mandatory_report", "mandatory_reports", Owner.RESTRICTED, child="child"),
        _kind("referral", "referrals", Owner.TOWN, child="child"),
        _kind("register_entry", "register_entries", Owner.TOWN),
        _kind("operator", "operators", Owner.OFFICE),
        _kind("setting", "settings", Owner.OFFICE),
        _kind("share", "share_log", Owner.OFFICE),
        _kind("request", "requests", Owner.OFFICE),
        _kind("submission", "submissions", Owner.OFFICE),
        _kind("neighbour", "neighbours", Owner.COUNTY),
        _kind("former_name", "former_names", Owner.COUNTY),
        _kind("import_run", "import_runs", Owner.IMPORT),
        _kind("import_row", "import_rows", Owner.IMPORT),
    )
})
_BY_TABLE = {kind.table: kind.key for kind in KINDS.values()}

#: The kinds of whose records each is a natural person: with an ID number, and rights of its own to its data.
PERSONS = ("child", "guardian", "loving_mother")
#: The kinds whose open work has a list of its own, in the order of Today.
WORK_KINDS = ("referral", "micro_wish", "care_plan", "incident")
#: The table that holds the lines of every register; their kind is the register's own key.
REGISTER_TABLE = "register_entries"


def table_of(kind: str) -> str:
    """Name the table of a kind; a kind of no core table is a register and stands in `register_entries`."""
    known = KINDS.get(kind)
    return known.table if known else REGISTER_TABLE


def kind_of(table: str, register: str = "") -> str:
    """Name the kind of a stored record: of a register's line the register itself."""
    return register if table == REGISTER_TABLE and register else _BY_TABLE[table]


def is_restricted(kind: str) -> bool:
    """Whether records of the kind stand in `restricted/` with a journal of their own."""
    known = KINDS.get(kind)
    return known is not None and known.owner is Owner.RESTRICTED


def home_of(kind: str, division_code: str, *, day: str = "", run: str = "") -> str:
    """Name the file, inside the workspace and without `.json`, that owns a new record of `kind` at a place.

    `day` (its first four digits) chooses the year of a town-year file; `run` names the file of an import.
    A place known only to the county goes to `<county>000`, to the city or province to `<code padded>/…000000000`.
    """
    known = KINDS.get(kind)
    owner = known.owner if known else Owner.TOWN
    if owner is Owner.OFFICE:
        return "office"
    if owner is Owner.IMPORT:
        return f"imports/{run}"
    county, town = division_code[:6].ljust(6, "0"), division_code[:9].ljust(9, "0")
    if owner is Owner.COUNTY:
        town = county.ljust(9, "0")
    root = "restricted" if owner is Owner.RESTRICTED else "data"
    year = f"-{day[:4]}" if owner is Owner.TOWN_YEAR else ""
    return f"{root}/{county}/{town}{year}"
