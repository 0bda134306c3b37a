"""Optima of middle-sized documents by other people's solvers: OR-Tools flows, SciPy matchings, HiGHS programs.

They read the rules of the schema from `Brute` and share nothing with the engine. Weights of levels are made just large
enough for exact integers within 64 bits (flows) or 53 (floats); HiGHS goes level by level instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from match_brute_modes import Brute, Levels, Row

Pair = tuple[int, int]


@dataclass(frozen=True)
class Model:
    """The numbers of a document: allowed pairs with their costs, who has to be paired, pairs to be kept."""

    brute: Brute
    children: list[Row]
    costs: Mapping[Pair, int]
    kept: frozenset[Pair]

    @property
    def caps(self) -> list[int]:
        return [min(row["cap"], len(self.children)) if row["avail"] else 0 for row in self.brute.mothers]

    def loads(self, mother: int) -> list[int]:
        """Give what each place of a mother costs."""
        sums = [self.brute.load(count) for count in range(self.caps[mother] + 1)]
        return [later - earlier for earlier, later in pairwise(sums)]

    def value(self, match: Mapping[int, int], *, siblings: bool = False) -> Levels:
        """Work out the value of a plan, by the schema's words."""
        plan = {self.children[child]["id"]: self.brute.mothers[mother] for child, mother in match.items()}
        assert all(self.costs[pair] is not None for pair in match.items())
        return self.brute.value(plan, siblings=siblings)


def model_of(document: Row) -> Model:
    """Read a document."""
    brute = Brute(document)
    children = [row for row in brute.children if row["consent"]]
    costs = {
        (child, mother): brute.cost(one, other)
        for child, one in enumerate(children) for mother, other in enumerate(brute.mothers) if brute.allowed(one, other)
    }
    number = {row["id"]: child for child, row in enumerate(children)}
    of_mother = {row["id"]: mother for mother, row in enumerate(brute.mothers)}
    held = {(number[child], of_mother[mother]) for child, mother in document["existing"] if child in number}
    return Model(brute, children, costs, frozenset(pair for pair in held if pair in costs))


def _weights(model: Model) -> tuple[tuple[int, int, int], int]:
    """Give what one child of each class without a mother weighs, and one broken pair, in units of cost."""
    people = len(model.children)
    loads = [load for mother in range(len(model.caps)) for load in model.loads(mother)]
    span = 2 * max(map(abs, model.costs.values()), default=0) + max(loads, default=0)
    broken = people * span + 1
    third = broken * (len(model.kept) + 1) + people * span
    return (third * (people + 1) ** 2, third * (people + 1), third), broken


def flow_optimum(document: Row) -> Levels:
    """Give the optimum of the mode assign by OR-Tools' flow of least cost."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    model = model_of(document)
    missing, broken = _weights(model)
    first_mother, flow = len(model.children), SimpleMinCostFlow()
    sink = first_mother + len(model.caps)
    arcs = {}
    for (child, mother), cost in sorted(model.costs.items()):
        kept = broken * ((child, mother) in model.kept)
        arcs[flow.add_arc_with_capacity_and_unit_cost(child, first_mother + mother, 1, cost - kept)] = child, mother
    for child, row in enumerate(model.children):
        flow.set_node_supply(child, 1)
        flow.add_arc_with_capacity_and_unit_cost(child, sink, 1, missing[row["cls"] - 1])
    for mother in range(len(model.caps)):
        for load in model.loads(mother):
            flow.add_arc_with_capacity_and_unit_cost(first_mother + mother, sink, 1, load)
    flow.set_node_supply(sink, -len(model.children))
    assert flow.solve() == flow.OPTIMAL
    return model.value(dict(pair for arc, pair in arcs.items() if flow.flow(arc)))


def scipy_optimum(document: Row) -> Levels:
    """Give the optimum of the mode assign by SciPy's sparse matching over places (LAPJVsp)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    model = model_of(document)
    missing, broken = _weights(model)
    places = [(mother, load) for mother in range(len(model.caps)) for load in model.loads(mother)]
    by_mother: dict[int, list[int]] = {}
    for place, (mother, _) in enumerate(places):
        by_mother.setdefault(mother, []).append(place)
    cells = [
        (child, place, cost + places[place][1] - broken * ((child, mother) in model.kept))
        for (child, mother), cost in model.costs.items() for place in by_mother.get(mother, ())
    ]
    cells += [(child, len(places) + child, missing[row["cls"] - 1]) for child, row in enumerate(model.children)]
    lift = 1 - min((weight for *_, weight in cells), default=0)  # a weight of 0 is no edge there
    assert sum(missing) * len(model.children) < 1 << 52
    rows, columns, weights = zip(*((*cell, float(weight + lift)) for *cell, weight in cells), strict=True)
    graph = coo_array((weights, (rows, columns)), shape=(len(model.children), len(places) + len(model.children)))
    matched = min_weight_full_bipartite_matching(graph.tocsr())
    return model.value({int(child): places[place][0] for child, place in zip(*matched, strict=True)
                        if place < len(places)})


class Program:
    """A whole-number program of HiGHS, minimised objective after objective."""

    def __init__(self) -> None:
        import highspy

        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", 0.5)
        self._whole = highspy.HighsVarType.kInteger
        self._count = 0

    def one(self) -> int:
        """Add a variable that is 0 or 1."""
        self._highs.addVar(0.0, 1.0)
        self._highs.changeColIntegrality(self._count, self._whole)
        self._count += 1
        return self._count - 1

    def row(self, low: float, terms: Iterable[tuple[int, float]], high: float) -> None:
        """Hold a sum within bounds."""
        summed: dict[int, float] = {}
        for variable, factor in terms:
            summed[variable] = summed.get(variable, 0.0) + factor
        self._highs.addRow(low, high, len(summed), list(summed), list(summed.values()))

    def least(self, *objectives: list[tuple[int, float]], keep: bool = True) -> tuple[list[int], list[bool]]:
        """Minimise one objective after the other, kept by those that follow; give values and which variables are 1."""
        import highspy

        found = []
        for terms in objectives:
            summed = dict.fromkeys(range(self._count), 0.0)
            for variable, factor in terms:
                summed[variable] += factor
            for variable, factor in summed.items():
                self._highs.changeColCost(variable, factor)
            self._highs.run()
            assert self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found.append(round(self._highs.getInfo().objective_function_value))
            if keep:
                self.row(-1e20, terms, found[-1] + 0.25)
        return found, [value > 0.5 for value in self._highs.getSolution().col_value]


def program_optimum(document: Row, *, siblings: bool = False) -> Levels:
    """Give the optimum of the modes assign and siblings by HiGHS, level by level."""
    model, program = model_of(document), Program()
    pairs = {pair: program.one() for pair in model.costs}
    missing = _missing(program, model, pairs)
    cost = [(variable, float(model.costs[pair])) for pair, variable in pairs.items()]
    cost += _loads(program, model, ((mother, variable) for (_, mother), variable in pairs.items()))
    if siblings:
        cost += _bonus(program, model, pairs)
    broken = [(pairs[pair], -1.0) for pair in sorted(model.kept)]
    _, used = program.least(*missing, broken, cost)
    return model.value({child: mother for (child, mother), variable in pairs.items() if used[variable]},
                       siblings=siblings)


def _missing(program: Program, model: Model, pairs: Mapping[Pair, int]) -> list[list[tuple[int, float]]]:
    """Let every child have one mother at the most; give who has none, by class."""
    levels: list[list[tuple[int, float]]] = [[], [], []]
    for child, row in enumerate(model.children):
        nobody = program.one()
        own = [(variable, 1.0) for (one, _), variable in pairs.items() if one == child]
        program.row(1.0, [*own, (nobody, 1.0)], 1.0)
        levels[row["cls"] - 1].append((nobody, 1.0))
    return levels


def _loads(program: Program, model: Model, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, float]]:
    """Let every mother have as many as she has places (`pairs`: mother, variable); give what the load costs."""
    by_mother: dict[int, list[tuple[int, float]]] = {}
    for mother, variable in pairs:
        by_mother.setdefault(mother, []).append((variable, 1.0))
    cost = []
    for mother, hers in by_mother.items():
        places = [(program.one(), float(load)) for load in model.loads(mother)]
        program.row(0.0, [*hers, *((place, -1.0) for place, _ in places)], 0.0)
        cost += places
    return cost


def _bonus(program: Program, model: Model, pairs: Mapping[Pair, int]) -> list[tuple[int, float]]:
    """Give the bonus: for each family, members in the plan less the different mothers they have."""
    bonus, cost = float(model.brute.weights["sibling"]), []
    with_family: dict[tuple[str, int], int] = {}
    for (child, mother), variable in pairs.items():
        family = model.children[child]["sib"]
        if family:
            if (family, mother) not in with_family:
                with_family[family, mother] = program.one()
                cost.append((with_family[family, mother], bonus))
            program.row(0.0, [(with_family[family, mother], 1.0), (variable, -1.0)], 1.0)
            cost.append((variable, -bonus))
    return cost


def program_team(document: Row) -> Levels:
    """Give the optimum of the mode n-plus-1 by HiGHS."""
    model, program, worth = model_of(document), Program(), document["n_plus_1"]["worth"]
    brute, cost = model.brute, list[tuple[int, float]]()
    missing: list[list[tuple[int, float]]] = [[], [], []]
    hers: list[tuple[int, int]] = []
    for one in model.children:
        helpers, leads = [], []
        for mother, other in enumerate(brute.mothers):
            roles = []
            for role, able in (("lead", brute.may_lead(one, other)), ("support", brute.may_support(one, other))):
                if able:
                    variable = program.one()
                    hers.append((mother, variable))
                    roles.append((variable, 1.0))
                    (leads if role == "lead" else helpers).append((variable, 1.0))
                    cost.append((variable, float(brute.cost(one, other, in_team=True))))
            program.row(0.0, roles, 1.0)
        nobody = program.one()
        program.row(1.0, [*leads, (nobody, 1.0)], 1.0)
        missing[one["cls"] - 1].append((nobody, 1.0))
        earned = [(program.one(), -float(value)) for value in worth]
        program.row(0.0, [*helpers, *((variable, -1.0) for variable, _ in earned)], 0.0)
        cost += earned
    cost += _loads(program, model, hers)
    found, _ = program.least(*missing, cost)
    return tuple(found)


def program_stable(document: Row) -> tuple[int, int]:
    """Give the least and the greatest size of a plan in which nobody would both rather have each other, by HiGHS."""
    model, program = model_of(document), Program()
    brute = model.brute
    pairs = {pair: program.one() for pair in model.costs}
    _missing(program, model, pairs)
    for mother, places in enumerate(model.caps):
        program.row(0.0, [(variable, 1.0) for (_, other), variable in pairs.items() if other == mother], places)
    for child, mother in pairs:
        one, other = model.children[child], brute.mothers[mother]
        own, hers = brute.ranked_by_child(one, other), brute.ranked_by_mother(other, one)
        at_least_as_good = [(variable, float(model.caps[mother])) for (same, her), variable in pairs.items()
                            if same == child and brute.ranked_by_child(one, brute.mothers[her]) <= own]
        at_least_as_dear = [(variable, 1.0) for (kid, same), variable in pairs.items()
                            if same == mother and brute.ranked_by_mother(other, model.children[kid]) <= hers]
        program.row(float(model.caps[mother]), at_least_as_good + at_least_as_dear, 1e20)
    size = [(variable, 1.0) for variable in pairs.values()]
    low, high = (program.least(terms, keep=False)[0][0] for terms in (size, [(one, -1.0) for one, _ in size]))
    return low, -high
