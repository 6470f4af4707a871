"""Occurrence: which statuses an option can have for a diagnosis, each with a patient who has it.

`discuss`, `discuss_with_caution` and `not_flagged` are looked for among patients about whom all is known, and shown by
the few facts that settle them; `cannot_tell` is looked for where nothing but the diagnosis is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screener.diagrams.diagrams import FALSE
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option, Product
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS, Effect
from screener.proof.population import Population, population_of
from screener.proof.witness import Answer, Demand, WitnessFact, answers, shortened, witness_facts_along
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
    patient: Mapping[str, Answer]


def occurrences(knowledge: Knowledge) -> tuple[Occurrence, ...]:
    """Return every status that can occur: for each covered diagnosis and option, the most open status first."""
    population = population_of(knowledge)
    options = [_Option(population, option) for option in knowledge.options]
    diagnoses = [each for each in _values(knowledge) if each in knowledge.covered]
    return tuple(found for diagnosis in diagnoses for option in options for found in option.occurrences(diagnosis))


@dataclass(frozen=True, slots=True)
class _Product:
    """Who meets what about a product.

    Attributes:
        indicated: who meets an indication.
        supported: who meets one that carries no caution of its own.
        open: who meets nothing that closes.
        plain: who is plainly worth discussing.
        indications: the ids of the indications.
    """

    indicated: int
    supported: int
    open: int
    plain: int
    indications: tuple[str, ...]


class _Option:
    def __init__(self, population: Population, option: Option) -> None:
        self._population = population
        self._diagrams = population.diagrams
        self._id = option.id
        self._products = [self._product(product) for product in option.products]
        diagrams = self._diagrams
        self._plain = diagrams.any_of(product.plain for product in self._products)
        self._flagged = diagrams.any_of(self._flag(product) for product in self._products)

    def occurrences(self, diagnosis: str) -> Iterator[Occurrence]:
        """Yield the statuses that the option can have for a diagnosis, each with the shortest patient found."""
        for status in STATUSES:
            patients = list(self._patients(status, diagnosis))
            if patients:
                yield Occurrence(diagnosis, self._id, status, min(patients, key=len))

    def _patients(self, status: Status, diagnosis: str) -> Iterator[Mapping[str, Answer]]:
        who = WitnessFact(DIAGNOSIS, diagnosis, self._population.having(DIAGNOSIS, diagnosis))
        both, opposite = self._diagrams.both, self._diagrams.opposite
        if status == "cannot_tell":
            if self._is_open(who.node):
                yield answers(self._population, (who,))
        elif status == "not_flagged":
            yield from self._shown(both(who.node, opposite(self._flagged)), self._population.everybody, ())
        for product in self._products:
            if status == "discuss":
                yield from self._shown(both(who.node, product.supported), product.plain, product.indications)
            elif status == "discuss_with_caution":
                certain = self._diagrams.all_of([who.node, product.indicated, opposite(self._plain)])
                yield from self._shown(certain, product.open, product.indications)

    def _shown(self, certain: int, possible: int, rules: tuple[str, ...]) -> Iterator[Mapping[str, Answer]]:
        """Yield a patient for whom something is certain and something else possible, if there is one."""
        possible = self._diagrams.both(possible, self._population.everybody)
        patients = self._diagrams.both(certain, possible)
        if patients != FALSE:
            stated = witness_facts_along(self._population, self._diagrams.witness(patients))
            yield answers(self._population, shortened(self._population, stated, Demand((certain,), (possible,), rules)))

    def _is_open(self, who: int) -> bool:
        """Return whether the option can still come in, and no product is in already, if no more than this is known."""
        patients = self._diagrams.both(who, self._population.everybody)
        can_come_in = [each for each in self._products if self._diagrams.meet(patients, self._flag(each))]
        is_in = any(self._diagrams.implies(patients, each.indicated) for each in can_come_in)
        return bool(can_come_in) and not is_in

    def _flag(self, product: _Product) -> int:
        return self._diagrams.both(product.indicated, product.open)

    def _product(self, product: Product) -> _Product:
        both, opposite = self._diagrams.both, self._diagrams.opposite
        supported = self._any(product, {"supports"})
        is_open = opposite(self._any(product, CLOSING))
        plain = self._diagrams.all_of([supported, is_open, opposite(self._any(product, CAUTIONING))])
        rules = self._population.knowledge.rules_by_product[product.id]
        indications = tuple(rule.id for rule in rules if rule.effect in INDICATIONS)
        indicated = self._any(product, INDICATIONS)
        return _Product(indicated, both(supported, indicated), is_open, plain, indications)

    def _any(self, product: Product, effects: Iterable[Effect]) -> int:
        rules = self._population.knowledge.rules_by_product[product.id]
        return self._diagrams.any_of(self._population.rule(rule.id) for rule in rules if rule.effect in set(effects))


def _values(knowledge: Knowledge) -> tuple[str, ...]:
    fact = knowledge.fact_by_id.get(DIAGNOSIS)
    return tuple(choice.value for choice in fact.choices) if fact else ()
