"""The indication that fits best so far."""

from __future__ import annotations

from screener.analysis.fits import best_fit
from screener.engine.referee import evaluate
from screener.knowledge.possible import Outcome, Possible
from tests.bases.description import ChoiceLine, Description, OptionLine, RuleLine, knowledge_of
from tests.bases.graded import one_of

CLAIMS = ("a", "b", "c", "d")
YES, NO = one_of("yes"), one_of("no")


def fit(whens: list[str], **known: Possible) -> tuple[str, list[str], list[str]] | None:
    rules = (
        RuleLine("note", "note", "", ("option",)),
        RuleLine("caution", "caution", "a and b and c and d", ("option",)),
        *(RuleLine(f"rule{number}", "supports", when, ("option",)) for number, when in enumerate(whens)),
    )
    facts = tuple(ChoiceLine(name, ("yes", "no")) for name in CLAIMS)
    knowledge = knowledge_of(Description(facts, (), rules, (OptionLine("option", ("option",)),)))
    outcomes: dict[str, Outcome] = {
        name: evaluate(condition, known) for name, condition in knowledge.condition_by_rule.items()
    }
    found = best_fit(knowledge.rules_with_outcome, outcomes, known)
    return found and (found[0].id, [test.fact for test in found[1].met], [test.fact for test in found[1].unknown])


def test_the_indication_with_most_comparisons_met_fits_best() -> None:
    assert fit(["a and d", "a and b and d"], a=YES, b=YES) == ("rule1", ["a", "b"], ["d"])


def test_of_equals_the_one_with_fewest_open_fits_best() -> None:
    assert fit(["a and b and c", "a and d"], a=YES) == ("rule1", ["a"], ["d"])


def test_of_equals_in_both_the_first_in_the_file_fits_best() -> None:
    assert fit(["a and c", "a and d"], a=YES) == ("rule0", ["a"], ["c"])


def test_an_indication_with_a_failed_comparison_does_not_fit() -> None:
    assert fit(["a and b and c", "b or d"], a=YES, b=NO) is None


def test_of_an_or_the_best_branch_counts() -> None:
    assert fit(["(a and c or a and b and d) and d"], a=YES, b=YES) == ("rule0", ["a", "b"], ["d", "d"])


def test_an_or_passes_over_its_failed_branches() -> None:
    assert fit(["(b and a or c) and a"], a=YES, b=NO) == ("rule0", ["a"], ["c"])


def test_nothing_fits_while_nothing_is_met() -> None:
    assert fit(["a and b", "c or d"]) is None


def test_an_or_that_fails_as_a_whole_fails() -> None:
    # Not settled by the rule alone, but no branch is left once one fact must be two things.
    assert fit(["(a and not a or b) and c"], b=NO, c=YES) == ("rule0", ["c"], ["a", "a"])
