"""One patient's analysis: what the completions say about every product, worked out once for everybody who asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from screener.analysis.open_facts import OpenFacts
from screener.analysis.product_diagrams import ProductDiagrams, product_diagrams
from screener.analysis.settled import unsettled_levels
from screener.analysis.statuses import status_from_outcomes
from screener.diagrams.completions import Completions
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option
from screener.knowledge.possible import Outcome


class Analysis:
    """The completions of one patient, product by product.

    Attributes:
        knowledge: the rule base.
        completions: the patient's completions.
        outcomes: every rule's outcome, firmed up.
        open_names: the asked facts and stated judgements that may still have several values, in chart order.
    """

    def __init__(self, knowledge: Knowledge, completions: Completions, outcomes: Mapping[str, Outcome]) -> None:
        """Keep what is asked about; a product is worked out when it is asked for."""
        self.knowledge = knowledge
        self.completions = completions
        self.outcomes = outcomes
        self._unknown = frozenset(name for name, outcome in outcomes.items() if outcome is Outcome.UNKNOWN)
        self._products: dict[str, ProductDiagrams] = {}
        self._unsettled: dict[str, frozenset[str]] = {}
        self._hanging: dict[str, bool] = {}
        judged = (fact.id for fact in knowledge.derived if fact.id in completions.judgements)
        self.open_names = tuple(
            name for name in (*(fact.id for fact in knowledge.facts), *judged) if completions.is_open(name)
        )

    def hangs_on_unknown_rules(self, product: str) -> bool:
        """Return whether some rules about a product are unknown, and those that are known do not close it."""
        if not self._unknown:
            return False
        found = self._hanging.get(product)
        if found is None:
            rules = self.knowledge.rules_by_product[product]
            is_any_unknown = any(rule.id in self._unknown for rule in rules)
            found = is_any_unknown and status_from_outcomes(rules, self.outcomes) != "not_flagged"
            self._hanging[product] = found
        return found

    def product(self, name: str) -> ProductDiagrams:
        """Return what a product's rules say over the completions."""
        found = self._products.get(name)
        if found is None:
            rules = self.knowledge.rules_by_product[name]
            found = self._products[name] = product_diagrams(self.completions, rules, self.outcomes)
        return found

    def unsettled(self, option: Option) -> frozenset[str]:
        """Return the facts that can still change the answer for some product of an option."""
        found = self._unsettled.get(option.id)
        if found is None:
            names, diagrams = self.completions.names, self.completions.diagrams
            levels = (
                unsettled_levels(diagrams, self.product(product.id))
                for product in option.products
                if self.hangs_on_unknown_rules(product.id)
            )
            found = frozenset(names[level] for level in frozenset[int]().union(*levels))
            self._unsettled[option.id] = found
        return found

    def settled_facts(self, option: Option) -> tuple[str, ...]:
        """Return the open facts an option's rules read that can no longer change its answer, in chart order."""
        if not self.open_names:
            return ()
        read = self.knowledge.facts_read_by_option[option.id]
        unsettled = self.unsettled(option)
        return tuple(name for name in self.open_names if name in read and name not in unsettled)

    def settled_everywhere(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Return the open facts that can no longer change the answer for any option, in chart order.

        Args:
            wanted: facts that are needed for something else.
        """
        if not self.open_names:
            return ()
        unsettled = frozenset(wanted).union(*map(self.unsettled, self.knowledge.options))
        return tuple(name for name in self.open_names if name not in unsettled)

    def open_facts(self, product: str) -> OpenFacts:
        """Return what finds the open facts of a product."""
        return OpenFacts(self.knowledge, self.completions, self.product(product))
