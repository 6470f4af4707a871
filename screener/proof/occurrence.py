"""Occurrence: which statuses an option can have for a diagnosis, each with a patient who has it.

`discuss`, `discuss_with_caution` and `not_flagged` are looked for among patients about whom all is known, and shown by
the few facts that settle them; `cannot_tell` is looked for where nothing but the diagnosis is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screener.diagrams.diagrams import FALSE
from screener.diagrams.regions import Claims, Regions, regions_of
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option, Product
from screener.knowledge.rules import INDICATIONS
from screener.proof.population import Population, population_of
from screener.proof.witness import Demand, PlainAnswer, WitnessFact, answers, shortened, witness_facts_along
from screener.result.option import STATUSES, Status


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A status that an option can have for a diagnosis.

    Attributes:
        patient: the fewest facts found with which a screening gives the status.
    """

    diagnosis: str
    option: str
    status: Status
    patient: Mapping[str, PlainAnswer]


def occurrences(knowledge: Knowledge) -> tuple[Occurrence, ...]:
    """Return every status that can occur: for each covered diagnosis and option, the most open status first."""
    population = population_of(knowledge)
    options = [_Option(population, option) for option in knowledge.options]
    diagnoses = knowledge.covered_diagnoses
    return tuple(found for diagnosis in diagnoses for option in options for found in option.occurrences(diagnosis))


@dataclass(frozen=True, slots=True)
class _Product:
    """The regions of a product, in which everybody is a completion, and the ids of its indications."""

    regions: Regions
    indications: tuple[str, ...]


class _Option:
    def __init__(self, population: Population, option: Option) -> None:
        self._population = population
        self._diagrams = population.diagrams
        self._id = option.id
        self._products = [self._product(product) for product in option.products]
        self._flagged = self._any(product.regions.flagged for product in self._products)
        self._plain = self._any(product.regions.plain for product in self._products)

    def occurrences(self, diagnosis: str) -> Iterator[Occurrence]:
        """Yield the statuses that the option can have for a diagnosis, each with the shortest patient found."""
        for status in STATUSES:
            patients = list(self._patients(status, diagnosis))
            if patients:
                yield Occurrence(diagnosis, self._id, status, min(patients, key=len))

    def _patients(self, status: Status, diagnosis: str) -> Iterator[Mapping[str, PlainAnswer]]:
        who = WitnessFact(DIAGNOSIS, diagnosis, self._population.having(DIAGNOSIS, diagnosis))
        opposite = self._diagrams.opposite
        if status == "cannot_tell":
            if self._cannot_tell(who.node):
                yield answers(self._population, (who,))
        elif status == "not_flagged":
            yield from self._shown((who.node, opposite(self._flagged)), (), ())
        for product in self._products:
            regions = product.regions
            if status == "discuss":
                yield from self._shown((who.node, regions.supported), regions.plain, product.indications)
            elif status == "discuss_with_caution":
                certain = who.node, regions.indicated, opposite(self._plain)
                yield from self._shown(certain, regions.flagged, product.indications)

    def _shown(self, certain: Claims, possible: Claims, rules: tuple[str, ...]) -> Iterator[Mapping[str, PlainAnswer]]:
        """Yield a patient for whom some claims are certain and others possible together, if there is one."""
        all_of = self._diagrams.all_of
        demand = Demand((all_of(certain),), (all_of((*possible, self._population.everybody)),), rules)
        patients = all_of((*demand.certain, *demand.possible))
        if patients != FALSE:
            facts = witness_facts_along(self._population, self._diagrams.witness(patients))
            yield answers(self._population, shortened(self._population, facts, demand))

    def _cannot_tell(self, who: int) -> bool:
        """Return whether the option may be flagged and no product is for certain, if no more than this is known."""
        patients = self._diagrams.both(who, self._population.everybody)
        meet, all_of = self._diagrams.meet, self._diagrams.all_of
        every = (product.regions for product in self._products)
        unclosed = [regions for regions in every if meet(patients, all_of(regions.flagged))]
        is_flagged = any(self._diagrams.implies(patients, regions.indicated) for regions in unclosed)
        return bool(unclosed) and not is_flagged

    def _any(self, claims: Iterable[Claims]) -> int:
        return self._diagrams.any_of(map(self._diagrams.all_of, claims))

    def _product(self, product: Product) -> _Product:
        population = self._population
        rules = population.knowledge.rules_by_product[product.id]
        regions = regions_of(self._diagrams, ((rule.effect, population.rule(rule.id)) for rule in rules))
        return _Product(regions, tuple(rule.id for rule in rules if rule.effect in INDICATIONS))
