"""The boundary patients of the built-in rules: every rule flips where its text says, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

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
from screener.proof.witness import PlainAnswer
from tests.bases.built_in import built_in_rules

# The boundary patients are found once, so one process takes all of these.
pytestmark = pytest.mark.xdist_group("boundaries")

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
Context = tuple[str, str, tuple[tuple[str, PlainAnswer], ...]]


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


def halves(fact: str, written: PlainAnswer) -> int:
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
    yield from (notice.condition for notice in (*knowledge.scope, *knowledge.impossible))
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


def test_a_note_without_a_condition_has_no_boundaries() -> None:
    knowledge = built_in_rules().knowledge
    note = next(rule for rule in knowledge.rules if isinstance(rule, PlainNote))
    assert boundary_patients(built_in_rules(), note.id) == ()
