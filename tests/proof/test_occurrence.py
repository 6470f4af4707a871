"""Statuses that can occur under the built-in rules: each has a patient, and no other occurs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from screener.knowledge.rules import INDICATIONS
from screener.proof.occurrence import Occurrence, occurrences
from screener.result.option import STATUSES
from screener.screening.screen import screen
from tests.bases.built_in import built_in_rules

# The patients are found once, so one process takes all of these.
pytestmark = pytest.mark.xdist_group("occurrence")


@cache
def real_patients() -> Mapping[tuple[str, str, str], Occurrence]:
    return {(each.diagnosis, each.option, each.status): each for each in occurrences(built_in_rules().knowledge)}


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
