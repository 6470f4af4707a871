"""Multi-valued decision diagrams: sets of completions as shared, canonical graphs.

A diagram asks one fact a level, in chart order, with one child for each cell of values that no rule tells apart.
Equal diagrams are the same node, so "can this ever hold" is a comparison with `FALSE`. Work is counted in steps, never
in time: the same facts and rules always give the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screener.knowledge.problems import BudgetError, Problem

FALSE = 0
TRUE = 1
BUDGET = 2_000_000
_BELOW_ALL = 1_000_000


class Diagrams:
    """Makes diagrams and combines them; nodes are whole numbers that only this object understands."""

    def __init__(self, widths: Sequence[int], budget: int = BUDGET) -> None:
        """Start with the number of cells of each level and the number of steps that may be spent."""
        self.widths = tuple(widths)
        self.steps = 0
        self._budget = budget
        self._level = [_BELOW_ALL, _BELOW_ALL]
        self._children: list[tuple[int, ...]] = [(), ()]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._opposite: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._meeting: dict[tuple[int, int], bool] = {}
        self._without: dict[tuple[int, int], int] = {}
        self._support: dict[int, frozenset[int]] = {FALSE: frozenset(), TRUE: frozenset()}

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """Return the diagram that asks one fact and goes on with the child of its cell."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        key = (level, children)
        found = self._unique.get(key)
        if found is None:
            self._spend()
            found = len(self._level)
            self._level.append(level)
            self._children.append(children)
            self._unique[key] = found
        return found

    def cells(self, level: int, kept: Iterable[int]) -> int:
        """Return the diagram that is true when the fact of a level lies in one of the cells."""
        wanted = set(kept)
        return self.node(level, tuple(TRUE if cell in wanted else FALSE for cell in range(self.widths[level])))

    def both(self, first: int, second: int) -> int:
        """Return where both diagrams are true."""
        if first == second or second == TRUE:
            return first
        if first == TRUE:
            return second
        if first == FALSE or second == FALSE:
            return FALSE
        if first > second:
            first, second = second, first
        key = (first, second)
        found = self._both.get(key)
        if found is None:
            self._spend()
            level, pairs = self._side_by_side(first, second)
            found = self.node(level, tuple([self.both(one, other) for one, other in pairs]))
            self._both[key] = found
        return found

    def opposite(self, node: int) -> int:
        """Return where a diagram is false."""
        found = self._opposite.get(node)
        if found is None:
            self._spend()
            found = self.node(self._level[node], tuple([self.opposite(child) for child in self._children[node]]))
            self._opposite[node] = found
            self._opposite[found] = node
        return found

    def either(self, first: int, second: int) -> int:
        """Return where at least one of two diagrams is true."""
        if first in (FALSE, second):
            return second
        if second == FALSE:
            return first
        return self.opposite(self.both(self.opposite(first), self.opposite(second)))

    def all_of(self, nodes: Iterable[int]) -> int:
        """Return where all diagrams are true."""
        result = TRUE
        for node in nodes:
            result = self.both(result, node)
        return result

    def any_of(self, nodes: Iterable[int]) -> int:
        """Return where at least one diagram is true."""
        return self.opposite(self.all_of(self.opposite(node) for node in nodes))

    def without(self, node: int, level: int) -> int:
        """Return where a diagram is true for at least one value of the fact of a level."""
        own = self._level[node]
        if own > level:
            return node
        key = (node, level)
        found = self._without.get(key)
        if found is None:
            self._spend()
            children = self._children[node]
            if own == level:
                found = self.any_of(dict.fromkeys(children))
            else:
                found = self.node(own, tuple([self.without(child, level) for child in children]))
            self._without[key] = found
        return found

    def without_all(self, node: int, levels: Iterable[int]) -> int:
        """Return where a diagram is true for some values of the facts of several levels."""
        for level in levels:
            node = self.without(node, level)
        return node

    def meet(self, first: int, second: int) -> bool:
        """Return whether two diagrams are ever true together, without building where."""
        if first == FALSE or second == FALSE:
            return False
        if TRUE in (first, second) or first == second:
            return True
        if first > second:
            first, second = second, first
        key = (first, second)
        found = self._meeting.get(key)
        if found is None:
            self._spend()
            _, pairs = self._side_by_side(first, second)
            found = any(self.meet(one, other) for one, other in pairs)
            self._meeting[key] = found
        return found

    def implies(self, first: int, second: int) -> bool:
        """Return whether the second diagram is true wherever the first is."""
        return second == TRUE or first == FALSE or not self.meet(first, self.opposite(second))

    def support(self, node: int) -> frozenset[int]:
        """Return the levels a diagram asks."""
        found = self._support.get(node)
        if found is None:
            found = frozenset({self._level[node]}).union(*[self.support(child) for child in set(self._children[node])])
            self._support[node] = found
        return found

    def cells_at(self, node: int, level: int) -> frozenset[int]:
        """Return the cells of a level with which a diagram can still be true."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [node]
        while waiting:
            current = waiting.pop()
            if current == FALSE or current in seen:
                continue
            seen.add(current)
            own = self._level[current]
            if own < level:
                waiting.extend(self._children[current])
            elif own == level:
                found.update(cell for cell, child in enumerate(self._children[current]) if child != FALSE)
            else:
                return frozenset(range(self.widths[level]))
        return frozenset(found)

    def copy(self, node: int, source: Diagrams, kept: Sequence[Sequence[int] | None], done: dict[int, int]) -> int:
        """Return another object's diagram restricted to the kept cells of each level.

        Args:
            node: a diagram of `source`.
            source: the object that made it.
            kept: for each level the cells that are still possible, or None for all.
            done: what was copied before, by node; filled on the way.
        """
        if node <= TRUE:
            return node
        found = done.get(node)
        if found is None:
            self._spend()
            level = source._level[node]
            children = source._children[node]
            cells = kept[level]
            if cells is not None and len(cells) == 1:
                found = self.copy(children[cells[0]], source, kept, done)
            else:
                remaining = children if cells is None else [children[cell] for cell in cells]
                found = self.node(level, tuple([self.copy(child, source, kept, done) for child in remaining]))
            done[node] = found
        return found

    def _side_by_side(self, first: int, second: int) -> tuple[int, Iterable[tuple[int, int]]]:
        one, other = self._level[first], self._level[second]
        if one == other:
            return one, zip(self._children[first], self._children[second], strict=True)
        if one < other:
            return one, [(child, second) for child in self._children[first]]
        return other, [(first, child) for child in self._children[second]]

    def _spend(self) -> None:
        self.steps += 1
        if self.steps > self._budget:
            raise BudgetError([Problem("budget_exceeded", allowed=(str(self._budget),))])
