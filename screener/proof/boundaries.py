"""Boundary patients: for every number a rule compares with, patients just below, at and just above it.

Those of one boundary differ in that fact only, and the rule turns between them. The rest of the patient settles the
rule for every value of the fact; it is found in the diagrams, and the outcomes shown are those of a screening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from screener.knowledge.domains import NumberDomain
from screener.knowledge.possible import Outcome
from screener.proof.axis import ONE_STEP, Axis, Context
from screener.proof.population import Population, population_of
from screener.proof.witness import PlainAnswer, answers
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen

Side = Literal["below", "at", "above"]
SIDES: tuple[tuple[Side, int], ...] = (("below", -ONE_STEP), ("at", 0), ("above", ONE_STEP))


@dataclass(frozen=True, slots=True)
class BoundaryPatient:
    """A patient at a constant of a rule or one step beside it.

    Attributes:
        rule: the rule's id.
        fact: the asked number in which the patients of one boundary differ.
        constant: the constant, as text.
        side: where the patient's value lies.
        facts: the patient, as answers that can be screened.
        outcome: what a screening says about the rule.
    """

    rule: str
    fact: str
    constant: str
    side: Side
    facts: Mapping[str, PlainAnswer]
    outcome: Outcome

    @property
    def context(self) -> dict[str, PlainAnswer]:
        """What all patients of its boundary have in common."""
        return {fact: answer for fact, answer in self.facts.items() if fact != self.fact}


def boundary_patients(kb: KnowledgeBase, rule_id: str) -> tuple[BoundaryPatient, ...]:
    """Return the boundary patients of a rule, fact by fact in the order of the chart.

    A side that nobody in scope can have is left out, and so is a constant that never decides.
    """
    if rule_id not in kb.knowledge.condition_by_rule:
        return ()
    population = population_of(kb.knowledge)
    levels = sorted(population.diagrams.support(population.rule(rule_id)))
    names = (population.names[level] for level in levels)
    numbers = (name for name in names if isinstance(kb.knowledge.domains[name], NumberDomain))
    return tuple(patient for name in numbers for patient in _along(kb, population, rule_id, name))


def boundaries_of(patients: Iterable[BoundaryPatient]) -> tuple[tuple[BoundaryPatient, ...], ...]:
    """Return boundary patients in groups: below, at and above one constant in one context."""

    def boundary(patient: BoundaryPatient) -> tuple[str, str, str, dict[str, PlainAnswer]]:
        return patient.rule, patient.fact, patient.constant, patient.context

    return tuple(tuple(group) for _, group in groupby(patients, key=boundary))


def _along(kb: KnowledgeBase, population: Population, rule: str, fact: str) -> Iterator[BoundaryPatient]:
    axis = Axis(population, rule, fact)
    text = kb.knowledge.number(fact).text
    for context in axis.contexts():
        for constant in sorted({each for turn in context.turns for each in turn.constants}):
            for side, shift in SIDES:
                if axis.has_patient(context, constant + shift):
                    facts = _facts(population, axis, context, constant + shift)
                    yield BoundaryPatient(rule, fact, text(constant), side, facts, _outcome(kb, rule, facts))


def _facts(population: Population, axis: Axis, context: Context, halves: int) -> Mapping[str, PlainAnswer]:
    return answers(population, (*context.facts, axis.fact(halves)))


def _outcome(kb: KnowledgeBase, rule: str, facts: Mapping[str, PlainAnswer]) -> Outcome:
    """Return what a screening says about a rule; completions are looked at only where the rule alone is not sure."""
    outcome = _screened(kb, rule, facts, exact=False)
    return _screened(kb, rule, facts, exact=True) if outcome is Outcome.UNKNOWN else outcome


def _screened(kb: KnowledgeBase, rule: str, facts: Mapping[str, PlainAnswer], exact: bool) -> Outcome:
    option = screen(facts, kb, exact).options[kb.knowledge.rule_by_id[rule].options[0]]
    return next(reason.outcome for reason in option.reasons if reason.rule == rule)
