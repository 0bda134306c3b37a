"""The closed lists of the core that every province shares (province-language section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: The version of the province language that this program reads.
LANGUAGE = 1

#: States of the core by kind, in the order in which a life passes them; so five provinces add up.
CORE_STATES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "child": (
        "screened", "filed", "assessed", "consented", "waiting", "proposed", "paired", "under_review", "not_agreed",
        "closed",
    ),
    "loving_mother": ("recruited", "checked", "trained", "active", "paused", "left"),
    "pairing": ("proposed", "in_force", "ended"),
    "consent": ("valid", "owed", "not_agreed", "withdrawn", "expired", "superseded"),
    "micro_wish": ("collected", "claimed", "delivered", "withdrawn"),
    "referral": ("sent", "answered", "closed"),
})
#: The core kinds whose life a province may refine; those of pairing and consent follow from their records.
LIVING = ("child", "loving_mother", "micro_wish", "referral")
#: Core states in which a life is over.
FINAL = frozenset({"closed", "left", "ended", "delivered", "withdrawn"})

ROLES = ("viewer", "recorder", "reviewer", "administrator")
#: Of duties also the person in the smallest division around the record [JS-12].
DUTY_ROLES = (*ROLES, "committee_member")
#: How near two places are [QH-27]; all but the last are tiers at which a pair is possible.
TIERS = ("village", "town", "county", "city", "province", "elsewhere")
NEAR_TIERS = TIERS[:-1]
LEVELS = ("province", "city", "county", "town", "village")
UNITS = ("week", "month", "quarter", "year")
NAMED_DAYS = (
    "spring_festival", "lantern_festival", "dragon_boat", "qixi", "mid_autumn", "double_ninth", "new_year",
    "womens_day", "childrens_day", "national_day", "birthday",
)
#: The law's checks: the core's own, on every step into these core states; no province may drop them.
LAW_CHECKS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "consent_in_force": ("consented", "proposed", "paired"),
    "query_in_force": ("proposed", "paired"),
})
#: Choice lists whose order says nothing, so that no rank may be compared.
UNRANKED = frozenset({"sexes"})
#: Settings of the policy and the type of their value.
SETTINGS: Mapping[str, str] = MappingProxyType({
    "mode": "mode", "max_support": "number", "support_worth": "number", "method": "method", "places": "number",
    "load": "numbers", "radius": "tier", "keep": "keep", "broken_pair": "number", "sibling": "number",
})
SETTING_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "mode": ("assign", "n_plus_1", "stable"),
    "method": ("rounds", "joint"),
    "tier": NEAR_TIERS,
    "keep": ("strict", "priced"),
})
#: No more classes than 甲, 乙, 丙, no more colours than the solver has levels.
MOST_CLASSES = 3
MOST_COLOURS = 4
