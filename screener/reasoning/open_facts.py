"""Open facts: those that could still bring a product in, and those that could take it out or change its cautions.

Both are questions about two completions that differ in one fact. `missing`: one is flagged, and in the other no
indication is true. `still_to_check`: an indication is true in both, and the stops, againsts and cautions that are true
differ while at least one of the two is flagged. "Two completions that differ in f alone" is the question whether two
diagrams, each freed of f, meet. If no single fact forms such a pair though some pair exists, the smallest number of
facts that does is found, and every fact in a set of that size is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from screener.knowledge.conditions import facts_of
from screener.knowledge.model import (
    CLOSING,
    FirstDefinition,
    FormulaDefinition,
    Knowledge,
    PointsDefinition,
)
from screener.reasoning.completions import Completions
from screener.reasoning.diagrams import FALSE, Diagrams
from screener.reasoning.product_diagrams import Group, OpenRule, ProductDiagrams
from screener.result import OpenFact

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A fact in a pair: the rules that read it and the pairs of diagrams between which it decides."""

    level: int
    rules: tuple[OpenRule, ...]
    pairs: tuple[Pair, ...]
    reached: int


class OpenFacts:
    """Finds the open facts of one product for one patient."""

    def __init__(self, knowledge: Knowledge, completions: Completions, product: ProductDiagrams) -> None:
        """Keep what is asked about; nothing is computed yet."""
        self._knowledge = knowledge
        self._completions = completions
        self._diagrams = completions.diagrams
        self._product = product

    def missing(self) -> tuple[OpenFact, ...]:
        """Return the facts that could still bring the product in, in chart order."""
        product = self._product
        if product.is_closed or product.unindicated == FALSE:
            return ()
        pair = (product.flagged, product.unindicated)
        levels = _smallest(self._diagrams, [(pair, product.core.levels)])
        return tuple(
            self._entry(
                _Hit(
                    level,
                    tuple(each for each in product.indications if level in each.levels) or product.indications,
                    (pair,),
                    product.flagged,
                ),
                is_check=False,
            )
            for level in sorted(levels)
        )

    def still_to_check(self) -> tuple[OpenFact, ...]:
        """Return the facts that could still take the product out or change its cautions, in chart order."""
        if self._product.is_closed:
            return ()
        hits = self._single_checks() or self._joint_checks()
        return tuple(self._entry(hit, is_check=True) for hit in hits)

    def _checks(self) -> Iterator[tuple[Group, OpenRule, tuple[Pair, ...], int]]:
        """Yield every open rule that is no indication with its pairs and with where it is met."""
        both, opposite = self._diagrams.both, self._diagrams.opposite
        product = self._product
        groups = [(product.core, product.flagged, product.indicated)]
        groups += [(group, group.unclosed, group.allowed) for group in product.others]
        for group, flagged, indicated in groups:
            for each in group.rules:
                absent = opposite(each.node)
                met = both(indicated, each.node)
                pairs = (both(flagged, each.node), both(indicated, absent)), (both(flagged, absent), met)
                yield group, each, tuple(pair for pair in pairs if FALSE not in pair), met

    def _single_checks(self) -> list[_Hit]:
        found: dict[int, list[tuple[OpenRule, tuple[Pair, ...], int]]] = {}
        for _, each, pairs, met in self._checks():
            for level in each.levels:
                deciding = tuple(pair for pair in pairs if _meet_without(self._diagrams, pair, (level,)))
                if deciding:
                    found.setdefault(level, []).append((each, deciding, met))
        return [self._hit(level, found[level]) for level in sorted(found)]

    def _joint_checks(self) -> list[_Hit]:
        checks = [(each, pair, met, group.levels) for group, each, pairs, met in self._checks() for pair in pairs]
        found = _smallest(self._diagrams, [(pair, levels) for _, pair, _, levels in checks])
        return [
            self._hit(level, [(each, (pair,), met) for each, pair, met, _ in (checks[index] for index in sorted(own))])
            for level, own in sorted(found.items())
        ]

    def _hit(self, level: int, found: list[tuple[OpenRule, tuple[Pair, ...], int]]) -> _Hit:
        return _Hit(
            level,
            tuple(dict.fromkeys(each for each, _, _ in found)),
            tuple(pair for _, pairs, _ in found for pair in pairs),
            self._diagrams.any_of(met for _, _, met in found),
        )

    def _entry(self, hit: _Hit, *, is_check: bool) -> OpenFact:
        name = self._completions.names[hit.level]
        closes = any(each.rule.effect in CLOSING for each in hit.rules)
        fact = self._knowledge.fact_by_id.get(name)
        return OpenFact(
            fact=name,
            rules=tuple(each.rule.id for each in hit.rules),
            values=self._completions.texts(hit.level, self._diagrams.cells_at(hit.reached, hit.level)),
            or_state=tuple(self._answering(hit, name)),
            could=("close" if closes else "caution") if is_check else None,
            known_at=fact.known_at if fact else "report",
        )

    def _answering(self, hit: _Hit, name: str) -> Iterator[str]:
        """Yield the scores whose statement would answer the fact: with any of their values no pair is left."""
        for score in _scores_read(self._knowledge, hit.rules):
            if name in self._knowledge.asked_inputs(score):
                values = self._completions.values(score).values()
                if not any(self._is_open_with(hit, value) for value in values):
                    yield score

    def _is_open_with(self, hit: _Hit, value: int) -> bool:
        both = self._diagrams.both
        return any(
            _meet_without(self._diagrams, (both(first, value), both(second, value)), (hit.level,))
            for first, second in hit.pairs
        )


def _meet_without(diagrams: Diagrams, pair: Pair, levels: Iterable[int]) -> bool:
    """Return whether two completions that differ at most in some facts lie in the two diagrams."""
    levels = tuple(levels)
    return diagrams.meet(diagrams.without_all(pair[0], levels), diagrams.without_all(pair[1], levels))


def _smallest(diagrams: Diagrams, pairs: list[tuple[Pair, frozenset[int]]]) -> dict[int, set[int]]:
    """Return every fact in a smallest set of facts in which two completions of a pair differ, with those pairs."""
    pairs = [(pair, levels) for pair, levels in pairs if FALSE not in pair]
    for size in range(1, max((len(levels) for _, levels in pairs), default=0) + 1):
        found: dict[int, set[int]] = {}
        for index, (pair, levels) in enumerate(pairs):
            for chosen in combinations(sorted(levels), size):
                if _meet_without(diagrams, pair, chosen):
                    for level in chosen:
                        found.setdefault(level, set()).add(index)
        if found:
            return found
    return {}


def _scores_read(knowledge: Knowledge, rules: Iterable[OpenRule]) -> Iterator[str]:
    """Yield the derived scores and stages that rules read, directly or through other derived facts."""
    read: set[str] = set()
    waiting = [fact for each in rules if each.rule.condition for fact in facts_of(each.rule.condition)]
    while waiting:
        name = waiting.pop()
        derived = knowledge.derived_by_id.get(name)
        if derived and name not in read:
            read.add(name)
            waiting.extend(derived.inputs)
    for fact in knowledge.derived:
        is_score = isinstance(fact.definition, (PointsDefinition, FirstDefinition, FormulaDefinition))
        if is_score and not fact.is_judgement and fact.id in read:
            yield fact.id
