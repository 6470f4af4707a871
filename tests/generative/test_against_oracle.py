"""Statuses, lists and outcomes are exactly what the definitions say, on random rule bases and patients."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import screener
from screener.knowledge.domains import Domain, NumberDomain
from screener.reasoning.derive import derive
from screener.reasoning.referee import evaluate
from screener.result import OpenFact, OptionResult, ProductResult, Screening
from screener.screening import KnowledgeBase, screen
from tests.description import rule_base
from tests.generative.oracle import Answer, Answers, Entry, Oracle, Value, World, as_value
from tests.generative.random_rules import Case, all_values, as_written, cases

FLAGGED = ("discuss", "discuss_with_caution")
ORDINARY = settings(
    max_examples=250,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
LONG = settings(ORDINARY, max_examples=1_700)


def written(answers: Answers, kb: KnowledgeBase) -> dict[str, object]:
    return {name: as_written(values, kb.knowledge.domains[name]) for name, values in answers.items()}


def read(answers: Answers, kb: KnowledgeBase, *, exact: bool = True) -> Screening | None:
    """Return the screening, or None if the answers contradict each other."""
    try:
        return screen(written(answers, kb), kb, exact)
    except screener.PatientError as error:
        assert [problem.code for problem in error.problems] == ["contradiction"]
        return None


def products_of(screening: Screening) -> dict[str, ProductResult]:
    return {name: each for option in screening.options.values() for name, each in option.products.items()}


def check_case(case: Case) -> None:
    oracle = Oracle(case.description)
    kb = rule_base(case.description)
    for answers in case.patients:
        worlds = oracle.worlds(answers)
        screening = read(answers, kb)
        assert (screening is None) == (not worlds)
        if screening is not None:
            check_screening(oracle, kb, answers, worlds, screening)


def check_screening(
    oracle: Oracle, kb: KnowledgeBase, answers: Answers, worlds: list[World], screening: Screening
) -> None:
    expected = {name: oracle.answer(name, answers, worlds) for name in products_of(screening)}
    for name, result in products_of(screening).items():
        check_product(oracle, kb, expected[name], result)
    for option in screening.options.values():
        check_option(option, [expected[name] for name in option.products])
        for reason in option.reasons:
            assert reason.outcome == oracle.outcome(reason.rule, worlds)
    for name, derived in screening.derived.items():
        # Working on sets may leave more values than completions have, never fewer.
        reached = {world.values[name] for world in worlds}
        assert not derived.read.is_known or reached <= values_of(derived.read.values, kb.knowledge.domains[name], derived.read.low, derived.read.high)


def check_product(oracle: Oracle, kb: KnowledgeBase, expected: Answer, result: ProductResult) -> None:
    assert result.status == expected.status
    assert result.why_not == expected.why_not
    assert result.may_change == expected.may_change
    assert result.missing is not None
    assert result.still_to_check is not None
    check_list(oracle, kb, expected.missing, result.missing)
    check_list(oracle, kb, expected.still_to_check, result.still_to_check)
    for entry in result.still_to_check:
        assert set(entry.rules) == expected.still_to_check[entry.fact].rules
    for entry in result.missing:
        assert entry.rules
        assert set(entry.rules) <= expected.missing[entry.fact].rules


def check_list(
    oracle: Oracle, kb: KnowledgeBase, expected: Mapping[str, Entry], entries: tuple[OpenFact, ...]
) -> None:
    assert {entry.fact for entry in entries} == set(expected)
    for entry in entries:
        own = expected[entry.fact]
        assert entry.could == own.could
        assert values_of(entry.values, kb.knowledge.domains[entry.fact]) == own.values
        assert set(entry.or_state) == oracle.answering(entry.fact, entry.rules, own)


def check_option(option: OptionResult, expected: list[Answer]) -> None:
    order = ("discuss", "discuss_with_caution", "cannot_tell", "not_flagged")
    assert option.status == min((each.status for each in expected), key=order.index)
    assert option.missing is not None
    assert option.still_to_check is not None
    assert {entry.fact for entry in option.missing} == {fact for each in expected for fact in each.missing}
    assert {entry.fact for entry in option.still_to_check} == {fact for each in expected for fact in each.still_to_check}
    reasons = ("source_reason", "argued_against", "not_covered")
    why_not = min((each.why_not for each in expected if each.why_not), key=reasons.index, default=None)
    assert option.why_not == (why_not if option.status == "not_flagged" else None)


def values_of(texts: tuple[str, ...], domain: Domain, low: str | None = None, high: str | None = None) -> set[Value]:
    if not isinstance(domain, NumberDomain):
        return {as_value(text, is_number=False) for text in texts}
    runs = [text.split(" to ") for text in texts] if low is None else [[low, str(high)]]
    return {
        float(value)
        for value in all_values(domain)
        if any(Decimal(run[0]) <= Decimal(value) <= Decimal(run[-1]) for run in runs)
    }


@ORDINARY
@given(cases())
def test_every_answer_is_what_the_definitions_say(case: Case) -> None:
    check_case(case)


@pytest.mark.long
@LONG
@given(cases())
def test_every_answer_is_what_the_definitions_say_in_a_long_run(case: Case) -> None:
    check_case(case)
