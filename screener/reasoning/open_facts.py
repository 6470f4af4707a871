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
Levels = frozenset[int]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A fact in a pair.

    Attributes:
        rules: the rules that read it.
        pairs: the pairs of diagrams between which it decides, each with all the facts that must change together.
        reached: where one of the rules is met.
    """

    level: int
    rules: tuple[OpenRule, ...]
    pairs: tuple[tuple[Pair, Levels], ...]
    reached: int


@dataclass(frozen=True, slots=True)
class _Deciding:
    """A rule that differs between two completions, the facts that change between them, and where it is met."""

    rule: OpenRule
    pair: Pair
    changed: Levels
    met: int


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
        found = _smallest(self._diagrams, [(pair, product.core.levels)])
        hits = (
            _Hit(
                level,
                tuple(each for each in product.indications if level in each.levels) or product.indications,
                tuple((pair, changed) for _, changed in own),
                product.flagged,
            )
            for level, own in sorted(found.items())
        )
        return tuple(self._entry(hit, is_check=False) for hit in hits)

    def still_to_check(self) -> tuple[OpenFact, ...]:
        """Return the facts that could still take the product out or change its cautions, in chart order."""
        if self._product.is_closed:
            return ()
        hits = self._single_checks() or self._joint_checks()
        return tuple(self._entry(hit, is_check=True) for hit in hits)

    def _checks(self) -> Iterator[tuple[Group, OpenRule, tuple[Pair, ...], int]]:
        """Yield every open rule that is no indication with its pairs and with where it is met."""
        both, opposite = self._diagrams.both, self._diagrams.opposite
        for group, flagged, indicated in self._sides():
            for each in group.rules:
                met = both(indicated, each.node)
                if each.rule.effect in CLOSING:
                    # Where the product is flagged no such rule is met, so there is one pair only.
                    pairs: tuple[Pair, ...] = ((flagged, met),)
                else:
                    absent = opposite(each.node)
                    pairs = (both(flagged, each.node), both(indicated, absent)), (both(flagged, absent), met)
                yield group, each, tuple(pair for pair in pairs if FALSE not in pair), met

    def _sides(self) -> Iterator[tuple[Group, int, int]]:
        """Yield every group with where it lets the product be flagged, and where it lets it be indicated."""
        product = self._product
        yield product.core, product.flagged, product.indicated
        for group in product.others:
            yield group, group.unclosed, group.allowed

    def _single_checks(self) -> list[_Hit]:
        found: dict[int, list[_Deciding]] = {}
        for _, each, pairs, met in self._checks():
            for level in each.levels:
                changed = frozenset({level})
                for pair in pairs:
                    if self._diagrams.meet(*pair, changed):
                        found.setdefault(level, []).append(_Deciding(each, pair, changed, met))
        return [self._hit(level, found[level]) for level in sorted(found)]

    def _joint_checks(self) -> list[_Hit]:
        checks = [(each, pair, met, group.levels) for group, each, pairs, met in self._checks() for pair in pairs]
        found = _smallest(self._diagrams, [(pair, levels) for _, pair, _, levels in checks])
        hits = []
        for level, own in sorted(found.items()):
            chosen = ((checks[index], changed) for index, changed in own)
            deciding = [_Deciding(each, pair, changed, met) for (each, pair, met, _), changed in chosen]
            hits.append(self._hit(level, deciding))
        return hits

    def _hit(self, level: int, found: list[_Deciding]) -> _Hit:
        return _Hit(
            level,
            tuple(dict.fromkeys(each.rule for each in found)),
            tuple((each.pair, each.changed) for each in found),
            self._diagrams.any_of(each.met for each in found),
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
        flagged, indicated = self._elsewhere(hit, value)
        return any(
            self._diagrams.meet(both(first, flagged), both(second, indicated), changed)
            for (first, second), changed in hit.pairs
        )

    def _elsewhere(self, hit: _Hit, value: int) -> Pair:
        """Return what the two completions of a pair must agree with outside its group, where a score reaches there."""
        flagged = indicated = value
        for group, flagged_there, indicated_there in self._sides():
            if hit.level not in group.levels and group.levels & self._diagrams.support(value):
                flagged = self._diagrams.both(flagged, flagged_there)
                indicated = self._diagrams.both(indicated, indicated_there)
        return flagged, indicated


def _smallest(diagrams: Diagrams, pairs: list[tuple[Pair, frozenset[int]]]) -> dict[int, list[tuple[int, Levels]]]:
    """Return every fact in a smallest set of facts in which two completions of a pair differ.

    With each fact comes the position of every such pair and the set.
    """
    pairs = [(pair, levels) for pair, levels in pairs if FALSE not in pair]
    for size in range(1, max((len(levels) for _, levels in pairs), default=0) + 1):
        found: dict[int, list[tuple[int, Levels]]] = {}
        for index, (pair, levels) in enumerate(pairs):
            for chosen in map(frozenset, combinations(sorted(levels), size)):
                if diagrams.meet(*pair, chosen):
                    for level in chosen:
                        found.setdefault(level, []).append((index, chosen))
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
