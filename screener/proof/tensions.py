"""Tensions: an indication and a rule against it, or one in dispute, that one patient can meet together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import CLOSING, INDICATIONS, AcceptedTension, AnyRule, Effect
from screener.proof.population import population_of
from screener.proof.witness import PlainAnswer, patient_with

OPPOSING: frozenset[Effect] = CLOSING | {"disputed"}


@dataclass(frozen=True, slots=True)
class Tension:
    """An indication and an opposing rule about the same products, and a patient who meets both.

    Attributes:
        indication: the id of the rule that speaks for the option.
        opposing: the id of the stop, against or disputed rule.
        products: the products that both are about, in order.
        patient: the fewest facts with which both are met.
    """

    option: str
    products: tuple[str, ...]
    indication: str
    opposing: str
    effect: Effect
    patient: Mapping[str, PlainAnswer]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which tensions are meant, and which are not.

    Attributes:
        unexplained: tensions for which no reason is given.
        unneeded: reasons that no tension needs.
    """

    unexplained: tuple[Tension, ...]
    unneeded: tuple[AcceptedTension, ...]


def tensions_of(knowledge: Knowledge) -> tuple[Tension, ...]:
    """Return every tension of a rule base, option by option, in the order of its rules."""
    population = population_of(knowledge)
    patients: dict[tuple[str, str], Mapping[str, PlainAnswer] | None] = {}
    found = []
    for option in knowledge.options:
        for indication, opposing in _pairs(knowledge, option.id):
            products = tuple(
                product.id for product in option.products if product.id in indication.products & opposing.products
            )
            key = indication.id, opposing.id
            if products and key not in patients:
                both = population.diagrams.both(population.rule(indication.id), population.rule(opposing.id))
                patients[key] = patient_with(population, both, key)
            patient = patients.get(key)
            if products and patient is not None:
                found.append(Tension(option.id, products, *key, opposing.effect, patient))
    return tuple(found)


def reason_for(knowledge: Knowledge, tension: Tension) -> AcceptedTension | None:
    """Return why a tension is meant: the reason for this pair, else the one for the opposing rule, else None."""
    given = {(each.rule, each.indication): each for each in knowledge.tensions}
    own = given.get((tension.opposing, tension.indication))
    return own or given.get((tension.opposing, ""))


def acceptance(knowledge: Knowledge) -> Acceptance:
    """Return which tensions lack a reason and which reasons lack a tension."""
    tensions = tensions_of(knowledge)
    reasons = [reason_for(knowledge, tension) for tension in tensions]
    unexplained = tuple(tension for tension, reason in zip(tensions, reasons, strict=True) if reason is None)
    return Acceptance(unexplained, tuple(each for each in knowledge.tensions if each not in reasons))


def _pairs(knowledge: Knowledge, option: str) -> Iterator[tuple[AnyRule, AnyRule]]:
    rules = knowledge.rules_by_option[option]
    for indication in rules:
        if indication.effect in INDICATIONS:
            yield from ((indication, rule) for rule in rules if rule.effect in OPPOSING)
