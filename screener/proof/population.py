"""Everybody whom the rules speak about, as diagrams: in scope, on the grid, no facts that cannot go together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from screener.diagrams.compiled import CompiledRules
from screener.diagrams.restriction import Restriction
from screener.knowledge.conditions import Condition, NumberTest, tests_of
from screener.knowledge.domains import ChoiceDomain, NumberDomain
from screener.knowledge.knowledge import Knowledge

# Proving looks at all rules at once and at leisure; a screening must not.
BUDGET = 200_000_000


class Population:
    """All patients, and the diagrams of what rules and derived facts say about them.

    Attributes:
        knowledge: the rule base.
        diagrams: makes and combines the diagrams.
        names: the fact of each level.
        level: the level of each fact.
        everybody: the patients in scope whose facts can go together.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        """Cut the facts wherever a rule, the scope or an impossible combination tells values apart."""
        outside = [notice.condition for notice in (*knowledge.scope, *knowledge.impossible)]
        tests = (test for condition in outside for test in tests_of(condition))
        self.knowledge = knowledge
        self._compiled = CompiledRules(knowledge, tuple(test for test in tests if isinstance(test, NumberTest)))
        self.names = self._compiled.names
        self.level = self._compiled.level
        # Half steps stand for converted values only; of patients about whom nothing is known none has one.
        self._restriction = Restriction(self._compiled, {}, BUDGET)
        self._copy = self._restriction.copy
        self.diagrams = self._restriction.diagrams
        excluded = (self._copy(self._compiled.compile(condition)) for condition in outside)
        self.everybody = self.diagrams.opposite(self.diagrams.any_of(excluded))

    def rule(self, name: str) -> int:
        """Return who meets a rule, derived facts worked out from what is asked."""
        return self._copy(self._compiled.rule(name, frozenset()))

    def meeting(self, condition: Condition) -> int:
        """Return who meets a condition of a rule or of a derived fact."""
        return self._copy(self._compiled.compile(condition))

    def having(self, fact: str, value: str) -> int:
        """Return who has a value of a choice, asked or derived."""
        return self._copy(self._compiled.choice(fact, frozenset({value})))

    def cells(self, level: int) -> range:
        """Return the cells of a level."""
        return range(self.diagrams.widths[level])

    def values(self, level: int, cell: int) -> range:
        """Return the grid values of a number's cell, in half steps."""
        first, last = self._compiled.cells[level].span(self._restriction.cell_before(level, cell))
        return range(first + first % 2, last + 1, 2)

    def plainest(self, level: int, cells: Iterable[int]) -> tuple[int, str]:
        """Return the cell and value that read best: of a choice the first, of a number the roundest, then lowest."""
        domain = self._compiled.cells[level].domain
        if isinstance(domain, ChoiceDomain):
            cell = min(cells)
            return cell, domain.values[cell]
        found = ((self._roundness(domain, halves), cell) for cell in cells for halves in self.values(level, cell))
        (_, halves), cell = min(found)
        return cell, domain.text(halves)

    def _roundness(self, domain: NumberDomain, halves: int) -> tuple[int, int]:
        return len(domain.text(halves).partition(".")[2]), halves


@lru_cache(maxsize=1)
def population_of(knowledge: Knowledge) -> Population:
    """Return the population of a rule base; the last one is kept, since proofs are asked for rule by rule."""
    return Population(knowledge)
