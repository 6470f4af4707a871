"""Names that are relied on from outside: options, products, facts, the public surface, exit codes."""

from __future__ import annotations

import inspect

import pytest

import screener
from screener import problems
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases.built_in import built_in_rules

OPTIONS = {
    "chemoembolization": ("catheter", ["conventional", "doxorubicin_beads", "irinotecan_beads"]),
    "therasphere": ("catheter", ["therasphere"]),
    "sir_spheres": ("catheter", ["sir_spheres"]),
    "intra_arterial_chemotherapy": ("catheter", ["infusion", "pump", "percutaneous_perfusion"]),
    "bland_embolization": ("catheter", ["bland_embolization"]),
    "nanoknife": ("needle", ["nanoknife"]),
    "microwave_ablation": ("needle", ["microwave_ablation"]),
    "cryoablation": ("needle", ["cryoablation"]),
    "radiofrequency_ablation": ("needle", ["radiofrequency_ablation"]),
}
CHOICES = {
    "diagnosis": "hcc icca crc_mets net_mets uveal_melanoma_mets breast_mets other_mets mixed_hcc_icca "
    "perihilar_bile_duct benign_or_other",
    "tumor_confirmed": "confirmed presumed no",
    "distribution": "one_segment one_lobe both_lobes diffuse",
    "operability": "operable inoperable",
    "transplant_status": "listed being_evaluated possible not_a_candidate",
    "extrahepatic_disease": "none limited widespread",
    "portal_vein_invasion": "none segmental branch main",
    "portal_vein_clot": "none bland tumor",
    "portal_vein_flow": "toward_liver reversed blocked_with_collaterals blocked",
    "bclc_stage": "D C 0 A B",
    "child_pugh_class": "A B C",
    "ascites": "none mild moderate_severe",
    "encephalopathy": "none mild severe",
    "varices": "none treated untreated_high_risk bled_recently",
    "heart_failure": "none mild nyha3_or_more",
    "contrast_allergy": "none mild severe",
    "systemic_status": "not_started responding_or_stable progressing intolerant finished",
}
OTHER_FACTS = (
    "age_years tumor_count largest_tumor_cm infiltrative liver_replaced_percent surgery_declined liver_dominant "
    "hepatic_vein_invasion cirrhosis child_pugh_points bilirubin_mg_dl albumin_g_dl inr diuretic_for_ascites ecog "
    "ecog_from_other_illness platelets_10e9_l creatinine_mg_dl egfr near_bile_duct near_large_vessel "
    "near_bowel_or_gallbladder near_heart_or_diaphragm under_capsule thermal_ablation_possible visible_for_guidance "
    "pacemaker arrhythmia seizures metal_near_tumor general_anesthesia_possible oxygen_saturation_percent "
    "lung_shunt_percent lung_dose_gy bile_duct_surgery_or_stent bile_duct_blocked active_infection "
    "pregnant_or_breastfeeding blood_thinner hyperthyroid prior_liver_radiation prior_liver_resection prior_y90 "
    "capecitabine_recent_or_planned tace_without_response prior_systemic_lines hormone_symptoms tumor_bleeding "
    "tumor_burden_stage no_surgery_planned ablation_not_possible liver_confined albi_grade tumor_burden_sum "
    "within_milan up_to_seven"
)


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return built_in_rules()


def test_the_nine_options_stand_in_their_order_with_their_groups_and_products(kb: KnowledgeBase) -> None:
    found = {option.id: (option.group, [each.id for each in option.products]) for option in kb.knowledge.options}
    assert found == OPTIONS
    assert list(found) == list(OPTIONS)


def test_every_fact_of_the_contract_can_be_answered(kb: KnowledgeBase) -> None:
    assert set(OTHER_FACTS.split()) <= set(kb.knowledge.domains)


@pytest.mark.parametrize(("fact", "values"), CHOICES.items())
def test_choices_have_the_values_of_the_contract(kb: KnowledgeBase, fact: str, values: str) -> None:
    assert list(kb.knowledge.domains[fact].allowed()) == values.split()


def test_not_assessed_is_an_answer_that_leaves_operability_open(kb: KnowledgeBase) -> None:
    assert kb.knowledge.fact_by_id["operability"].unknown_values == {"not_assessed"}


def test_exit_codes_follow_the_kind_of_error() -> None:
    kinds = (problems.PatientError, problems.KnowledgeError, problems.DisagreementError, problems.BudgetError)
    assert [kind.exit_code for kind in kinds] == [2, 3, 4, 6]


def test_every_public_error_is_a_screener_error() -> None:
    errors = [value for _, value in inspect.getmembers(screener, inspect.isclass) if issubclass(value, Exception)]
    assert len(errors) == 5
    assert all(issubclass(error, screener.ScreenerError) for error in errors)


def test_the_public_surface_is_what_is_listed() -> None:
    public = {
        name for name, value in vars(screener).items() if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert public == set(screener.__all__)
