"""Every case of the manual's chapters is what the program says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

import screener
from screener.result.by_source import Parting
from screener.result.next_steps import Flip
from screener.result.option import (
    FitsSoFar,
    OpenFact,
    OptionResult,
    ProductResult,
)
from screener.result.reason import Finding
from screener.result.screening import Screening
from screener.screening.examination import Examination
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases.description import rule_base
from tests.spec.chapters import (
    CaseExample,
    FitExample,
    FlipExample,
    OpenExample,
    OptionExample,
    PartingExample,
    ProductExample,
    Scalar,
    Section,
    chapters,
)
from tests.spec.derived_texts import derived_text, expected_text


def cases() -> Iterator[object]:
    for name, chapter in chapters():
        for section in chapter.sections:
            kb: list[KnowledgeBase] = []
            for case in section.cases:
                yield pytest.param(section, case, kb, id=f"{name}: {case.title}")


@pytest.mark.parametrize(("section", "case", "shared"), list(cases()))
def test_the_manual_says_what_the_program_does(
    section: Section, case: CaseExample, shared: list[KnowledgeBase]
) -> None:
    if not shared:
        shared.append(rule_base(section.description()))
    kb = shared[0]
    if case.error is not None:
        check_error(kb, case)
        return
    examination = screener.examine(case.patient, kb)
    screening = examination.screening
    check_screening(screening, case)
    check_help(examination, case)
    if case.rough is not None:
        rough = screener.screen(case.patient, kb, exact=False)
        assert first_option(rough).status == case.rough
        assert first_option(rough).missing is None
        assert first_option(rough).still_to_check is None
        assert first_option(rough).could_strengthen is None
        assert first_option(rough).no_longer_matters is None


def check_error(kb: KnowledgeBase, case: CaseExample) -> None:
    with pytest.raises(screener.PatientError) as caught:
        screener.screen(case.patient, kb)
    problems = caught.value.problems
    assert case.error == {problem.code: [problem.subject, *problem.related] for problem in problems}


def check_screening(screening: Screening, case: CaseExample) -> None:
    assert screening.scope.inside == bool(screening.options) == case.inside
    if case.inside:
        check_option(first_option(screening), case)
    for name, expected in case.options.items():
        check_option(screening.options[name], expected)
    products = {name: each for option in screening.options.values() for name, each in option.products.items()}
    for name, example in case.products.items():
        check_option(products[name], example)
    outcomes = {reason.rule: str(reason.outcome) for option in screening.options.values() for reason in option.reasons}
    assert {name: outcomes[name] for name in case.rules} == case.rules
    for name, written in case.derived.items():
        assert derived_text(screening, name) == expected_text(written), name
    check_sources(screening, case)


def check_help(examination: Examination, case: CaseExample) -> None:
    """Compare what is said to the help of somebody who knows half of the facts."""
    screening = examination.screening
    if case.need_not_ask is not None:
        assert list(screening.no_longer_matters or ()) == case.need_not_ask
    if case.ask_next is not None:
        assert [question.fact for question in examination.next_questions()] == case.ask_next
    expected: dict[str, OptionExample] = {next(iter(screening.options), ""): case, **case.options}
    for name, example in expected.items():
        if example.no_longer_matters is not None:
            assert list(screening.options[name].no_longer_matters or ()) == example.no_longer_matters
        if example.flips is not None:
            check_flips(examination.flips()[name], example.flips)


def check_flips(flips: tuple[Flip, ...], expected: list[FlipExample]) -> None:
    assert [
        (str(flip.status), {change.fact: list(map(str, change.values)) for change in flip.changes}) for flip in flips
    ] == [(example.to, {fact: texts(values) for fact, values in example.changes.items()}) for example in expected]
    for flip, example in zip(flips, expected, strict=True):
        if example.nearest is not None:
            nearest = {change.fact: str(change.nearest) for change in flip.changes}
            assert nearest == {fact: texts([value])[0] for fact, value in example.nearest.items()}


def texts(values: list[Scalar]) -> list[str]:
    return [expected_text(value) for value in values]


def check_sources(screening: Screening, case: CaseExample) -> None:
    if case.by_source is not None:
        said = first_option(screening).by_source
        assert {body.body: {claim.says: list(claim.rules) for claim in body.claims} for body in said} == case.by_source
        assert [body.body for body in said] == list(case.by_source)
        for body in said:
            assert [claim.says for claim in body.claims] == list(case.by_source[body.body])
    if case.partings is not None:
        partings = first_option(screening).partings
        assert [parting.rule for parting in partings] == list(case.partings)
        for parting in partings:
            check_parting(parting, case.partings[parting.rule])
    if case.combinations is not None:
        found = {" and ".join(pair.options): [note.rule for note in pair.notes] for pair in screening.combinations}
        assert found == case.combinations
        assert list(found) == list(case.combinations)


def check_parting(parting: Parting, expected: PartingExample) -> None:
    assert list(parting.bodies) == expected.bodies
    assert list(parting.supporting_bodies) == expected.supporting
    assert list(parting.supporting_rules) == expected.rules
    assert [shown(each) for each in parting.decided_by] == expected.decided_by


def first_option(screening: Screening) -> OptionResult:
    return next(iter(screening.options.values()))


def check_option(result: OptionResult | ProductResult, expected: ProductExample) -> None:
    for name in ("status", "why_not", "may_change"):
        if name in expected.model_fields_set:
            assert getattr(result, name) == getattr(expected, name), name
    check_list(result.missing, expected.missing)
    check_list(result.still_to_check, expected.still_to_check)
    check_list(result.could_strengthen, expected.could_strengthen)
    if "fits_so_far" in expected.model_fields_set:
        check_fit(result.fits_so_far, expected.fits_so_far)


def check_fit(fit: FitsSoFar | None, expected: FitExample | str | None) -> None:
    if not isinstance(expected, FitExample):
        assert fit is None
        return
    assert fit is not None
    assert fit.rule == expected.rule
    assert [shown(each) for each in fit.fits] == expected.fits
    assert [shown(each) for each in fit.needs] == expected.needs


def shown(comparison: Finding) -> str:
    match comparison.operator:
        case "is":
            return comparison.fact
        case "is not":
            return f"not {comparison.fact}"
        case "in" | "not in":
            return f"{comparison.fact} {comparison.operator} [{', '.join(comparison.constants)}]"
    return f"{comparison.fact} {comparison.operator} {comparison.constants[0]}"


def check_list(
    entries: tuple[OpenFact, ...] | None,
    expected: Mapping[str, OpenExample | str | None] | Mapping[str, OpenExample | None] | list[str] | None,
) -> None:
    if expected is None:
        return
    assert entries is not None
    assert [entry.fact for entry in entries] == list(expected)
    if isinstance(expected, list):
        return
    for entry in entries:
        example = expected[entry.fact]
        if isinstance(example, str):
            assert entry.could == example
        elif example is not None:
            check_entry(entry, example)


def check_entry(entry: OpenFact, example: OpenExample) -> None:
    if example.could is not None:
        assert entry.could == example.could
    if example.values is not None:
        assert list(map(str, entry.values)) == list(map(str, example.values))
    if example.or_state is not None:
        assert list(entry.or_state) == example.or_state
    if example.rules is not None:
        assert list(entry.rules) == example.rules
