"""The one door: what it refuses, what it guards against, and what it gives back."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import screener
from screener.diagrams import restriction
from screener.diagrams.diagrams import Diagrams
from screener.engine.durable import Engine
from screener.knowledge.possible import Outcome, Possible
from screener.result.screening import Screening
from screener.screening.knowledge_base import KnowledgeBase, load_knowledge
from screener.screening.screen import screen
from tests.bases.description import (
    CaseLine,
    ChoiceLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    RuleLine,
    rule_base,
)
from tests.bases.small_rules import FILES, write

DESCRIPTION = Description(
    facts=(
        NumberLine("age", Decimal(0), Decimal(99), Decimal(1)),
        NumberLine("bilirubin", Decimal(1), Decimal(9), Decimal(1)),
        ChoiceLine("ascites", ("none", "mild", "severe")),
        ChoiceLine("fits", ("yes", "no")),
        ChoiceLine("bleeding", ("yes", "no")),
        ChoiceLine("weighed", ("yes", "no")),
    ),
    derived=(
        PointsLine(
            "points",
            ((CaseLine("1", "bilirubin < 3"), CaseLine("3")), (CaseLine("1", "ascites == none"), CaseLine("2"))),
        ),
        FirstLine("grade", (CaseLine("A", "points <= 2"), CaseLine("B"))),
        FirstLine("stage", (CaseLine("early", "grade == A"), CaseLine("late")), is_judgement=True),
    ),
    rules=(
        RuleLine("beads.fits", "supports", "fits and grade == A", ("beads",)),
        RuleLine("probe.fits", "supports", "fits", ("probe",)),
        RuleLine("needle.fits", "supports", "fits", ("needle",)),
        RuleLine("bleeding", "against", "bleeding", ("beads", "probe", "needle"), has_until=True),
        RuleLine("weighed", "caution", "weighed", ("probe", "needle")),
        RuleLine("everybody", "note", "", ("beads",)),
    ),
    options=(
        OptionLine("beads", ("beads",), "catheter"),
        OptionLine("probe", ("probe",)),
        OptionLine("needle", ("needle",)),
    ),
    impossible=("bleeding and fits and ascites == none", "age > 90 and bleeding"),
    scope=("age < 18",),
    urgent=("bleeding",),
)


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return rule_base(DESCRIPTION)


class LyingEngine(Engine):
    """Says the opposite of one rule that it has decided."""

    def decide(self, possible: Mapping[str, Possible]) -> dict[str, Outcome]:
        opposite = {Outcome.MET: Outcome.NOT_MET, Outcome.NOT_MET: Outcome.MET, Outcome.UNKNOWN: Outcome.MET}
        decided = super().decide(possible)
        return {**decided, "weighed": opposite[decided["weighed"]]}


@pytest.mark.parametrize("answer", [True, False, "unknown"])
def test_an_engine_that_lies_gives_an_error_and_no_result(kb: KnowledgeBase, answer: object) -> None:
    lying = replace(kb)
    vars(lying)["engine"] = LyingEngine(kb.knowledge.condition_by_rule, kb.knowledge.domains)
    with pytest.raises(screener.DisagreementError) as caught:
        screen({"weighed": answer}, lying)
    assert caught.value.exit_code == 4
    assert [(problem.code, problem.subject) for problem in caught.value.problems] == [("disagreement", "weighed")]


def test_diagrams_of_other_rules_are_noticed(kb: KnowledgeBase) -> None:
    others = tuple(replace(rule, when="not fits") if rule.name == "needle.fits" else rule for rule in DESCRIPTION.rules)
    wrong = replace(kb)
    vars(wrong)["compiled"] = rule_base(replace(DESCRIPTION, rules=others)).compiled
    with pytest.raises(screener.DisagreementError) as caught:
        screen({"fits": True}, wrong)
    assert [problem.subject for problem in caught.value.problems] == ["needle.fits"]


def test_beyond_the_budget_there_is_an_error_and_no_partial_list(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restriction, "Diagrams", lambda widths, budget: Diagrams(widths, budget=5))
    with pytest.raises(screener.BudgetError) as caught:
        screen({}, kb)
    assert caught.value.exit_code == 6


def test_without_the_analysis_nothing_is_spent(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restriction, "Diagrams", lambda widths, budget: Diagrams(widths, budget=0))
    assert screen({"fits": True}, kb, exact=False).exact is False


def test_every_impossible_combination_is_an_error_that_names_its_facts(kb: KnowledgeBase) -> None:
    with pytest.raises(screener.PatientError) as caught:
        screen({"bleeding": True, "fits": True, "ascites": "none", "age": 95}, kb)
    assert caught.value.exit_code == 2
    assert [(problem.code, problem.related) for problem in caught.value.problems] == [
        ("impossible_combination", ("ascites", "bleeding", "fits")),
        ("impossible_combination", ("age", "bleeding")),
    ]


@pytest.mark.parametrize("exact", [True, False])
def test_a_contradiction_names_all_facts_that_take_part(kb: KnowledgeBase, exact: bool) -> None:
    with pytest.raises(screener.PatientError) as caught:
        screen({"grade": "A", "points": "3-5", "bilirubin": 4, "ascites": "mild", "age": 50}, kb, exact)
    assert [(problem.code, problem.subject, problem.related) for problem in caught.value.problems] == [
        ("contradiction", "grade", ("bilirubin", "ascites")),
    ]
    with pytest.raises(screener.PatientError) as caught:
        screen({"grade": "A", "points": "3-5", "age": 50}, kb, exact)
    assert [(problem.code, problem.subject, problem.related) for problem in caught.value.problems] == [
        ("contradiction", "grade", ("points",)),
    ]


def test_bad_answers_are_refused_before_anything_else(kb: KnowledgeBase) -> None:
    with pytest.raises(screener.PatientError) as caught:
        screen({"fit": True, "age": "old", "bleeding": True, "fits": True, "ascites": "none"}, kb)
    assert [problem.code for problem in caught.value.problems] == ["patient_fact_unknown", "number_expected"]


def test_outside_the_scope_no_option_is_shown(kb: KnowledgeBase) -> None:
    result = screen({"age": 17, "fits": True, "bleeding": True}, kb)
    assert not result.scope.inside
    assert [said.id for said in result.scope.reasons] == ["scope.1"]
    assert result.options == {}
    assert result.shared_checks == ()
    assert [said.id for said in result.urgent] == ["urgent.1"]


def test_an_open_scope_is_named_and_shows_options(kb: KnowledgeBase) -> None:
    result = screen({"fits": True}, kb)
    assert result.scope.inside
    assert result.scope.open_facts == ("age",)
    assert list(result.options) == ["beads", "probe", "needle"]
    assert screen({"age": "10-30"}, kb).scope.open_facts == ()


def test_what_was_read_is_given_back(kb: KnowledgeBase) -> None:
    result = screen({"fits": True, "bilirubin": "2-4", "grade": "A", "ascites": "unknown"}, kb)
    assert result.facts["fits"].values == ("yes",)
    assert (result.facts["bilirubin"].low, result.facts["bilirubin"].high) == ("2", "4")
    assert result.facts["grade"].values == ("A",)
    assert "ascites" not in result.facts
    assert not result.derived["stage"].stated


def test_a_derived_fact_says_from_what_it_follows(kb: KnowledgeBase) -> None:
    derived = screen({"bilirubin": "2-4", "grade": "A"}, kb).derived
    assert derived["points"].read.values == ("2",)
    assert derived["points"].known_inputs == ("bilirubin",)
    assert derived["points"].open_inputs == ("bilirubin", "ascites")
    assert derived["grade"].stated == derived["grade"].read
    assert not screen({}, kb).derived["grade"].read.is_known


def test_a_stated_judgement_that_differs_from_its_definition_is_noted(kb: KnowledgeBase) -> None:
    raw = {"bilirubin": 2, "ascites": "none", "stage": "late"}
    stage = screen(raw, kb).derived["stage"]
    assert stage.read.values == ("late",)
    assert stage.formula_says is not None
    assert stage.formula_says.values == ("early",)
    assert screen({**raw, "stage": "early"}, kb).derived["stage"].formula_says is None


def test_checks_that_several_options_share_are_named_once(kb: KnowledgeBase) -> None:
    shared = screen({"fits": True, "grade": "A"}, kb).shared_checks
    assert [(each.group, each.facts) for each in shared] == [("all", ("bleeding",)), ("needle", ("weighed",))]
    assert screen({"fits": False}, kb).shared_checks == ()


def test_reasons_carry_every_comparison_with_what_it_read(kb: KnowledgeBase) -> None:
    reasons = {reason.rule: reason for reason in screen({"fits": True}, kb).options["beads"].reasons}
    assert [(each.fact, str(each.outcome)) for each in reasons["beads.fits"].comparisons] == [
        ("fits", "met"),
        ("grade", "unknown"),
    ]
    assert reasons["everybody"].outcome is Outcome.MET
    assert not reasons["everybody"].comparisons
    assert not any(reason.is_firmed for reason in reasons.values())


def test_the_result_is_frozen_and_becomes_json(kb: KnowledgeBase) -> None:
    result = screen({"fits": True}, kb)
    assert Screening.model_validate_json(result.model_dump_json()) == result
    with pytest.raises(ValueError, match="frozen"):
        result.exact = False


def test_the_same_patient_always_gets_the_same_answer(kb: KnowledgeBase) -> None:
    raw = {"fits": "unknown", "grade": ["A"], "bilirubin": "1-5"}
    assert screen(raw, kb).model_dump_json() == screen(dict(raw), kb).model_dump_json()
    assert screen(dict(reversed(raw.items())), kb).options == screen(raw, kb).options


PATIENTS: tuple[dict[str, object], ...] = (
    {},
    {"fits": True},
    {"fits": True, "grade": "A"},
    {"fits": True, "bilirubin": "2-4", "weighed": True},
    {"fits": True, "bleeding": True, "ascites": "mild"},
    {"grade": ["A", "B"], "points": "2-3", "stage": "late"},
)


def test_many_threads_screen_at_once_and_get_the_same_answers(kb: KnowledgeBase) -> None:
    expected = [screen(raw, kb).model_dump_json() for raw in PATIENTS]
    start = threading.Barrier(8)

    def run(offset: int) -> list[bool]:
        start.wait()
        numbers = [(offset + number) % len(PATIENTS) for number in range(40)]
        return [screen(PATIENTS[number], kb).model_dump_json() == expected[number] for number in numbers]

    with ThreadPoolExecutor(8) as threads:
        assert all(all(same) for same in threads.map(run, range(8)))


def test_rules_with_errors_of_form_do_not_load(tmp_path: Path) -> None:
    with pytest.raises(screener.KnowledgeError) as caught:
        load_knowledge(write(tmp_path, {**FILES, "VERSION": ""}))
    assert caught.value.exit_code == 3


def test_rules_that_only_diagrams_find_wrong_do_not_load(tmp_path: Path) -> None:
    with pytest.raises(screener.KnowledgeError) as caught:
        load_knowledge(write(tmp_path, FILES))
    assert {(problem.code, problem.subject) for problem in caught.value.problems} == {
        ("excuse_not_needed", "beads"),
        ("option_without_discuss", "needle"),
    }


def test_the_built_in_rules_load_and_say_which_they_are() -> None:
    kb = load_knowledge()
    read = screen({}, kb).knowledge
    assert read.version
    assert len(read.hash) == 12
    assert read.is_reviewed is False
