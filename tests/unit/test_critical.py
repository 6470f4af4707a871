"""Which comparisons a rule's outcome hangs on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.analysis.critical import Critical, beyond
from screener.engine.referee import evaluate_test
from screener.knowledge.conditions import Condition, Test
from screener.knowledge.conditions import tests_of as comparisons_of
from screener.knowledge.domains import YES_NO, ChoiceDomain, Domain, NumberDomain
from screener.knowledge.possible import Outcome, Possible
from screener.loading.condition_text import parse_condition
from screener.result.known import Known
from screener.result.reason import Finding

SIZE = NumberDomain(Decimal("0.1"), 6, 600, "cm")
DOMAINS: dict[str, Domain] = {
    "size": SIZE,
    "count": NumberDomain(Decimal(1), 0, 198),
    "grade": ChoiceDomain(("a", "b", "c")),
    "points": ChoiceDomain(("5", "6", "7", "8"), ordered=True),
    "device": YES_NO,
    "frail": YES_NO,
}
KNOWN: dict[str, Possible] = {
    "size": (120, 180),
    "count": (4, 4),
    "grade": frozenset({"b"}),
    "points": frozenset({"7", "8"}),
    "device": frozenset({"yes"}),
}


def condition_of(text: str) -> Condition:
    condition, problems = parse_condition(text, DOMAINS)
    assert condition is not None, problems
    return condition


def reads_of(condition: Condition) -> tuple[Finding, ...]:
    return tuple(read_of(test) for test in comparisons_of(condition))


def read_of(test: Test) -> Finding:
    possible = KNOWN.get(test.fact)
    known = Known(possible, DOMAINS[test.fact])
    return Finding(test.fact, test.operator, test.constants, known, evaluate_test(test, possible))


def named(comparisons: tuple[Finding, ...]) -> list[str]:
    return [f"{each.fact} {each.operator}" for each in comparisons]


def smallest(text: str, outcome: Outcome, last: str = "", most: int = 6) -> list[str]:
    condition = condition_of(text)
    return named(Critical(condition, reads_of(condition), DOMAINS, last).smallest(outcome, lambda test: (), most))


def single(text: str, most: int = 3) -> list[str]:
    condition = condition_of(text)
    return named(Critical(condition, reads_of(condition), DOMAINS).single(Outcome.MET, lambda test: (), most))


@pytest.mark.parametrize(
    ("test", "values"),
    [
        ("size < 3", [60]),
        ("size <= 3", [62]),
        ("size > 3", [60]),
        ("size >= 3", [58]),
        ("size == 3", [58, 62]),
        ("size != 3", [60]),
        # Beyond the range there is no value to cross to.
        ("size == 0.3", [8]),
    ],
)
def test_a_number_crosses_its_boundary_by_one_step(test: str, values: list[int]) -> None:
    tests = tuple(comparisons_of(condition_of(test)))
    assert beyond(tests, SIZE) == tuple((value, value) for value in values)


def test_a_choice_crosses_to_every_value_on_the_other_side() -> None:
    assert beyond(tuple(comparisons_of(condition_of("grade == b"))), DOMAINS["grade"]) == (
        frozenset("a"),
        frozenset("c"),
    )
    assert beyond(tuple(comparisons_of(condition_of("device"))), YES_NO) == (frozenset({"no"}),)


def test_two_limits_that_no_value_breaks_are_not_crossed_together() -> None:
    assert beyond(tuple(comparisons_of(condition_of("3 < size <= 5"))), SIZE) == ()
    assert beyond(tuple(comparisons_of(condition_of("size > 3 or size > 5"))), SIZE) == ((60, 60),)


def test_of_met_parts_that_are_all_needed_any_single_one_is_critical() -> None:
    assert smallest("device and size > 5 and grade == b", Outcome.MET) == ["device is"]
    assert single("device and size > 5 and grade == b") == ["device is", "size >", "grade =="]
    assert single("device and size > 5 and grade == b", most=1) == ["device is"]


def test_of_two_met_branches_one_comparison_of_each_is_named() -> None:
    assert smallest("(device and frail) or size > 5 or grade == b", Outcome.MET) == ["size >", "grade =="]
    assert single("size > 5 or grade == b") == []


def test_the_fact_that_is_named_last_gives_way_to_several_others() -> None:
    assert smallest("device and (size > 5 or grade == b)", Outcome.MET) == ["device is"]
    assert smallest("device and (size > 5 or grade == b)", Outcome.MET, last="device") == ["size >", "grade =="]
    assert smallest("device and (frail or not frail)", Outcome.MET, last="device") == ["device is"]


def test_nothing_is_named_where_no_set_is_small_enough() -> None:
    assert smallest("device or size > 5 or grade == b", Outcome.MET, most=2) == []


def test_a_comparison_whose_crossing_meets_another_branch_is_not_critical() -> None:
    assert smallest("(size > 5 and device) or size <= 5", Outcome.MET) == ["device is"]
    assert smallest("count in [1, 2]", Outcome.MET) == []


def test_what_fails_is_named_whole() -> None:
    assert smallest("size < 5 and count <= 1 and device", Outcome.NOT_MET) == ["size <", "count <="]
    assert smallest("(size < 5 and count <= 1) or grade == c", Outcome.NOT_MET) == ["grade =="]
    assert smallest("size < 5 and frail", Outcome.NOT_MET) == ["size <"]


def test_of_two_limits_of_a_number_the_upper_one_is_named() -> None:
    assert single("3 < size <= 10 and device") == ["size <=", "device is"]


def test_comparisons_that_only_together_restore_an_outcome_are_not_named_together() -> None:
    assert single("(device and grade == b) or (not device and grade != b)") == ["device is"]


def test_missing_comparisons_count_as_unknown() -> None:
    critical = Critical(condition_of("device and size > 5"), (), DOMAINS)
    assert critical.outcome is Outcome.UNKNOWN
    assert critical.smallest(Outcome.MET, lambda test: (), 6) == ()
