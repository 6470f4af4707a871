"""The usual reading on the built-in rules: the patients whom everybody in the field can answer are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

import screener
from screener.knowledge.texts import Voice
from screener.report.text import text_report
from screener.result.option import FLAGGED
from screener.result.screening import Screening
from screener.screening.screen import Assume
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.built_in import built_in_rules

Facts = Mapping[str, object]
SMALL: Facts = {"diagnosis": "hcc", "tumor_count": 1, "largest_tumor_cm": 2.4, "operability": "inoperable"}
TEXTBOOK: Facts = {
    "diagnosis": "hcc",
    "child_pugh_class": "A",
    "ecog": 0,
    "tumor_count": 3,
    "largest_tumor_cm": 4,
    "extrahepatic_disease": "none",
    "portal_vein_invasion": "none",
}
NEUROENDOCRINE: Facts = {
    "diagnosis": "net_mets",
    "tumor_count": 5,
    "largest_tumor_cm": 6,
    "distribution": "both_lobes",
    "hormone_symptoms": "carcinoid",
}
VOICES: tuple[Voice, ...] = ("clinician", "patient")


def screened(facts: Facts, assume: Assume = "usual") -> Screening:
    return screener.screen(facts, built_in_rules(), assume=assume)


def usual_statuses(screening: Screening) -> dict[str, str]:
    return {name: option.usual.status for name, option in screening.options.items() if option.usual is not None}


def leaned_on(screening: Screening, option: str) -> set[str]:
    usual = screening.options[option].usual
    assert usual is not None
    return {premise.partition(".")[0] for premise in usual.premises}


def report(facts: Facts, voice: Voice = "clinician", assume: Assume = "usual") -> str:
    said = text_report(screened(facts, assume), Wording(load("en"), built_in_rules().knowledge, voice), "0")
    return " ".join(said.split())


def test_one_small_tumor_is_for_needles_if_nothing_unusual_turns_up() -> None:
    screening = screened(SMALL)

    four = {"extrahepatic_disease", "portal_vein_invasion", "child_pugh_points", "ecog"}
    for option in ("microwave_ablation", "radiofrequency_ablation", "cryoablation"):
        assert usual_statuses(screening)[option] == "discuss"
        assert leaned_on(screening, option) == four
    for option in ("therasphere", "sir_spheres"):
        assert usual_statuses(screening)[option] == "discuss_with_caution"
        assert leaned_on(screening, option) == four
    assert usual_statuses(screening)["intra_arterial_chemotherapy"] == "not_flagged"
    assert leaned_on(screening, "intra_arterial_chemotherapy") == {"portal_vein_invasion"}
    for option in ("chemoembolization", "bland_embolization"):
        assert usual_statuses(screening)[option] == "cannot_tell"


def test_the_textbook_patient_hangs_on_whether_surgery_is_planned() -> None:
    screening = screened(TEXTBOOK)

    assert usual_statuses(screening)["chemoembolization"] == "discuss"
    for option in ("chemoembolization", "therasphere", "sir_spheres", "bland_embolization"):
        assert screening.options[option].status == "cannot_tell"
        assert usual_statuses(screening)[option] in FLAGGED
        assert leaned_on(screening, option) == {"operability"}


def test_five_neuroendocrine_metastases_lean_on_three_premises() -> None:
    screening = screened(NEUROENDOCRINE)

    for option in ("chemoembolization", "therasphere", "sir_spheres", "bland_embolization"):
        assert usual_statuses(screening)[option] in FLAGGED
        assert leaned_on(screening, option) == {"extrahepatic_disease", "ecog", "operability"}


@pytest.mark.parametrize("facts", [SMALL, TEXTBOOK, NEUROENDOCRINE])
def test_the_premises_make_the_usual_status_certain_once_they_are_stated(facts: Facts) -> None:
    screening = screened(facts)
    assert screening.usual is not None
    taken = {premise.id: premise for premise in screening.usual.premises}
    for name, option in screening.options.items():
        assert option.usual is not None
        stated = dict(facts)
        for premise in option.usual.premises:
            known = taken[premise].taken_as
            stated[taken[premise].fact] = list(known.values) or f"{known.low}-{known.high}"
        assert screened(stated, "nothing").options[name].status == option.usual.status


@pytest.mark.parametrize("facts", [SMALL, TEXTBOOK, NEUROENDOCRINE])
def test_no_premise_changes_what_is_certain(facts: Facts) -> None:
    with_premises, without = screened(facts), screened(facts, "nothing")

    assert without.usual is None
    assert all(option.usual is None and option.confirm is None for option in without.options.values())
    for name, option in with_premises.options.items():
        assert replace(option, usual=None, confirm=None) == without.options[name]


def test_what_is_stated_is_never_a_premise() -> None:
    screening = screened({**SMALL, "ecog": 1, "portal_vein_clot": "none"})

    assert screening.usual is not None
    assert not {"ecog", "portal_vein_clot", "operability"} & {premise.fact for premise in screening.usual.premises}


def test_an_answer_that_means_unknown_is_not_silence() -> None:
    screening = screened({**TEXTBOOK, "operability": "not_assessed"})

    assert usual_statuses(screening)["chemoembolization"] == "cannot_tell"


def test_a_bare_diagnosis_is_taken_for_granted_nothing_but_an_adult_with_a_tumor() -> None:
    screening = screened({"diagnosis": "hcc"})

    assert screening.usual is not None
    assert {premise.fact for premise in screening.usual.premises} == {"age_years", "tumor_confirmed"}


def test_outside_the_scope_nothing_is_taken_for_granted() -> None:
    assert screened({"diagnosis": "benign_or_other", "tumor_count": 1}).usual is None


def test_what_could_close_a_flagged_option_stands_in_three_heaps() -> None:
    confirm = screened(SMALL).options["microwave_ablation"].confirm

    assert confirm is not None
    assert "hepatic_vein_invasion" in confirm.before_talk
    assert "bleeding_disorder_not_correctable" in confirm.by_work_up
    assert "bile_duct_distance_mm" in confirm.never_assumed
    still_closed = screened(TEXTBOOK).options["nanoknife"].confirm
    assert still_closed is not None
    assert (still_closed.before_talk, still_closed.by_work_up, still_closed.never_assumed) == ((), (), ())


@pytest.mark.parametrize("voice", VOICES)
def test_a_report_tells_each_premise_once_with_its_risk(voice: Voice) -> None:
    said = report(SMALL, voice)

    screening = screened(SMALL)
    assert screening.usual is not None
    spread = next(each for each in screening.usual.premises if each.fact == "extrahepatic_disease")
    assert said.count(" ".join(spread.why.to(voice).split())) == 1
    assert " ".join(spread.risk.to(voice).split()) in said


def test_a_row_says_what_would_follow_and_on_how_many_premises_it_leans() -> None:
    said = report(SMALL)

    assert "If nothing unusual turns up: Meets published criteria to discuss (leans on 4 premises below)" in said
    assert "(leans on one premise below)" in said
    assert "If nothing unusual turns up" not in report(SMALL, assume="nothing")
    assert "Taken for granted where nothing was said" not in report(SMALL, assume="nothing")


@pytest.mark.parametrize("voice", VOICES)
def test_premises_that_do_not_go_with_what_was_stated_are_named(voice: Voice) -> None:
    screening = screened(SMALL)
    assert screening.usual is not None
    first, *others = screening.usual.premises
    usual = replace(screening.usual, premises=tuple(others), taken_back=(first,))
    wording = Wording(load("en"), built_in_rules().knowledge, voice)
    said = text_report(screening.model_copy(update={"usual": usual}), wording, "0")

    facts = wording.fact(first.fact)
    assert wording.say("report.usual.taken_back", {"facts": facts}) in " ".join(said.split())
