"""One number along which a rule changes: where, because of which constants, and for which patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from screener.diagrams.diagrams import FALSE, TRUE
from screener.knowledge.conditions import NumberTest, Test
from screener.knowledge.derived import FormulaDefinition, SumDefinition
from screener.proof.comparisons import comparisons_behind
from screener.proof.population import Population
from screener.proof.witness import Demand, WitnessFact, holds, shortened, witness_facts_along

ONE_STEP = 2


@dataclass(frozen=True, slots=True)
class Flip:
    """Where a rule changes along a number: after the last value of a cell.

    Attributes:
        cell: the cell below.
        constants: the constants that the rule compares with there, in half steps.
    """

    cell: int
    constants: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The rest of a patient, which settles a rule for every value of one number, and where the rule changes then."""

    stated: tuple[WitnessFact, ...]
    flips: tuple[Flip, ...]


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
        """Yield contexts in which the rule changes, until every constant that ever decides has been shown.

        A comparison of two numbers at once, a sum or a formula, has a boundary for every value of the other number;
        one for each direction is shown.
        """
        shown: set[tuple[int, bool]] = set()
        for cell in self._cuts:
            for key, cause, patients in self._ways(cell):
                if key not in shown and patients != FALSE:
                    context = self._context(cell, cause, patients)
                    shown.update(self._shown_by(context))
                    yield context

    def has_patient(self, context: Context, halves: int) -> bool:
        """Return whether somebody can have a value in a context."""
        if not self._domain.low <= halves <= self._domain.high:
            return False
        return self._diagrams.meet(holds(self._population, context.stated), self._everybody[self._cell_of(halves)])

    def stated(self, halves: int) -> WitnessFact:
        """Return a value of the number as a stated fact."""
        node = self._diagrams.cells(self._level, (self._cell_of(halves),))
        return WitnessFact(self._fact, self._domain.text(halves), node)

    def _ways(self, cell: int) -> Iterator[tuple[tuple[int, bool], int, int]]:
        """Yield for every cause of a change after a cell, its own constant or a sum or formula, who shows it."""
        both, opposite = self._diagrams.both, self._diagrams.opposite
        below, above = self._slices[cell], self._slices[cell + 1]
        steady = self._steady(cell)
        rising, falling = both(opposite(below), above), both(below, opposite(above))
        if self._constants(cell):
            yield (cell, True), steady, self._possible(cell, both(self._diagrams.either(rising, falling), steady))
        moving = opposite(steady)
        for is_rising, patients in ((True, rising), (False, falling)):
            yield (-1, is_rising), moving, self._possible(cell, both(patients, moving))

    def _possible(self, cell: int, patients: int) -> int:
        """Return those patients who can have all values around a constant, or if there are none both beside the cut."""
        for cells in (self._cells_around(cell), (cell, cell + 1)):
            found = self._diagrams.all_of([patients, *(self._everybody[each] for each in cells)])
            if found != FALSE:
                return found
        return FALSE

    def _shown_by(self, context: Context) -> Iterator[tuple[int, bool]]:
        patients = holds(self._population, context.stated)
        for flip in context.flips:
            if self._is_own(flip.cell, patients):
                yield flip.cell, True
            else:
                yield -1, self._diagrams.implies(patients, self._slices[flip.cell + 1])

    def _context(self, cell: int, cause: int, patients: int) -> Context:
        read = self._support | self._diagrams.support(cause)
        path = self._diagrams.witness(patients)
        chosen = {level: self._population.plainest(level, cells)[0] for level, cells in path.items() if level in read}
        is_met = self._settle(cell, chosen)
        opposite = self._diagrams.opposite
        settled = zip(self._slices, is_met, self._everybody, strict=True)
        certain = {cause, *(node if met else opposite(node) for node, met, whom in settled if whom != FALSE)}
        around = [self._everybody[each] for each in self._cells_around(cell)]
        whole = witness_facts_along(self._population, {level: (each,) for level, each in chosen.items()})
        patients = holds(self._population, whole)
        possible = tuple(node for node in around if self._diagrams.meet(patients, node))
        demand = Demand(tuple(sorted(certain)), possible, (self._rule,), frozenset({self._fact}))
        stated = shortened(self._population, whole, demand)
        patients = holds(self._population, stated)
        # Who is outside the scope is never screened, so no change is seen there.
        has_patient = [self._diagrams.meet(patients, each) for each in self._everybody]
        cells = (each for each in range(len(is_met) - 1) if has_patient[each] and has_patient[each + 1])
        flips = (each for each in cells if is_met[each] != is_met[each + 1])
        return Context(stated, tuple(Flip(each, self._constants_for(each, patients)) for each in flips))

    def _settle(self, cell: int, chosen: dict[int, int]) -> list[bool]:
        """Choose cells of further facts until the rule is settled for every cell, with as few changes as possible."""
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
        if self._is_own(cell, patients):
            return self._constants(cell)
        last = self._last(cell)
        implies = self._diagrams.implies
        moved = (test for test, sliced in self._sums if not implies(patients, self._same(sliced, cell)))
        is_bound_above = any(test.operator in ("<", ">=") for test in moved)
        return (last + ONE_STEP if is_bound_above else last,)

    def _is_own(self, cell: int, patients: int) -> bool:
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
        both, opposite = self._diagrams.both, self._diagrams.opposite
        below, above = sliced[cell], sliced[cell + 1]
        return self._diagrams.either(both(below, above), both(opposite(below), opposite(above)))

    @cached_property
    def _cuts(self) -> tuple[int, ...]:
        slices = self._slices
        return tuple(cell for cell in range(len(slices) - 1) if slices[cell] != slices[cell + 1])

    def _cells_around(self, cell: int) -> tuple[int, ...]:
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
        cells = self._population.cells(self._level)
        return tuple(self._diagrams.given(node, self._level, cell) for cell in cells)

    def _grade_nodes(self, tests: tuple[Test, ...]) -> Iterator[int]:
        for name in dict.fromkeys(test.fact for test in tests if self._is_part_of(test, FormulaDefinition)):
            domain = self._population.knowledge.choice(name)
            yield from (self._population.having(name, value) for value in domain.values)

    def _is_part_of(self, test: Test, kind: type[SumDefinition] | type[FormulaDefinition]) -> bool:
        derived = self._population.knowledge.derived_by_id.get(test.fact)
        return derived is not None and isinstance(derived.definition, kind) and self._fact in derived.inputs
