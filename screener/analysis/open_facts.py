"""Open facts: those that could still bring a product in, and those that could take it out or change its cautions.

Both are questions about two completions that differ in one fact. `missing`: one is flagged, and in the other no
indication is true. `still_to_check`: an indication is true in both, and the stops, againsts and cautions that are true
differ while at least one of the two is flagged. `could_strengthen`: one is a plain `discuss`, and the other is flagged
without being one. "Two completions that differ in f alone" is the question whether two diagrams, each freed of f, meet.
If no single fact forms such a pair though some pair exists, the smallest number of facts that does is found, and every
fact in a set of that size is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from screener.analysis.product_diagrams import Group, ProductDiagrams, UnknownRule
from screener.diagrams.completions import Completions
from screener.diagrams.diagrams import FALSE, Diagrams
from screener.knowledge.conditions import facts_of
from screener.knowledge.derived import FirstDefinition, FormulaDefinition, PointsDefinition
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import CLOSING
from screener.result.known import spans_of
from screener.result.option import OpenFact

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A fact in a pair: its level, the rules that read it, and where one of them is met."""

    level: int
    rules: tuple[UnknownRule, ...]
    reached: int


class OpenFacts:
    """Finds the open facts of one product that is not closed for certain, for one patient."""

    def __init__(self, knowledge: Knowledge, completions: Completions, product: ProductDiagrams) -> None:
        """Keep what is asked about; nothing is computed yet."""
        self._knowledge = knowledge
        self._completions = completions
        self._diagrams = completions.diagrams
        self._product = product
        self._settled: dict[tuple[str, str], bool] = {}

    def missing(self) -> tuple[OpenFact, ...]:
        """Return the facts that could still bring the product in, in chart order."""
        product = self._product
        if product.unindicated == FALSE:
            return ()
        flagged = product.core.flagged
        entries = []
        for level in sorted(_smallest(self._diagrams, [((flagged, product.unindicated), product.core.levels)])):
            rules = tuple(each for each in product.indications if level in each.levels) or product.indications
            entries.append(self._entry(_Hit(level, rules, flagged), is_check=False))
        return tuple(entries)

    def still_to_check(self) -> tuple[OpenFact, ...]:
        """Return the facts that could still take the product out or change its cautions, in chart order."""
        hits = self._single_checks() or self._joint_checks()
        return tuple(self._entry(hit, is_check=True) for hit in hits)

    def could_strengthen(self, listed: Collection[str]) -> tuple[OpenFact, ...]:
        """Return the facts that could lift a product flagged with caution to a plain `discuss`, in chart order.

        Args:
            listed: the facts that stand in the product's other lists; they are left out here.
        """
        if not self._product.may_be_plain:
            return ()
        both, opposite = self._diagrams.both, self._diagrams.opposite
        groups = self._product.groups
        pairs = [((group.plain, both(group.flagged, opposite(group.plain))), group.levels) for group in groups]
        found = _smallest(self._diagrams, [(pair, levels) for pair, levels in pairs if FALSE not in pair])
        entries = []
        for level in sorted(found):
            if self._completions.names[level] in listed:
                continue
            group = next(each for each in groups if level in each.levels)
            lifting = (*self._supports(), *group.rules)
            rules = tuple(each for each in lifting if level in each.levels) or lifting
            entries.append(self._entry(_Hit(level, rules, group.plain), is_check=False))
        return tuple(entries)

    def _supports(self) -> Iterator[UnknownRule]:
        return (each for each in self._product.indications if each.rule.effect == "supports")

    def _checks(self) -> Iterator[tuple[Group, UnknownRule, tuple[Pair, ...], int]]:
        """Yield every unknown rule that is no indication with its pairs and with where it is met."""
        both, opposite = self._diagrams.both, self._diagrams.opposite
        for group in self._product.groups:
            for each in group.rules:
                met = both(group.indicated, each.node)
                if each.rule.effect in CLOSING:
                    # Where the product is flagged no such rule is met, so there is one pair only.
                    pairs: tuple[Pair, ...] = ((group.flagged, met),)
                else:
                    absent = opposite(each.node)
                    pairs = (
                        (both(group.flagged, each.node), both(group.indicated, absent)),
                        (both(group.flagged, absent), met),
                    )
                yield group, each, tuple(pair for pair in pairs if FALSE not in pair), met

    def _single_checks(self) -> list[_Hit]:
        found: dict[int, list[tuple[UnknownRule, int]]] = {}
        for _, each, pairs, met in self._checks():
            for level in each.levels:
                if any(self._diagrams.meet(*pair, frozenset({level})) for pair in pairs):
                    found.setdefault(level, []).append((each, met))
        return [self._hit(level, found[level]) for level in sorted(found)]

    def _joint_checks(self) -> list[_Hit]:
        checks = [(each, pair, met, group.levels) for group, each, pairs, met in self._checks() for pair in pairs]
        found = _smallest(self._diagrams, [(pair, levels) for _, pair, _, levels in checks])
        return [
            self._hit(level, [(checks[index][0], checks[index][2]) for index in sorted(own)])
            for level, own in sorted(found.items())
        ]

    def _hit(self, level: int, found: list[tuple[UnknownRule, int]]) -> _Hit:
        return _Hit(
            level, tuple(dict.fromkeys(each for each, _ in found)), self._diagrams.any_of(met for _, met in found)
        )

    def _entry(self, hit: _Hit, *, is_check: bool) -> OpenFact:
        name = self._completions.names[hit.level]
        cells = self._diagrams.cells_at(hit.reached, hit.level)
        closes = any(each.rule.effect in CLOSING for each in hit.rules)
        fact = self._knowledge.fact_by_id.get(name)
        return OpenFact(
            fact=name,
            rules=tuple(each.rule.id for each in hit.rules),
            values=spans_of(self._knowledge, name, self._completions.runs(hit.level, cells)),
            or_state=tuple(self._answering(hit, name)),
            could=("close" if closes else "caution") if is_check else None,
            known_at=fact.known_at if fact else "report",
        )

    def _answering(self, hit: _Hit, name: str) -> Iterator[str]:
        """Yield the scores that would answer the fact if the chart stated them."""
        for score in _scores_read(self._knowledge, hit.rules):
            if name in self._knowledge.asked_inputs(score) and all(
                self._reads_only_through(score, each, name) or self._settles(score, each) for each in hit.rules
            ):
                yield score

    def _reads_only_through(self, score: str, each: UnknownRule, name: str) -> bool:
        """Return whether a rule sees a fact through a score and in no other way."""
        waiting = list(facts_of(each.rule.condition))
        while waiting:
            read = waiting.pop()
            if read == name:
                return False
            derived = self._knowledge.derived_by_id.get(read)
            if derived and read != score:
                waiting.extend(derived.inputs)
        return True

    def _settles(self, score: str, each: UnknownRule) -> bool:
        """Return whether the facts behind a score make no difference to a rule any more once the score is stated."""
        key = (score, each.rule.id)
        if key not in self._settled:
            diagrams, completions = self._diagrams, self._completions
            behind = frozenset(completions.level[name] for name in self._knowledge.asked_inputs(score))
            absent = diagrams.opposite(each.node)
            known = (diagrams.both(completions.stated, value) for value in completions.values(score).values())
            self._settled[key] = not any(
                diagrams.meet(diagrams.both(value, each.node), diagrams.both(value, absent), behind) for value in known
            )
        return self._settled[key]


def _smallest(diagrams: Diagrams, pairs: list[tuple[Pair, frozenset[int]]]) -> dict[int, set[int]]:
    """Return every fact in a smallest set of facts in which two completions of a pair differ.

    With each fact come the positions of the pairs in which it takes part.
    """
    for size in range(1, max((len(levels) for _, levels in pairs), default=0) + 1):
        found: dict[int, set[int]] = {}
        for index, (pair, levels) in enumerate(pairs):
            for chosen in map(frozenset, combinations(sorted(levels), size)):
                if diagrams.meet(*pair, chosen):
                    for level in chosen:
                        found.setdefault(level, set()).add(index)
        if found:
            return found
    return {}


def _scores_read(knowledge: Knowledge, rules: Iterable[UnknownRule]) -> Iterator[str]:
    """Yield the derived scores and stages that rules read, directly or through other derived facts."""
    read: set[str] = set()
    waiting = [fact for each in rules for fact in facts_of(each.rule.condition)]
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
