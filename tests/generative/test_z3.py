"""An independent solver finds the same statuses and lists, on the built-in rules and on random ones."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given

import screener
from screener.patient import Patient
from screener.result import Screening
from screener.screening import KnowledgeBase
from tests.description import rule_base
from tests.generative.agreement import products_of, read, written
from tests.generative.profiles import SHORT
from tests.generative.random_rules import Case, cases
from tests.generative.real_patients import patients
from tests.generative.z3_twin import Twins

PATIENTS = 30
SEED = 20261123


@cache
def built_in_rules() -> KnowledgeBase:
    return screener.load_knowledge()


@cache
def drawn() -> list[dict[str, object]]:
    return list(patients(built_in_rules(), PATIENTS, SEED))


def check_products(kb: KnowledgeBase, patient: Patient, screening: Screening) -> None:
    twins = Twins(kb.knowledge, patient)
    for name, result in products_of(screening).items():
        found = twins.product(name)
        assert result.missing is not None
        assert result.still_to_check is not None
        assert result.status == found.status
        assert {entry.fact for entry in result.missing} == found.missing
        assert {entry.fact for entry in result.still_to_check} == found.still_to_check


@pytest.mark.parametrize("number", range(PATIENTS))
def test_z3_agrees_on_a_patient_of_the_built_in_rules(number: int) -> None:
    kb, raw = built_in_rules(), drawn()[number]
    check_products(kb, Patient.read(raw, kb.knowledge), screener.screen(raw, kb))


def test_the_patients_are_of_every_kind() -> None:
    kb = built_in_rules()
    screenings = [screener.screen(raw, kb) for raw in drawn()]
    statuses = {option.status for screening in screenings for option in screening.options.values()}
    assert statuses == {"discuss", "discuss_with_caution", "cannot_tell", "not_flagged"}
    assert any("child_pugh_class" in raw for raw in drawn())
    assert any(len(raw) <= 4 for raw in drawn())
    assert any(len(raw) >= 18 for raw in drawn())


@SHORT
@given(cases(patients=2))
def test_z3_agrees_on_random_rules(case: Case) -> None:
    kb = rule_base(case.description)
    for answers in case.patients:
        screening = read(answers, kb)
        if isinstance(screening, Screening):
            check_products(kb, Patient.read(written(answers, kb), kb.knowledge), screening)
