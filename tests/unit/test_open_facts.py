"""Open facts: details of an entry that the manual's chapters and the oracle do not spell out."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

from screener.knowledge.rules import Effect
from screener.result.known import read_span
from screener.result.option import OpenFact, ProductResult
from screener.screening.screen import screen
from tests.bases.description import (
    AskedLine,
    CaseLine,
    ChoiceLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    RuleLine,
    WhenLine,
    rule_base,
)

BOTH = ("yes", "no")
SCORE = (
    PointsLine("points", ((CaseLine("0", "a"), CaseLine("1")), (CaseLine("0", "b"), CaseLine("1")))),
    FirstLine("grade", (CaseLine("good", "points == 0"), CaseLine("bad"))),
    FirstLine("stage", (CaseLine("early", "a"), CaseLine("late")), is_judgement=True),
    FirstLine("kind", (CaseLine("p", "not c"), CaseLine("q", "a and b"), CaseLine("s"))),
    WhenLine("same", "a and b or not a and not b"),
)


def product(rules: dict[str, str], **patient: object) -> ProductResult:
    facts: tuple[AskedLine, ...] = (
        *(ChoiceLine(name, BOTH) for name in ("a", "b", "c")),
        NumberLine("size", Decimal(1), Decimal(9), Decimal(1)),
    )
    effects: dict[str, Effect] = {effect: effect for effect in get_args(Effect)}
    lines = tuple(RuleLine(name, effects[name.rstrip("2")], when, ("option",)) for name, when in rules.items())
    kb = rule_base(Description(facts, SCORE, lines, (OptionLine("option", ("option",)),)))
    return screen(patient, kb).options["option"].products["option"]


def by_fact(entries: tuple[OpenFact, ...] | None) -> dict[str, OpenFact]:
    assert entries is not None
    return {entry.fact: entry for entry in entries}


def test_entries_stand_in_the_order_of_the_chart() -> None:
    result = product({"supports": "size < 3 and c and b and a"})
    assert [entry.fact for entry in result.missing or ()] == ["a", "b", "c", "size"]


def test_an_entry_names_every_rule_that_it_decides() -> None:
    result = product({"supports": "c", "stop": "a and size > 5", "caution": "a", "caution2": "b"}, c=True)
    checks = by_fact(result.still_to_check)
    assert checks["a"].rules == ("stop", "caution")
    assert checks["a"].could == "close"
    assert checks["b"].rules == ("caution2",)
    assert checks["b"].could == "caution"
    assert checks["size"].values == (read_span("6 to 9"),)


def test_a_missing_entry_names_the_indications_that_read_the_fact() -> None:
    result = product({"supports": "a and c", "supports2": "b and c"})
    missing = by_fact(result.missing)
    assert missing["a"].rules == ("supports",)
    assert missing["c"].rules == ("supports", "supports2")


def test_only_scores_that_answer_a_fact_wholly_are_offered_instead() -> None:
    assert by_fact(product({"supports": "grade == good"}).missing)["a"].or_state == ("points", "grade")
    # With the same grade, `a` alone could still make the difference.
    assert "grade" not in by_fact(product({"supports": "grade == good", "supports2": "a"}).missing)["a"].or_state
    assert by_fact(product({"supports": "points == 0"}).missing)["a"].or_state == ("points",)


def test_claims_and_judgements_are_not_offered_instead() -> None:
    assert by_fact(product({"supports": "stage == early"}).missing)["a"].or_state == ()
    assert by_fact(product({"supports": "same"}).missing)["a"].or_state == ()


def test_a_score_answers_facts_that_change_together_only_if_it_fixes_them() -> None:
    # With `same` stated only both facts change at once; the points tell the two cases apart, the stop closes neither.
    checks = by_fact(product({"supports": "c", "caution": "points == 0"}, c=True, same=True).still_to_check)
    assert checks["a"].or_state == checks["b"].or_state == ("points",)
    checks = by_fact(product({"supports": "c", "caution": "a and points < 2"}, c=True, same=True).still_to_check)
    assert checks["a"].or_state == ("points",)


def test_a_score_is_not_offered_for_a_fact_that_a_rule_reads_beside_it() -> None:
    # With the points stated `a` may still be true, and then the second caution holds.
    checks = by_fact(product({"supports": "c", "caution": "points == 0", "caution2": "a"}, c=True).still_to_check)
    assert checks["a"].rules == ("caution", "caution2")
    assert checks["a"].or_state == ()
    assert checks["b"].or_state == ("points",)


def test_a_score_must_settle_the_rule_whatever_else_holds() -> None:
    # The kind tells the values of `a` apart only where `b` holds; the rule itself may go either way with kind s.
    rules = {"supports": "c", "stop": "not b", "stop2": "a and kind != p"}
    checks = by_fact(product(rules, c=True).still_to_check)
    assert checks["a"].rules == ("stop2",)
    assert checks["a"].or_state == ()


def test_a_stated_judgement_with_two_values_is_an_open_fact_known_from_the_report() -> None:
    missing = by_fact(product({"supports": "stage == early"}, stage=["early", "late"], a=True).missing)
    assert missing == {}
    result = product({"supports": "stage == early and c"}, stage="early")
    assert list(by_fact(result.missing)) == ["c"]
