"""Which questions the built-in rules lead to, for random patients."""

from __future__ import annotations

from functools import cache

import pytest

from screener.screening.screen import examine
from tests.bases.built_in import built_in_rules
from tests.bases.real_patients import patients

RANDOM_PATIENTS = 30
SEED = 20261127


@cache
def drawn() -> tuple[dict[str, object], ...]:
    return tuple(patients(built_in_rules(), RANDOM_PATIENTS, SEED))


@pytest.mark.parametrize("number", range(RANDOM_PATIENTS))
def test_no_real_patient_is_asked_for_work_up_or_for_what_only_charts_know(number: int) -> None:
    kb = built_in_rules()
    examination = examine(drawn()[number], kb)
    asked = examination.next_questions("patient")
    scores = {fact.id for fact in kb.knowledge.charted_scores}
    for question in asked:
        fact = kb.knowledge.fact_by_id.get(question.fact)
        assert question.fact in scores or (fact and "patient" in fact.who and fact.known_at != "work_up")
        assert question.usefulness > 0
    # The order is that of all questions, and nothing that patients know is left out.
    everything = examination.next_questions()
    assert list(asked) == [question for question in everything if question in asked]
    assert not [
        each for each in everything if each not in asked and "patient" in each.who and each.known_at != "work_up"
    ]
