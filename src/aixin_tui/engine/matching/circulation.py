"""A circulation of least cost, kept optimal while arcs are added one by one: for plans that are no plain assignment.

Node 0 is the bank: it lends and takes units, its potential stays 0, and searches end there. Invariant, for potentials
v of nodes: every arc with room has `cost + v[tail] - v[head] >= 0` (an arc in use is also there in reverse, at minus
its cost), which is what makes the circulation one of least cost. A new arc that breaks it is filled first; then one
search forward from its head sends the unit on to the bank, and one backward from its tail fetches it from there. Both
look no farther than the bank, so an arc costs local work.
"""

from __future__ import annotations

from heapq import heappop, heappush

BANK = 0
_FAR = 1 << 4096


class Circulation:
    """Nodes, arcs (each beside its reverse, `arc ^ 1`) with what room they have left, and potentials."""

    __slots__ = ("arcs_of", "cost", "head", "left", "potential")

    def __init__(self) -> None:
        self.potential = [0]
        self.arcs_of: list[list[int]] = [[]]
        self.head: list[int] = []
        self.cost: list[int] = []
        self.left: list[int] = []

    def node(self, potential: int) -> int:
        """Add a node."""
        self.potential.append(potential)
        self.arcs_of.append([])
        return len(self.potential) - 1

    def arc(self, tail: int, head: int, room: int, cost: int) -> int:
        """Add an arc and use it as far as that lowers the whole cost; give its number."""
        number = len(self.head)
        self.head += (head, tail)
        self.cost += (cost, -cost)
        self.left += (room, 0)
        self.arcs_of[tail].append(number)
        self.arcs_of[head].append(number + 1)
        while self.left[number] and cost + self.potential[tail] - self.potential[head] < 0:
            self._push(number)
            if head != BANK:
                self._send_on(head)
            if tail != BANK:
                self._fetch(tail)
        return number

    def used(self, arc: int) -> int:
        """Say how many units an arc carries."""
        return self.left[arc ^ 1]

    def _push(self, arc: int) -> None:
        self.left[arc] -= 1
        self.left[arc ^ 1] += 1

    def _send_on(self, node: int) -> None:
        """Send one unit too many at a node on to the bank, by a shortest path."""
        total, last, distance, parent, done = self._search(node, backward=False)
        for reached in done:
            self.potential[reached] -= total - distance[reached]
        while last >= 0:
            self._push(last)
            last = parent[self.head[last ^ 1]]

    def _fetch(self, node: int) -> None:
        """Fetch one unit that a node lacks from the bank, by a shortest path."""
        total, last, distance, parent, done = self._search(node, backward=True)
        for reached in done:
            self.potential[reached] += total - distance[reached]
        while last >= 0:
            self._push(last)
            last = parent[self.head[last]]

    def _search(
        self, start: int, *, backward: bool
    ) -> tuple[int, int, dict[int, int], dict[int, int], list[int]]:
        """Dijkstra between a node and the bank: its length, the arc at the bank, and what was reached on the way."""
        head, cost, left, potential, flip = self.head, self.cost, self.left, self.potential, int(backward)
        sign = -1 if backward else 1
        best, last = _FAR, -1
        distance, parent, heap = {start: 0}, {start: -1}, [(0, start)]
        done: list[int] = []
        while heap:
            length, here = heappop(heap)
            if length >= best:
                break
            if length > distance[here]:
                continue
            done.append(here)
            base = length + sign * potential[here]
            for number in self.arcs_of[here]:
                arc = number ^ flip
                if not left[arc]:
                    continue
                nxt = head[number]
                total = base + cost[arc] - sign * potential[nxt]
                if total >= best:
                    continue
                if nxt == BANK:
                    best, last = total, arc
                elif total < distance.get(nxt, _FAR):
                    distance[nxt] = total
                    parent[nxt] = arc
                    heappush(heap, (total, nxt))
        return best, last, distance, parent, done
