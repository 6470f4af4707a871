"""Every rule of a rule base as one decision diagram over the asked facts, made once when the rules are loaded.

A comparison is a diagram over one fact; `and` is where all parts are true, `or` where one is. A derived fact vanishes
into the facts behind it: for each of its values there is a diagram of where it has that value. In the example `small`
is yes where the size is at most 3,

    size
        1 to 3: true
        4: false

and so the rule `supports`, which reads `small`, asks the size instead:

    spread
        none: size
            1 to 3: true
            4: false
        some: false

A judgement, such as a stage, may be stated in a chart against its definition. So it has a second reading, in which it
is a fact of its own, and rules that rest on it are compiled for both. If `small` were a judgement and stated, nothing
would ask the size any more:

    spread
        none: small
            yes: true
            no: false
        some: false
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations

from screener.diagrams.cells import Cells, cells_of
from screener.diagrams.diagrams import BUDGET, FALSE, TRUE, Diagrams
from screener.engine.formulas import grade_table, rows_of, sum_factors
from screener.knowledge.conditions import AllOf, AnyOf, Condition, NumberTest, facts_of, tests_of
from screener.knowledge.derived import (
    ChoiceDefinition,
    FirstDefinition,
    FormulaDefinition,
    PointsDefinition,
    SumDefinition,
    WhenDefinition,
    conditions_in,
)
from screener.knowledge.domains import NO, YES, NumberDomain
from screener.knowledge.knowledge import Knowledge

Judgements = frozenset[str]
# The reading in which no judgement is stated: all are worked out.
AS_DEFINED: Judgements = frozenset()


class CompiledRules:
    """The diagrams of a rule base; read by every screening, changed by none.

    Attributes:
        names: the fact of each level, in chart order; judgements, as facts of their own, come last.
        level: the level of each fact.
        cells: the cells of each level.
        diagrams: what made the nodes.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        stated: tuple[NumberTest, ...] = (),
        grades: Collection[str] = (),
        budget: int = BUDGET,
    ) -> None:
        """Cut the facts into cells and compile every rule and every derived choice.

        Args:
            knowledge: the rule base.
            stated: comparisons of derived numbers that one patient's chart makes, on top of those of the rules.
            grades: the facts graded by a formula that the chart states, on top of those that rules read.
            budget: the number of steps that may be spent on diagrams.
        """
        self._knowledge = knowledge
        self._formulas = _formulas_read(knowledge, grades)
        cells = cells_of(knowledge, (*_number_tests(knowledge), *stated), self._formulas)
        cells |= {fact.id: Cells(fact.domain) for fact in knowledge.derived if fact.is_judgement}
        self.names = tuple(cells)
        self.level = {name: level for level, name in enumerate(self.names)}
        self.cells = tuple(cells.values())
        self.diagrams = Diagrams([len(each) for each in self.cells], budget)
        # Derived facts stand after those they read, so what a value is made of is there when it is needed.
        self._behind = {fact.id: _judgements_behind(knowledge, fact.id) for fact in knowledge.derived}
        self._values: dict[tuple[Judgements, str], dict[str, int]] = {}
        for fact in knowledge.derived:
            if not isinstance(fact.definition, SumDefinition):
                for reading in _subsets(self._behind[fact.id]):
                    self._values[reading, fact.id] = self._compile_values(fact.id, fact.definition, reading)
        self._rules: dict[tuple[Judgements, str], int] = {}
        self._judgements_of: dict[str, Judgements] = {}
        self._notices = {each.id: self.compile(each.condition) for each in (*knowledge.scope, *knowledge.impossible)}
        for rule in knowledge.rules_with_outcome:
            self._judgements_of[rule.id] = self._judgements_read(rule.condition)
            for reading in _subsets(self._judgements_of[rule.id]):
                self._rules[reading, rule.id] = self.compile(rule.condition, reading)

    def rule(self, name: str, stated: Judgements) -> int:
        """Return a rule's diagram, with the stated judgements read as facts of their own."""
        reading = self._judgements_of[name] & stated if stated else AS_DEFINED
        return self._rules[reading, name]

    def notice(self, name: str) -> int:
        """Return the diagram of a notice about the scope, or about what cannot go together."""
        return self._notices[name]

    def values(self, fact: str, stated: Judgements = AS_DEFINED) -> Mapping[str, int]:
        """Return for each value of a derived choice where it has that value."""
        return self._values[stated & self._behind[fact], fact]

    def leaves_out(self, fact: str) -> bool:
        """Return whether a derived fact is graded by a formula that nothing reads: no diagram tells its grades."""
        definition = self._knowledge.derived_by_id[fact].definition
        return isinstance(definition, FormulaDefinition) and definition not in self._formulas

    def compile(self, condition: Condition, reading: Judgements = AS_DEFINED) -> int:
        """Return the diagram of any condition over the rule base's facts."""
        match condition:
            case AllOf(parts):
                return self.diagrams.all_of(self.compile(part, reading) for part in parts)
            case AnyOf(parts):
                return self.diagrams.any_of(self.compile(part, reading) for part in parts)
            case NumberTest():
                return self._number(condition)
        return self.choice(condition.fact, condition.values, reading)

    def choice(self, fact: str, values: frozenset[str], reading: Judgements = AS_DEFINED) -> int:
        """Return where a choice, asked or derived, has one of some values."""
        if fact in self._knowledge.fact_by_id or fact in reading:
            domain = self._knowledge.choice(fact)
            kept = (cell for cell, value in enumerate(domain.values) if value in values)
            return self.diagrams.cells(self.level[fact], kept)
        return self.diagrams.any_of(node for value, node in self.values(fact, reading).items() if value in values)

    def _compile_values(self, fact: str, definition: ChoiceDefinition, reading: Judgements) -> dict[str, int]:
        values = self._knowledge.choice(fact).values
        if fact in reading:
            return {value: self.choice(fact, frozenset({value}), reading) for value in values}
        return dict.fromkeys(values, FALSE) | self._reached(definition, reading)

    def _reached(self, definition: ChoiceDefinition, reading: Judgements) -> dict[str, int]:
        match definition:
            case WhenDefinition(condition):
                node = self.compile(condition, reading)
                return {YES: node, NO: self.diagrams.opposite(node)}
            case FirstDefinition():
                return self._first(definition, reading)
            case PointsDefinition(items):
                return self._points(items, reading)
        return self._formula(definition)

    def _first(self, definition: FirstDefinition, reading: Judgements) -> dict[str, int]:
        """Return where each value is reached: its case holds, and no case before it does."""
        by_value: dict[str, int] = {}
        remaining = TRUE
        for case in definition.cases:
            holds = TRUE if case.condition is None else self.compile(case.condition, reading)
            here = self.diagrams.both(remaining, holds)
            by_value[case.value] = self.diagrams.either(by_value.get(case.value, FALSE), here)
            remaining = self.diagrams.both(remaining, self.diagrams.opposite(holds))
        return by_value

    def _points(self, items: tuple[FirstDefinition, ...], reading: Judgements) -> dict[str, int]:
        """Return where each total is reached, adding one item after the other to the totals so far."""
        totals = {0: TRUE}
        for item in items:
            added: dict[int, int] = {}
            for points, node in self._first(item, reading).items():
                for total, before in totals.items():
                    both = self.diagrams.both(before, node)
                    key = total + int(points)
                    added[key] = self.diagrams.either(added.get(key, FALSE), both)
            totals = added
        return {str(total): node for total, node in totals.items()}

    def _formula(self, definition: FormulaDefinition) -> dict[str, int]:
        """Return where each grade of a formula is reached; of one that no rule reads, nowhere."""
        first, second = self._knowledge.number(definition.first), self._knowledge.number(definition.second)
        if definition not in self._formulas:
            return {}
        table = grade_table(definition, first, second)
        rows, columns = self._rows_read(definition.first, first), self._rows_read(definition.second, second)

        def holds(grade: str) -> Callable[[int, int], bool]:
            return lambda one, other: table[rows[one]][columns[other]] == grade

        return {
            band.value: self._table(definition.first, definition.second, holds(band.value)) for band in definition.bands
        }

    def _rows_read(self, fact: str, domain: NumberDomain) -> list[int]:
        """Return for each cell of a number which grid value, counted from the lowest, a formula reads there."""
        cells = self.cells[self.level[fact]]
        starts = map(cells.grid_start, range(len(cells)))
        return [rows_of((start, start), domain).start for start in starts]

    def _number(self, test: NumberTest) -> int:
        """Return where a comparison of a number, asked or a sum, holds; the first value of a cell speaks for all."""
        if test.fact in self.level:
            level = self.level[test.fact]
            starts = self.cells[level].starts
            return self.diagrams.cells(level, (cell for cell, start in enumerate(starts) if test.holds_for(start)))
        definition = self._knowledge.sum_of(test.fact)
        factors = sum_factors(self._knowledge, definition)
        first, second = (self.cells[self.level[name]].starts for name in (definition.first, definition.second))
        return self._table(
            definition.first,
            definition.second,
            lambda one, other: test.holds_for(first[one] * factors[0] + second[other] * factors[1]),
        )

    def _table(self, first: str, second: str, holds: Callable[[int, int], bool]) -> int:
        """Return where a claim about cells of two numbers holds; it must be true of all their values or of none."""
        if self.level[first] > self.level[second]:
            return self._table(second, first, lambda one, other: holds(other, one))
        upper, lower = self.level[first], self.level[second]
        rows = []
        for one in range(len(self.cells[upper])):
            cells = [other for other in range(len(self.cells[lower])) if holds(one, other)]
            rows.append(self.diagrams.cells(lower, cells))
        return self.diagrams.node(upper, tuple(rows))

    def _judgements_read(self, condition: Condition) -> Judgements:
        """Return the judgements that a condition reads, itself or through other derived facts."""
        empty: Judgements = frozenset()
        return empty.union(*[self._behind.get(fact, empty) for fact in facts_of(condition)])


def _subsets(reading: Judgements) -> Iterator[Judgements]:
    """Yield every reading: any of the judgements may be stated."""
    for size in range(len(reading) + 1):
        yield from map(frozenset, combinations(sorted(reading), size))


def _judgements_behind(knowledge: Knowledge, fact: str) -> Judgements:
    derived = knowledge.derived_by_id.get(fact)
    if derived is None:
        return frozenset()
    own = frozenset({fact}) if derived.is_judgement else frozenset()
    return own.union(*[_judgements_behind(knowledge, source) for source in derived.inputs])


def _conditions(knowledge: Knowledge) -> Iterator[Condition]:
    for each in (*knowledge.scope, *knowledge.impossible):
        yield each.condition
    for rule in knowledge.rules_with_outcome:
        yield rule.condition
    for fact in knowledge.derived:
        yield from conditions_in(fact.definition)


def _number_tests(knowledge: Knowledge) -> Iterator[NumberTest]:
    for condition in _conditions(knowledge):
        yield from (test for test in tests_of(condition) if isinstance(test, NumberTest))


def _formulas_read(knowledge: Knowledge, grades: Collection[str]) -> tuple[FormulaDefinition, ...]:
    read = frozenset(grades).union(*map(facts_of, _conditions(knowledge)))
    definitions = (fact.definition for fact in knowledge.derived if fact.id in read)
    return tuple(definition for definition in definitions if isinstance(definition, FormulaDefinition))
