"""Every made-up patient of the built-in rules shows what is written for it, and each is there once."""

from __future__ import annotations

import pytest

from screener.loading.case_document import CaseDraft
from screener.proof.cases import differences
from tests.bases.built_in import built_in_rules
from tests.spec.cases import cases


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name.text) for case in cases()])
def test_a_case_shows_the_statuses_and_the_deciding_rules_written(case: CaseDraft) -> None:
    assert [str(problem) for problem in differences(case, built_in_rules())] == []


def test_every_vignette_and_worked_case_is_there_once() -> None:
    names = {case.name.text.partition("_")[0] for case in cases()}
    vignettes = {f"v{number:02}" for number in range(1, 31)}
    worked = {f"w{number}" for number in range(1, 6)}
    assert names == vignettes | worked
    assert {case.name.text.partition("_")[0] for case in cases() if case.decides} == worked
