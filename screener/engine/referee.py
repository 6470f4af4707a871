"""The referee: a second evaluator of the same conditions, in three-valued logic, which also explains.

It shares no code with the engine. Every screening is decided by the engine and confirmed by the referee; if they differ
there is no result.

    AllOf: not met if one part is not met, else unknown if one is unknown, else met
    AnyOf: met if one part is met, else unknown if one is unknown, else not met
"""

from __future__ import annotations

from collections.abc import Mapping

from screener.knowledge.conditions import AllOf, ChoiceTest, Condition, NumberTest, Test, compare
from screener.knowledge.possible import Outcome, Possible

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def evaluate(condition: Condition, known: Mapping[str, Possible]) -> Outcome:
    """Return whether a condition holds for what is known; a fact that is not in `known` is unknown."""
    if isinstance(condition, (NumberTest, ChoiceTest)):
        return evaluate_test(condition, known.get(condition.fact))
    deciding, otherwise = (NOT_MET, MET) if isinstance(condition, AllOf) else (MET, NOT_MET)
    for part in condition.parts:
        outcome = evaluate(part, known)
        if outcome is deciding:
            return deciding
        if outcome is UNKNOWN:
            otherwise = UNKNOWN
    return otherwise


def evaluate_test(test: Test, possible: Possible | None) -> Outcome:
    """Return whether one comparison holds for the values a fact may still have."""
    if possible is None:
        return UNKNOWN
    if isinstance(test, ChoiceTest):
        assert isinstance(possible, frozenset)
        if possible <= test.values:
            return MET
        return UNKNOWN if possible & test.values else NOT_MET
    assert isinstance(possible, tuple)
    low, high = possible
    if test.operator in ("==", "!="):
        if low < high and low <= test.bound <= high:
            return UNKNOWN
        return MET if compare(low, test.operator, test.bound) else NOT_MET
    at_low, at_high = compare(low, test.operator, test.bound), compare(high, test.operator, test.bound)
    if at_low is not at_high:
        return UNKNOWN
    return MET if at_low else NOT_MET
