"""The referee says what every value still possible says."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from screener.engine.referee import evaluate, evaluate_test
from screener.knowledge.conditions import ChoiceTest, NumberTest
from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.knowledge.possible import Outcome, Possible
from tests.bases.description import condition_of

DOMAINS: dict[str, Domain] = {
    "a": ChoiceDomain(("yes", "no")),
    "b": ChoiceDomain(("yes", "no")),
    "count": NumberDomain(Decimal(1), 0, 12),
    "grade": ChoiceDomain(("A", "B", "C")),
}
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
KNOWN = {MET: frozenset({"yes"}), NOT_MET: frozenset({"no"}), UNKNOWN: frozenset({"yes", "no"})}


@pytest.mark.parametrize(("first", "second"), list(product(Outcome, Outcome)))
def test_and_or_not_follow_the_tables_of_three_values(first: Outcome, second: Outcome) -> None:
    known = {"a": KNOWN[first], "b": KNOWN[second]}
    order = [NOT_MET, UNKNOWN, MET]
    assert evaluate(condition_of("a and b", DOMAINS), known) == min(first, second, key=order.index)
    assert evaluate(condition_of("a or b", DOMAINS), known) == max(first, second, key=order.index)
    assert evaluate(condition_of("not a", DOMAINS), known) == order[2 - order.index(first)]


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("bound", [1, 3, 5])
def test_a_comparison_holds_if_every_value_of_the_range_passes(sign: str, bound: int) -> None:
    test = condition_of(f"count {sign} {bound}", DOMAINS)
    assert isinstance(test, NumberTest)
    for low, high in product(range(13), range(13)):
        if low <= high:
            truths = {test.holds_for(half) for half in range(low, high + 1)}
            expected = UNKNOWN if len(truths) == 2 else MET if True in truths else NOT_MET
            assert evaluate_test(test, (low, high)) == expected


@pytest.mark.parametrize(
    ("possible", "outcome"),
    [({"A"}, MET), ({"A", "B"}, MET), ({"C"}, NOT_MET), ({"B", "C"}, UNKNOWN), ({"A", "B", "C"}, UNKNOWN)],
)
def test_a_choice_holds_if_every_possible_value_is_wanted(possible: set[str], outcome: Outcome) -> None:
    test = condition_of("grade in [A, B]", DOMAINS)
    assert isinstance(test, ChoiceTest)
    assert evaluate_test(test, frozenset(possible)) == outcome


@pytest.mark.parametrize("when", ["a", "count < 3", "grade == A", "a and count < 3", "a or grade == A"])
def test_a_fact_that_is_not_known_leaves_a_condition_open(when: str) -> None:
    nothing: dict[str, Possible] = {}
    assert evaluate(condition_of(when, DOMAINS), nothing) == UNKNOWN
