"""Leads and supporters at once, exactly: one flow of least cost, its pairs made on demand by price.

Each child has two hubs. The lead hub fetches one unit that saves a missing lead, and hands units to those who may
lead; the support hub fetches up to `most` units, the k-th worth `worth[k]` (it never rises, so this stays a flow), and
hands them to distant supporters, or through the lead hub to those near. One arc of room 1 for each pair: nobody stands
twice. The flow is integral, so the prices of mothers alone prove it (`team_proof`). Found for the plan of a file; the
daily run goes by rounds (`team_rounds`), because the lead is the tie that counts.
"""

from __future__ import annotations

from aixin_tui.engine.matching.candidates import Candidates, Sweep
from aixin_tui.engine.matching.circulation import BANK, Circulation
from aixin_tui.engine.matching.lottery import Lottery
from aixin_tui.engine.matching.objective import NOBODY, Levels, Scale
from aixin_tui.engine.matching.teams import Team, TeamProblem

#: Pairs taken over for a hub in one sweep.
BATCH = 4


class TeamFlow:
    """One run over one problem, from nothing to the proven optimum over all allowed pairs.

    Whoever may lead a child must be allowed to support it at the same cost: `solve` raises ValueError where not.
    """

    def __init__(self, problem: TeamProblem, seed: int | None = None) -> None:
        self.problem = problem
        lead = problem.lead
        self._lottery = Lottery(lead, seed)
        units = len(lead.children) * (len(problem.worth) + 1) + len(lead.mothers)
        self.scale = Scale(units, self._lottery.shift + (len(problem.worth) + 1).bit_length() * bool(seed is not None))
        self._near = Candidates(lead, self._lead_cost, self.scale.unit)
        self._far = Candidates(problem.support, self._support_cost, self.scale.unit)
        self.flow = Circulation()
        self._mothers = {
            number: self.flow.node(-lead.slot_cost(number, 0) * self.scale.unit)
            for number, mother in enumerate(lead.mothers) if mother.places > 0
        }
        for number, node in self._mothers.items():
            for place in range(lead.mothers[number].places):
                self.flow.arc(node, BANK, 1, lead.slot_cost(number, place) * self.scale.unit)
        self._hubs = {child: self._hub(child) for child in lead.consenting()}
        self._pairs: list[dict[int, int]] = [{} for _ in lead.children]
        self.sweeps = 0

    def _hub(self, child: int) -> tuple[int, int, int]:
        """Make the hubs of a child: lead, support, and the arc that carries its lead."""
        flow, unit = self.flow, self.scale.unit
        worth = [value * unit for value in self.problem.worth]
        first = -worth[0] if worth else 0
        levels = [0, 0, 0, 0, 0]
        levels[self.problem.lead.children[child].priority - 1] = 1
        missing = self.scale.pack(levels)
        support = flow.node(first)
        lead = flow.node(min(-missing, first))
        for value in worth:
            flow.arc(BANK, support, 1, -value)
        carries = flow.arc(BANK, lead, 1, -missing)
        if worth:
            flow.arc(support, lead, len(worth), 0)
        return lead, support, carries

    def _lead_cost(self, child: int, mother: int) -> int | None:
        return self._packed(self.problem.lead.cost(child, mother), child, mother)

    def _support_cost(self, child: int, mother: int) -> int | None:
        return self._packed(self.problem.support.cost(child, mother), child, mother)

    def _packed(self, cost: int | None, child: int, mother: int) -> int | None:
        if cost is None:
            return None
        return (cost << self.scale.shift) + self._lottery.ticket(child, mother)

    def solve(self) -> tuple[Team, ...]:
        """Add pairs that would improve the plan, sweep after sweep, until there is none: then it is optimal."""
        people = self.problem.lead.children
        order = sorted(self._hubs, key=lambda child: (people[child].priority, child))
        found = True
        while found:
            self.sweeps += 1
            price = self._prices()
            near, far = self._near.sweep(price), self._far.sweep(price)
            found = False
            for child in order:
                found = self._improve(child, near, 0) or found
                if self.problem.worth:
                    found = self._improve(child, far, 1) or found
        return tuple(self._team(child) for child in range(len(people)))

    def _improve(self, child: int, sweep: Sweep, hub: int) -> bool:
        """Make pairs known that the hub of a child (0 lead, 1 support) would gain by; say whether there were any."""
        hubs, known = self._hubs[child], self._pairs[child]
        worth = -self.flow.potential[hubs[hub]]
        found = sweep.below(child, worth, 0, set(known), BATCH)
        for mother, cost in found:
            led, supported = self._lead_cost(child, mother), self._support_cost(child, mother)
            if led not in (None, supported):
                raise ValueError("one flow needs the same cost for a lead as for her support")
            known[mother] = self.flow.arc(hubs[int(led is None)], self._mothers[mother], 1, cost)
        return bool(found)

    def _prices(self) -> list[int]:
        potential = self.flow.potential
        return [-potential[self._mothers[number]] if number in self._mothers else 0
                for number in range(len(self.problem.lead.mothers))]

    def _team(self, child: int) -> Team:
        """Read who was paired; of those who may lead, the cheapest leads."""
        mothers = sorted(mother for mother, arc in self._pairs[child].items() if self.flow.used(arc))
        if not mothers:
            return Team()
        priced = [(cost, mother) for mother in mothers if (cost := self._lead_cost(child, mother)) is not None]
        leads = bool(priced) and self.flow.used(self._hubs[child][2])
        lead = min(priced)[1] if leads else NOBODY
        return Team(lead, tuple(mother for mother in mothers if mother != lead))

    def prices(self) -> tuple[Levels, ...]:
        """Give what one more child at each mother would displace, in levels."""
        return tuple(self.scale.unpack(price) for price in self._prices())

