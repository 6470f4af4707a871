"""The completions a patient allows: what couples them, what they settle, when there is none."""

from __future__ import annotations

import pytest

from screener.diagrams.compiled import CompiledRules
from screener.diagrams.completions import Completions
from screener.diagrams.diagrams import FALSE, TRUE
from screener.diagrams.paths import cells_at
from screener.knowledge.possible import Outcome, Possible
from screener.problems import DisagreementError, PatientError
from tests.bases.graded import KNOWLEDGE, one_of
from tests.bases.labs import labs

COMPILED = CompiledRules(KNOWLEDGE)


def completions(asked: dict[str, Possible], stated: dict[str, Possible]) -> Completions:
    return Completions(KNOWLEDGE, COMPILED, asked, stated)


def named(asked: dict[str, Possible], stated: dict[str, Possible]) -> list[list[str]]:
    with pytest.raises(PatientError) as caught:
        completions(asked, stated)
    assert {problem.code for problem in caught.value.problems} == {"contradiction"}
    return [[problem.subject, *problem.related] for problem in caught.value.problems]


def test_asked_facts_alone_couple_nothing() -> None:
    assert completions({"bilirubin": (4, 8)}, {}).stated == TRUE


def test_a_stated_class_couples_its_inputs() -> None:
    found = completions({}, {"grade": one_of("A")})
    assert found.stated not in (TRUE, FALSE)
    assert {found.names[level] for level in found.diagrams.support(found.stated)} == {"bilirubin", "ascites"}


def test_a_stated_judgement_couples_nothing_and_is_a_fact_of_its_own() -> None:
    found = completions({}, {"stage": one_of("late")})
    assert found.stated == TRUE
    assert found.values("stage") == {"early": FALSE, "late": TRUE}


def test_a_stated_value_that_no_input_allows_names_what_takes_part() -> None:
    assert named({"bilirubin": (8, 8), "size": (4, 4)}, {"grade": one_of("A")}) == [["grade", "bilirubin"]]


def test_stated_facts_that_exclude_each_other_are_named_together() -> None:
    assert named({}, {"grade": one_of("A"), "points": one_of("6")}) == [["grade", "points"]]


def test_a_stated_fact_that_takes_no_part_is_not_named() -> None:
    stated: dict[str, Possible] = {"total": (8, 40), "grade": one_of("A"), "points": one_of("6")}
    assert named({}, stated) == [["grade", "points"]]


def test_every_contradiction_is_named_at_once() -> None:
    asked: dict[str, Possible] = {"bilirubin": (8, 8), "size": (4, 4)}
    stated: dict[str, Possible] = {"grade": one_of("A"), "total": (30, 30)}
    assert named(asked, stated) == [["grade", "bilirubin"], ["total", "size", "bilirubin"]]


def test_a_stated_value_that_nothing_reaches_is_a_contradiction_of_its_own() -> None:
    assert named({"size": (4, 4)}, {"twin": one_of("never")}) == [["twin"]]


def test_a_stated_number_is_a_range_with_cells_of_its_own() -> None:
    found = completions({"size": (4, 4)}, {"total": (8, 12)})
    level = found.level["bilirubin"]
    assert found.runs(level, cells_at(found.diagrams, found.stated, level)) == ((2, 4),)


@pytest.mark.parametrize(
    ("when", "asked", "outcome"),
    [
        ("bilirubin < 2 or bilirubin > 1", {}, Outcome.MET),
        ("bilirubin < 2 and bilirubin > 3", {}, Outcome.NOT_MET),
        ("bilirubin < 2", {}, Outcome.UNKNOWN),
        ("bilirubin < 2", {"bilirubin": (20, 30)}, Outcome.MET),
    ],
)
def test_what_every_completion_says_settles_an_unknown_rule(
    when: str, asked: dict[str, Possible], outcome: Outcome
) -> None:
    knowledge = labs(when)
    found = Completions(knowledge, CompiledRules(knowledge), asked, {})
    assert found.firm_up({"rule": Outcome.UNKNOWN}) == {"rule": outcome}


@pytest.mark.parametrize(
    ("when", "outcome"),
    [
        ("albumin > 1.8", Outcome.MET),
        ("albumin < 1.9", Outcome.NOT_MET),
        ("albumin > 4", Outcome.UNKNOWN),
        ("grade in [g1, g2]", Outcome.MET),
        ("grade == g3", Outcome.NOT_MET),
    ],
)
def test_what_was_stated_settles_rules_about_its_inputs(when: str, outcome: Outcome) -> None:
    knowledge = labs(f"({when}) or grade == g1 and bilirubin > 3 and bilirubin < 2")
    found = Completions(knowledge, CompiledRules(knowledge), {}, {"grade": one_of("g1", "g2")})
    assert found.firm_up({"rule": Outcome.UNKNOWN}) == {"rule": outcome}


@pytest.mark.parametrize(("when", "outcome"), [("albumin > 1.8", Outcome.MET), ("albumin < 1.9", Outcome.NOT_MET)])
def test_a_stated_grade_settles_rules_about_its_inputs_though_no_rule_reads_the_grade(
    when: str, outcome: Outcome
) -> None:
    knowledge = labs(when)
    found = Completions(knowledge, CompiledRules(knowledge), {}, {"grade": one_of("g1", "g2")})
    assert found.firm_up({"rule": Outcome.UNKNOWN}) == {"rule": outcome}


def test_a_stated_grade_that_no_rule_reads_is_refused_only_if_its_inputs_rule_it_out() -> None:
    knowledge = labs("bilirubin < 2")
    compiled = CompiledRules(knowledge)
    asked: dict[str, Possible] = {"bilirubin": (2, 2), "albumin": (100, 100)}
    assert Completions(knowledge, compiled, asked, {"grade": one_of("g1")}).stated == TRUE
    with pytest.raises(PatientError) as caught:
        Completions(knowledge, compiled, asked, {"grade": one_of("g3")})
    assert [(each.subject, each.related) for each in caught.value.problems] == [("grade", ("bilirubin", "albumin"))]


@pytest.mark.parametrize("claimed", [Outcome.MET, Outcome.NOT_MET])
def test_an_outcome_that_completions_do_not_bear_out_is_a_disagreement(claimed: Outcome) -> None:
    knowledge = labs("bilirubin < 2")
    found = Completions(knowledge, CompiledRules(knowledge), {}, {})
    with pytest.raises(DisagreementError) as caught:
        found.firm_up({"rule": claimed})
    (problem,) = caught.value.problems
    assert (problem.subject, problem.found, problem.allowed) == ("rule", claimed, ("unknown",))
