"""Multi-valued decision diagrams: sets of completions as shared, canonical graphs.

A diagram answers yes or no for every completion. It asks one fact after the other, in chart order, and goes on with one
child for each cell of the fact's values; a fact that makes no difference is not asked. This is where the rule
`supports` of the example is met:

    spread
        none: size
            1 to 3: true
            4: false
        some: false

A node whose children are all the same is that child, and two nodes that ask the same and go on alike are one node. So
one set of completions is always the same whole number, and "can this ever hold" is a comparison with `FALSE`. What was
once worked out about a node is kept, however many ways lead to it: the work grows with the nodes of a diagram, not with
the completions it stands for. Work is counted in steps, never in time: the same facts and rules always give the same
result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product, repeat

from screener.problems import BudgetError, Problem

FALSE = 0
TRUE = 1
BUDGET = 2_000_000
_BELOW_ALL = 1_000_000


class Diagrams:
    """Makes diagrams and combines them; nodes are whole numbers that only this object understands.

    Attributes:
        widths: the number of cells of each level.
        steps: the steps spent so far.
    """

    def __init__(self, widths: Sequence[int], budget: int = BUDGET) -> None:
        """Start with the number of cells of each level and the number of steps that may be spent."""
        self.widths = tuple(widths)
        self.steps = 0
        self._budget = budget
        self._level = [_BELOW_ALL, _BELOW_ALL]
        self._children: list[tuple[int, ...]] = [(), ()]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._combined: tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]] = ({}, {})
        self._opposite: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._meeting: dict[tuple[int, int, frozenset[int]], bool] = {}
        self._support: dict[int, frozenset[int]] = {FALSE: frozenset(), TRUE: frozenset()}
        self._given: dict[tuple[int, int, int], int] = {}
        self._projected: dict[tuple[int, frozenset[int]], int] = {}
        self._distance: dict[int, int] = {FALSE: _BELOW_ALL, TRUE: 0}

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """Return the diagram that asks one fact and goes on with the child of its cell."""
        first = children[0]
        # These two lookups make diagrams canonical: what asks in vain is left out, what is there already is not made.
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
        return self._combine(first, second, FALSE)

    def opposite(self, node: int) -> int:
        """Return where a diagram is false."""
        found = self._opposite.get(node)
        if found is None:
            self._spend()
            children = self._children[node]
            by_child = {child: self.opposite(child) for child in set(children)}
            found = self.node(self._level[node], tuple([by_child[child] for child in children]))
            self._opposite[node] = found
            self._opposite[found] = node
        return found

    def either(self, first: int, second: int) -> int:
        """Return where at least one of two diagrams is true."""
        return self._combine(first, second, TRUE)

    def all_of(self, nodes: Iterable[int]) -> int:
        """Return where all diagrams are true."""
        result = TRUE
        for node in nodes:
            result = self.both(result, node)
        return result

    def any_of(self, nodes: Iterable[int]) -> int:
        """Return where at least one diagram is true."""
        result = FALSE
        for node in nodes:
            result = self.either(result, node)
        return result

    def meet(self, first: int, second: int, apart: frozenset[int] = frozenset()) -> bool:
        """Return whether two diagrams are true together, in one completion or in two that differ at most in some facts.

        Both are followed at once, fact by fact. Where a fact may differ each goes on with a child of its own choice,
        elsewhere both with the child of the same cell. In the example "spread is none" and "spread is some" do not
        meet, and meet once spread may differ.

        Args:
            first: a diagram.
            second: another.
            apart: the levels of the facts that may differ; none by default.
        """
        if first > second:
            first, second = second, first
        if first <= TRUE:
            return first == TRUE and second != FALSE
        if first == second:
            return True
        key = (first, second, apart)
        found = self._meeting.get(key)
        if found is None:
            self._spend()
            level, pairs = self._side_by_side(first, second)
            if level in apart:
                ones, others = zip(*pairs, strict=True)
                pairs = product(set(ones), set(others))
            found = any(self.meet(one, other, apart) for one, other in set(pairs) if one != FALSE and other != FALSE)
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

    def projected(self, node: int, kept: frozenset[int]) -> int:
        """Return where a diagram can be true, as far as the facts of the kept levels tell.

        A fact of another level may take any value, so its children are joined: of the example's `supports` as far as
        spread tells, "spread is none" is left, since some size will do.
        """
        if self.support(node) <= kept:
            return node
        key = (node, kept)
        found = self._projected.get(key)
        if found is None:
            self._spend()
            level, children = self._level[node], self._children[node]
            by_child = {child: self.projected(child, kept) for child in dict.fromkeys(children)}
            if level in kept:
                found = self.node(level, tuple([by_child[child] for child in children]))
            else:
                found = self.any_of(by_child.values())
            self._projected[key] = found
        return found

    def level_of(self, node: int) -> int:
        """Return the level of the fact that a diagram asks first; `TRUE` and `FALSE` lie below all levels."""
        return self._level[node]

    def children_of(self, node: int) -> tuple[int, ...]:
        """Return how a diagram goes on for each cell of the fact it asks first."""
        return self._children[node]

    def given(self, node: int, level: int, cell: int) -> int:
        """Return what a diagram says once the fact of a level is known to lie in a cell."""
        own = self._level[node]
        if own >= level:
            return self._children[node][cell] if own == level else node
        key = (node, level, cell)
        found = self._given.get(key)
        if found is None:
            self._spend()
            found = self.node(own, tuple([self.given(child, level, cell) for child in self._children[node]]))
            self._given[key] = found
        return found

    def witness(self, node: int) -> dict[int, tuple[int, ...]]:
        """Return a shortest path to where a diagram is true: for each fact asked on it, the cells that lead on.

        Args:
            node: a diagram that is true somewhere.
        """
        path = {}
        while node > TRUE:
            children = self._children[node]
            nearest = min(children, key=self._steps_to_true)
            path[self._level[node]] = tuple(cell for cell, child in enumerate(children) if child == nearest)
            node = nearest
        return path

    def copy(self, node: int, source: Diagrams, kept: Sequence[Sequence[int] | None], done: dict[int, int]) -> int:
        """Return another object's diagram restricted to the kept cells of each level.

        Args:
            node: a diagram of `source`.
            source: the object that made it.
            kept: for each level the cells that are still possible, or None for all.
            done: what was copied before, by node; filled on the way.
        """
        levels, all_children = source._level, source._children
        # A fact with one cell left is known: its node is passed over without counting as work.
        cells = kept[levels[node]] if node > TRUE else None
        while cells is not None and len(cells) == 1:
            node = all_children[node][cells[0]]
            cells = kept[levels[node]] if node > TRUE else None
        if node <= TRUE:
            return node
        found = done.get(node)
        if found is None:
            self._spend()
            children = all_children[node]
            remaining = children if cells is None else [children[cell] for cell in cells]
            copied = tuple([self.copy(child, source, kept, done) for child in remaining])
            found = done[node] = self.node(levels[node], copied)
        return found

    def _steps_to_true(self, node: int) -> int:
        """Return how many facts the shortest path to `TRUE` asks."""
        found = self._distance.get(node)
        if found is None:
            self._spend()
            found = 1 + min(map(self._steps_to_true, set(self._children[node])))
            self._distance[node] = found
        return found

    def _combine(self, first: int, second: int, absorbing: int) -> int:
        """Return where both are true (`absorbing` FALSE) or at least one is (`absorbing` TRUE)."""
        # The order of the two makes no difference; smaller numbers first, constants stand in front.
        if first > second:
            first, second = second, first
        if first <= TRUE:
            return first if first == absorbing else second
        if first == second:
            return first
        done = self._combined[absorbing]
        key = (first, second)
        found = done.get(key)
        if found is None:
            self._spend()
            level, pairs = self._side_by_side(first, second)
            children = []
            last_one = last_other = child = -1
            for one, other in pairs:
                # Neighboring cells of a fine grid mostly have the same children; most pairs are decided at once.
                if one != last_one or other != last_other:
                    last_one, last_other = one, other
                    if one <= TRUE:
                        child = one if one == absorbing else other
                    elif other <= TRUE or one == other:
                        child = other if other == absorbing else one
                    else:
                        child = self._combine(one, other, absorbing)
                children.append(child)
            found = self.node(level, tuple(children))
            done[key] = found
        return found

    def _side_by_side(self, first: int, second: int) -> tuple[int, Iterable[tuple[int, int]]]:
        """Return the upper level of two nodes, and how both go on for each of its cells; the lower one waits."""
        one, other = self._level[first], self._level[second]
        if one == other:
            return one, zip(self._children[first], self._children[second], strict=True)
        if one < other:
            return one, zip(self._children[first], repeat(second))
        return other, zip(repeat(first), self._children[second])

    def _spend(self) -> None:
        self.steps += 1
        if self.steps > self._budget:
            raise BudgetError([Problem("budget_exceeded", allowed=(str(self._budget),))])
