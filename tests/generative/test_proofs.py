"""What is shown about random rule bases is so: every patient is screened, and whole grids are tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from screener.knowledge.possible import Outcome
from screener.problems import PatientError
from screener.proof.boundaries import boundaries_of, boundary_patients
from screener.proof.occurrence import occurrences
from screener.proof.reach import reach_of
from screener.proof.tensions import tensions_of
from screener.proof.witness import PlainAnswer
from screener.result.option import STATUSES
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases.description import ChoiceLine, Description, knowledge_of, ready, rule_base
from tests.generative.oracle import Oracle
from tests.generative.pairs import View
from tests.generative.random_rules import descriptions

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def outcome(kb: KnowledgeBase, rule: str, patient: Mapping[str, object]) -> Outcome | None:
    """What a screening says about a rule; None for a patient whom it refuses or who is out of scope."""
    try:
        options = screen(patient, kb).options
    except PatientError:
        return None
    reasons = options[kb.knowledge.rule_by_id[rule].options[0]].reasons if options else ()
    return next((reason.outcome for reason in reasons if reason.rule == rule), None)


def along(kb: KnowledgeBase, rule: str, fact: str, context: Mapping[str, PlainAnswer]) -> dict[int, Outcome]:
    """The outcome for every value of a fact that somebody in scope can have."""
    domain = kb.knowledge.number(fact)
    tried = {
        value: outcome(kb, rule, {**context, fact: domain.text(value)})
        for value in range(domain.low, domain.high + 1, 2)
    }
    return {value: found for value, found in tried.items() if found is not None}


def changes(outcomes: Mapping[int, Outcome]) -> set[int]:
    return {value for value, found in outcomes.items() if outcomes.get(value + 2, found) is not found}


@FEW
@given(descriptions())
def test_patients_of_tensions_and_of_both_sides_of_a_rule_are_what_they_are_said_to_be(
    description: Description,
) -> None:
    kb = rule_base(description)
    for tension in tensions_of(kb.knowledge):
        assert outcome(kb, tension.indication, tension.patient) is Outcome.MET
        assert outcome(kb, tension.opposing, tension.patient) is Outcome.MET
    for rule in kb.knowledge.rules_with_outcome:
        reach = reach_of(kb.knowledge, rule.id)
        if reach.met_by is not None:
            assert outcome(kb, rule.id, reach.met_by) is Outcome.MET
        if reach.not_met_by is not None:
            assert outcome(kb, rule.id, reach.not_met_by) is Outcome.NOT_MET


@FEW
@given(descriptions())
def test_boundaries_are_all_the_changes_along_the_grid_of_their_context(description: Description) -> None:
    kb = rule_base(description)
    for rule in kb.knowledge.rules_with_outcome:
        shown: dict[tuple[str, tuple[tuple[str, PlainAnswer], ...]], dict[int, Outcome]] = {}
        for group in boundaries_of(boundary_patients(kb, rule.id)):
            assert {patient.outcome for patient in group} == {Outcome.MET, Outcome.NOT_MET}
            for patient in group:
                value = kb.knowledge.number(patient.fact).halves(Decimal(str(patient.facts[patient.fact])))
                assert value is not None
                shown.setdefault((patient.fact, tuple(patient.context.items())), {})[value] = patient.outcome
        for (fact, context), outcomes in shown.items():
            assert changes(along(kb, rule.id, fact, dict(context))) == changes(outcomes)


@FEW
@given(descriptions())
def test_of_random_rules_all_statuses_are_found_and_replayed(description: Description) -> None:
    description = replace(description, facts=(ChoiceLine("diagnosis", ("hcc", "icca")), *description.facts))
    kb = ready(replace(knowledge_of(description), covered=frozenset({"hcc", "icca"})))
    found = occurrences(kb.knowledge)
    for each in found:
        assert screen(each.patient, kb).options[each.option].status == each.status
    worlds = Oracle(description).worlds({"diagnosis": ("hcc",)})
    widest = screen({"diagnosis": "hcc"}, kb).options
    for option in kb.knowledge.options:
        by_product = [
            [rule for rule in description.rules if product.id in rule.products and rule.when]
            for product in option.products
        ]
        expected = {min((View(world, rules).status for rules in by_product), key=STATUSES.index) for world in worlds}
        expected |= {widest[option.id].status} & {"cannot_tell"}
        assert {each.status for each in found if (each.diagnosis, each.option) == ("hcc", option.id)} == expected
