"""What only looking at every patient finds wrong with premises."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from screener.diagrams.premises import unsound_premises
from screener.knowledge.rules import Effect
from screener.problems import Problem
from screener.wording.catalogue import problem_sentence
from tests.bases.description import (
    PLACE,
    CaseLine,
    ChoiceLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    PremiseLine,
    RuleLine,
    condition_of,
    knowledge_of,
)
from tests.bases.labs import GRADE

FACTS = (
    ChoiceLine("diagnosis", ("hcc", "icca")),
    ChoiceLine("invasion", ("none", "branch", "main")),
    ChoiceLine("flow", ("forward", "blocked", "collaterals")),
    NumberLine("size", Decimal(1), Decimal(9), Decimal(1)),
    ChoiceLine("tired", ("yes", "no")),
    NumberLine("bilirubin", Decimal("0.1"), Decimal(4), Decimal("0.1")),
    NumberLine("albumin", Decimal(1), Decimal(6), Decimal("0.1")),
)
DERIVED = (
    PointsLine(
        "points",
        (
            (CaseLine("1", "invasion == none"), CaseLine("2", "invasion == branch"), CaseLine("3")),
            (CaseLine("1", "size < 5"), CaseLine("2")),
        ),
    ),
    FirstLine("stage", (CaseLine("early", "points <= 3"), CaseLine("late")), is_judgement=True),
)
OPTIONS = (OptionLine("option", ("small", "large")),)
BASE = Description(FACTS, DERIVED, (RuleLine("supports", "supports", "albumin > 2", ("small", "large")),), OPTIONS)
FLOW = PremiseLine("flow", ("forward", "blocked"))


def problems(
    premise: PremiseLine,
    *rules: tuple[Effect, str],
    others: tuple[PremiseLine, ...] = (),
    impossible: tuple[str, ...] = (),
    scope: tuple[str, ...] = (),
    urgent: tuple[str, ...] = (),
) -> list[Problem]:
    """Return what is wrong with one premise."""
    lines = tuple(
        RuleLine(f"{effect}{number}", effect, when, ("small", "large")) for number, (effect, when) in enumerate(rules)
    )
    description = replace(
        BASE,
        rules=(*BASE.rules, *lines),
        premises=(premise, *others),
        impossible=impossible,
        scope=scope,
        urgent=urgent,
    )
    knowledge = replace(knowledge_of(description), covered=frozenset({"hcc", "icca"}))
    found = [each for each in unsound_premises(knowledge) if each.subject == f"{premise.fact}.1"]
    assert {each.place for each in found} <= {PLACE}
    return found


def found(
    premise: PremiseLine,
    *rules: tuple[Effect, str],
    others: tuple[PremiseLine, ...] = (),
    impossible: tuple[str, ...] = (),
    scope: tuple[str, ...] = (),
    urgent: tuple[str, ...] = (),
) -> list[tuple[str, str]]:
    """Return the codes of what is wrong with one premise, each with what was found."""
    wrong = problems(premise, *rules, others=others, impossible=impossible, scope=scope, urgent=urgent)
    return [(each.code, each.found) for each in wrong]


CLOSES: tuple[Effect, str] = ("against", "invasion == main and flow != collaterals")
TOLD: tuple[Effect, str] = ("caution", "flow == collaterals")

# Impossible


def test_a_premise_that_alone_makes_a_combination_that_cannot_be_is_found() -> None:
    both = "flow == forward and invasion == main"
    assert found(FLOW, TOLD, impossible=("flow in [forward, blocked]",)) == [("premise_impossible", "impossible.1")]
    assert found(FLOW, TOLD, impossible=(both,)) == []
    assert found(FLOW, TOLD, impossible=("flow == forward",)) == []


def test_a_combination_with_what_the_premise_asks_for_cannot_be_either() -> None:
    no = PremiseLine("flow", ("forward",), when="invasion == main and size > 2")
    assert found(no, CLOSES, impossible=("flow == forward and invasion == main",))[0][0] == "premise_impossible"
    assert found(replace(no, when="size > 2"), TOLD, impossible=("flow == forward and size > 3",)) == []
    assert found(replace(no, when="size > 3"), TOLD, impossible=("flow == forward and size > 3",)) != []


def test_a_premise_for_one_diagnosis_may_be_what_cannot_be_with_another() -> None:
    cannot_be = ("flow == forward and diagnosis == hcc",)
    assert found(PremiseLine("flow", ("forward",)), TOLD, impossible=cannot_be) != []
    assert (
        found(PremiseLine("flow", ("forward",), ("icca",)), ("caution", "flow == forward"), impossible=cannot_be) == []
    )


# Idle


@pytest.mark.parametrize(
    ("premise", "rule"),
    [
        (PremiseLine("flow", ("forward",)), ("note", "flow == forward")),
        (PremiseLine("flow", ("forward", "blocked")), ("note", "flow == collaterals")),
        (PremiseLine("size", ("1", "3")), ("caution", "size > 3")),
        (PremiseLine("size", ("1", "4")), ("caution", "points == 5")),
        (PremiseLine("points", ("2", "3")), ("caution", "points > 3")),
        (PremiseLine("points", ("2", "3")), ("caution", "stage == late")),
        (PremiseLine("points", ("2", "3")), ("caution", "invasion == main")),
        (PremiseLine("flow", ("forward",), ("hcc",)), ("caution", "flow == forward and diagnosis == hcc")),
    ],
)
def test_a_premise_that_some_rule_can_tell_from_its_opposite_is_not_idle(
    premise: PremiseLine, rule: tuple[Effect, str]
) -> None:
    assert found(premise, rule) == []


@pytest.mark.parametrize(
    ("premise", "rule"),
    [
        (PremiseLine("flow", ("forward",)), ("caution", "tired")),
        (PremiseLine("flow", ("forward", "blocked")), ("caution", "flow == forward")),
        (PremiseLine("size", ("1", "8")), ("caution", "size > 3")),
        (PremiseLine("points", ("2", "3", "4", "5")), ("caution", "points > 3")),
        (PremiseLine("flow", ("forward",), ("icca",)), ("caution", "flow == forward and diagnosis == hcc")),
    ],
)
def test_a_premise_whose_values_no_rule_can_tell_from_all_others_is_idle(
    premise: PremiseLine, rule: tuple[Effect, str]
) -> None:
    assert found(premise, rule) == [("premise_idle", "")]


def test_a_grade_by_formula_that_no_rule_reads_is_idle() -> None:
    knowledge = knowledge_of(replace(BASE, premises=(PremiseLine("flow", ("forward",)),)))
    graded = replace(knowledge.premises[0], fact="grade", possible=frozenset({"g1"}))
    knowledge = replace(knowledge, derived=(*knowledge.derived, GRADE), covered=frozenset({"hcc"}), premises=(graded,))

    def codes(when: str) -> list[str]:
        rule = replace(knowledge.rules_with_outcome[0], condition=condition_of(when, knowledge.domains))
        return [problem.code for problem in unsound_premises(replace(knowledge, rules=(rule,)))]

    assert codes("tired") == ["premise_idle"]
    assert codes("grade == g1") == []
    assert codes("albumin > 2") == []


def test_a_notice_about_the_scope_or_help_today_tells_too() -> None:
    premise = PremiseLine("size", ("1", "3"))
    assert found(premise, scope=("size > 3",)) == []
    assert found(premise, urgent=("size > 3",)) == []
    assert found(premise, scope=("tired",)) == [("premise_idle", "")]


# Closes


def test_a_premise_that_meets_a_closing_rule_is_found_with_the_rule_and_a_patient() -> None:
    assert found(FLOW, CLOSES) == [("premise_closes", "against0")]
    (problem,) = problems(FLOW, CLOSES)
    assert problem.related == ("diagnosis hcc", "invasion main")
    assert problem_sentence(problem) == (
        "The premise flow.1 can close an option through against0, which only an exception may. Let it end there "
        "(unless), or make it an exception. The patient: diagnosis hcc, invasion main."
    )


@pytest.mark.parametrize("effect", ["stop", "against"])
def test_only_an_exception_may_close(effect: Effect) -> None:
    rule: tuple[Effect, str] = (effect, CLOSES[1])
    assert found(FLOW, rule) == [("premise_closes", f"{effect}0")]
    assert found(replace(FLOW, tier="exception"), rule) == []


@pytest.mark.parametrize("effect", ["caution", "disputed", "supports_with_caution"])
def test_what_does_not_close_may_be_met_through_any_premise(effect: Effect) -> None:
    assert found(FLOW, (effect, CLOSES[1])) == []


def test_a_rule_that_is_met_with_some_of_the_values_only_is_not_met_through_the_premise() -> None:
    assert found(FLOW, ("against", "flow == forward"), TOLD) == []


def test_two_rules_that_together_are_met_with_each_of_the_values_close() -> None:
    assert found(FLOW, ("against", "flow == forward and tired"), ("stop", "flow == blocked and invasion == main")) == [
        ("premise_closes", "against0, stop1")
    ]


def test_what_another_rule_closes_anyway_is_not_closed_by_the_premise() -> None:
    assert found(FLOW, CLOSES, ("stop", "invasion == main")) == []
    assert found(FLOW, CLOSES, ("stop", "invasion == main and size > 3")) == [("premise_closes", "against0")]


def test_only_the_premises_own_diagnoses_count() -> None:
    rule: tuple[Effect, str] = ("against", f"{CLOSES[1]} and diagnosis == icca")
    assert found(replace(FLOW, diagnoses=("hcc",)), rule, TOLD) == []
    assert found(replace(FLOW, diagnoses=("hcc", "icca")), rule) == [("premise_closes", "against0")]


def test_what_the_premise_asks_for_counts() -> None:
    assert found(replace(FLOW, when="invasion == branch"), CLOSES) == []
    assert found(replace(FLOW, when="size > 3"), CLOSES) == [("premise_closes", "against0")]


def test_patients_out_of_scope_or_who_cannot_be_do_not_count() -> None:
    assert found(FLOW, CLOSES, scope=("invasion == main",)) == []
    assert found(FLOW, CLOSES, impossible=("invasion == main and flow == collaterals",)) == []
    assert found(FLOW, CLOSES, impossible=("invasion == main and size < 5",)) == [("premise_closes", "against0")]


def test_a_premise_that_ends_where_the_rule_is_met_does_not_close() -> None:
    assert found(replace(FLOW, unless="invasion != none"), CLOSES) == []
    assert found(replace(FLOW, unless="invasion == branch"), CLOSES) == [("premise_closes", "against0")]
    assert found(replace(FLOW, unless="invasion == main and size > 3"), CLOSES) == [("premise_closes", "against0")]
    assert found(replace(FLOW, unless="invasion == main and tired"), CLOSES, ("against", "tired")) == [
        ("premise_closes", "against0")
    ]


def test_what_nobody_states_ends_no_premise_so_the_rule_may_be_met_without_it() -> None:
    rules: tuple[tuple[Effect, str], ...] = (("against", "flow != collaterals or invasion == main"),)
    assert found(replace(FLOW, unless="invasion != main"), *rules) == [("premise_closes", "against0")]


def test_what_ends_a_premise_may_be_left_to_another_premise() -> None:
    ends = replace(FLOW, unless="invasion in [branch, main]")
    assert found(ends, CLOSES) == []
    other = PremiseLine("invasion", ("main",))
    assert found(ends, CLOSES, others=(other,)) == [("premise_closes", "against0")]
    assert found(ends, CLOSES, others=(replace(other, values=("branch", "main")),)) == []
    assert found(replace(ends, diagnoses=("hcc",)), CLOSES, others=(replace(other, diagnoses=("icca",)),)) == []


def test_a_fact_that_must_not_be_stated_cannot_be_what_meets_the_rule() -> None:
    assert found(replace(FLOW, unless_stated=("invasion",)), CLOSES) == []
    assert found(replace(FLOW, unless_stated=("tired",)), CLOSES) == [("premise_closes", "against0")]


def test_what_a_score_says_blocks_nothing_if_what_is_behind_it_is_stated_instead() -> None:
    assert found(replace(FLOW, unless="points == 5", unless_stated=("points",)), CLOSES) == [
        ("premise_closes", "against0")
    ]


def test_a_stated_judgement_meets_a_rule_as_well() -> None:
    late: tuple[Effect, str] = ("against", "stage == late and flow != collaterals")
    assert found(FLOW, late) == [("premise_closes", "against0")]
    no_longer_worked_out = replace(FLOW, unless="invasion in [branch, main] or size > 4")
    assert found(no_longer_worked_out, late) == [("premise_closes", "against0")]
    assert found(replace(no_longer_worked_out, unless_stated=("stage",)), late) == []


def test_a_premise_of_a_score_closes_through_the_score_and_through_what_is_behind_it() -> None:
    score = PremiseLine("points", ("4", "5"))
    assert found(score, ("against", "points >= 4 and tired")) == [("premise_closes", "against0")]
    assert found(score, ("against", "stage == late")) == [("premise_closes", "against0")]
    # With a small tumor stated, four points mean a trunk that is invaded.
    assert found(score, ("against", "invasion == main")) == [("premise_closes", "against0")]
    assert found(replace(score, unless="size < 5"), ("against", "invasion == main")) == []
    assert found(score, ("against", "points == 5")) == []


def test_a_premise_of_a_number_closes_within_its_ends() -> None:
    size = PremiseLine("size", ("3", "6"))
    assert found(size, ("against", "size >= 3 and size <= 6")) == [("premise_closes", "against0")]
    assert found(size, ("against", "size > 5"), ("caution", "size < 3")) == []
    assert found(size, ("against", "size > 6")) == []
    assert found(size, ("against", "size < 7 and bilirubin > 2")) == [("premise_closes", "against0")]
