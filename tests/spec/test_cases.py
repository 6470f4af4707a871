"""Every made-up patient in `rules/liver/cases` shows the statuses written there, for the reasons written there."""

from __future__ import annotations

import pytest

import screener
from screener.knowledge.rules import CLOSING
from screener.result.option import OptionResult
from tests.bases.built_in import built_in_rules
from tests.spec.cases import Case, Decides, cases


def is_worked(case: Case) -> bool:
    """True of the worked cases, which say for each option what decides."""
    return bool(case.decides)


def carries(decides: Decides, answer: OptionResult) -> bool:
    """True if a rule has the part in an answer that its status needs, and rests on the source."""
    reason = next((reason for reason in answer.reasons if reason.rule == decides.rule), None)
    if reason is None or decides.source not in {source.key for source in reason.sources}:
        return False
    if answer.status == "cannot_tell":
        return answer.fits_so_far is not None and answer.fits_so_far.rule == decides.rule
    is_closing = reason.effect in CLOSING
    return reason.outcome == "met" and is_closing is (answer.status == "not_flagged")


every_case = pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in cases()])


@every_case
def test_a_case_shows_the_nine_statuses_written(case: Case) -> None:
    screening = screener.screen(case.facts, built_in_rules())
    assert {name: option.status for name, option in screening.options.items()} == case.expect


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in cases() if is_worked(case)])
def test_a_worked_case_is_decided_by_the_rules_and_sources_written(case: Case) -> None:
    screening = screener.screen(case.facts, built_in_rules())
    for name, answer in screening.options.items():
        named = case.decides.get(name, [])
        assert [each for each in named if not carries(each, answer)] == [], name
        assert named or answer.why_not == "not_covered", name


@every_case
def test_a_case_says_that_it_is_made_up_and_who_it_is(case: Case) -> None:
    assert case.synthetic
    assert case.who


def test_every_vignette_and_worked_case_is_there_once() -> None:
    names = [case.id.partition("_")[0] for case in cases()]
    vignettes = {f"v{number:02}" for number in range(1, 31)}
    worked = {f"w{number}" for number in range(1, 6)}
    assert set(names) == vignettes | worked
    assert len({case.id for case in cases()}) == len(names)
    assert {case.id.partition("_")[0] for case in cases() if is_worked(case)} == worked
