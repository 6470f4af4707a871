"""The frozen model of a whole rule base.

Everything here was checked by `screener.loading.load`; nothing in it changes afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from screener.knowledge.about import About
from screener.knowledge.conditions import Condition, facts_of
from screener.knowledge.derived import (
    DerivedFact,
    FirstDefinition,
    FormulaDefinition,
    PointsDefinition,
    SumDefinition,
)
from screener.knowledge.domains import DIAGNOSIS, ChoiceDomain, Domain, NumberDomain
from screener.knowledge.facts import Fact, Section
from screener.knowledge.options import Option, Product
from screener.knowledge.premises import Premise
from screener.knowledge.rules import AcceptedTension, AnyRule, Notice, Rule
from screener.knowledge.sources import Source
from screener.knowledge.texts import Text
from screener.problems import Place


@dataclass(frozen=True)
class Knowledge:
    """A whole rule base.

    Attributes:
        about: what it is about, and how its options are grouped.
        rules: rules and plain notes, in file order.
        covered: the diagnoses the rules speak about.
        covered_place: where they are listed.
        version: the rule base's own version.
        hash: the first twelve hexadecimal digits of the SHA-256 of its files.
        checked: the latest day on which a source was checked.
        premises: what silence about facts is taken to mean, fact by fact, in the order in which they are tried.
        described_by: the facts of which one must be stated for silence about others to say anything.
        tensions: why indications and the rules opposing them may meet.
        review_grace_days: for how long a rule may stay unreviewed after its day; None for as long as it takes.
    """

    about: About
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    derived: tuple[DerivedFact, ...]
    sources: tuple[Source, ...]
    options: tuple[Option, ...]
    rules: tuple[AnyRule, ...]
    scope: tuple[Notice, ...]
    urgent: tuple[Notice, ...]
    impossible: tuple[Notice, ...]
    covered: frozenset[str]
    covered_place: Place
    version: str
    hash: str
    checked: str
    tensions: tuple[AcceptedTension, ...] = ()
    premises: tuple[Premise, ...] = ()
    described_by: tuple[str, ...] = ()
    review_grace_days: int | None = None

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Asked facts by name."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def derived_by_id(self) -> dict[str, DerivedFact]:
        """Derived facts by name."""
        return {fact.id: fact for fact in self.derived}

    @cached_property
    def domains(self) -> dict[str, Domain]:
        """The values of every fact, asked or derived, by name."""
        return {fact.id: fact.domain for fact in self.facts} | {fact.id: fact.domain for fact in self.derived}

    @cached_property
    def _numbers(self) -> dict[str, NumberDomain]:
        return {name: domain for name, domain in self.domains.items() if isinstance(domain, NumberDomain)}

    def number(self, name: str) -> NumberDomain:
        """Return the values of a fact, asked or derived, that is a number."""
        return self._numbers[name]

    @cached_property
    def _choices(self) -> dict[str, ChoiceDomain]:
        return {name: domain for name, domain in self.domains.items() if isinstance(domain, ChoiceDomain)}

    def choice(self, name: str) -> ChoiceDomain:
        """Return the values of a fact, asked or derived, that is a choice."""
        return self._choices[name]

    @cached_property
    def _sums(self) -> dict[str, SumDefinition]:
        return {fact.id: fact.definition for fact in self.derived if isinstance(fact.definition, SumDefinition)}

    def sum_of(self, name: str) -> SumDefinition:
        """Return what a derived number adds up; every derived number is a sum."""
        return self._sums[name]

    @cached_property
    def charted_scores(self) -> tuple[DerivedFact, ...]:
        """The scores that charts state: classes read from points, then the points."""
        points = {fact.id: fact for fact in self.derived if isinstance(fact.definition, PointsDefinition)}
        classes = (
            fact
            for fact in self.derived
            if isinstance(fact.definition, FirstDefinition) and set(fact.inputs) <= set(points)
        )
        return (*classes, *points.values())

    @cached_property
    def scores_by_rule(self) -> dict[str, tuple[str, ...]]:
        """The scores and stages that each rule reads, itself or through other derived facts; no judgements."""
        behind: dict[str, frozenset[str]] = {fact.id: frozenset() for fact in self.facts}
        for fact in self.derived:
            is_score = isinstance(fact.definition, (PointsDefinition, FirstDefinition, FormulaDefinition))
            own = frozenset({fact.id}) if is_score and not fact.is_judgement else frozenset[str]()
            behind[fact.id] = own.union(*(behind[name] for name in fact.inputs))
        found = {}
        for rule in self.rules_with_outcome:
            read = frozenset[str]().union(*(behind[name] for name in facts_of(rule.condition)))
            found[rule.id] = tuple(fact.id for fact in self.derived if fact.id in read)
        return found

    @cached_property
    def source_by_key(self) -> dict[str, Source]:
        """Sources by key."""
        return {source.key: source for source in self.sources}

    @cached_property
    def rule_by_id(self) -> dict[str, AnyRule]:
        """Rules and plain notes by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """Every product of every option, in order."""
        return tuple(product for option in self.options for product in option.products)

    @cached_property
    def rules_by_product(self) -> dict[str, tuple[Rule, ...]]:
        """The rules about each product that have an outcome, in file order."""
        return {
            product.id: tuple(rule for rule in self.rules_with_outcome if product.id in rule.products)
            for product in self.products
        }

    @cached_property
    def rules_by_option(self) -> dict[str, tuple[AnyRule, ...]]:
        """The rules and plain notes about each option, in file order."""
        return {option.id: tuple(rule for rule in self.rules if option.id in rule.options) for option in self.options}

    @cached_property
    def facts_read_by_option(self) -> dict[str, frozenset[str]]:
        """The asked facts that the rules about each option rest on, those of notes left out."""
        read: dict[str, frozenset[str]] = {}
        for option in self.options:
            rules = (rule for rule in self.rules_with_outcome if option.id in rule.options and rule.effect != "note")
            names = frozenset(name for rule in rules for name in facts_of(rule.condition))
            read[option.id] = frozenset(asked for name in names for asked in self.asked_inputs(name))
        return read

    @cached_property
    def rules_with_outcome(self) -> tuple[Rule, ...]:
        """The rules without the plain notes, in file order: what has a condition has an outcome."""
        return tuple(rule for rule in self.rules if isinstance(rule, Rule))

    @cached_property
    def condition_by_rule(self) -> dict[str, Condition]:
        """The condition of every rule that has an outcome, by the rule's id."""
        return {rule.id: rule.condition for rule in self.rules_with_outcome}

    @cached_property
    def covered_diagnoses(self) -> tuple[str, ...]:
        """The diagnoses the rules speak about, in the order in which they are asked."""
        fact = self.fact_by_id.get(DIAGNOSIS)
        return tuple(choice.value for choice in fact.choices if choice.value in self.covered) if fact else ()

    def diagnoses_of(self, rule: AnyRule) -> tuple[str, ...]:
        """Return the covered diagnoses for which a rule can speak, in the order in which they are asked."""
        return tuple(each for each in self.covered_diagnoses if each in rule.diagnoses)

    @cached_property
    def combining_rules(self) -> tuple[AnyRule, ...]:
        """The notes that name other options, in file order."""
        return tuple(rule for rule in self.rules if rule.partners)

    @cached_property
    def _asked_inputs(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {fact.id: (fact.id,) for fact in self.facts}
        for derived in self.derived:
            found[derived.id] = tuple(dict.fromkeys(name for source in derived.inputs for name in found[source]))
        return found

    def asked_inputs(self, name: str) -> tuple[str, ...]:
        """Return the asked facts that a fact rests on: itself, or those behind a derived fact."""
        return self._asked_inputs[name]

    def label(self, name: str) -> Text:
        """Return what a fact, asked or derived, is called."""
        fact = self.fact_by_id.get(name) or self.derived_by_id[name]
        return fact.label

    def value_label(self, name: str, value: str) -> Text:
        """Return what a value of a choice is called."""
        fact = self.fact_by_id.get(name)
        labels = (
            {choice.value: choice.label for choice in fact.choices} if fact else dict(self.derived_by_id[name].labels)
        )
        return labels.get(value) or Text(value, value)
