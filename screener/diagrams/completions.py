"""The completions one patient allows, as diagrams.

A completion gives every asked fact one value that is still possible, and agrees with everything the chart states. What
is known of asked facts is cut out of the diagrams: in the example nothing asks `frail` any more, and the rule `against`
is met nowhere.

Asked facts are independent of each other. Only what the chart states of derived facts couples them: with `small` stated
to be yes there are completions with size 1, 2 and 3 and none with size 4, and were `small` about two facts, not every
value of one would go with every value of the other. A stated judgement couples nothing, since it is read as an asked
fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from screener.diagrams.compiled import CompiledRules
from screener.diagrams.diagrams import FALSE, TRUE
from screener.diagrams.restriction import Restriction
from screener.knowledge.conditions import NumberTest
from screener.knowledge.domains import ChoiceDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible, is_open
from screener.problems import DisagreementError, PatientError, Problem


class Completions:
    """Every rule's diagram, restricted to what one patient's facts leave possible.

    Attributes:
        diagrams: makes and combines the patient's diagrams.
        stated_by_fact: for each derived fact that the chart states, where it is as stated; judgements are left out.
        stated: where all of them are as stated.
        judgements: the stated judgements; rules read them as asked facts.
        names: the fact of each level.
        level: the level of each fact.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        compiled: CompiledRules,
        asked: Mapping[str, Possible],
        stated: Mapping[str, Possible],
    ) -> None:
        """Restrict the compiled rules.

        Raises:
            PatientError: what was stated contradicts itself; all facts that take part are named.
        """
        tests = stated_numbers(knowledge, stated)
        self._compiled = compiled_for(knowledge, compiled, stated)
        self.judgements = frozenset(name for name in stated if knowledge.derived_by_id[name].is_judgement)
        self._known = {**asked, **{name: stated[name] for name in self.judgements}}
        self.names = self._compiled.names
        self.level = self._compiled.level
        self._restriction = Restriction(self._compiled, self._known)
        self._copy = self._restriction.copy
        self.diagrams = self._restriction.diagrams
        self.stated_by_fact = {
            name: self._as_stated(name, possible, tests)
            for name, possible in stated.items()
            if name not in self.judgements
        }
        self.stated = self.diagrams.all_of(self.stated_by_fact.values())
        if self.stated == FALSE:
            raise PatientError(self._contradictions(knowledge))

    def rule(self, name: str) -> int:
        """Return where a rule is met."""
        return self._copy(self._compiled.rule(name, self.judgements))

    def values(self, fact: str) -> dict[str, int]:
        """Return for each value of a derived choice where it has that value."""
        by_value = self._compiled.values(fact, self.judgements)
        return {value: self._copy(node) for value, node in by_value.items()}

    def is_open(self, fact: str) -> bool:
        """Return whether an asked fact may still have several values."""
        possible = self._known.get(fact)
        return possible is None or is_open(possible)

    def runs(self, level: int, cells: Iterable[int]) -> tuple[Possible, ...]:
        """Return the values in cells of a level, neighboring ones of a number together."""
        chosen = (self._restriction.cell_before(level, cell) for cell in cells)
        return self._compiled.cells[level].runs(chosen, self._known.get(self.names[level]))

    def notice(self, name: str) -> int:
        """Return where a notice holds: about the scope, or about what cannot go together."""
        return self._copy(self._compiled.notice(name))

    def index_of(self, fact: str, possible: Possible) -> int | None:
        """Return which of the cells left to a fact its only value lies in; None if it lies in none of them."""
        level = self.level[fact]
        cells = self._compiled.cells[level].possible(possible)
        assert cells is not None
        return self._restriction.cell_after(level, cells[0])

    def nearest_value(self, fact: str, index: int, possible: Possible) -> Possible:
        """Return the value in a cell left to a fact that lies nearest to what is known of it."""
        level = self.level[fact]
        return self._compiled.cells[level].nearest(self._restriction.cell_before(level, index), possible)

    def firm_up(self, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Return the outcomes with those unknown ones settled on which every completion agrees.

        Raises:
            DisagreementError: a met or not met rule does not hold, or fails to fail, in every completion.
        """
        firm: dict[str, Outcome] = {}
        problems = []
        for name, outcome in outcomes.items():
            firm[name] = self._outcome(self.rule(name))
            if outcome not in (Outcome.UNKNOWN, firm[name]):
                problems.append(Problem("disagreement", name, found=str(outcome), allowed=(str(firm[name]),)))
        if problems:
            raise DisagreementError(problems)
        return firm

    def _outcome(self, node: int) -> Outcome:
        """Return what all completions say of a rule; most rules are decided, or nothing is stated, and need no look."""
        if self.stated == TRUE and node not in (TRUE, FALSE):
            return Outcome.UNKNOWN
        if node == FALSE:
            return Outcome.NOT_MET
        if node == TRUE or not self.diagrams.meet(self.stated, self.diagrams.opposite(node)):
            return Outcome.MET
        return Outcome.UNKNOWN if self.diagrams.meet(self.stated, node) else Outcome.NOT_MET

    def _as_stated(self, name: str, possible: Possible, tests: tuple[NumberTest, ...]) -> int:
        """Return where a derived fact has one of the values that the chart states."""
        if isinstance(possible, frozenset):
            return self.diagrams.any_of(node for value, node in self.values(name).items() if value in possible)
        return self.diagrams.all_of(self._copy(self._compiled.compile(test)) for test in tests if test.fact == name)

    def _contradictions(self, knowledge: Knowledge) -> list[Problem]:
        """Return a problem for every smallest set of stated facts that no completion has together."""
        problems = []
        remaining = dict(self.stated_by_fact)
        while self.diagrams.all_of(remaining.values()) == FALSE:
            names = self._smallest_contradiction(list(remaining))
            facts = dict.fromkeys(fact for name in names for fact in self._facts_behind(knowledge, name))
            problems.append(Problem("contradiction", names[0], related=(*names[1:], *facts)))
            remaining = {name: node for name, node in remaining.items() if name not in names}
        return problems

    def _smallest_contradiction(self, names: list[str]) -> list[str]:
        """Return as few of some contradicting stated facts as still contradict each other."""
        for name in reversed(names):
            fewer = [other for other in names if other != name]
            if self.diagrams.all_of(self.stated_by_fact[other] for other in fewer) == FALSE:
                names = fewer
        return names

    def _facts_behind(self, knowledge: Knowledge, name: str) -> Iterator[str]:
        """Yield the known facts that a stated fact rests on; a stated judgement hides what stands behind it."""
        for source in knowledge.derived_by_id[name].inputs:
            if source in self._known:
                yield source
            elif source in knowledge.derived_by_id:
                yield from self._facts_behind(knowledge, source)


def compiled_for(knowledge: Knowledge, compiled: CompiledRules, stated: Mapping[str, Possible]) -> CompiledRules:
    """Return diagrams that can tell what a chart states of derived facts.

    Those of the rules do, but for derived numbers, and for grades by a formula that no rule reads: these cut the facts
    behind them anew.
    """
    tests = stated_numbers(knowledge, stated)
    grades = tuple(name for name in stated if compiled.leaves_out(name))
    return CompiledRules(knowledge, tests, grades) if tests or grades else compiled


def stated_numbers(knowledge: Knowledge, stated: Mapping[str, Possible]) -> tuple[NumberTest, ...]:
    """Return what the chart states of derived numbers as comparisons; each needs cells of its own."""
    tests: list[NumberTest] = []
    for name, possible in stated.items():
        if isinstance(possible, tuple) and not isinstance(knowledge.domains[name], ChoiceDomain):
            tests += [NumberTest(name, ">=", possible[0], ()), NumberTest(name, "<=", possible[1], ())]
    return tuple(tests)
