"""Conditions in negation normal form: tests of one fact against constants, and `AllOf` and `AnyOf` of conditions.

`not` was pushed down to the tests when the text was read, so that every evaluator has four cases to handle and nothing
else: `not (pacemaker or size_cm > 3)` is all of `not pacemaker` and `size_cm <= 3`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


def compare(value: int, operator: str, bound: int) -> bool:
    """Return whether two whole numbers stand in the relation < <= > >= == or !=."""
    match operator:
        case "<":
            return value < bound
        case "<=":
            return value <= bound
        case ">":
            return value > bound
        case ">=":
            return value >= bound
        case "==":
            return value == bound
    return value != bound


@dataclass(frozen=True, slots=True)
class NumberTest:
    """A number compared with a constant held in half steps; `operator` is one of < <= > >= == !=."""

    fact: str
    operator: str
    bound: int
    constants: tuple[str, ...]

    def holds_for(self, halves: int) -> bool:
        """Return whether a value in half steps passes."""
        return compare(halves, self.operator, self.bound)


@dataclass(frozen=True, slots=True)
class ChoiceTest:
    """A choice that must be one of `values`; `others` are the remaining values of its domain."""

    fact: str
    operator: str
    values: frozenset[str]
    others: frozenset[str]
    constants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one part is true."""

    parts: tuple[Condition, ...]


Test = NumberTest | ChoiceTest
Condition = NumberTest | ChoiceTest | AllOf | AnyOf

OPPOSITE = {
    "<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "==",
    "in": "not in", "not in": "in", "is": "is not", "is not": "is",
}  # fmt: skip


def negate_test(test: Test) -> Test:
    """Return the test that is true exactly when the given one is false."""
    operator = OPPOSITE[test.operator]
    if isinstance(test, NumberTest):
        return NumberTest(test.fact, operator, test.bound, test.constants)
    return ChoiceTest(test.fact, operator, test.others, test.values, test.constants)


def negate(condition: Condition) -> Condition:
    """Return the condition that is true exactly when the given one is false."""
    match condition:
        case NumberTest() | ChoiceTest():
            return negate_test(condition)
        case AllOf(parts):
            return AnyOf(tuple(negate(part) for part in parts))
    return AllOf(tuple(negate(part) for part in condition.parts))


def tests_of(condition: Condition) -> Iterator[Test]:
    """Yield the tests of a condition from left to right."""
    if isinstance(condition, (NumberTest, ChoiceTest)):
        yield condition
        return
    for part in condition.parts:
        yield from tests_of(part)


def facts_of(condition: Condition) -> frozenset[str]:
    """Return the names of the facts a condition reads, derived ones as such."""
    return frozenset(test.fact for test in tests_of(condition))


def values_allowed(condition: Condition, fact: str, values: frozenset[str]) -> frozenset[str]:
    """Return those values of a choice with which a condition can still hold, whatever all other facts are.

    Args:
        condition: `diagnosis in [hcc, icca] and largest_tumor_cm < 3`, for example.
        fact: the choice, such as `diagnosis`.
        values: every value it has; the example allows `hcc` and `icca` of them.
    """
    match condition:
        case AllOf(parts):
            return values.intersection(*(values_allowed(part, fact, values) for part in parts))
        case AnyOf(parts):
            return frozenset[str]().union(*(values_allowed(part, fact, values) for part in parts))
        case ChoiceTest() if condition.fact == fact:
            return condition.values
    return values
