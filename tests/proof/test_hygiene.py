"""The built-in rules are in order: every check finds nothing, on the day on which they were last checked."""

from __future__ import annotations

from datetime import date

import pytest

from screener.places import default_rules
from screener.proof.checks import CHECKS, Check, Checked
from screener.screening.proved import is_marked
from tests.bases.built_in import built_in_rules


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
def test_a_check_finds_nothing(check: Check) -> None:
    kb = built_in_rules()
    checked = Checked(kb, default_rules(), date.fromisoformat(kb.knowledge.checked))
    assert [str(problem) for problem in check(checked)] == []


def test_reviews_have_days_of_grace() -> None:
    assert built_in_rules().knowledge.review_grace_days is not None


def test_the_rules_carry_the_mark_of_their_proofs() -> None:
    assert is_marked(default_rules(), built_in_rules().knowledge), "write it with: make docs"
