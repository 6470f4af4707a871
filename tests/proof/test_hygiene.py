"""The built-in rules are proved, reviewed in time, and none of them is idle."""

from __future__ import annotations

from datetime import date

import screener
from screener.proof.reach import rules_without_effect
from screener.proof.reviews import reviews_due
from screener.screening.knowledge_base import folder_of, prove
from screener.screening.proved import is_marked
from tests.bases.built_in import built_in_rules


def test_the_real_rules_were_all_to_be_reviewed_after_they_were_checked() -> None:
    knowledge = built_in_rules().knowledge
    assert knowledge.review_grace_days is not None
    due = reviews_due(knowledge, date.fromisoformat(knowledge.checked))
    assert (due.warnings, due.errors) == ((), ())


def test_no_real_rule_adds_nothing_for_one_of_its_diagnoses() -> None:
    assert rules_without_effect(built_in_rules().knowledge) == ()


def test_the_built_in_rules_carry_their_mark_and_deserve_it() -> None:
    kb = screener.load_knowledge()
    assert is_marked(folder_of(None), kb.knowledge), "write it with: make docs"
    prove(kb)
