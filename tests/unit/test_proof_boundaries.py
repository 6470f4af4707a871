"""Boundary patients: every rule flips where its text says, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

from screener.engine.derive import derive
from screener.engine.referee import evaluate
from screener.knowledge import conditions
from screener.knowledge.conditions import Condition, NumberTest
from screener.knowledge.derived import FormulaDefinition, SumDefinition, conditions_in
from screener.knowledge.domains import NumberDomain
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import PlainNote
from screener.patient.patient import Patient
from screener.proof.boundaries import BoundaryPatient, boundaries_of, boundary_patients
from screener.proof.comparisons import comparisons_behind
from screener.proof.witness import Answer
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases.built_in import built_in_rules
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

STEP = 2
# Between which neighbors a comparison with a constant changes: from below it to it, from it to above.
PLACES = {
    "<": {"below"},
    ">=": {"below"},
    "<=": {"above"},
    ">": {"above"},
    "==": {"below", "above"},
    "!=": {"below", "above"},
}
Context = tuple[str, str, tuple[tuple[str, Answer], ...]]


@cache
def real_groups() -> tuple[tuple[BoundaryPatient, ...], ...]:
    kb = built_in_rules()
    return tuple(group for rule in kb.knowledge.rules for group in boundaries_of(boundary_patients(kb, rule.id)))


@cache
def real_contexts() -> dict[Context, list[BoundaryPatient]]:
    """The boundary patients of each rule and fact that have all else in common."""
    found: dict[Context, list[BoundaryPatient]] = {}
    for patient in (patient for group in real_groups() for patient in group):
        found.setdefault((patient.rule, patient.fact, tuple(patient.context.items())), []).append(patient)
    return found


def number(fact: str) -> NumberDomain:
    return built_in_rules().knowledge.number(fact)


def halves(fact: str, written: Answer) -> int:
    value = number(fact).halves(Decimal(str(written)))
    assert value is not None
    return value


def flips(patients: Iterable[BoundaryPatient]) -> set[int]:
    """After which values the outcomes of neighbors differ."""
    outcomes = {halves(patient.fact, patient.facts[patient.fact]): patient.outcome for patient in patients}
    return {value for value, outcome in outcomes.items() if outcomes.get(value + STEP, outcome) is not outcome}


def reads_jointly(rule: str, fact: str) -> bool:
    """Whether the rule reads the fact in a sum or a formula."""
    knowledge = built_in_rules().knowledge
    read = {test.fact for test in comparisons_behind(knowledge, rule)}
    joint = (each for each in knowledge.derived if isinstance(each.definition, SumDefinition | FormulaDefinition))
    return any(each.id in read and fact in each.inputs for each in joint)


def own_tests(rule: str, fact: str) -> list[NumberTest]:
    tests = comparisons_behind(built_in_rules().knowledge, rule)
    return [test for test in tests if isinstance(test, NumberTest) and test.fact == fact]


def every_condition() -> Iterator[Condition]:
    knowledge = built_in_rules().knowledge
    yield from knowledge.condition_by_rule.values()
    yield from (statement.condition for statement in (*knowledge.scope, *knowledge.impossible))
    for fact in knowledge.derived:
        yield from conditions_in(fact.definition)


@cache
def values_to_try(fact: str, is_joint: bool) -> tuple[int, ...]:
    """The whole grid if it is short or read with another number, else what lies beside any constant, and the ends."""
    grid = range(number(fact).low, number(fact).high + 1, STEP)
    if is_joint or len(grid) <= 50:
        return tuple(grid)
    tests = (test for condition in every_condition() for test in conditions.tests_of(condition) if test.fact == fact)
    bounds = {test.bound for test in tests if isinstance(test, NumberTest)}
    near = {bound + shift for bound in bounds for shift in (-STEP, 0, STEP)} | {grid[0], grid[-1]}
    return tuple(value for value in grid if value in near)


def test_patients_of_a_boundary_lie_one_step_apart_and_differ_in_nothing_else() -> None:
    for group in real_groups():
        constant = halves(group[0].fact, group[0].constant)
        values = {patient.side: halves(patient.fact, patient.facts[patient.fact]) for patient in group}
        expected = {"below": constant - STEP, "at": constant, "above": constant + STEP}
        assert values == {side: value for side, value in expected.items() if side in values}
        assert "at" in values
        assert len({tuple(patient.context.items()) for patient in group}) == 1


def test_every_rule_flips_at_the_constant_where_its_text_says() -> None:
    for group in real_groups():
        rule, fact = group[0].rule, group[0].fact
        constant = halves(fact, group[0].constant)
        seen = {"above" if value == constant else "below" for value in flips(group)}
        said = [PLACES[test.operator] for test in own_tests(rule, fact) if test.bound == constant]
        assert seen & set().union(*said) or (seen and reads_jointly(rule, fact)), (rule, fact, group[0].constant)


def test_no_rule_flips_anywhere_else_along_the_grid() -> None:
    knowledge = built_in_rules().knowledge
    for (rule, fact, context), patients in real_contexts().items():
        patient = Patient.read(dict(context), knowledge)
        condition = knowledge.condition_by_rule[rule]
        outcomes: dict[int, Outcome] = {}
        for value in values_to_try(fact, reads_jointly(rule, fact)):
            known = derive(knowledge, {**patient.asked, fact: (value, value)}, patient.stated)
            outside = (*knowledge.scope, *knowledge.impossible)
            if all(evaluate(each.condition, known) is not Outcome.MET for each in outside):
                outcomes[value] = evaluate(condition, known)
        tried = sorted(outcomes)
        changes = {one for one, other in pairwise(tried) if outcomes[one] is not outcomes[other]}
        assert changes == flips(patients), (rule, fact, context)


def test_every_constant_of_every_rule_is_shown() -> None:
    knowledge = built_in_rules().knowledge
    shown = {(patient.rule, patient.fact, patient.constant) for group in real_groups() for patient in group}
    for rule in knowledge.rules_with_outcome:
        for test in conditions.tests_of(rule.condition):
            if isinstance(test, NumberTest) and test.fact in knowledge.fact_by_id:
                assert (rule.id, test.fact, number(test.fact).text(test.bound)) in shown


def test_a_rule_without_numbers_or_condition_has_no_boundaries() -> None:
    knowledge = built_in_rules().knowledge
    note = next(rule for rule in knowledge.rules if isinstance(rule, PlainNote))
    assert boundary_patients(built_in_rules(), note.id) == ()
    assert shown(base("fits")) == []


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
