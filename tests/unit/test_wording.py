"""Results in words."""

from __future__ import annotations

import pytest

from screener.knowledge.possible import Outcome
from screener.knowledge.texts import Text, Voice
from screener.loading.condition_text import parse_condition
from screener.problems import Problem
from screener.result.known import NOTHING_KNOWN, Known, KnownTexts, read_known, read_span
from screener.result.option import OpenFact
from screener.result.reason import Finding, SourceCited
from screener.result.screening import RuleBaseVersion
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.wording import Wording
from tests.bases import sound_rules


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


@pytest.fixture
def wording(kb: KnowledgeBase) -> Wording:
    return sound_rules.wording(kb)


def comparison(fact: str, operator: str, constants: tuple[str, ...], read: Known, outcome: Outcome) -> Finding:
    return Finding(fact, operator, constants, read, outcome)


def open_fact(fact: str, *values: str) -> OpenFact:
    return OpenFact(fact, ("rule",), tuple(map(read_span, values)), (), None, "report")


@pytest.mark.parametrize(
    ("fact", "read", "said"),
    [
        ("largest_tumor_cm", read_span("3.2"), "3.2 cm"),
        ("largest_tumor_cm", read_span("3 to 5"), "3 to 5 cm"),
        ("tumor_count", read_span("2"), "2"),
        ("platelets", read_span("40"), "40%"),
        ("diagnosis", read_known(KnownTexts(("hcc",))), "HCC"),
        ("diagnosis", read_known(KnownTexts(("hcc", "icca"))), "HCC or iCCA"),
        ("burden_points", read_known(KnownTexts(("1", "2", "3"))), "1, 2 or 3"),
        ("pacemaker", read_known(KnownTexts(("yes",))), "yes"),
        ("pacemaker", read_known(KnownTexts(("no",))), "no"),
        ("largest_tumor_cm", NOTHING_KNOWN, "unknown"),
        ("pacemaker", NOTHING_KNOWN, "unknown"),
    ],
)
def test_a_value_is_said_with_its_unit_and_names(wording: Wording, fact: str, read: Known, said: str) -> None:
    assert wording.value(fact, read) == said


def test_kinds_of_sources_have_words_and_bodies_their_names(wording: Wording) -> None:
    assert wording.bodies(("BCLC", "trial", "cohort")) == "BCLC, trials and cohort studies"
    assert wording.bodies(("registry",)) == "registry"


@pytest.mark.parametrize(
    ("operator", "said"),
    [
        ("<", "Largest is under 3 cm (here: 2.4 cm)"),
        ("<=", "Largest is at most 3 cm (here: 2.4 cm)"),
        (">", "Largest is more than 3 cm (here: 2.4 cm)"),
        (">=", "Largest is at least 3 cm (here: 2.4 cm)"),
        ("==", "Largest is exactly 3 cm (here: 2.4 cm)"),
        ("!=", "Largest is other than 3 cm (here: 2.4 cm)"),
    ],
)
def test_a_comparison_that_holds_is_said_with_what_it_read(wording: Wording, operator: str, said: str) -> None:
    read = read_span("2.4")
    assert wording.comparison(comparison("largest_tumor_cm", operator, ("3",), read, Outcome.MET)) == said


def test_a_number_that_is_what_was_asked_for_is_said_once(wording: Wording) -> None:
    count = comparison("tumor_count", "==", ("1",), read_span("1"), Outcome.MET)
    assert wording.comparison(count) == "Count: 1"


def test_a_comparison_that_does_not_hold_says_what_it_asks_for(wording: Wording) -> None:
    size = comparison("largest_tumor_cm", "<", ("3",), read_span("5"), Outcome.NOT_MET)
    claim = comparison("pacemaker", "is not", ("yes",), read_known(KnownTexts(("yes",))), Outcome.NOT_MET)
    assert wording.comparison(size) == "Largest would have to be under 3 cm (here: 5 cm)"
    assert wording.comparison(claim) == "Pacemaker would have to be: no (here: yes)"


def test_a_comparison_of_an_unknown_fact_says_that_it_is_not_known(kb: KnowledgeBase) -> None:
    size = comparison("largest_tumor_cm", "<", ("3",), NOTHING_KNOWN, Outcome.UNKNOWN)
    said: dict[Voice, str] = {
        "clinician": "Largest would have to be under 3 cm (not known)",
        "patient": "Largest would have to be under 3 cm (not known yet)",
    }
    for voice, sentence in said.items():
        assert sound_rules.wording(kb, voice).comparison(size) == sentence


def test_a_patient_is_told_what_is_theirs(kb: KnowledgeBase) -> None:
    size = comparison("largest_tumor_cm", "<", ("3",), read_span("1 to 2"), Outcome.MET)
    assert sound_rules.wording(kb, "patient").comparison(size) == "Largest is under 3 cm (yours: 1 to 2 cm)"


def test_a_claim_reads_as_an_answer(wording: Wording) -> None:
    has_one = comparison("pacemaker", "is", ("yes",), read_known(KnownTexts(("yes",))), Outcome.MET)
    has_none = comparison("pacemaker", "is not", ("yes",), read_known(KnownTexts(("no",))), Outcome.MET)
    assert wording.comparison(has_one) == "Pacemaker: yes"
    assert wording.comparison(has_none) == "Pacemaker: no"


@pytest.mark.parametrize(
    ("operator", "constants", "read", "said"),
    [
        ("==", ("hcc",), ("hcc",), "Diagnosis: HCC"),
        ("in", ("hcc", "icca"), ("hcc",), "Diagnosis: HCC or iCCA (here: HCC)"),
        ("in", ("hcc", "icca", "not_known", "other"), ("hcc",), "Diagnosis: HCC"),
        ("!=", ("hcc",), ("icca",), "Diagnosis: other than HCC (here: iCCA)"),
        ("not in", ("hcc",), ("icca",), "Diagnosis: other than HCC (here: iCCA)"),
    ],
)
def test_a_choice_names_its_values(
    wording: Wording, operator: str, constants: tuple[str, ...], read: tuple[str, ...], said: str
) -> None:
    known = read_known(KnownTexts(read))
    assert wording.comparison(comparison("diagnosis", operator, constants, known, Outcome.MET)) == said


def test_points_are_compared_like_numbers(wording: Wording) -> None:
    points = comparison("burden_points", "<=", ("2",), read_known(KnownTexts(("1", "2"))), Outcome.MET)
    assert wording.comparison(points) == "Points: at most 2 (here: 1 or 2)"


def test_the_same_comparison_is_said_once(wording: Wording) -> None:
    claim = comparison("pacemaker", "is", ("yes",), read_known(KnownTexts(("yes",))), Outcome.MET)
    other = comparison("heat_possible", "is", ("yes",), read_known(KnownTexts(("yes",))), Outcome.MET)
    assert wording.comparisons([claim, other, claim]) == "Pacemaker: yes; Heat: yes"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("largest_tumor_cm < 3", "Largest is under 3 cm"),
        ("not pacemaker", "Pacemaker: no"),
        ("diagnosis in [hcc]", "Diagnosis: HCC"),
        ("burden_points >= 3", "Points: at least 3"),
    ],
)
def test_what_a_rule_asks_is_said_without_signs(kb: KnowledgeBase, wording: Wording, written: str, said: str) -> None:
    condition, problems = parse_condition(written, kb.knowledge.domains)
    assert not problems
    assert condition is not None
    assert not hasattr(condition, "parts")
    assert wording.test(condition) == said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (open_fact("largest_tumor_cm", "0.3 to 2.9"), "Largest (if 0.3 to 2.9 cm)"),
        (open_fact("largest_tumor_cm", "0.3 to 2.9", "5"), "Largest (if 0.3 to 2.9 or 5 cm)"),
        (open_fact("largest_tumor_cm", "0.3 to 30"), "Largest"),
        (open_fact("largest_tumor_cm"), "Largest"),
        (open_fact("pacemaker", "yes"), "Pacemaker (if yes)"),
        (open_fact("pacemaker", "yes", "no"), "Pacemaker"),
        (open_fact("diagnosis", "hcc"), "Diagnosis (if HCC)"),
    ],
)
def test_an_open_fact_names_the_values_that_matter(wording: Wording, entry: OpenFact, said: str) -> None:
    assert wording.open_fact(entry) == said


def test_a_score_stands_for_the_facts_it_answers(wording: Wording) -> None:
    said = wording.or_state("size_class", ["tumor_count", "largest_tumor_cm"])
    assert said == "Size class, or Count and Largest"


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        (None, "Worth asking about"),
        (0, "Worth asking about; nothing left to check"),
        (1, "Worth asking about; 1 thing to check first"),
        (6, "Worth asking about; 6 things to check first"),
    ],
)
def test_discuss_carries_the_number_of_open_checks(kb: KnowledgeBase, checks: int | None, said: str) -> None:
    assert sound_rules.wording(kb, "patient").status("discuss", checks) == said


def test_other_statuses_carry_no_number(wording: Wording) -> None:
    assert wording.status("cannot_tell", 6) == "Cannot tell: facts missing"
    assert wording.mark("cannot_tell") == "?"


def test_reasons_against_are_no_refusal(kb: KnowledgeBase) -> None:
    assert sound_rules.wording(kb).why_not("not_covered") == "Not covered by these sources"
    assert sound_rules.wording(kb, "patient").effect("fix_first") == "To be treated first"


def test_a_source_says_how_far_it_was_read(wording: Wording) -> None:
    source = SourceCited("KEY", "EASL", "A. B.", 2024, "https://example.org", "Table 2", "2026-11-23", "unverified")
    assert wording.source(source) == "Table 2, not checked against its source, checked 2026-11-23"


def test_a_choice_of_the_project_is_called_so(wording: Wording) -> None:
    source = SourceCited("PROJ26", "project", "Ours", 2026, "", "rules", "2026-11-23", "unverified")
    assert wording.source(source) == "a safety choice of these rules, no publication"


@pytest.mark.parametrize(("is_reviewed", "said"), [(False, "were not reviewed"), (True, "were reviewed")])
def test_the_version_says_whether_a_clinician_reviewed_the_rules(
    wording: Wording, is_reviewed: bool, said: str
) -> None:
    line = wording.version(RuleBaseVersion("1.4", "a1b2c3", "2026-11-23", is_reviewed, "liver"), "0.1.0")
    assert line.startswith("Rules 1.4 (a1b2c3), sources checked 2026-11-23, program 0.1.0.")
    assert said in line


def test_a_problem_calls_facts_by_their_names(wording: Wording) -> None:
    assert wording.problem(Problem("yes_no_expected", "pacemaker", found="7")).startswith("Pacemaker is answered")
    assert wording.problem(Problem("file_missing", "a.yaml")) == "There is no file a.yaml. Check its name."


def test_an_answer_may_raise_a_question(kb: KnowledgeBase) -> None:
    assert sound_rules.wording(kb, "patient").raised("diagnosis", "not_known") == "Ask for your report"
    assert sound_rules.wording(kb).raised("diagnosis", "hcc") == ""
    assert sound_rules.wording(kb).raised("size_class", "small") == ""


def test_line_ends_of_a_block_become_blanks(wording: Wording) -> None:
    assert wording.to(Text("one\n two", "")) == "one two"


def test_an_empty_list_says_nothing(wording: Wording) -> None:
    assert wording.facts([]) == ""


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("2.05", "2.05", "between 2 and 2.1 cm"),
        ("2.05", "3", "more than 2 to 3 cm"),
        ("2", "2.95", "2 to under 3 cm"),
        ("2.05", "2.95", "more than 2 to under 3 cm"),
    ],
)
def test_what_ends_between_two_grid_values_is_told_by_the_grid_values(
    wording: Wording, low: str, high: str, said: str
) -> None:
    assert wording.value("largest_tumor_cm", read_known(KnownTexts(low=low, high=high))) == said


def test_open_values_between_two_grid_values_are_told_by_the_grid_values(wording: Wording) -> None:
    assert wording.open_fact(open_fact("largest_tumor_cm", "2.05", "3 to 3.95")) == (
        "Largest (if between 2 and 2.1 or 3 to under 4 cm)"
    )


@pytest.mark.parametrize(
    ("days", "said"), [(0, "0 days"), (1, "1 day"), (7, "7 days"), (14, "2 weeks"), (15, "15 days"), (70, "10 weeks")]
)
def test_an_age_is_told_in_weeks_where_that_is_exact(wording: Wording, days: int, said: str) -> None:
    assert wording.age(days) == said
