"""Statuses that can occur: each has a patient, and no other occurs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from hypothesis import HealthCheck, given, settings

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import INDICATIONS
from screener.manual.statuses_page import status_blocks
from screener.proof.occurrence import Occurrence, occurrences
from screener.proof.witness import written
from screener.result.option import STATUSES
from screener.screening.screen import screen
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.built_in import built_in_rules
from tests.bases.description import ChoiceLine, Description, OptionLine, RuleLine, knowledge_of, ready
from tests.generative.oracle import Oracle
from tests.generative.pairs import View
from tests.generative.random_rules import descriptions

DIAGNOSES = ("hcc", "icca", "other")
FACTS = (
    ChoiceLine("diagnosis", DIAGNOSES),
    ChoiceLine("fits", ("yes", "no")),
    ChoiceLine("ill", ("yes", "no")),
    ChoiceLine("late", ("yes", "no")),
)
OPTIONS = (OptionLine("beads", ("small", "large")), OptionLine("needle", ("needle",)))
RULES = (
    RuleLine("for_small", "supports", "diagnosis == hcc and fits", ("small",)),
    RuleLine("for_large", "supports_with_caution", "diagnosis != other and fits", ("large",)),
    RuleLine("for_needle", "supports", "diagnosis == hcc and fits and not late", ("needle",)),
    RuleLine("too_ill", "stop", "ill", ("small", "large")),
    RuleLine("too_late", "against", "late", ("large",)),
    RuleLine("weigh", "caution", "fits", ("needle",)),
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def covering(description: Description) -> Knowledge:
    return replace(knowledge_of(description), covered=frozenset({"hcc", "icca"}))


def told(found: tuple[Occurrence, ...], diagnosis: str) -> list[str]:
    return [f"{each.option} {each.status}: {written(each.patient)}" for each in found if each.diagnosis == diagnosis]


@cache
def real_patients() -> Mapping[tuple[str, str, str], Occurrence]:
    return {(each.diagnosis, each.option, each.status): each for each in occurrences(built_in_rules().knowledge)}


def test_statuses_are_found_with_the_fewest_facts_that_settle_them() -> None:
    found = occurrences(covering(Description(FACTS, (), RULES, OPTIONS)))
    assert told(found, "hcc") == [
        "beads discuss: diagnosis: hcc, fits: true",
        "beads cannot_tell: diagnosis: hcc",
        "beads not_flagged: diagnosis: hcc, fits: false",
        "needle discuss_with_caution: diagnosis: hcc, fits: true, late: false",
        "needle cannot_tell: diagnosis: hcc",
        "needle not_flagged: diagnosis: hcc, fits: false",
    ]
    assert told(found, "icca") == [
        "beads discuss_with_caution: diagnosis: icca, fits: true",
        "beads cannot_tell: diagnosis: icca",
        "beads not_flagged: diagnosis: icca, fits: false",
        "needle not_flagged: diagnosis: icca",
    ]
    assert told(found, "other") == []


def test_an_option_that_is_in_whatever_else_is_true_is_never_open() -> None:
    rules = (RuleLine("for_all", "supports", "fits or not fits", ("small",)), RULES[3])
    found = occurrences(covering(Description(FACTS, (), rules, OPTIONS)))
    assert [line for line in told(found, "hcc") if line.startswith("beads")] == [
        "beads discuss: diagnosis: hcc",
        "beads not_flagged: diagnosis: hcc, ill: true",
    ]


def test_a_patient_is_in_scope_and_possible() -> None:
    description = Description(FACTS, (), RULES, OPTIONS, impossible=("fits and not ill",), scope=("ill and late",))
    found = occurrences(covering(description))
    assert [line for line in told(found, "hcc") if line.startswith("beads")] == [
        "beads not_flagged: diagnosis: hcc, fits: false",
    ]


@FEW
@given(descriptions())
def test_of_random_rules_all_statuses_are_found_and_replayed(description: Description) -> None:
    description = replace(description, facts=(ChoiceLine("diagnosis", ("hcc", "icca")), *description.facts))
    kb = ready(covering(description))
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


def test_every_status_of_the_real_rules_is_given_by_a_screening_of_its_patient() -> None:
    for (diagnosis, option, status), found in real_patients().items():
        screening = screen(found.patient, built_in_rules())
        assert found.patient["diagnosis"] == diagnosis
        assert screening.scope.inside
        assert screening.options[option].status == status, found


def test_statuses_that_cannot_occur_are_those_without_an_indication_or_with_a_reason_given() -> None:
    knowledge = built_in_rules().knowledge
    for option in knowledge.options:
        excused = {diagnosis for diagnosis, _ in option.no_discuss}
        rules = [rule for rule in knowledge.rules_by_option[option.id] if rule.effect in INDICATIONS]
        for diagnosis in knowledge.covered:
            statuses = {status for status in STATUSES if (diagnosis, option.id, status) in real_patients()}
            is_indicated = any(diagnosis in knowledge.diagnoses_of(rule) for rule in rules)
            expected = set(STATUSES) if is_indicated else {"not_flagged"}
            assert statuses == expected - ({"discuss"} if diagnosis in excused else set()), (option.id, diagnosis)


def test_the_page_shows_the_statuses_and_the_patients() -> None:
    knowledge = covering(Description(FACTS, (), RULES, OPTIONS))
    page = "\n\n".join(status_blocks(Wording(load("en"), knowledge, "clinician")))
    assert "10 statuses, each with a patient who has it." in page
    discuss, caution, open_, none = (Wording(load("en"), knowledge, "clinician").mark(status) for status in STATUSES)
    assert f"| [beads](beads.md) | {discuss} {open_} {none} | {caution} {open_} {none} |\n" in page
    assert f"| [needle](needle.md) | {caution} {open_} {none} | {none} |" in page
    assert "| beads | Discuss, with caution | `{diagnosis: icca, fits: true}` |" in page
    assert "| [needle](needle.md) | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 |" in page
