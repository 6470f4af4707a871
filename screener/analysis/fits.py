"""The indication that fits best so far: most comparisons met, none failed, then the fewest unknown, then file order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screener.engine.referee import evaluate_test
from screener.knowledge.conditions import AnyOf, ChoiceTest, Condition, NumberTest, Test
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.rules import INDICATIONS, Rule


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a condition fits: the comparisons that hold, and those that are unknown."""

    met: tuple[Test, ...]
    unknown: tuple[Test, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """Most met first, then fewest unknown; smaller ranks first."""
        return -len(self.met), len(self.unknown)


def best_fit(
    rules: Sequence[Rule], outcomes: Mapping[str, Outcome], known: Mapping[str, Possible]
) -> tuple[Rule, Fit] | None:
    """Return the indication that fits best so far, or None if no comparison of any fits.

    Args:
        rules: a product's rules in file order.
        outcomes: every rule's outcome; indications that are not met are passed over.
        known: what is known of every fact.
    """
    best: tuple[Rule, Fit] | None = None
    for rule in rules:
        if rule.effect not in INDICATIONS or outcomes[rule.id] is Outcome.NOT_MET:
            continue
        fit = _fit(rule.condition, known)
        if fit and fit.met and (best is None or fit.rank < best[1].rank):
            best = rule, fit
    return best


def _fit(condition: Condition, known: Mapping[str, Possible]) -> Fit | None:
    """Return how far a condition fits, or None if it fails; of an `or` the best branch counts."""
    if isinstance(condition, (NumberTest, ChoiceTest)):
        outcome = evaluate_test(condition, known.get(condition.fact))
        if outcome is Outcome.NOT_MET:
            return None
        return Fit((condition,), ()) if outcome is Outcome.MET else Fit((), (condition,))
    fits = [_fit(part, known) for part in condition.parts]
    if isinstance(condition, AnyOf):
        return min((fit for fit in fits if fit), key=lambda fit: fit.rank, default=None)
    whole = [fit for fit in fits if fit]
    if len(whole) < len(fits):
        return None
    return Fit(tuple(test for fit in whole for test in fit.met), tuple(test for fit in whole for test in fit.unknown))
