"""Cells: runs of values of one fact that no rule and no derived fact tells apart.

A number's grid is cut at every constant that is compared with it. In the example `size` is compared with 3 (`small`)
and with 2 (`caution`). Since converted values may lie half a step beside the grid, numbers are held in half steps, and
the cut after 2 lies before 2.5:

    cell 0    1, 1.5, 2
    cell 1    2.5, 3
    cell 2    3.5, 4

Whatever a rule says of one value of a cell it says of all of them, so three cells stand for every size. A choice has a
cell for each of its values.

For a sum both numbers are cut, so that inside each pair of cells the sum lies on one side of every constant. With
`count + size <= 4`, `count` from 1 to 2, the size must be cut after 3, which a count of 1 allows, and after 2, which a
count of 2 allows; a cut more, as after 1, does no harm. For a formula with grades its numbers are cut wherever the
grade changes.

A formula knows grid values only: it reads a half step as both grid values beside it. If they have different grades, the
half step makes two cells. Comparisons see the half step in both; the formula reads the grid value below it in the first
and the one above it in the second. With a grade that changes after 3:

    cell 0    1, 1.5, 2, 2.5, 3
    cell 1    3.5, read as 3
    cell 2    3.5, read as 4
    cell 3    4
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screener.engine.formulas import grade_table, sum_factors
from screener.knowledge.conditions import NumberTest
from screener.knowledge.derived import FormulaDefinition, SumDefinition
from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Interval, Possible


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one fact, from 0.

    Attributes:
        domain: the fact's values.
        starts: the first value of each cell in half steps, twice where a half step makes two cells; empty for a choice,
            whose values are its cells.
    """

    domain: Domain
    starts: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.domain.values) if isinstance(self.domain, ChoiceDomain) else len(self.starts)

    def span(self, cell: int) -> tuple[int, int]:
        """Return the first and last value of a number's cell, in half steps."""
        assert isinstance(self.domain, NumberDomain)
        start = self.starts[cell]
        last = self.starts[cell + 1] - 1 if cell + 1 < len(self.starts) else self.domain.high
        return start, max(start, last)

    def grid_start(self, cell: int) -> int:
        """Return the first grid value, in half steps, that a formula reads in a number's cell."""
        start = self.starts[cell]
        return start + start % 2 if self._is_read_above(cell) else start - start % 2

    def possible(self, known: Possible | None) -> list[int] | None:
        """Return the cells that what is known leaves possible; None for all.

        An unknown number may have any value of its grid; half steps, which only conversions make, are possible
        only where they were stated.
        """
        if isinstance(self.domain, ChoiceDomain):
            if known is None:
                return None
            assert isinstance(known, frozenset)
            return [cell for cell, value in enumerate(self.domain.values) if value in known]
        assert not isinstance(known, frozenset)
        low, high = known or (self.domain.low, self.domain.high)
        # Of two cells that begin at one half step the search on the right finds the second; the first counts too.
        first = bisect_left(self.starts, self.starts[bisect_right(self.starts, low) - 1])
        last = bisect_right(self.starts, high) - 1
        return [cell for cell in range(first, last + 1) if self._holds_value(cell, low, high)]

    def nearest(self, cell: int, known: Possible) -> Possible:
        """Return the value of a cell's grid that lies nearest to what is known; a choice has one value a cell."""
        if isinstance(self.domain, ChoiceDomain):
            return frozenset({self.domain.values[cell]})
        assert not isinstance(known, frozenset)
        start, end = self.span(cell)
        # Grid values are even: from above the first of the cell is nearest, from below the last.
        value = start + start % 2 if start > known[1] else end - end % 2
        return value, value

    def runs(self, cells: Iterable[int], known: Possible | None) -> tuple[Possible, ...]:
        """Return the values in cells: of a choice one by one, of a number as one interval for neighboring cells."""
        chosen = sorted(cells)
        if isinstance(self.domain, ChoiceDomain):
            return tuple(frozenset({self.domain.values[cell]}) for cell in chosen)
        assert not isinstance(known, frozenset)
        low, high = known or (self.domain.low, self.domain.high)
        # Cells that hold no possible value, such as half steps, lie between neighbors without parting them.
        order = {cell: number for number, cell in enumerate(self.possible(known) or ())}
        neighbors: list[list[int]] = []
        for cell in chosen:
            if neighbors and order[neighbors[-1][1]] == order[cell] - 1:
                neighbors[-1][1] = cell
            else:
                neighbors.append([cell, cell])
        return tuple(self._interval(first, last, (low, high)) for first, last in neighbors)

    def _interval(self, first: int, last: int, ends: Interval) -> Interval:
        """Return the values from one cell of a number to another; half steps only at the ends of what is known."""
        bottom, top = max(self.span(first)[0], ends[0]), min(self.span(last)[1], ends[1])
        # One of the two cells of a half step is told by the grid value that the formula reads there.
        if self._is_read_above(first) or (self._is_read_below(first) and first == last):
            bottom = self.grid_start(first)
        if self._is_read_below(last) or (self._is_read_above(last) and first == last):
            top = self.grid_start(last)
        return bottom + (bottom % 2 and bottom not in ends), top - (top % 2 and top not in ends)

    def _is_read_above(self, cell: int) -> bool:
        """Return whether a cell is the second one of a half step: a formula reads the grid value above it."""
        return cell > 0 and self.starts[cell - 1] == self.starts[cell]

    def _is_read_below(self, cell: int) -> bool:
        """Return whether a cell is the first one of a half step: a formula reads the grid value below it."""
        return cell + 1 < len(self.starts) and self.starts[cell + 1] == self.starts[cell]

    def _holds_value(self, cell: int, low: int, high: int) -> bool:
        """Return whether a range has a possible value in a cell: a grid value, or one of its own ends."""
        start, end = self.span(cell)
        bottom, top = max(start, low), min(end, high)
        return bottom < top or (bottom == top and (bottom % 2 == 0 or bottom in (low, high)))


def cells_of(
    knowledge: Knowledge, tests: Iterable[NumberTest], formulas: Iterable[FormulaDefinition]
) -> dict[str, Cells]:
    """Return the cells of every asked fact.

    Args:
        knowledge: the rule base.
        tests: every comparison of a number, asked or derived, in rules, derived facts and scope.
        formulas: the formulas that some rule reads.
    """
    cuts: dict[str, set[int]] = {
        fact.id: {fact.domain.low} for fact in knowledge.facts if isinstance(fact.domain, NumberDomain)
    }
    double: dict[str, set[int]] = {}
    for test in tests:
        if test.fact in cuts:
            cuts[test.fact].update(_cuts(test.operator, test.bound))
        else:
            _cut_sum(knowledge, knowledge.sum_of(test.fact), test, cuts)
    for formula in formulas:
        for name, between in _grade_changes(knowledge, formula):
            cuts[name].update((between, between + 1))
            double.setdefault(name, set()).add(between)
    return {
        fact.id: _cells(fact.domain, cuts.get(fact.id, set()), double.get(fact.id, set())) for fact in knowledge.facts
    }


def _cells(domain: Domain, cuts: Iterable[int], double: Iterable[int]) -> Cells:
    if isinstance(domain, ChoiceDomain):
        return Cells(domain)
    return Cells(domain, tuple(sorted([*(cut for cut in cuts if domain.low <= cut <= domain.high), *double])))


def _cuts(operator: str, bound: int) -> tuple[int, ...]:
    """Return the first half step of each cell that a comparison parts from the one before."""
    match operator:
        case "<" | ">=":
            return (bound,)
        case "<=" | ">":
            return (bound + 1,)
    return (bound, bound + 1)


def _cut_sum(knowledge: Knowledge, definition: SumDefinition, test: NumberTest, cuts: dict[str, set[int]]) -> None:
    """Cut both numbers of a sum for one comparison: for every value of one, what is left decides about the other."""
    names, factors = (definition.first, definition.second), sum_factors(knowledge, definition)
    if factors[0] > factors[1]:
        names, factors = names[::-1], factors[::-1]
    # The finer number counts once in the sum, so what the coarser one leaves of the bound is a half step of it.
    fine, coarse = knowledge.number(names[0]), knowledge.number(names[1])
    for value in range(coarse.low, coarse.high + 1):
        rest = test.bound - value * factors[1]
        if fine.low <= rest <= fine.high + 1:
            cuts[names[0]].update(_cuts(test.operator, rest))
            cuts[names[1]].update((value, value + 1))


def _grade_changes(knowledge: Knowledge, formula: FormulaDefinition) -> Iterator[tuple[str, int]]:
    """Yield each input of a formula with the half steps between two grid values of different grade."""
    first, second = knowledge.number(formula.first), knowledge.number(formula.second)
    table = grade_table(formula, first, second)
    columns = list(zip(*table, strict=True))
    for name, domain, lines in ((formula.first, first, table), (formula.second, second, columns)):
        start = domain.low + domain.low % 2
        for position in range(1, len(lines)):
            if lines[position] != lines[position - 1]:
                yield name, start + 2 * position - 1
