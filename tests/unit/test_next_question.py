"""The most useful next question: its points worked out by hand, its order, and whom it is for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.knowledge.facts import EFFORTS, Effort
from screener.knowledge.rules import Effect
from screener.knowledge.texts import Voice
from screener.result.next_steps import NextQuestion
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import examine
from tests.bases.description import (
    AskedLine,
    Asking,
    CaseLine,
    ChoiceLine,
    DerivedLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    RuleLine,
    WhenLine,
    rule_base,
)

BOTH = ("yes", "no")
FACTS: tuple[AskedLine, ...] = (
    *(ChoiceLine(name, BOTH) for name in ("a", "b", "c", "d")),
    ChoiceLine("grade", ("low", "middle", "high", "worst")),
    NumberLine("age", Decimal(10), Decimal(90), Decimal(1)),
)


def base(
    *rules: RuleLine,
    derived: tuple[DerivedLine, ...] = (),
    products: tuple[str, ...] = ("option",),
    options: tuple[OptionLine, ...] = (),
    scope: tuple[str, ...] = (),
    asking: dict[str, Asking] | None = None,
) -> KnowledgeBase:
    lines = options or (OptionLine("option", products),)
    return rule_base(Description(FACTS, derived, rules, lines, scope=scope, asking=asking or {}))


def rule(effect: Effect, when: str, *products: str, name: str = "") -> RuleLine:
    return RuleLine(name or effect, effect, when, products or ("option",))


def separate(*names: str) -> tuple[OptionLine, ...]:
    return tuple(OptionLine(name, (name,)) for name in names)


def questions(
    kb: KnowledgeBase, voice: Voice = "clinician", passed_over: tuple[str, ...] = (), **patient: object
) -> dict[str, NextQuestion]:
    return {each.fact: each for each in examine(patient, kb).next_questions(voice, passed_over)}


def usefulness(kb: KnowledgeBase, **patient: object) -> dict[str, float]:
    return {each.fact: round(each.usefulness, 9) for each in examine(patient, kb).next_questions()}


def test_a_missing_fact_counts_the_share_of_its_answers_that_leave_no_doubt() -> None:
    kb = base(rule("supports", "a and grade == low"))
    # Of four grades three rule the indication out; of a yes and a no only the no does. 0.1 for being missing.
    assert usefulness(kb) == {"grade": 0.75 + 0.1 + 0.001, "a": 0.5 + 0.1 + 0.001}


def test_the_most_useful_question_comes_first_and_equal_ones_as_in_the_chart() -> None:
    assert list(questions(base(rule("supports", "b and a and grade == low")))) == ["grade", "a", "b"]


def test_every_answer_may_settle_an_indication() -> None:
    assert usefulness(base(rule("supports", "a"))) == {"a": 1 + 0.1 + 0.001}


def test_what_is_to_be_checked_afterwards_counts_little_as_long_as_nobody_can_tell() -> None:
    kb = base(rule("supports", "a"), rule("stop", "b"), rule("caution", "c"))
    assert usefulness(kb) == {"a": 1.101, "b": 0.01 + 0.001, "c": 0.01 + 0.001}


def test_a_flagged_option_counts_what_each_fact_could_still_do() -> None:
    kb = base(rule("supports_with_caution", "a"), rule("supports", "a and d"), rule("stop", "b"), rule("caution", "c"))
    expected = {"b": 0.1 + 0.001, "d": 0.05 + 0.001, "c": 0.03 + 0.001}
    assert usefulness(kb, a=True) == {name: round(points, 9) for name, points in expected.items()}
    assert list(questions(kb, a=True)) == ["b", "d", "c"]


def test_a_fact_in_no_list_is_asked_for_if_the_status_may_rest_on_it() -> None:
    # No completion's status hangs on `b`, but with it an indication holds in each, and the option is flagged.
    kb = base(rule("supports", "a or b"), rule("stop", "not a"))
    assert usefulness(kb) == {"a": round(0.5 + 0.1 + 0.01 + 0.001, 9), "b": round(0.5 + 0.001, 9)}


@pytest.mark.parametrize("effort", EFFORTS)
def test_points_are_divided_by_the_effort_of_finding_out(effort: Effort) -> None:
    divisor = {"patient": 1, "chart": 1, "lab": 1.5, "imaging": 1.5, "work_up": 10}[effort]
    kb = base(rule("supports", "a"), asking={"a": Asking(effort=effort)})
    assert usefulness(kb) == {"a": round(1.101 / divisor, 9)}


def test_points_are_added_up_over_the_options() -> None:
    kb = base(rule("supports", "a", "one", "two"), rule("stop", "b", "two"), options=separate("one", "two"))
    assert usefulness(kb) == {"a": 2.202, "b": 0.011}
    assert {name: each.bears_on for name, each in questions(kb).items()} == {"a": ("one", "two"), "b": ("two",)}


def test_the_undecided_products_of_an_option_share_its_points() -> None:
    kb = base(rule("supports", "a", "p"), rule("supports", "a and b", "q", name="more"), products=("p", "q"))
    assert usefulness(kb) == {"a": round((1 + 0.5) / 2 + 0.101, 9), "b": round(0.5 / 2 + 0.101, 9)}
    kb = base(rule("supports", "a", "p"), rule("supports", "c and not c", "q", name="never"), products=("p", "q"))
    assert usefulness(kb) == {"a": 1.101}


def test_what_can_change_nothing_is_not_asked() -> None:
    kb = base(rule("supports", "a"), rule("stop", "b"))
    assert set(questions(kb, a=True, b=False)) == set()
    assert set(questions(kb, a=False)) == set()
    assert set(questions(kb, b=True)) == set()


def test_a_range_is_asked_for_again_where_one_value_would_decide() -> None:
    kb = base(rule("supports", "age > 50"))
    assert set(questions(kb, age="40-60")) == {"age"}
    assert set(questions(kb, age="60-70")) == set()


def test_what_could_put_the_patient_outside_the_rules_is_asked_though_it_bears_on_no_option() -> None:
    kb = base(rule("supports", "a"), scope=("age < 18",))
    assert usefulness(kb) == {"a": 1.101, "age": 0.5}
    assert questions(kb)["age"].bears_on == ()
    assert list(questions(kb, a=True)) == ["age"]
    assert set(questions(kb, a=True, age=30)) == set()


def test_what_stands_behind_a_derived_fact_of_the_scope_is_asked() -> None:
    derived = (WhenLine("young", "age < 18"),)
    assert list(questions(base(rule("supports", "a"), derived=derived, scope=("young",)), a=True)) == ["age"]


def test_a_fact_of_the_scope_that_rules_read_too_counts_for_both() -> None:
    kb = base(rule("supports", "age > 50"), scope=("age < 18",))
    (points,) = usefulness(kb).values()
    assert points > 0.5 + 0.1 + 0.001


SCORE = (
    PointsLine("points", ((CaseLine("0", "a"), CaseLine("1")), (CaseLine("0", "b"), CaseLine("1")))),
    FirstLine("band", (CaseLine("good", "points == 0"), CaseLine("fair", "points == 1"), CaseLine("bad"))),
)


def test_a_score_is_asked_for_instead_of_the_facts_that_matter_through_it_alone() -> None:
    found = questions(base(rule("supports", "band == good"), derived=SCORE))
    assert list(found) == ["band"]
    asked = found["band"]
    assert asked.answers == ("a", "b")
    assert asked.bears_on == ("option",)
    assert (asked.known_at, asked.who) == ("intake", ("patient", "chart"))
    # The points of both facts, 0.601 each, and each of its three values leaves no doubt.
    assert asked.usefulness == pytest.approx(2 * (0.5 + 0.1 + 0.001) + 1)


def test_a_score_counts_the_share_of_its_values_that_leave_no_doubt() -> None:
    kb = base(rule("supports", "band == good and c"), derived=SCORE)
    # With a good band the indication still waits for `c`; two of three bands rule it out.
    assert questions(kb)["band"].usefulness == pytest.approx(2 * (0.5 + 0.1 + 0.001) + 2 / 3)
    # With `a` known to be no, good is impossible; with `a` known to be yes, bad is.
    assert questions(kb, a=True)["band"].usefulness == pytest.approx(0.5 + 0.1 + 0.001 + 1 / 2)


def test_the_undecided_products_of_an_option_share_what_a_score_leaves_no_doubt_about() -> None:
    rules = (rule("supports", "band == good", "p"), rule("supports", "c and band == good", "q", name="more"))
    kb = base(*rules, derived=SCORE, products=("p", "q"))
    # All bands decide the first product, two of three the second.
    facts = 2 * ((0.5 + 0.5) / 2 + 0.1 + 0.001)
    assert questions(kb)["band"].usefulness == pytest.approx(facts + (1 + 2 / 3) / 2)


def test_a_fact_that_matters_beside_the_score_is_asked_for_after_it() -> None:
    others = ("two", "three", "four", "five", "six")
    kb = base(
        rule("supports", "band == good", "one"),
        *(rule("supports", "a and c", name, name=name) for name in others),
        derived=SCORE,
        options=separate("one", *others),
    )
    found = questions(kb)
    assert found["band"].answers == ("b",)
    assert found["band"].bears_on == ("one", *others)
    # The fact has more points than the score, which still comes first.
    assert found["band"].usefulness == found["a"].usefulness == pytest.approx(6 * 0.601)
    assert list(found) == ["band", "a", "c"]


def test_a_score_passed_over_gives_way_to_the_next_one_and_then_to_the_facts() -> None:
    kb = base(rule("supports", "band == good"), derived=SCORE)
    assert list(questions(kb, passed_over=("band",))) == ["points"]
    assert list(questions(kb, passed_over=("band", "points"))) == ["a", "b"]
    assert list(questions(kb, passed_over=("band", "points", "a"))) == ["b"]
    assert list(questions(kb, passed_over=("band", "points", "a", "b"))) == []


def test_a_score_is_useful_even_where_the_facts_behind_it_were_passed_over() -> None:
    kb = base(
        rule("supports", "c", "one", "two"),
        rule("caution", "points == 0", "one", name="scored"),
        rule("caution", "a", "two", name="direct"),
        derived=SCORE,
        options=separate("one", "two"),
    )
    found = questions(kb, passed_over=("a",), c=True, b=True)
    assert list(found) == ["points"]
    assert found["points"].usefulness == pytest.approx(2 * (0.03 + 0.001))


def test_a_stated_score_is_not_asked_for_again() -> None:
    kb = base(rule("supports", "band == good"), derived=SCORE)
    assert set(questions(kb, band="good")) == set()
    assert set(questions(kb, band=["good", "fair"])) == {"points"}
    assert set(questions(kb, passed_over=("points",), band=["good", "fair"])) == {"a", "b"}


def test_stages_that_are_no_scores_are_not_asked_for() -> None:
    derived = (FirstLine("stage", (CaseLine("early", "a and b"), CaseLine("late"))), WhenLine("both", "a and b"))
    assert set(questions(base(rule("supports", "stage == early"), derived=derived))) == {"a", "b"}
    assert set(questions(base(rule("supports", "both"), derived=derived))) == {"a", "b"}


def test_a_stated_judgement_of_several_values_is_asked_for_as_charts_state_it() -> None:
    stage = FirstLine("stage", (CaseLine("early", "a"), CaseLine("middle", "b"), CaseLine("late")), is_judgement=True)
    kb = base(rule("supports", "stage == early"), derived=(stage,))
    found = questions(kb, stage=["early", "middle"])
    assert found["stage"] == NextQuestion("stage", ("stage",), ("option",), 1.101, "intake", ("patient", "chart"))
    assert set(found) == {"stage"}


ASKING = {
    "a": Asking("intake", ("patient",)),
    "b": Asking("report", ("chart",)),
    "c": Asking("work_up", ("patient", "team")),
    "d": Asking("report", ("team", "patient")),
}


def test_patients_are_asked_what_patients_know_and_nothing_of_the_work_up() -> None:
    kb = base(rule("supports", "a and b and c and d"), asking=ASKING)
    assert set(questions(kb)) == {"a", "b", "c", "d"}
    assert set(questions(kb, "patient")) == {"a", "d"}
    assert set(questions(kb, "patient", ("a",))) == {"d"}


def test_patients_may_know_a_score_though_not_what_stands_behind_it() -> None:
    kb = base(rule("supports", "band == good"), derived=SCORE, asking=ASKING)
    assert set(questions(kb, "patient")) == {"band"}


def test_outside_the_scope_and_without_completions_nothing_is_asked() -> None:
    kb = base(rule("supports", "a"), scope=("age < 18",))
    assert questions(kb, age=12) == {}
    assert examine({}, kb, exact=False).next_questions() == ()
