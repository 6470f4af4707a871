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


def test_an_option_that_no_source_offers_with_a_diagnosis_is_never_flagged_there() -> None:
    knowledge = built_in_rules().knowledge
    without = 0
    for option in knowledge.options:
        rules = [rule for rule in knowledge.rules_by_option[option.id] if rule.effect in INDICATIONS]
        for diagnosis in knowledge.covered:
            if not any(diagnosis in rule.diagnoses for rule in rules):
                without += 1
                statuses = [status for status in STATUSES if (diagnosis, option.id, status) in real_patients()]
                assert statuses == ["not_flagged"], (option.id, diagnosis)
    assert without > 0
