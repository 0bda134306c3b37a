"""The optimum of tiny documents in every mode, by trying everything: reads the schema's rules anew, shares no code."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

Row = dict[str, Any]
Levels = tuple[int, ...]
RISKS = ("red", "orange", "yellow", "blue")


def levels_of(answer: Row, of: str = "objective") -> Levels:
    """Flatten what an answer says, in order of the levels; siblings counted."""
    said = answer[of]
    if "leads_missing_by_class" in said:
        return (*said["leads_missing_by_class"], said["cost"])
    return (*said["unmatched_by_class"], said["broken"], said.get("cost_with_siblings", said["cost"]))


class Brute:
    """A document with its rules."""

    def __init__(self, document: Row) -> None:
        self.document, self.weights = document, document["weights"]
        self.children: list[Row] = document["children"]
        self.mothers: list[Row] = document["mothers"]
        self.extra: dict[tuple[str, str], int] = {}
        for child, mother, cost in document.get("extra", []):
            self.extra[child, mother] = self.extra.get((child, mother), 0) + cost

    @staticmethod
    def tier(child: Row, mother: Row) -> int:
        for tier, digits in enumerate((12, 9, 6, 4, 2)):
            if child["code"][:digits] == mother["code"][:digits]:
                return tier
        return 5

    @staticmethod
    def _safe(child: Row, mother: Row) -> bool:
        wrong = child["gender_hard"] and child["gender"] not in ("any", mother["gender"])
        return bool(child["consent"] and mother["avail"] and mother["cap"] and mother["id"] not in child["excl"]
                    and not wrong and (child["risk"] != "red" or mother["trained"]))

    def allowed(self, child: Row, mother: Row) -> bool:
        return self._safe(child, mother) and self.tier(child, mother) <= min(child["radius"], mother["radius"], 4)

    def may_lead(self, child: Row, mother: Row) -> bool:
        return self.allowed(child, mother) and self.tier(child, mother) <= 1

    def may_support(self, child: Row, mother: Row) -> bool:
        remote = self._safe(child, mother) and mother["radius"] >= 2 and self.tier(child, mother) <= 2
        return self.may_lead(child, mother) or remote

    def cost(self, child: Row, mother: Row, *, in_team: bool = False) -> int:
        weights, risk, tier = self.weights, child["risk"], self.tier(child, mother)
        distance = weights["dist"][risk][tier]
        if in_team and tier == 2:
            distance //= 4
        wrong = child["gender"] not in ("any", mother["gender"])
        social = risk in ("red", "orange") and mother["kind"] == "social"
        return int(
            distance + weights["unmet"][risk] * len(set(child["needs"]) - set(mother["skills"]))
            + wrong * weights["gender_soft"] + social * weights["social_red_orange"]
            + self.extra.get((child["id"], mother["id"]), 0)
            + (mother["id"] in child["likes"]) * weights["child_like"]
            + (child["id"] in mother["likes"]) * weights["mother_like"]
        )

    def load(self, count: int) -> int:
        steps = list(self.weights["load"])
        while len(steps) < count:
            steps.append(2 * steps[-1] - steps[-2] if len(steps) > 1 else steps[-1])
        return sum(steps[:count])

    def plans(self) -> Iterator[dict[str, Row]]:
        """Walk over every plan with one mother each at most."""
        room = {mother["id"]: mother["cap"] for mother in self.mothers}
        plan: dict[str, Row] = {}

        def further(number: int) -> Iterator[dict[str, Row]]:
            if number == len(self.children):
                yield dict(plan)
                return
            child = self.children[number]
            yield from further(number + 1)
            for mother in self.mothers:
                if room[mother["id"]] and self.allowed(child, mother):
                    room[mother["id"]] -= 1
                    plan[child["id"]] = mother
                    yield from further(number + 1)
                    del plan[child["id"]]
                    room[mother["id"]] += 1

        return further(0)

    def value(self, plan: dict[str, Row], *, siblings: bool = False) -> Levels:
        """Work out the value of a plan."""
        left, cost, held = [0, 0, 0], 0, dict[str, int]()
        groups: dict[str, list[str]] = {}
        for child in self.children:
            mother = plan.get(child["id"])
            if mother is None:
                left[child["cls"] - 1] += child["consent"]
                continue
            cost += self.cost(child, mother)
            held[mother["id"]] = held.get(mother["id"], 0) + 1
            if child["sib"]:
                groups.setdefault(child["sib"], []).append(mother["id"])
        broken = sum(1 for child, mother in {(one, other) for one, other in self.document["existing"]}
                     if self._may_stay(child, mother) and plan.get(child, {}).get("id") != mother)
        cost += sum(self.load(count) for count in held.values())
        if siblings:
            cost -= self.weights["sibling"] * sum(len(held) - len(set(held)) for held in groups.values())
        return (*left, broken, cost)

    def _may_stay(self, child: str, mother: str) -> bool:
        one = next(row for row in self.children if row["id"] == child)
        other = next(row for row in self.mothers if row["id"] == mother)
        return self.allowed(one, other)

    def best(self, *, siblings: bool = False) -> Levels:
        """Give the least value of all plans."""
        return min(self.value(plan, siblings=siblings) for plan in self.plans())

    def best_team(self) -> Levels:
        """Give the least (leads missing by class, cost) of the mode n-plus-1, child after child over all loads."""
        most, worth = self.document["n_plus_1"]["n"], self.document["n_plus_1"]["worth"]
        best: dict[tuple[int, ...], Levels] = {(0,) * len(self.mothers): (0, 0, 0, 0)}
        for child in self.children:
            if child["consent"]:
                nxt: dict[tuple[int, ...], Levels] = {}
                for team, levels in self._teams(child, most, worth):
                    for load, value in best.items():
                        grown = tuple(count + (number in team) for number, count in enumerate(load))
                        if all(count <= mother["cap"] for count, mother in zip(grown, self.mothers, strict=True)):
                            total = tuple(map(sum, zip(value, levels, strict=True)))
                            nxt[grown] = min(nxt.get(grown, total), total)
                best = nxt
        return min((*value[:3], value[3] + sum(map(self.load, load))) for load, value in best.items())

    def _teams(self, child: Row, most: int, worth: list[int]) -> Iterator[tuple[frozenset[int], Levels]]:
        numbers = range(len(self.mothers))
        leads = [number for number in numbers if self.may_lead(child, self.mothers[number])]
        beside = [number for number in numbers if self.may_support(child, self.mothers[number])]
        for lead in (None, *leads):
            for size in range(most + 1):
                for helpers in combinations([number for number in beside if number != lead], size):
                    team = frozenset(helpers) | ({lead} if lead is not None else frozenset())
                    missing = [int(lead is None and child["cls"] == level) for level in (1, 2, 3)]
                    cost = sum(self.cost(child, self.mothers[number], in_team=True) for number in team)
                    yield team, (*missing, cost - sum(worth[:size]))

    def stable_sizes(self) -> set[int]:
        """Give the sizes of all plans in which nobody would both rather have each other."""
        return {len(plan) for plan in self.plans() if not self.blocking(plan)}

    def blocking(self, plan: dict[str, Row]) -> list[tuple[str, str]]:
        """List the pairs who would both strictly rather have each other."""
        found = []
        for child in self.children:
            own = plan.get(child["id"])
            for mother in self.mothers:
                if not self.allowed(child, mother):
                    continue
                if own is not None and self.ranked_by_child(child, mother) >= self.ranked_by_child(child, own):
                    continue
                hers = [one for one in self.children if plan.get(one["id"], {}).get("id") == mother["id"]]
                worst = max((self.ranked_by_mother(mother, one) for one in hers), default=())
                if len(hers) < mother["cap"] or self.ranked_by_mother(mother, child) < worst:
                    found.append((child["id"], mother["id"]))
        return found

    def ranked_by_child(self, child: Row, mother: Row) -> Levels:
        wrong = child["gender"] not in ("any", mother["gender"])
        return (mother["id"] not in child["likes"], self.tier(child, mother),
                len(set(child["needs"]) - set(mother["skills"])), wrong)

    def ranked_by_mother(self, mother: Row, child: Row) -> Levels:
        return (child["id"] not in mother["likes"], child["cls"], RISKS.index(child["risk"]), self.tier(child, mother))
