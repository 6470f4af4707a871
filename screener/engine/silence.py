"""Silence: which premises are in force for a patient, decided from what is stated alone.

    when     must be certain; a test of a fact of which nothing is stated is not certain
    unless   must not be possible; a test of a fact of which nothing is stated is not possible

So `unless: largest_tumor_cm > 10` blocks a premise for "9 to 12 cm" and for 11 cm, and not where no size is stated.
A score of which nothing is stated blocks nothing either, even where it can be worked out: one known input leaves its
worst grade open, and nobody has spoken of that. Where what is behind a score already settles whether a premise of it is
true, the score is not silent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from screener.engine.referee import evaluate, evaluate_test
from screener.knowledge.conditions import AllOf, AnyOf, Condition
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible, common
from screener.knowledge.premises import Premise


def premises_in_force(
    knowledge: Knowledge, stated: Collection[str], known: Mapping[str, Possible]
) -> tuple[Premise, ...]:
    """Return what silence means for a patient: for each silent fact the first of its premises whose conditions hold.

    Args:
        knowledge: the rule base.
        stated: the facts and scores of which something was said, answers such as "not assessed" included.
        known: what is known of every fact, asked and derived, from what is stated.
    """
    is_described = any(name in stated for name in knowledge.described_by)
    found: dict[str, Premise] = {}
    for premise in knowledge.premises:
        if premise.fact in stated or premise.fact in found:
            continue
        if (is_described or premise.is_for_undescribed) and _holds(premise, stated, known):
            found[premise.fact] = premise
    return tuple(found.values())


def _holds(premise: Premise, stated: Collection[str], known: Mapping[str, Possible]) -> bool:
    diagnosis = known.get(DIAGNOSIS)
    is_for_diagnosis = not premise.diagnoses or (isinstance(diagnosis, frozenset) and diagnosis <= premise.diagnoses)
    return (
        is_for_diagnosis
        and not _is_settled(premise, known)
        and (not premise.stated or any(name in stated for name in premise.stated))
        and not any(name in stated for name in premise.unless_stated)
        and (premise.when is None or evaluate(premise.when, known) is Outcome.MET)
        and (premise.unless is None or not _may_hold(premise.unless, stated, known))
    )


def _is_settled(premise: Premise, known: Mapping[str, Possible]) -> bool:
    """Return whether what is stated tells that a premise is true, or that it is not."""
    worked_out = known.get(premise.fact)
    return worked_out is not None and common(worked_out, premise.possible) in (worked_out, None)


def _may_hold(condition: Condition, stated: Collection[str], known: Mapping[str, Possible]) -> bool:
    """Return whether what is stated leaves a condition possible; what is not stated never makes it so."""
    match condition:
        case AllOf(parts):
            return all(_may_hold(part, stated, known) for part in parts)
        case AnyOf(parts):
            return any(_may_hold(part, stated, known) for part in parts)
    possible = known.get(condition.fact) if condition.fact in stated else None
    return possible is not None and evaluate_test(condition, possible) is not Outcome.NOT_MET
