"""Reach: for every rule a patient who meets it and one who does not, and what a rule adds for each diagnosis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from screener.diagrams.diagrams import FALSE
from screener.knowledge.conditions import facts_of
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import Rule
from screener.problems import Problem
from screener.proof.population import Population, population_of
from screener.proof.witness import PlainAnswer, patient_with


@dataclass(frozen=True, slots=True)
class Reach:
    """Patients on both sides of a rule; None where nobody in scope is."""

    met_by: Mapping[str, PlainAnswer] | None
    not_met_by: Mapping[str, PlainAnswer] | None


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


def rules_without_effect(knowledge: Knowledge) -> tuple[Problem, ...]:
    """Return a problem for every rule that adds nothing for one of its diagnoses.

    Nobody with it meets the rule; or everybody does, though the rule reads more than the diagnosis; or the same
    patients meet a rule of the same effect that is about more products, or comes first.
    """
    population = population_of(knowledge)
    return tuple(
        problem
        for diagnosis in knowledge.covered_diagnoses
        for problem in _ForDiagnosis(population, diagnosis).problems()
    )


def _unreached(knowledge: Knowledge) -> Iterator[Problem]:
    population = population_of(knowledge)
    both, everybody = population.diagrams.both, population.everybody
    for rule in knowledge.rules_with_outcome:
        node = population.rule(rule.id)
        if both(node, everybody) == FALSE:
            yield Problem("rule_never_met", rule.id, rule.place)
        elif rule.effect != "note" and both(population.diagrams.opposite(node), everybody) == FALSE:
            yield Problem("rule_always_met", rule.id, rule.place)


class _ForDiagnosis:
    def __init__(self, population: Population, diagnosis: str) -> None:
        self._diagnosis = diagnosis
        knowledge, both = population.knowledge, population.diagrams.both
        self._patients = both(population.having(DIAGNOSIS, diagnosis), population.everybody)
        self._judgements = frozenset(fact.id for fact in knowledge.derived if fact.is_judgement)
        own = [rule for rule in knowledge.rules_with_outcome if diagnosis in knowledge.diagnoses_of(rule)]
        self._met_by = [(rule, both(population.rule(rule.id), self._patients)) for rule in own]

    def problems(self) -> Iterator[Problem]:
        """Yield what adds nothing for the diagnosis."""
        found = self._diagnosis
        for rule, met_by in self._met_by:
            if met_by == FALSE:
                yield Problem("rule_never_met_with", rule.id, rule.place, found)
            elif met_by == self._patients and rule.effect != "note" and self._reads(rule) != {DIAGNOSIS}:
                yield Problem("rule_always_met_with", rule.id, rule.place, found)
        for (rule, met_by), (other, met_by_other) in permutations(self._met_by, 2):
            if met_by == met_by_other != FALSE and self._repeats(rule, other):
                yield Problem("rule_repeated_with", rule.id, rule.place, found, related=(other.id,))

    def _repeats(self, rule: Rule, other: Rule) -> bool:
        if rule.effect != other.effect or rule.effect == "note" or not rule.products <= other.products:
            return False
        if rule.products == other.products and rule.order < other.order:
            return False
        # A chart may state a judgement: then only a rule that reads it follows.
        return self._reads(rule) & self._judgements == self._reads(other) & self._judgements

    def _reads(self, rule: Rule) -> frozenset[str]:
        return facts_of(rule.condition)
