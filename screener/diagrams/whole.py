"""Whole products for one diagnosis: what decides a product's status, as one program over everything still possible.

With the diagnosis known, the diagrams of all products together are small, and a program answers in a pass what can be
true of each. A score that a chart states, such as a class read from points, is a fact of its own here: its level stands
below the last fact it is worked out from, and a diagram says that its value is what those facts give. So stating one
value, several or none differs only in which of its cells are possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screener.diagrams.cells import Cells
from screener.diagrams.compiled import CompiledRules
from screener.diagrams.diagrams import FALSE, TRUE, Diagrams
from screener.diagrams.program import Program
from screener.diagrams.regions import regions_of
from screener.knowledge.conditions import NumberTest
from screener.knowledge.domains import ChoiceDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Product
from screener.knowledge.possible import Possible
from screener.knowledge.rules import Rule

# Making a program looks at whole products at leisure, once for each diagnosis.
BUDGET = 50_000_000
PRODUCT_CLAIMS = 4
RULE_SIDES = 2


@dataclass(frozen=True, slots=True)
class ProductBits:
    """What can be true of a product, a bit for each question.

    Attributes:
        flagged: an indication is met, and nothing closes the product.
        unindicated: no indication is met.
        unsupported: no `supports` is met.
        plain: a `supports` is met, and nothing closes the product or cautions.
    """

    flagged: int
    unindicated: int
    unsupported: int
    plain: int


@dataclass(frozen=True, slots=True)
class RuleBits:
    """Whether a rule can be met, and whether it can fail, a bit for each question."""

    met: int
    failed: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What can be true, a bit for each question.

    Attributes:
        allowed: the questions that any completion agrees with.
        whole: what was asked.
        bits: the answers, in the order of the program.
    """

    allowed: int
    whole: WholeProducts
    bits: tuple[int, ...]

    def product(self, name: str) -> ProductBits:
        """Return what can be true of a product."""
        start = self.whole.place_of_product[name]
        return ProductBits(*self.bits[start : start + PRODUCT_CLAIMS])

    def rule(self, name: str) -> RuleBits:
        """Return whether a rule can be met, and whether it can fail."""
        start = self.whole.place_of_rule[name]
        return RuleBits(*self.bits[start : start + RULE_SIDES])


class WholeProducts:
    """The program of every product for the rules of one diagnosis.

    Attributes:
        names: the fact or score of each level.
        level: the level of each fact or score.
        cells: the cells of each level.
        place_of_product: where the answers about each product begin.
        place_of_rule: where the answers about each rule begin.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        compiled: CompiledRules,
        scores: Sequence[str],
        judgements: frozenset[str],
        numbers: Sequence[NumberTest] = (),
    ) -> None:
        """Make the program.

        Args:
            knowledge: the rule base, best without the rules that cannot speak about the diagnosis.
            compiled: its diagrams.
            scores: the derived choices that are facts of their own here, in the order of the rule base.
            judgements: the stated judgements, which rules read as facts of their own.
            numbers: what a chart states of derived numbers; the diagrams must have been cut for it.
        """
        self._knowledge = knowledge
        self._compiled = compiled
        self._judgements = judgements
        self._scores = tuple(scores)
        self.names = tuple(_with_scores(knowledge, compiled, scores))
        self.level = {name: level for level, name in enumerate(self.names)}
        self.cells = tuple(self._cells(name) for name in self.names)
        self._moved = [self.level[name] for name in compiled.names]
        self._diagrams = Diagrams([len(cells) for cells in self.cells], BUDGET)
        self._copied: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}
        stated = (self._copy(compiled.compile(test)) for test in numbers)
        agreed = self._diagrams.all_of((*map(self._agrees, scores), *stated))
        both = self._diagrams.both
        products = (both(agreed, node) for product in knowledge.products for node in self._claims(product))
        rules = (both(agreed, node) for rule in knowledge.rules_with_outcome for node in self._sides(rule))
        self._program = Program.of(self._diagrams, (agreed, *products, *rules))
        self.place_of_product = {each.id: 1 + PRODUCT_CLAIMS * n for n, each in enumerate(knowledge.products)}
        first = 1 + PRODUCT_CLAIMS * len(knowledge.products)
        self.place_of_rule = {each.id: first + RULE_SIDES * n for n, each in enumerate(knowledge.rules_with_outcome)}

    def possible_cells(self, known: Mapping[str, Possible]) -> list[list[int]]:
        """Return for each level which of its cells are possible, as 1 or 0, for what is known of facts and scores."""
        found = []
        for name, cells in zip(self.names, self.cells, strict=True):
            possible = cells.possible(known.get(name))
            bits = [1] * len(cells) if possible is None else [0] * len(cells)
            for cell in possible or ():
                bits[cell] = 1
            found.append(bits)
        return found

    def answers(self, possible: Sequence[Sequence[int]], questions: int) -> Answers:
        """Return what can be true of a patient, of each product and of each rule.

        Args:
            possible: for each level the questions in which each of its cells is possible, as bits.
            questions: a bit for each question.
        """
        bits = self._program.run(possible, questions)
        return Answers(bits[0], self, bits)

    def _cells(self, name: str) -> Cells:
        level = self._compiled.level.get(name)
        return Cells(self._knowledge.domains[name]) if level is None else self._compiled.cells[level]

    def _claims(self, product: Product) -> Iterator[int]:
        diagrams = self._diagrams
        rules = self._knowledge.rules_by_product[product.id]
        regions = regions_of(diagrams, ((rule.effect, self._rule(rule)) for rule in rules))
        yield diagrams.all_of(regions.flagged)
        yield diagrams.opposite(regions.indicated)
        yield diagrams.opposite(regions.supported)
        yield diagrams.all_of(regions.plain)

    def _sides(self, rule: Rule) -> tuple[int, int]:
        node = self._rule(rule)
        return node, self._diagrams.opposite(node)

    def _rule(self, rule: Rule) -> int:
        return self._copy(self._compiled.rule(rule.id, self._judgements))

    def _agrees(self, score: str) -> int:
        """Return where a score's value is what the facts behind it give."""
        values = self._compiled.values(score, self._judgements)
        level = self.level[score]
        domain = self._knowledge.domains[score]
        assert isinstance(domain, ChoiceDomain)
        return self._diagrams.any_of(
            self._diagrams.both(self._copy(values[value]), self._diagrams.cells(level, (cell,)))
            for cell, value in enumerate(domain.values)
        )

    def _copy(self, node: int) -> int:
        """Return a compiled diagram on the levels used here."""
        found = self._copied.get(node)
        if found is None:
            source = self._compiled.diagrams
            children = tuple(map(self._copy, source.children_of(node)))
            found = self._copied[node] = self._diagrams.node(self._moved[source.level_of(node)], children)
        return found


def _with_scores(knowledge: Knowledge, compiled: CompiledRules, scores: Iterable[str]) -> Iterator[str]:
    """Yield the facts in the order of their levels, each score after the last fact it is worked out from."""
    after: dict[str, list[str]] = {}
    for score in scores:
        last = max(knowledge.asked_inputs(score), key=compiled.level.__getitem__)
        after.setdefault(last, []).append(score)
    for name in compiled.names:
        yield name
        yield from after.get(name, ())
