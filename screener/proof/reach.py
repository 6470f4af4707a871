"""Reach: for every rule a patient who meets it and one who does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screener.knowledge.model import Knowledge
from screener.knowledge.problems import Problem
from screener.proof.population import population_of
from screener.proof.witness import Answer, patient_with
from screener.reasoning.diagrams import FALSE
from screener.reasoning.soundness import place_of


@dataclass(frozen=True, slots=True)
class Reach:
    """Patients on both sides of a rule; None where nobody in scope is."""

    met_by: Mapping[str, Answer] | None
    not_met_by: Mapping[str, Answer] | None


def reach_of(knowledge: Knowledge, rule: str) -> Reach:
    """Return who meets a rule and who does not, each described by the fewest facts found."""
    population = population_of(knowledge)
    node = population.rule(rule)
    opposite = population.diagrams.opposite(node)
    return Reach(patient_with(population, node, (rule,)), patient_with(population, opposite, (rule,)))


def unreached(knowledge: Knowledge) -> tuple[Problem, ...]:
    """Return a problem for every rule that everybody in scope meets, or nobody; a note may hold for everybody.

    Loading finds the rules that hold for all patients or none; this also sees the scope and what cannot go together.
    """
    return tuple(_unreached(knowledge))


def _unreached(knowledge: Knowledge) -> Iterator[Problem]:
    population = population_of(knowledge)
    both, everybody = population.diagrams.both, population.everybody
    for rule in knowledge.deciding_rules:
        node = population.rule(rule.id)
        if both(node, everybody) == FALSE:
            yield Problem("rule_never_met", rule.id, place_of(rule))
        elif rule.effect != "note" and both(population.diagrams.opposite(node), everybody) == FALSE:
            yield Problem("rule_always_met", rule.id, place_of(rule))
