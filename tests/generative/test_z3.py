"""An independent solver finds the same statuses and lists, on the built-in rules and on random ones."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given

import screener
from screener.patient.patient import Patient
from screener.result.option import OpenFact
from screener.result.screening import Screening
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases.built_in import built_in_rules
from tests.bases.description import rule_base
from tests.bases.real_patients import patients
from tests.generative.agreement import products_of, read, written
from tests.generative.profiles import SHORT
from tests.generative.random_rules import Case, cases
from tests.generative.z3_twin import Twins

PATIENTS = 30
SEED = 20261123
MANY = 500
MANY_SEED = 20261126
PARTS = 10
# A weak indication holds for up to three tumors, a full one for a single tumor; few random patients are like that.
LIFTED: dict[str, object] = {
    "diagnosis": "hcc",
    "tumor_confirmed": "confirmed",
    "operability": "inoperable",
    "surgery_declined": True,
    "tumor_count": "1-3",
    "largest_tumor_cm": 2.9,
    "infiltrative": False,
    "extrahepatic_disease": "none",
    "portal_vein_invasion": "none",
    "ecog": "0-1",
    "child_pugh_class": "A",
}


@cache
def drawn() -> list[dict[str, object]]:
    return list(patients(built_in_rules(), PATIENTS, SEED))


def check_products(kb: KnowledgeBase, patient: Patient, screening: Screening) -> None:
    twins = Twins(kb.knowledge, patient)
    for name, result in products_of(screening).items():
        found = twins.product(name)
        assert result.status == found.status
        assert facts(result.missing) == found.missing
        assert facts(result.still_to_check) == found.still_to_check
        assert facts(result.could_strengthen) == found.could_strengthen
    for option in screening.options.values():
        assert option.no_longer_matters is not None
        for name, result in option.products.items():
            # A product that is closed for certain is so whatever is learned; why is no part of the answer.
            if option.no_longer_matters and result.status != "not_flagged":
                assert not twins.differs(name, option.no_longer_matters)


def facts(entries: tuple[OpenFact, ...] | None) -> set[str]:
    assert entries is not None
    return {entry.fact for entry in entries}


@pytest.mark.parametrize("number", range(PATIENTS))
def test_z3_agrees_on_a_patient_of_the_built_in_rules(number: int) -> None:
    kb, raw = built_in_rules(), drawn()[number]
    check_products(kb, Patient.read(raw, kb.knowledge), screener.screen(raw, kb))


def test_z3_agrees_on_a_patient_whose_caution_could_be_lifted() -> None:
    kb = built_in_rules()
    screening = screener.screen(LIFTED, kb)
    assert facts(screening.options["therasphere"].could_strengthen) == {"tumor_count"}
    check_products(kb, Patient.read(LIFTED, kb.knowledge), screening)


def test_the_patients_are_of_every_kind() -> None:
    kb = built_in_rules()
    screenings = [screener.screen(raw, kb) for raw in drawn()]
    statuses = {option.status for screening in screenings for option in screening.options.values()}
    assert statuses == {"discuss", "discuss_with_caution", "cannot_tell", "not_flagged"}
    assert any("child_pugh_class" in raw for raw in drawn())
    assert any(len(raw) <= 4 for raw in drawn())
    assert any(len(raw) >= 18 for raw in drawn())


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_z3_agrees_on_fifty_more_patients_of_the_built_in_rules(part: int) -> None:
    kb = built_in_rules()
    for raw in patients(kb, MANY // PARTS, MANY_SEED + part):
        check_products(kb, Patient.read(raw, kb.knowledge), screener.screen(raw, kb))


@SHORT
@given(cases(patients=2))
def test_z3_agrees_on_random_rules(case: Case) -> None:
    kb = rule_base(case.description)
    for answers in case.patients:
        screening = read(answers, kb)
        if isinstance(screening, Screening):
            check_products(kb, Patient.read(written(answers, kb), kb.knowledge), screening)
