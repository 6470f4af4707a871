"""The built-in premises: each says something, is plainly worded, and keeps the principles of the usual reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, takewhile
from pathlib import Path

import pytest
import textstat

from screener.engine.derive import derive
from screener.engine.referee import evaluate
from screener.engine.silence import premises_in_force
from screener.knowledge.conditions import facts_of
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible, common, everything
from screener.knowledge.premises import Premise
from screener.knowledge.rules import CLOSING
from screener.patient.patient import Patient
from tests.bases.built_in import built_in_rules
from tests.bases.real_patients import patients

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules" / "liver"
HCC = "hcc"
UNDESCRIBED = {"age_years", "tumor_confirmed"}
BANNED = ("eligible", "candidate", "recommended", "best", "safe", "score", "contraindicated", "percent of", "lesion")
WORDS = 20
GRADE = 6
RANDOM_PATIENTS = 200
# Of these silence says nothing, or being wrong hurts: they decide alone, or nobody but the operator knows.
NEVER = {
    *("diagnosis", "tumor_count", "largest_tumor_cm", "sum_of_diameters_cm", "liver_replaced_percent"),
    *(
        "prior_systemic_lines",
        "systemic_status",
        "treatment_past_4_weeks",
        "hormone_symptoms",
        "carcinoid_heart_disease",
    ),
    *("other_primary_blood_supply", "bowel_tumor_side", "ras_mutated", "can_return_every_two_weeks"),
    *("spread_limited_to_treatable_sites", "spread_only_to_regional_nodes", "blood_thinner", "arrhythmia"),
    *("coronary_disease", "bile_duct_distance_mm", "near_large_vessel", "near_bowel_or_gallbladder"),
    *("near_heart_or_diaphragm", "under_capsule", "thermal_ablation_possible", "visible_for_guidance"),
    *("general_anesthesia_possible", "lung_shunt_percent", "lung_dose_gy", "cumulative_lung_dose_gy"),
    *("gut_uptake_not_correctable", "all_tumors_treatable", "child_pugh_class", "bclc_stage", "albi_grade"),
}
SMALL_HCC: dict[str, object] = {"diagnosis": HCC, "tumor_count": 1, "largest_tumor_cm": 2.4}
FEW_CRC: dict[str, object] = {"diagnosis": "crc_mets", "tumor_count": 5, "largest_tumor_cm": 6}


def knowledge() -> Knowledge:
    return built_in_rules().knowledge


def known_of(raw: Mapping[str, object]) -> tuple[Patient, dict[str, Possible]]:
    patient = Patient.read(raw, knowledge())
    return patient, derive(knowledge(), patient.asked, patient.stated)


def in_force(raw: Mapping[str, object], **more: object) -> dict[str, Premise]:
    patient, known = known_of({**raw, **more})
    stated = patient.answers.keys()
    return {premise.fact: premise for premise in premises_in_force(knowledge(), stated, known)}


def with_premises(raw: Mapping[str, object], premises: Iterator[Premise]) -> dict[str, Possible]:
    """Return what is known if the premises are true."""
    patient = Patient.read(raw, knowledge())
    presumed = {premise.fact: premise.possible for premise in premises}
    asked = {name: value for name, value in presumed.items() if name in knowledge().fact_by_id}
    stated = {name: value for name, value in presumed.items() if name in knowledge().derived_by_id}
    return derive(knowledge(), {**patient.asked, **asked}, {**patient.stated, **stated})


def for_diagnosis(premise: Premise, diagnosis: str) -> bool:
    return not premise.diagnoses or diagnosis in premise.diagnoses


def texts() -> Iterator[tuple[Premise, str, str]]:
    for premise in knowledge().premises:
        for text in (premise.why, premise.risk):
            yield premise, "clinician", text.clinician
            yield premise, "patient", text.patient


# What every premise must be


def test_every_premise_takes_some_values_and_leaves_some_out() -> None:
    for premise in knowledge().premises:
        whole = everything(knowledge().domains[premise.fact])
        assert premise.possible != whole, premise.id
        assert common(premise.possible, whole) == premise.possible, premise.id


def behind(name: str) -> set[str]:
    """The fact itself, and whatever it is worked out from."""
    derived = knowledge().derived_by_id.get(name)
    return {name, *(deeper for each in (derived.inputs if derived else ()) for deeper in behind(each))}


def test_for_every_tumor_of_a_premise_something_reads_the_fact() -> None:
    notices = (*knowledge().scope, *knowledge().urgent)
    everywhere = {deeper for notice in notices for fact in facts_of(notice.condition) for deeper in behind(fact)}
    for diagnosis in knowledge().covered:
        rules = [rule for rule in knowledge().rules_with_outcome if diagnosis in knowledge().diagnoses_of(rule)]
        read = {deeper for rule in rules for fact in facts_of(rule.condition) for deeper in behind(fact)} | everywhere
        for premise in knowledge().premises:
            assert premise.fact in read or not for_diagnosis(premise, diagnosis), (premise.id, diagnosis)


def test_every_premise_that_no_earlier_one_hides_can_be_in_force() -> None:
    silent = {premise.id for raw in (*described_patients(), *ENTRIES.values()) for premise in in_force(raw).values()}
    assert silent == {premise.id for premise in knowledge().premises}


def described_patients() -> Iterator[dict[str, object]]:
    for diagnosis in sorted(knowledge().covered):
        yield {"diagnosis": diagnosis, "tumor_count": 1, "largest_tumor_cm": 2.4}
        yield {"diagnosis": diagnosis, "tumor_count": 11, "largest_tumor_cm": 6}


ENTRIES: dict[str, dict[str, object]] = {
    "three of 4 cm": {"diagnosis": HCC, "tumor_count": 3, "largest_tumor_cm": 4},
    "both lobes": {"diagnosis": HCC, "distribution": "both_lobes"},
    "a branch of the vein": {"diagnosis": HCC, "portal_vein_invasion": "branch"},
    "the trunk of the vein": {"diagnosis": HCC, "portal_vein_invasion": "main"},
    "ECOG 3": {**SMALL_HCC, "ecog": 3},
    "operable": {**SMALL_HCC, "operability": "operable"},
    "several in the bile duct cancer": {"diagnosis": "icca", "tumor_count": 2, "largest_tumor_cm": 4},
    "pretreated": {**FEW_CRC, "systemic_status": "progressing"},
}


def test_what_is_stated_is_never_presumed() -> None:
    for raw in patients(built_in_rules(), RANDOM_PATIENTS, seed=1):
        assert not in_force(raw).keys() & raw.keys()


# Words


def test_no_sentence_is_long_and_no_word_promises_anything() -> None:
    for premise, _, text in texts():
        assert re.fullmatch(r"[A-Z].*\.", text), text
        for sentence in re.split(r"(?<=[.!?]) ", text):
            assert len(sentence.split()) <= WORDS, (premise.id, sentence)
        assert not [word for word in BANNED if word in text.lower()], (premise.id, text)


def test_patients_can_read_every_text() -> None:
    grades = {text: textstat.flesch_kincaid_grade(text) for _, voice, text in texts() if voice == "patient"}
    assert {text: grade for text, grade in grades.items() if grade > GRADE} == {}
    assert sum(grades.values()) / len(grades) <= GRADE - 1


def test_a_share_of_patients_is_called_an_estimate() -> None:
    shares = [text for _, _, text in texts() if re.search(r"%|\bone (in|of)\b|\bfour of five\b", text)]
    assert len(shares) >= 10
    assert [text for text in shares if "an estimate" not in text] == []


def test_no_text_names_a_limit_that_the_premise_does_not_have() -> None:
    for premise, _, text in texts():
        bare = re.sub(r"\d+ to \d+ %|\d+ %|LI-RADS 4|Y-90", "", text)
        assert set(re.findall(r"\d+(?:\.\d+)?", bare)) <= numbers_of(premise), (premise.id, text)


def numbers_of(premise: Premise) -> set[str]:
    """The numbers that stand in the lines of a premise, before its texts, and those between them."""
    lines = (RULES / premise.place.file).read_text(encoding="utf-8").split("\n")[premise.place.line - 1 :]
    head = "\n".join(takewhile(lambda line: "tier:" not in line, lines))
    found = set(re.findall(r"\d+(?:\.\d+)?", head))
    ranges = re.findall(r"\[(\d)-(\d)\]", head)
    return found | {str(value) for low, high in ranges for value in range(int(low), int(high) + 1)}


# 1 Silence speaks only where the document describes the tumor


def test_a_bare_diagnosis_presumes_an_adult_and_a_real_tumor_and_nothing_else() -> None:
    undescribed: tuple[dict[str, object], ...] = (
        {},
        {"ecog": 0, "operability": "inoperable"},
        {"bilirubin_mg_dl": 1, "albumin_g_dl": 4, "inr": 1, "ascites": "none", "encephalopathy": "none"},
        {"extrahepatic_disease": "none"},
    )
    for diagnosis in sorted(knowledge().covered):
        for more in undescribed:
            assert in_force({"diagnosis": diagnosis}, **more).keys() == UNDESCRIBED, (diagnosis, more)
    assert in_force({}).keys() == {"age_years"}
    assert {premise.fact for premise in knowledge().premises if premise.is_for_undescribed} == UNDESCRIBED


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("tumor_count", 2),
        ("largest_tumor_cm", 3),
        ("bclc_stage", "A"),
        ("tumor_burden_stage", "B"),
        ("portal_vein_invasion", "none"),
        ("distribution", "one_lobe"),
    ],
)
def test_number_size_stage_vein_or_place_describes_the_tumor(fact: str, value: object) -> None:
    assert len(in_force({"diagnosis": HCC, fact: value})) > 20


# 2 Headlines are not left out


def test_headlines_are_presumed_absent_and_asked_before_the_talk() -> None:
    for raw in described_patients():
        found = in_force(raw)
        wanted = {"tumor_bleeding", "fever_with_jaundice", "new_confusion", "ascites", "encephalopathy"}
        wanted |= {"transplant_status"} if raw["diagnosis"] == HCC else {"bilirubin_mg_dl"}
        assert wanted <= found.keys(), raw
        assert {found[fact].confirm for fact in wanted} == {"before_talk"}


def test_what_needs_help_today_is_a_headline_and_stays_a_question_of_its_own() -> None:
    acute = {fact.id for fact in knowledge().facts if fact.acute}
    assert acute
    for premise in knowledge().premises:
        if premise.fact in acute:
            assert (premise.tier, premise.confirm) == ("headline", "before_talk")
    assert acute <= in_force(SMALL_HCC).keys()
    assert not acute & in_force(SMALL_HCC, tumor_bleeding=True, fever_with_jaundice=False, new_confusion=False).keys()


def test_a_hint_of_a_headline_ends_the_silence_about_the_others() -> None:
    assert "ascites" not in in_force(SMALL_HCC, bilirubin_mg_dl=2)
    assert "encephalopathy" not in in_force(SMALL_HCC, ascites="mild")
    assert "encephalopathy" not in in_force(FEW_CRC, new_confusion=True)
    assert "bilirubin_mg_dl" not in in_force(FEW_CRC, bile_duct_blocked=True)


# 3 An exception must be claimed


def test_exceptions_are_the_four_that_somebody_would_have_to_claim() -> None:
    exceptions = {premise.fact for premise in knowledge().premises if premise.tier == "exception"}
    assert exceptions == {"ecog_from_other_illness", "surgery_declined", "transplant_status", "portal_vein_flow"}
    in_the_trunk = in_force({"diagnosis": HCC, "tumor_count": 2, "largest_tumor_cm": 6, "portal_vein_invasion": "main"})
    assert in_the_trunk["portal_vein_flow"].tier == "exception"
    assert in_force(SMALL_HCC)["portal_vein_flow"].tier == "report"
    assert "ecog_from_other_illness" not in in_force(SMALL_HCC, ecog=2)
    assert "surgery_declined" not in in_force(SMALL_HCC, operability="inoperable")


def test_no_premise_but_an_exception_closes_an_option() -> None:
    raws = [*patients(built_in_rules(), RANDOM_PATIENTS, seed=2), *described_patients(), *ENTRIES.values()]
    closed_by_exceptions = False
    for raw in raws:
        _, known = known_of(raw)
        premises = in_force(raw).values()
        others = with_premises(raw, (premise for premise in premises if premise.tier != "exception"))
        assert closing(others) == closing(known), raw
        closed_by_exceptions |= closing(with_premises(raw, iter(premises))) > closing(known)
    assert closed_by_exceptions


def closing(known: Mapping[str, Possible]) -> set[str]:
    rules = (rule for rule in knowledge().rules_with_outcome if rule.effect in CLOSING)
    return {rule.id for rule in rules if evaluate(rule.condition, known) is Outcome.MET}


# 4 Never assumed


def test_what_decides_alone_is_never_presumed() -> None:
    assert {premise.fact for premise in knowledge().premises} & NEVER == set()
    assert knowledge().domains.keys() >= NEVER


def test_the_page_on_what_silence_never_says_names_every_fact_without_a_premise() -> None:
    page = (ROOT / "docs" / "not-assumed.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page))
    presumed = {premise.fact for premise in knowledge().premises}
    assert {fact.id for fact in knowledge().facts} - presumed <= named
    assert named - {"usual"} <= knowledge().domains.keys()


@pytest.mark.parametrize(
    ("raw", "is_presumed"),
    [
        (SMALL_HCC, False),
        ({**SMALL_HCC, "largest_tumor_cm": 12}, False),
        ({**SMALL_HCC, "largest_tumor_cm": 6, "portal_vein_invasion": "branch"}, False),
        ({**SMALL_HCC, "distribution": "both_lobes"}, False),
        ({**SMALL_HCC, "largest_tumor_cm": 6, "tace_without_response": 2}, False),
        ({"diagnosis": HCC, "tumor_count": 2, "largest_tumor_cm": 3, "portal_vein_invasion": "branch"}, False),
        ({"diagnosis": HCC, "tumor_count": 3, "largest_tumor_cm": 3, "distribution": "both_lobes"}, False),
        ({"diagnosis": HCC, "bclc_stage": "A", "distribution": "both_lobes"}, False),
        ({"diagnosis": HCC, "tumor_count": 3, "largest_tumor_cm": 3.1}, True),
        ({"diagnosis": HCC, "tumor_count": "3-5", "largest_tumor_cm": 2}, False),
        ({"diagnosis": HCC, "tumor_count": 4, "largest_tumor_cm": 2}, True),
        (FEW_CRC, False),
        ({**FEW_CRC, "distribution": "both_lobes"}, False),
        ({**FEW_CRC, "tumor_count": 11}, True),
        ({"diagnosis": "net_mets", "tumor_count": 1, "largest_tumor_cm": 2}, False),
        ({"diagnosis": "net_mets", "tumor_count": 5, "largest_tumor_cm": 13}, True),
        ({"diagnosis": "uveal_melanoma_mets", "tumor_count": 1, "largest_tumor_cm": 2}, False),
        ({"diagnosis": "breast_mets", "tumor_count": 3, "largest_tumor_cm": 3}, True),
        ({"diagnosis": "icca", "tumor_count": 3, "largest_tumor_cm": 3, "distribution": "one_lobe"}, False),
        ({"diagnosis": "other_mets", "tumor_count": 12, "largest_tumor_cm": 3}, False),
    ],
)
def test_surgery_of_a_single_or_an_early_tumor_is_never_ruled_out(raw: dict[str, object], is_presumed: bool) -> None:
    assert ("operability" in in_force(raw)) is is_presumed


# 5 A premise ends where its prevalence turns


@pytest.mark.parametrize(
    ("more", "presumed"),
    [
        ({}, {"extrahepatic_disease", "portal_vein_invasion", "hepatic_vein_invasion"}),
        ({"largest_tumor_cm": 8}, {"extrahepatic_disease", "portal_vein_invasion", "hepatic_vein_invasion"}),
        ({"largest_tumor_cm": 8.1}, {"extrahepatic_disease"}),
        ({"largest_tumor_cm": "7-9"}, {"extrahepatic_disease"}),
        ({"largest_tumor_cm": 10.1}, set()),
        ({"largest_tumor_cm": "9-12"}, set()),
        ({"infiltrative": True}, set()),
        ({"distribution": "diffuse"}, set()),
        ({"bclc_stage": "B"}, {"extrahepatic_disease", "portal_vein_invasion", "hepatic_vein_invasion"}),
        ({"bclc_stage": "C"}, set()),
        ({"bclc_stage": "D"}, set()),
        ({"bclc_stage": ["B", "C"]}, set()),
        ({"ecog": 1}, {"extrahepatic_disease", "portal_vein_invasion", "hepatic_vein_invasion"}),
        ({"portal_vein_invasion": "segmental"}, set()),
        ({"hepatic_vein_invasion": True}, set()),
    ],
)
def test_in_liver_cell_cancer_veins_and_spread_are_presumed_clear_up_to_a_size_and_stage(
    more: dict[str, object], presumed: set[str]
) -> None:
    of_interest = {"extrahepatic_disease", "portal_vein_invasion", "hepatic_vein_invasion"}
    assert (
        of_interest & in_force({"diagnosis": HCC, "tumor_count": 2, "largest_tumor_cm": 4, **more}).keys() == presumed
    )


def test_in_other_tumors_veins_and_liver_only_disease_end_at_a_size_or_number() -> None:
    assert in_force(FEW_CRC)["extrahepatic_disease"].possible == frozenset({"none"})
    for more in ({"tumor_count": 6}, {"tumor_count": "4-7"}, {"largest_tumor_cm": 10.1}, {"distribution": "diffuse"}):
        assert in_force(FEW_CRC, **more)["extrahepatic_disease"].possible == frozenset({"none", "limited"}), more
    assert "portal_vein_invasion" in in_force(FEW_CRC)
    assert "portal_vein_invasion" not in in_force(FEW_CRC, largest_tumor_cm=10.1)
    assert "portal_vein_invasion" not in in_force({"diagnosis": "icca", "tumor_count": 1, "largest_tumor_cm": 5.1})


def test_no_clot_is_presumed_only_where_no_tumor_in_the_vein_is_too() -> None:
    """No clot rules out tumor in the vein: presumed alone, it would bring the other in by the back door."""
    for raw in (*patients(built_in_rules(), RANDOM_PATIENTS, seed=3), *described_patients(), *ENTRIES.values()):
        found = in_force(raw)
        if "portal_vein_clot" in found:
            assert "portal_vein_invasion" in found or raw.get("portal_vein_invasion") == "none", raw


# 6 In liver cell cancer: Child-Pugh 5 to 7, never class A, never a single lab


def test_no_premise_of_liver_cell_cancer_speaks_of_a_lab_behind_child_pugh() -> None:
    behind_child_pugh = {"bilirubin_mg_dl", "albumin_g_dl", "inr", "child_pugh_class", "child_pugh_a_to_b7"}
    of_hcc = {premise.fact for premise in knowledge().premises if for_diagnosis(premise, HCC)}
    assert of_hcc & behind_child_pugh == set()
    (points,) = (premise for premise in knowledge().premises if premise.fact == "child_pugh_points")
    assert (points.possible, points.diagnoses) == (frozenset({"5", "6", "7"}), frozenset({HCC}))


def test_class_a_is_certain_only_once_all_three_labs_are_stated() -> None:
    labs: dict[str, object] = {"bilirubin_mg_dl": 0.8, "albumin_g_dl": 4.2, "inr": 1}
    for count in range(len(labs)):
        for some in combinations(labs, count):
            raw = {**SMALL_HCC, **{lab: labs[lab] for lab in some}}
            assert with_premises(raw, iter(in_force(raw).values()))["child_pugh_class"] == frozenset({"A", "B"}), some
    assert with_premises(raw := {**SMALL_HCC, **labs}, iter(in_force(raw).values()))["child_pugh_class"] == frozenset(
        {"A"}
    )


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("child_pugh_class", "A"),
        ("child_pugh_points", 8),
        ("bilirubin_mg_dl", 2),
        ("bilirubin_mg_dl", "1-2.5"),
        ("albumin_g_dl", 2.9),
        ("inr", 1.7),
        ("ascites", "mild"),
        ("encephalopathy", "mild"),
        ("albi_grade", "g3"),
        ("bclc_stage", "D"),
        ("ecog", 3),
        ("varices", "bled_recently"),
        ("diuretic_for_ascites", True),
        ("new_confusion", True),
        ("transplant_status", "listed"),
    ],
)
def test_a_hint_of_a_weak_liver_or_a_stated_class_ends_the_premise(fact: str, value: object) -> None:
    assert "child_pugh_points" in in_force(SMALL_HCC)
    assert "child_pugh_points" not in in_force(SMALL_HCC, **{fact: value})


@pytest.mark.parametrize(
    ("fact", "value"),
    [("child_pugh_class", "B"), ("child_pugh_points", 7), ("child_pugh_a_to_b7", False), ("albi_grade", "g3")],
)
def test_a_stated_weak_liver_ends_what_silence_says_of_the_five_behind_it(fact: str, value: object) -> None:
    """With all five at their usual values the statement could not be true."""
    five = {"bilirubin_mg_dl", "albumin_g_dl", "inr", "ascites", "encephalopathy"}
    assert not five & in_force(SMALL_HCC, **{fact: value}).keys()
    for diagnosis in sorted(knowledge().covered - {HCC}):
        raw = {"diagnosis": diagnosis, "tumor_count": 2, "largest_tumor_cm": 3}
        assert five <= in_force(raw).keys()
        assert not five & in_force(raw, **{fact: value}).keys(), diagnosis


# Which of several counts


def test_the_first_premise_whose_conditions_hold_counts() -> None:
    assert in_force(FEW_CRC)["ecog"].possible == (0, 2)
    assert in_force(FEW_CRC, systemic_status="progressing")["ecog"].possible == (0, 4)


def test_a_score_that_nobody_stated_blocks_nothing() -> None:
    """One lab leaves class C open, and number and size leave stage C open; nobody has spoken of either."""
    assert {"platelets_10e9_l", "portal_vein_flow"} <= in_force(SMALL_HCC, bilirubin_mg_dl=0.8).keys()
    assert "platelets_10e9_l" not in in_force(SMALL_HCC, child_pugh_class="B")
