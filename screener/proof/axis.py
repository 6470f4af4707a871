"""One number along which a rule changes: where, because of which constants, and for which patients.

The rule's diagram is cut into slices, one for each cell of the number: who meets the rule with such a value. These are
the slices of the example's `supports` along `size`:

    1 to 2    spread none
    3         spread none
    4         nobody

Where a slice differs from the next the rule turns, here after 3, because `small` compares the size with 3. A context is
the rest of a patient, as short as possible, with which the rule is settled for every value of the number: here the
spread is none. The patients of a boundary have one context and lie just below a constant, at it, and just above it:

    spread none, size 2    met
    spread none, size 3    met
    spread none, size 4    not_met

A sum or a formula has no constant of its own on one number: with `count + size <= 4` the rule turns after 3 if the
count is 1 and after 2 if it is 2. One context is shown for each direction, from not met to met and back. To tell both
causes of a turn apart, patients are "steady" at a cut if no sum and no formula changes there: what turns for them is
the number's own comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from screener.diagrams.diagrams import FALSE, TRUE
from screener.knowledge.conditions import NumberTest, Test
from screener.knowledge.derived import FormulaDefinition, SumDefinition
from screener.proof.comparisons import comparisons_behind
from screener.proof.population import Population
from screener.proof.witness import Demand, WitnessFact, holds, shortened, witness_facts_along

ONE_STEP = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a rule changes along a number: after the last value of a cell.

    Attributes:
        cell: the cell below.
        constants: the constants that the rule compares with there, in half steps.
    """

    cell: int
    constants: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The rest of a patient, which settles a rule for every value of one number, and where the rule turns then."""

    facts: tuple[WitnessFact, ...]
    turns: tuple[Turn, ...]


# What turns a rule: a constant with which the number itself is compared, given as the cell below it, or a sum or a
# formula in one direction.
Cause = int | Literal["to met", "to not met"]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way in which the rule turns after a cell.

    Attributes:
        cause: what turns it.
        concerned: for whom only that can be the cause.
        patients: who shows it.
    """

    cause: Cause
    concerned: int
    patients: int


class Axis:
    """What a rule says along one asked number."""

    def __init__(self, population: Population, rule: str, fact: str) -> None:
        """Cut the rule's diagram into one slice for each cell of the number."""
        self._population = population
        self._diagrams = population.diagrams
        self._rule = rule
        self._fact = fact
        self._level = population.level[fact]
        self._domain = population.knowledge.number(fact)
        node = population.rule(rule)
        self._support = self._diagrams.support(node)
        self._slices = self._sliced(node)
        self._everybody = self._sliced(population.everybody)
        tests = comparisons_behind(population.knowledge, rule)
        numbers = [test for test in tests if isinstance(test, NumberTest)]
        self._own = tuple(test for test in numbers if test.fact == fact)
        sums = [test for test in numbers if self._is_part_of(test, SumDefinition)]
        self._sums = [(test, self._sliced(population.meeting(test))) for test in sums]
        self._grades = [self._sliced(node) for node in self._grade_nodes(tests)]

    def contexts(self) -> Iterator[Context]:
        """Yield contexts in which the rule turns, until every cause has been shown."""
        shown: set[Cause] = set()
        for cell in self._cuts:
            for way in self._ways(cell):
                if way.cause not in shown and way.patients != FALSE:
                    context = self._context(cell, way)
                    shown.update(self._shown_by(context))
                    yield context

    def has_patient(self, context: Context, halves: int) -> bool:
        """Return whether somebody can have a value in a context."""
        if not self._domain.low <= halves <= self._domain.high:
            return False
        return self._diagrams.meet(holds(self._population, context.facts), self._everybody[self._cell_of(halves)])

    def fact(self, halves: int) -> WitnessFact:
        """Return a value of the number as a fact of a witness."""
        node = self._diagrams.cells(self._level, (self._cell_of(halves),))
        return WitnessFact(self._fact, self._domain.text(halves), node)

    def _ways(self, cell: int) -> Iterator[_Way]:
        """Yield the ways in which the rule turns after a cell, whether anybody shows them or not."""
        both, opposite = self._diagrams.both, self._diagrams.opposite
        below, above = self._slices[cell], self._slices[cell + 1]
        steady = self._steady(cell)
        to_met, to_not_met = both(opposite(below), above), both(below, opposite(above))
        if self._constants(cell):
            patients = both(self._diagrams.either(to_met, to_not_met), steady)
            yield _Way(cell, steady, self._possible(cell, patients))
        unsteady = opposite(steady)
        yield _Way("to met", unsteady, self._possible(cell, both(to_met, unsteady)))
        yield _Way("to not met", unsteady, self._possible(cell, both(to_not_met, unsteady)))

    def _possible(self, cell: int, patients: int) -> int:
        """Return those patients who can have all values around a constant, or if there are none both beside the cut."""
        for cells in (self._cells_around(cell), (cell, cell + 1)):
            found = self._diagrams.all_of([patients, *(self._everybody[each] for each in cells)])
            if found != FALSE:
                return found
        return FALSE

    def _shown_by(self, context: Context) -> Iterator[Cause]:
        """Yield what turns the rule in a context: one context may show several causes."""
        patients = holds(self._population, context.facts)
        for turn in context.turns:
            if self._is_own(turn.cell, patients):
                yield turn.cell
            else:
                yield "to met" if self._diagrams.implies(patients, self._slices[turn.cell + 1]) else "to not met"

    def _context(self, cell: int, way: _Way) -> Context:
        """Return the shortest context found in which the rule turns after a cell in some way."""
        read = self._support | self._diagrams.support(way.concerned)
        path = self._diagrams.witness(way.patients)
        chosen = {level: self._population.plainest(level, cells)[0] for level, cells in path.items() if level in read}
        is_met = self._settle(cell, chosen)
        facts = shortened(self._population, *self._shown_with(cell, way, chosen, is_met))
        patients = holds(self._population, facts)
        # Who is outside the scope is never screened, so no turn is seen there.
        has_patient = [self._diagrams.meet(patients, each) for each in self._everybody]
        cells = (each for each in range(len(is_met) - 1) if has_patient[each] and has_patient[each + 1])
        turns = (each for each in cells if is_met[each] != is_met[each + 1])
        return Context(facts, tuple(Turn(each, self._constants_for(each, patients)) for each in turns))

    def _shown_with(
        self, cell: int, way: _Way, chosen: Mapping[int, int], is_met: Sequence[bool]
    ) -> tuple[tuple[WitnessFact, ...], Demand]:
        """Return a context with every fact that was chosen, and what a shorter one must show as well.

        It must leave the cause and the rule's outcome for every cell certain, and every value around the constant
        possible that is possible now.
        """
        opposite, meet = self._diagrams.opposite, self._diagrams.meet
        outcomes = zip(self._slices, is_met, self._everybody, strict=True)
        certain = {way.concerned, *(node if met else opposite(node) for node, met, whom in outcomes if whom != FALSE)}
        facts = witness_facts_along(self._population, {level: (each,) for level, each in chosen.items()})
        patients = holds(self._population, facts)
        around = [self._everybody[each] for each in self._cells_around(cell)]
        possible = tuple(node for node in around if meet(patients, node))
        return facts, Demand(tuple(sorted(certain)), possible, (self._rule,), frozenset({self._fact}))

    def _settle(self, cell: int, chosen: dict[int, int]) -> list[bool]:
        """Choose cells of further facts until the rule is settled for every cell, and return for which it is met then.

        From the cut outwards each cell is settled like its neighbor where that can be, so that the rule turns elsewhere
        only if it must.
        """
        is_met = [False] * len(self._slices)
        steps = [(each, each + 1) for each in range(cell, -1, -1)]
        steps += [(each, each - 1) for each in range(cell + 1, len(self._slices))]
        for each, neighbor in steps:
            # The rule need not be settled where nobody is in scope.
            node = self._slices[each] if self._everybody[each] != FALSE else int(is_met[neighbor])
            for level, kept in chosen.items():
                node = self._diagrams.given(node, level, kept)
            if node > TRUE:
                path = self._diagrams.witness(node if is_met[neighbor] else self._diagrams.opposite(node))
                chosen.update((level, self._population.plainest(level, cells)[0]) for level, cells in path.items())
            is_met[each] = node == TRUE or (node > TRUE and is_met[neighbor])
        return is_met

    def _constants_for(self, cell: int, patients: int) -> tuple[int, ...]:
        """Return the constants of a turn; of a sum or formula the last value below, or the first above for < and >=."""
        if self._is_own(cell, patients):
            return self._constants(cell)
        last = self._last(cell)
        implies = self._diagrams.implies
        moved = (test for test, sliced in self._sums if not implies(patients, self._same(sliced, cell)))
        is_bound_above = any(test.operator in ("<", ">=") for test in moved)
        return (last + ONE_STEP if is_bound_above else last,)

    def _is_own(self, cell: int, patients: int) -> bool:
        """Return whether it is the number's own comparison that turns the rule for some patients after a cell."""
        return bool(self._constants(cell)) and self._diagrams.implies(patients, self._steady(cell))

    def _constants(self, cell: int) -> tuple[int, ...]:
        """Return the constants with which the number itself is compared and which part a cell from the next."""
        below = self._last(cell)
        parting = (test.bound for test in self._own if test.holds_for(below) != test.holds_for(below + ONE_STEP))
        return tuple(sorted(set(parting)))

    def _steady(self, cell: int) -> int:
        """Return for whom no comparison of a sum or a formula changes after a cell."""
        joint = (*(sliced for _, sliced in self._sums), *self._grades)
        return self._diagrams.all_of(self._same(sliced, cell) for sliced in joint)

    def _same(self, sliced: tuple[int, ...], cell: int) -> int:
        """Return for whom a claim, cut into slices, is the same before and after a cut."""
        both, opposite = self._diagrams.both, self._diagrams.opposite
        below, above = sliced[cell], sliced[cell + 1]
        return self._diagrams.either(both(below, above), both(opposite(below), opposite(above)))

    @cached_property
    def _cuts(self) -> tuple[int, ...]:
        """The cells after which the rule turns for somebody."""
        slices = self._slices
        return tuple(cell for cell in range(len(slices) - 1) if slices[cell] != slices[cell + 1])

    def _cells_around(self, cell: int) -> tuple[int, ...]:
        """Return the cells of the patients that a boundary shows, and both beside the cut."""
        constants = self._constants(cell) or (self._last(cell),)
        around = (each + shift for each in constants for shift in (-ONE_STEP, 0, ONE_STEP))
        inside = {self._cell_of(each) for each in around if self._domain.low <= each <= self._domain.high}
        return tuple(sorted(inside | {cell, cell + 1}))

    def _cell_of(self, halves: int) -> int:
        cells = self._population.cells(self._level)
        return next(cell for cell in cells if halves in self._population.values(self._level, cell))

    def _last(self, cell: int) -> int:
        return self._population.values(self._level, cell)[-1]

    def _sliced(self, node: int) -> tuple[int, ...]:
        """Return for each cell of the number who is left of a diagram."""
        cells = self._population.cells(self._level)
        return tuple(self._diagrams.given(node, self._level, cell) for cell in cells)

    def _grade_nodes(self, tests: tuple[Test, ...]) -> Iterator[int]:
        """Yield for every grade of every formula of the number, as far as comparisons read it, who has that grade."""
        for name in dict.fromkeys(test.fact for test in tests if self._is_part_of(test, FormulaDefinition)):
            domain = self._population.knowledge.choice(name)
            yield from (self._population.having(name, value) for value in domain.values)

    def _is_part_of(self, test: Test, kind: type[SumDefinition] | type[FormulaDefinition]) -> bool:
        derived = self._population.knowledge.derived_by_id.get(test.fact)
        return derived is not None and isinstance(derived.definition, kind) and self._fact in derived.inputs
