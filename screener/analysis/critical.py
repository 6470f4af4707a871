"""Critical comparisons: those of a rule on which its outcome hangs for a patient.

A set of comparisons is critical if the rule's outcome changes whenever the facts behind all of them cross their
boundaries: numbers by one step, choices to any value on the other side. Every other fact stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

from screener.engine.referee import evaluate, evaluate_test
from screener.knowledge.conditions import ChoiceTest, Condition, NumberTest, Test, negate_test, tests_of
from screener.knowledge.domains import Domain, NumberDomain
from screener.knowledge.possible import Outcome, Possible
from screener.result.reason import Finding

Rank = Callable[[Test], tuple[int, ...]]

MOST_TOGETHER = 6
_UPPER = ("<", "<=")
_STEP = 2  # numbers are held in half steps
_BEYOND = {"<": (0,), "<=": (_STEP,), ">": (0,), ">=": (-_STEP,), "==": (-_STEP, _STEP), "!=": (0,)}


def beyond(tests: Sequence[Test], domain: Domain) -> tuple[Possible, ...]:
    """Return the values of one fact, one step over a boundary, for which none of its comparisons holds."""
    values: dict[Possible, None] = {}
    for test in tests:
        if isinstance(test, ChoiceTest):
            values |= {frozenset({value}): None for value in sorted(test.others)}
        else:
            values |= {(end, end): None for end in _ends(test, domain)}
    return tuple(value for value in values if all(evaluate_test(test, value) is Outcome.NOT_MET for test in tests))


def _ends(test: NumberTest, domain: Domain) -> Iterator[int]:
    assert isinstance(domain, NumberDomain)
    for distance in _BEYOND[test.operator]:
        if domain.low <= test.bound + distance <= domain.high:
            yield test.bound + distance


class Critical:
    """The comparisons of one rule, as they came out for a patient."""

    def __init__(
        self,
        condition: Condition,
        comparisons: Sequence[Finding],
        domains: Mapping[str, Domain],
        last: str = "",
    ) -> None:
        """Take a rule's condition and what its comparisons read.

        Args:
            condition: the condition.
            comparisons: its comparisons in its order, each with the value it read.
            domains: the values of every fact.
            last: a fact that is named only where no others will do.
        """
        self._condition = condition
        self._domains = domains
        self._last = last
        # Reasons made by hand may hold fewer comparisons than the condition; what is left out is unknown.
        self._reads = dict(zip(tests_of(condition), comparisons, strict=False))
        self._known: dict[str, Possible] = {}
        for read in comparisons:
            possible = read.read.on(domains[read.fact])
            if possible is not None:
                self._known[read.fact] = possible
        self.outcome = evaluate(condition, self._known)

    def smallest(self, outcome: Outcome, rank: Rank, most: int = MOST_TOGETHER) -> tuple[Finding, ...]:
        """Return the smallest critical set among the comparisons that came out so, in the rule's order.

        Args:
            outcome: met or not met.
            rank: what is named first among sets of one size.
            most: the most comparisons to name; nothing is returned if no set is as small.
        """
        tests = self._tests(outcome, rank)
        others = [test for test in tests if test.fact != self._last]
        sizes = range(1, most + 1)
        sets = (named for each in (others, tests) for size in sizes for named in combinations(each, size))
        return self._in_order(next((named for named in sets if self._is_critical(named)), ()))

    def single(self, outcome: Outcome, rank: Rank, most: int) -> tuple[Finding, ...]:
        """Return some comparisons that came out so, each critical alone and all of them together, in the rule's order.

        Args:
            outcome: met or not met.
            rank: what is named first.
            most: the most comparisons to name.
        """
        named: tuple[Test, ...] = ()
        tests = self._tests(outcome, rank)
        first = {test.fact: place for place, test in reversed(list(enumerate(tests)))}
        # Of two limits of one fact only one can be crossed; the upper one tells more.
        for test in sorted(tests, key=lambda each: (first[each.fact], each.operator not in _UPPER)):
            is_told = any(test.fact == other.fact for other in named)
            if len(named) < most and not is_told and self._is_critical((test,)) and self._is_critical((*named, test)):
                named = (*named, test)
        return self._in_order(named)

    def _tests(self, outcome: Outcome, rank: Rank) -> list[Test]:
        return sorted((test for test, read in self._reads.items() if read.outcome is outcome), key=rank)

    def _in_order(self, named: Sequence[Test]) -> tuple[Finding, ...]:
        return tuple(read for test, read in self._reads.items() if test in named)

    def _is_critical(self, named: Sequence[Test]) -> bool:
        crossed: dict[str, list[Test]] = {}
        for test in named:
            holds = self._reads[test].outcome is Outcome.MET
            crossed.setdefault(test.fact, []).append(test if holds else negate_test(test))
        values = [beyond(tests, self._domains[fact]) for fact, tests in crossed.items()]
        moves = [dict(zip(crossed, chosen, strict=True)) for chosen in product(*values)]
        return bool(moves) and all(
            evaluate(self._condition, {**self._known, **move}) is not self.outcome for move in moves
        )
