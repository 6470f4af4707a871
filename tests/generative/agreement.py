"""Comparing a screening with the oracle, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import screener
from screener.knowledge.domains import Domain, NumberDomain
from screener.result.option import (
    STATUSES,
    OpenFact,
    OptionResult,
    ProductResult,
)
from screener.result.screening import DerivedResult, Screening
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases.description import rule_base
from tests.generative.oracle import Answer, Answers, Oracle, as_value
from tests.generative.pairs import Entry, Value, World
from tests.generative.random_rules import Case, all_values, as_written

STATUS_ORDER: list[str] = list(STATUSES)
REASONS = ("source_reason", "argued_against", "not_covered")


def written(answers: Answers, kb: KnowledgeBase) -> dict[str, object]:
    """Return answers as a patient's file would give them."""
    return {name: as_written(values, kb.knowledge.domains[name]) for name, values in answers.items()}


def read(answers: Answers, kb: KnowledgeBase, *, exact: bool = True) -> Screening | screener.PatientError:
    """Return the screening, or the refusal of answers that contradict each other."""
    try:
        return screen(written(answers, kb), kb, exact)
    except screener.PatientError as error:
        return error


def products_of(screening: Screening) -> dict[str, ProductResult]:
    """Return the answers for all products."""
    return {name: each for option in screening.options.values() for name, each in option.products.items()}


def check_case(case: Case) -> None:
    """Compare every patient of a case with the oracle."""
    oracle = Oracle(case.description)
    kb = rule_base(case.description)
    for answers in case.patients:
        worlds = oracle.worlds(answers)
        screening = read(answers, kb)
        if isinstance(screening, screener.PatientError):
            assert not worlds
            _check_contradiction(oracle, answers, screening)
        else:
            assert worlds
            _check_screening(oracle, kb, answers, worlds, screening)


def _check_contradiction(oracle: Oracle, answers: Answers, error: screener.PatientError) -> None:
    """Every problem names all facts that take part, and no stated one that does not."""
    for problem in error.problems:
        assert problem.code == "contradiction"
        named = {name: answers[name] for name in (problem.subject, *problem.related)}
        assert not oracle.worlds(named)
        for line in oracle.description.derived:
            if line.name in named and not line.is_judgement:
                assert oracle.worlds({name: values for name, values in named.items() if name != line.name})


def _check_screening(
    oracle: Oracle, kb: KnowledgeBase, answers: Answers, worlds: Sequence[World], screening: Screening
) -> None:
    expected = {name: oracle.answer(name, answers, worlds) for name in products_of(screening)}
    for name, result in products_of(screening).items():
        _check_product(kb, expected[name], result)
        for entry in (*(result.missing or ()), *(result.still_to_check or ()), *(result.could_strengthen or ())):
            assert set(entry.or_state) == oracle.answering(entry.fact, entry.rules, answers, worlds)
    for option in screening.options.values():
        _check_option(option, [expected[name] for name in option.products])
        _check_settled(oracle, answers, option, [expected[name] for name in option.products])
        for reason in option.reasons:
            is_note = reason.rule not in kb.knowledge.condition_by_rule
            assert reason.outcome == ("met" if is_note else oracle.outcome(reason.rule, worlds))
    for name, derived in screening.derived.items():
        # Working on sets may leave more values than the completions have, never fewer.
        reached = {world.values[name] for world in worlds}
        assert not derived.read.is_known or reached <= _derived_values(derived, kb.knowledge.domains[name])


def _check_product(kb: KnowledgeBase, expected: Answer, result: ProductResult) -> None:
    assert result.status == expected.status
    assert result.why_not == expected.why_not
    assert result.may_change == expected.may_change
    assert result.missing is not None
    assert result.still_to_check is not None
    _check_list(kb, expected.missing, result.missing)
    _check_list(kb, expected.still_to_check, result.still_to_check)
    assert result.could_strengthen is not None
    _check_list(kb, expected.could_strengthen, result.could_strengthen)
    for entry in result.still_to_check:
        assert set(entry.rules) == expected.still_to_check[entry.fact].rules
    for entry in result.missing:
        assert entry.rules
        assert set(entry.rules) <= expected.missing[entry.fact].rules


def _check_list(kb: KnowledgeBase, expected: Mapping[str, Entry], entries: tuple[OpenFact, ...]) -> None:
    assert len({entry.fact for entry in entries}) == len(entries)
    assert {entry.fact for entry in entries} == set(expected)
    for entry in entries:
        own = expected[entry.fact]
        assert entry.could == own.could
        assert _values(tuple(map(str, entry.values)), kb.knowledge.domains[entry.fact]) == own.values


def _check_option(option: OptionResult, expected: Sequence[Answer]) -> None:
    assert option.status == min((each.status for each in expected), key=STATUS_ORDER.index)
    assert option.missing is not None
    assert option.still_to_check is not None
    missing = {fact for each in expected for fact in each.missing}
    still_to_check = {fact for each in expected for fact in each.still_to_check}
    assert {entry.fact for entry in option.missing} == missing
    assert {entry.fact for entry in option.still_to_check} == still_to_check
    why_not = min((each.why_not for each in expected if each.why_not), key=REASONS.index, default=None)
    listed = missing | still_to_check
    assert option.could_strengthen is not None
    assert {entry.fact for entry in option.could_strengthen} == {
        fact for each in expected for fact in each.could_strengthen if fact not in listed
    }
    assert option.why_not == (why_not if option.status == "not_flagged" else None)


def _check_settled(oracle: Oracle, answers: Answers, option: OptionResult, expected: Sequence[Answer]) -> None:
    """What is said to make no difference makes none; without stated scores, everything else makes one."""
    assert option.no_longer_matters is not None
    asked = {line.name: answers.get(line.name, line.values) for line in oracle.description.facts}
    still_open = {name for name, values in asked.items() if len(values) > 1}
    matters = frozenset[str]().union(*(each.matters for each in expected))
    settled = (oracle.facts_read(set(option.products)) & still_open) - matters
    assert set(option.no_longer_matters) <= settled
    if all(line.is_judgement for line in oracle.description.derived if line.name in answers):
        assert set(option.no_longer_matters) == settled


def _derived_values(derived: DerivedResult, domain: Domain) -> set[Value]:
    return _values(derived.read.values or (str(derived.read),), domain)


def _values(texts: tuple[str, ...], domain: Domain) -> set[Value]:
    if not isinstance(domain, NumberDomain):
        return {as_value(text, is_number=False) for text in texts}
    runs = [[Decimal(end) for end in text.split(" to ")] for text in texts]
    return {float(value) for value in all_values(domain) if any(run[0] <= Decimal(value) <= run[-1] for run in runs)}
