"""Statuses, lists and outcomes are exactly what the definitions say, on random rule bases and patients."""

from __future__ import annotations

import pytest
from hypothesis import given

from screener.engine.derive import derive
from screener.engine.referee import evaluate
from screener.patient.patient import Patient
from tests.bases.description import rule_base
from tests.generative.agreement import check_case, products_of, read, written
from tests.generative.oracle import Oracle
from tests.generative.profiles import LONG, ORDINARY, SHORT
from tests.generative.random_rules import Case, cases, coupled_cases

FLAGGED = ("discuss", "discuss_with_caution")


@ORDINARY
@given(cases())
def test_every_answer_is_what_the_definitions_say(case: Case) -> None:
    check_case(case)


@SHORT
@given(coupled_cases())
def test_facts_that_change_only_together_are_listed_together(case: Case) -> None:
    check_case(case)


@pytest.mark.long
@LONG
@given(cases(patients=5))
def test_every_answer_is_what_the_definitions_say_in_twenty_thousand_cases(case: Case) -> None:
    check_case(case)


@SHORT
@given(cases())
def test_engine_and_referee_say_the_same_and_what_they_decide_holds_in_every_completion(case: Case) -> None:
    kb, oracle = rule_base(case.description), Oracle(case.description)
    for answers in case.patients:
        patient = Patient.read(written(answers, kb), kb.knowledge)
        worlds = oracle.worlds(answers)
        if not worlds:
            continue
        known = derive(kb.knowledge, patient.asked, patient.stated)
        decided = kb.engine.decide(known)
        for rule in kb.knowledge.rules_with_outcome:
            assert decided[rule.id] == evaluate(rule.condition, known)
            assert decided[rule.id] in ("unknown", oracle.outcome(rule.id, worlds))


@SHORT
@given(cases())
def test_without_looking_at_completions_a_status_is_the_same_or_says_less(case: Case) -> None:
    kb = rule_base(case.description)
    for answers in case.patients:
        exact, rough = read(answers, kb), read(answers, kb, exact=False)
        if isinstance(exact, Exception) or isinstance(rough, Exception):
            # A contradiction is found either way.
            assert str(exact) == str(rough)
            continue
        for name, result in products_of(rough).items():
            status = products_of(exact)[name].status
            assert result.missing is None
            assert result.still_to_check is None
            if result.status == "not_flagged":
                assert status == "not_flagged"
            if result.status in FLAGGED:
                # Open rules may close an option or caution everybody only together; that takes completions to see.
                assert status != "cannot_tell"
