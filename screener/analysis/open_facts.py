"""Open facts: those that could still bring a product in, and those that could take it out or change its cautions.

A fact stands in a list if two completions that differ in it alone, the two sides of a pair, tell the product apart:

    missing             one is flagged, and in the other no indication is met
    still_to_check      both are indicated and at least one is flagged; a stop, against or caution is met in one only
    could_strengthen    one is a plain `discuss`, and the other is flagged without being one

`product_diagrams` shows the completions of the example as boxes. Without spread the size alone parts a flagged box (1
to 2, or 3) from one that is not indicated (4), and with a size up to 3 the spread alone does: both are missing. Sizes 2
and 3 are both indicated, and the caution is met in one only: the size is to be checked, too. So is the infection, which
closes what is flagged. The spread is not: where it changes anything, no indication is left.

    missing             spread, size
    still_to_check      size, infection
    could_strengthen    nothing

No pair is ever written down. Each side is a diagram of many completions, and whether two of them, one of each, differ
in one fact alone is what `Diagrams.meet` tells with that fact set apart. Facts may be tied so that none can change by
itself, as by a stated sum: then the smallest number of facts that form a pair is found, and every fact in a set of that
size is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from screener.analysis.product_diagrams import ProductDiagrams, UnknownRule
from screener.analysis.scores import Scores
from screener.diagrams.completions import Completions
from screener.diagrams.diagrams import FALSE, Diagrams
from screener.diagrams.paths import cells_at
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import CLOSING
from screener.result.known import spans_of
from screener.result.option import OpenFact

Pair = tuple[int, int]  # where one side of it lies, and where the other does


@dataclass(frozen=True, slots=True)
class _Check:
    """What an unknown rule that is no indication may still decide.

    Attributes:
        pairs: the pairs of completions that it parts.
        met: where it is met and the product is indicated.
        levels: the facts of its group, in which the two sides of a pair may differ.
    """

    rule: UnknownRule
    pairs: tuple[Pair, ...]
    met: int
    levels: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A fact that takes part in a pair.

    Attributes:
        level: the fact.
        rules: the rules that it decides.
        reached: where what it may bring about holds; its values there are told with it.
    """

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
        self._scores = Scores(knowledge, completions)

    def missing(self) -> tuple[OpenFact, ...]:
        """Return the facts that could still bring the product in, in chart order."""
        product, core = self._product, self._product.core
        if product.unindicated == FALSE:
            return ()
        found = _smallest(self._diagrams, [((core.flagged, product.unindicated), core.levels)])
        hits = (_Hit(level, _reading(level, product.indications), core.flagged) for level in sorted(found))
        return tuple(self._entry(hit, is_check=False) for hit in hits)

    def still_to_check(self) -> tuple[OpenFact, ...]:
        """Return the facts that could still take the product out or change its cautions, in chart order."""
        hits = self._single_checks() or self._joint_checks()
        return tuple(self._entry(hit, is_check=True) for hit in hits)

    def could_strengthen(self, listed: Collection[str]) -> tuple[OpenFact, ...]:
        """Return the facts that could lift a product flagged with caution to a plain `discuss`, in chart order.

        Args:
            listed: the facts that stand in the product's other lists; they are left out here.
        """
        product = self._product
        if not product.may_be_plain:
            return ()
        both, opposite = self._diagrams.both, self._diagrams.opposite
        groups = [(group, (group.plain, both(group.flagged, opposite(group.plain)))) for group in product.groups]
        found = _smallest(self._diagrams, [(pair, group.levels) for group, pair in groups if FALSE not in pair])
        supports = [each for each in product.indications if each.rule.effect == "supports"]
        entries = []
        for level in sorted(found):
            if self._completions.names[level] not in listed:
                group = next(each for each in product.groups if level in each.levels)
                rules = _reading(level, (*supports, *group.rules))
                entries.append(self._entry(_Hit(level, rules, group.plain), is_check=False))
        return tuple(entries)

    def _checks(self) -> Iterator[_Check]:
        """Yield what every unknown rule that is no indication may decide.

        One side of a pair must be flagged; the other need only be indicated, as far as the facts of the group tell.
        """
        both, opposite = self._diagrams.both, self._diagrams.opposite
        for group in self._product.groups:
            for each in group.rules:
                met = both(group.indicated, each.node)
                if each.rule.effect in CLOSING:
                    # Where the product is flagged no such rule is met, so there is one pair only.
                    pairs: tuple[Pair, ...] = ((group.flagged, met),)
                else:
                    absent = opposite(each.node)
                    flagged_with, indicated_without = both(group.flagged, each.node), both(group.indicated, absent)
                    pairs = (flagged_with, indicated_without), (both(group.flagged, absent), met)
                yield _Check(each, tuple(pair for pair in pairs if FALSE not in pair), met, group.levels)

    def _single_checks(self) -> list[_Hit]:
        """Return the facts that alone part a pair; only a fact that a rule reads can part its pairs alone."""
        found: dict[int, list[_Check]] = {}
        for check in self._checks():
            for level in check.rule.levels:
                if any(self._diagrams.meet(*pair, frozenset({level})) for pair in check.pairs):
                    found.setdefault(level, []).append(check)
        return [self._hit(level, found[level]) for level in sorted(found)]

    def _joint_checks(self) -> list[_Hit]:
        """Return the facts in smallest sets that part a pair together."""
        checks = [(check, pair) for check in self._checks() for pair in check.pairs]
        found = _smallest(self._diagrams, [(pair, check.levels) for check, pair in checks])
        return [self._hit(level, [checks[index][0] for index in sorted(own)]) for level, own in sorted(found.items())]

    def _hit(self, level: int, checks: Sequence[_Check]) -> _Hit:
        rules = tuple(dict.fromkeys(check.rule for check in checks))
        return _Hit(level, rules, self._diagrams.any_of(check.met for check in checks))

    def _entry(self, hit: _Hit, *, is_check: bool) -> OpenFact:
        name = self._completions.names[hit.level]
        cells = cells_at(self._diagrams, hit.reached, hit.level)
        closes = any(each.rule.effect in CLOSING for each in hit.rules)
        fact = self._knowledge.fact_by_id.get(name)
        return OpenFact(
            fact=name,
            rules=tuple(each.rule.id for each in hit.rules),
            values=spans_of(self._knowledge, name, self._completions.runs(hit.level, cells)),
            or_state=self._scores.answering(name, hit.rules),
            could=("close" if closes else "caution") if is_check else None,
            known_at=fact.known_at if fact else "report",
        )


def _reading(level: int, rules: tuple[UnknownRule, ...]) -> tuple[UnknownRule, ...]:
    """Return the rules that read a fact; all of them if it takes part only through what is stated."""
    return tuple(each for each in rules if level in each.levels) or rules


def _smallest(diagrams: Diagrams, pairs: Sequence[tuple[Pair, frozenset[int]]]) -> dict[int, set[int]]:
    """Return every fact in a smallest set of facts in which the two sides of a pair differ.

    Args:
        diagrams: what made the pairs.
        pairs: each with the facts in which its sides may differ.

    Returns:
        Each such fact with the positions of the pairs in which it takes part.
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
