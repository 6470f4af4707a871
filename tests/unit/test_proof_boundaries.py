"""Boundary patients: a rule flips where its text says, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

from screener.proof.boundaries import boundaries_of, boundary_patients
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases.description import (
    AskedLine,
    CaseLine,
    ChoiceLine,
    DerivedLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    RuleLine,
    SumLine,
    WhenLine,
    rule_base,
)

SIZE = NumberLine("size", Decimal("0.5"), Decimal(10), Decimal("0.5"))
COUNT = NumberLine("count", Decimal(0), Decimal(9), Decimal(1))
FITS = ChoiceLine("fits", ("yes", "no"))
OLD = ChoiceLine("old", ("yes", "no"))
FACTS: tuple[AskedLine, ...] = (SIZE, COUNT, FITS, OLD)


def base(
    when: str,
    *derived: DerivedLine,
    scope: tuple[str, ...] = (),
    impossible: tuple[str, ...] = (),
) -> KnowledgeBase:
    rules = (RuleLine("rule", "supports", when, ("option",)),)
    options = (OptionLine("option", ("option",)),)
    return rule_base(Description(FACTS, derived, rules, options, impossible, scope))


def shown(kb: KnowledgeBase) -> list[str]:
    """Each boundary in a line: fact, constant, the rest of the patient, and the outcomes."""
    lines = []
    for group in boundaries_of(boundary_patients(kb, "rule")):
        rest = " ".join(f"{fact}={answer}" for fact, answer in group[0].context.items())
        outcomes = " ".join(f"{patient.side}:{patient.outcome}" for patient in group)
        lines.append(f"{group[0].fact} {group[0].constant} [{rest}] {outcomes}")
        assert all(screen(patient.facts, kb).options["option"].reasons for patient in group)
    return lines


def test_a_rule_without_numbers_has_no_boundaries() -> None:
    assert shown(base("fits")) == []


def test_each_operator_flips_on_its_own_side() -> None:
    assert shown(base("size < 3")) == ["size 3 [] below:met at:not_met above:not_met"]
    assert shown(base("size >= 3")) == ["size 3 [] below:not_met at:met above:met"]
    assert shown(base("size <= 3")) == ["size 3 [] below:met at:met above:not_met"]
    assert shown(base("size > 3")) == ["size 3 [] below:not_met at:not_met above:met"]
    assert shown(base("size == 3")) == ["size 3 [] below:not_met at:met above:not_met"]
    assert shown(base("size != 3")) == ["size 3 [] below:met at:not_met above:met"]


def test_the_context_holds_only_what_settles_the_rule() -> None:
    assert shown(base("fits and (size < 3 or old)")) == [
        "size 3 [fits=True old=False] below:met at:not_met above:not_met"
    ]
    assert shown(base("3 < size <= 5 and (fits or not fits)")) == [
        "size 3 [] below:not_met at:not_met above:met",
        "size 5 [] below:met at:met above:not_met",
    ]


def test_a_constant_that_only_some_see_has_a_context_of_its_own() -> None:
    assert shown(base("size <= 3 or (size <= 5 and old)")) == [
        "size 3 [old=False] below:met at:met above:not_met",
        "size 5 [old=True] below:met at:met above:not_met",
    ]


def test_a_constant_that_never_decides_has_no_boundary() -> None:
    assert shown(base("size <= 3 or (size <= 2 and old)")) == ["size 3 [] below:met at:met above:not_met"]


def test_constants_are_reached_through_derived_facts() -> None:
    small = WhenLine("small", "size <= 3 and fits")
    stage = FirstLine("stage", (CaseLine("a", "small"), CaseLine("b", "count <= 2"), CaseLine("c")))
    assert shown(base("stage == c", small, stage)) == [
        "size 3 [count=3 fits=True] below:not_met at:not_met above:met",
        "count 2 [size=4] below:not_met at:not_met above:met",
    ]
    points = PointsLine("points", ((CaseLine("1", "size < 3"), CaseLine("2")), (CaseLine("1", "old"), CaseLine("2"))))
    assert shown(base("points >= 3", points)) == ["size 3 [old=True] below:not_met at:met above:met"]


def test_a_fact_behind_a_derived_one_is_varied_and_not_stated_with_it() -> None:
    small = WhenLine("small", "size <= 3 and fits and old")
    assert shown(base("small and count > 4", small)) == [
        "size 3 [count=5 fits=True old=True] below:met at:met above:not_met",
        "count 4 [small=True] below:not_met at:not_met above:met",
    ]


def test_a_side_that_nobody_in_scope_can_have_is_left_out() -> None:
    assert shown(base("count == 1", scope=("count == 0",))) == ["count 1 [] at:met above:not_met"]
    assert shown(base("count >= 1", scope=("count == 0",))) == []
    assert shown(base("count > 0")) == ["count 0 [] at:not_met above:met"]
    assert shown(base("count >= 9")) == ["count 9 [] below:not_met at:met"]


def test_what_nobody_in_scope_can_have_does_not_widen_the_context() -> None:
    kb = base("(count == 0 and fits) or (count == 0 and old) or count >= 4", scope=("count == 0",))
    assert shown(kb) == ["count 4 [] below:not_met at:met above:met"]


def test_all_patients_of_a_boundary_are_possible_if_any_such_are() -> None:
    kb = base("count <= 3 and fits or count <= 3 and old", impossible=("count == 2 and fits",))
    assert shown(kb) == ["count 3 [old=True] below:met at:met above:not_met"]
    kb = base("count <= 3 and fits", impossible=("count == 2 and fits",))
    assert shown(kb) == ["count 3 [fits=True] at:met above:not_met"]


SUM = SumLine("total", "size", "count")


def test_a_sum_has_a_boundary_for_each_of_its_numbers_and_directions() -> None:
    assert shown(base("total <= 7", SUM)) == [
        "size 1 [count=6] below:met at:met above:not_met",
        "count 0 [size=7] at:met above:not_met",
    ]
    assert shown(base("total < 7 and fits", SUM)) == [
        "size 1 [count=6 fits=True] below:met at:not_met above:not_met",
        "count 1 [size=6 fits=True] below:met at:not_met above:not_met",
    ]
    assert shown(base("4 <= total <= 7", SUM))[:2] == [
        "size 1 [count=3] below:not_met at:met above:met",
        "size 4 [count=3] below:met at:met above:not_met",
    ]


def test_a_constant_of_its_own_is_told_apart_from_a_sum() -> None:
    lines = [line for line in shown(base("size > 3 and total > 7", SUM)) if line.startswith("size")]
    assert lines[0] == "size 3 [count=5] below:not_met at:not_met above:met"
    # With four it is the sum that passes seven between the same two sizes.
    assert [line for line in lines if "count=4" in line] == ["size 3 [count=4] below:not_met at:not_met above:met"]
