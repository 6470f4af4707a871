"""The usual reading in small: which premises are in force, which are taken back, and on which a status leans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

import screener
from screener.analysis.usual import Conclusion, UsualReading
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.possible import Outcome
from screener.knowledge.premises import Tier
from screener.knowledge.rules import Effect
from screener.problems import DisagreementError
from screener.result.screening import Screening
from tests.bases.description import (
    YES_NO_VALUES,
    CaseLine,
    ChoiceLine,
    Description,
    NumberLine,
    OptionLine,
    PointsLine,
    PremiseLine,
    RuleLine,
    rule_base,
)

YES, NO = ("yes",), ("no",)
OPTIONS = (OptionLine("option", ("option",)),)
# As many points as there are of a, b and c.
POINTS = PointsLine("points", tuple((CaseLine("1", name), CaseLine("0")) for name in "abc"))
BASE = Description(
    (
        ChoiceLine(DIAGNOSIS, ("hcc", "icca", "other")),
        *(ChoiceLine(name, YES_NO_VALUES) for name in "abcdef"),
        ChoiceLine("spread", ("none", "some", "much"), unknown_values=("not_assessed",)),
        NumberLine("size", Decimal(1), Decimal(9), Decimal(1)),
    ),
    (POINTS,),
    (RuleLine("supports", "supports", "a or b or c or d or e or f", ("option",)),),
    OPTIONS,
)


def premise(fact: str, values: tuple[str, ...] = YES, tier: Tier = "report") -> PremiseLine:
    return PremiseLine(fact, values, is_for_undescribed=True, tier=tier)


def screened(
    raw: Mapping[str, object],
    *premises: PremiseLine,
    rules: tuple[tuple[Effect, str], ...] = (),
    impossible: tuple[str, ...] = (),
    described_by: tuple[str, ...] = ("size",),
) -> Screening:
    lines = tuple(RuleLine(f"{effect}{n}", effect, when, ("option",)) for n, (effect, when) in enumerate(rules))
    description = replace(BASE, premises=premises, impossible=impossible, described_by=described_by)
    return screener.screen(raw, rule_base(replace(description, rules=lines) if lines else description))


def in_force(screening: Screening) -> list[str]:
    assert screening.usual is not None
    return [each.id for each in screening.usual.premises]


def taken_back(screening: Screening) -> list[str]:
    assert screening.usual is not None
    return [each.id for each in screening.usual.taken_back]


def usual(screening: Screening) -> tuple[str, tuple[str, ...]]:
    """Return the option's status in the usual reading, and the premises it leans on."""
    found = screening.options["option"].usual
    assert found is not None
    return found.status, found.premises


# Which premises are in force


def test_a_premise_speaks_of_a_fact_of_which_nothing_is_stated() -> None:
    assert in_force(screened({}, premise("a"), premise("b"))) == ["a.1", "b.2"]
    assert in_force(screened({"a": False}, premise("a"), premise("b"))) == ["b.2"]
    assert in_force(screened({"a": True}, premise("a"), premise("b"))) == ["b.2"]


def test_an_answer_that_means_unknown_is_no_silence() -> None:
    none = premise("spread", ("none",))
    assert in_force(screened({}, none)) == ["spread.1"]
    assert in_force(screened({"spread": "unknown"}, none)) == ["spread.1"]
    assert in_force(screened({"spread": "not_assessed"}, none)) == []
    assert in_force(screened({"spread": ["none", "some"]}, none)) == []


def test_most_premises_speak_only_where_something_describes_the_tumor() -> None:
    described = replace(premise("a"), is_for_undescribed=False)
    assert in_force(screened({}, described)) == []
    assert in_force(screened({"b": True}, described)) == []
    assert in_force(screened({"size": 3}, described)) == ["a.1"]
    assert in_force(screened({"size": 3}, described, described_by=())) == []


def test_of_several_premises_of_a_fact_the_first_whose_conditions_hold_counts() -> None:
    small = replace(premise("spread", ("none",)), when="size < 5")
    assert in_force(screened({"size": 3}, small, premise("spread", ("none", "some")))) == ["spread.1"]
    assert in_force(screened({"size": 6}, small, premise("spread", ("none", "some")))) == ["spread.2"]


def test_a_premise_for_some_diagnoses_needs_one_of_them_to_be_known() -> None:
    for_hcc = replace(premise("a"), diagnoses=("hcc",))
    assert in_force(screened({DIAGNOSIS: "hcc"}, for_hcc)) == ["a.1"]
    assert in_force(screened({DIAGNOSIS: "icca"}, for_hcc)) == []
    assert in_force(screened({}, for_hcc)) == []
    assert in_force(screened({DIAGNOSIS: ["hcc", "icca"]}, for_hcc)) == []
    assert in_force(screened({DIAGNOSIS: ["hcc", "icca"]}, replace(for_hcc, diagnoses=("hcc", "icca")))) == ["a.1"]


@pytest.mark.parametrize(
    ("raw", "is_in_force"),
    [({}, False), ({"size": 3}, True), ({"size": "3-4"}, True), ({"size": "3-6"}, False), ({"size": 6}, False)],
)
def test_when_must_be_certain_from_what_is_stated(raw: dict[str, object], is_in_force: bool) -> None:
    assert in_force(screened(raw, replace(premise("a"), when="size < 5"))) == ["a.1"] * is_in_force


@pytest.mark.parametrize(
    ("raw", "is_in_force"),
    [({}, True), ({"size": 3}, True), ({"size": "3-4"}, True), ({"size": "3-6"}, False), ({"size": 6}, False)],
)
def test_unless_must_not_be_possible_with_what_is_stated(raw: dict[str, object], is_in_force: bool) -> None:
    assert in_force(screened(raw, replace(premise("a"), unless="size >= 5"))) == ["a.1"] * is_in_force
    both = replace(premise("a"), unless="size >= 5 and (b or c)")
    assert in_force(screened(raw, both)) == ["a.1"]
    assert in_force(screened({**raw, "b": True}, both)) == ["a.1"] * is_in_force
    assert in_force(screened({**raw, "b": False, "c": True}, both)) == ["a.1"] * is_in_force
    assert in_force(screened({**raw, "b": False}, both)) == ["a.1"]


def test_an_answer_that_means_unknown_makes_no_condition_possible() -> None:
    spread = replace(premise("a"), unless="spread == much")
    assert in_force(screened({"spread": "not_assessed"}, spread)) == ["a.1"]
    assert in_force(screened({"spread": ["some", "much"]}, spread)) == []


def test_a_score_that_nobody_stated_makes_no_condition_possible() -> None:
    scored = replace(premise("d"), unless="points == 3")
    assert in_force(screened({"a": True}, scored)) == ["d.1"]
    assert in_force(screened({"a": True, "b": True, "c": True}, scored)) == ["d.1"]
    assert in_force(screened({"points": 3}, scored)) == []
    assert in_force(screened({"points": [0, 3]}, scored)) == []


def test_what_must_be_stated_is_stated_and_what_must_not_is_not() -> None:
    if_stated = replace(premise("a"), stated=("b", "points"))
    assert in_force(screened({}, if_stated)) == []
    assert in_force(screened({"b": False}, if_stated)) == ["a.1"]
    assert in_force(screened({"points": 1}, if_stated)) == ["a.1"]
    unless_stated = replace(premise("a"), unless_stated=("b", "spread"))
    assert in_force(screened({}, unless_stated)) == ["a.1"]
    assert in_force(screened({"b": False}, unless_stated)) == []
    assert in_force(screened({"spread": "not_assessed"}, unless_stated)) == []


def test_a_score_that_is_settled_by_what_is_behind_it_is_not_silent() -> None:
    few = premise("points", ("0", "1"))
    assert in_force(screened({"a": True}, few)) == ["points.1"]
    assert in_force(screened({"a": False, "b": False}, few)) == []
    settled_otherwise = screened({"a": True, "b": True}, few)
    assert (in_force(settled_otherwise), taken_back(settled_otherwise)) == ([], [])


# Which are taken back


def test_premises_that_agree_all_stay() -> None:
    screening = screened({"points": 2}, premise("a"), premise("b"), premise("c", NO))
    assert (in_force(screening), taken_back(screening)) == (["a.1", "b.2", "c.3"], [])


def test_of_premises_that_only_together_contradict_what_is_stated_one_is_taken_back_and_no_other() -> None:
    unrelated = (premise("d", tier="known"), premise("e", tier="history"), premise("f", tier="known"))
    screening = screened({"points": [0, 1]}, *unrelated, premise("a"), premise("b"))
    assert taken_back(screening) == ["b.5"]
    assert in_force(screening) == ["d.1", "e.2", "f.3", "a.4"]


@pytest.mark.parametrize(
    ("tiers", "back"),
    [
        (("report", "report", "report"), ["b.2", "c.3"]),
        (("known", "report", "report"), ["a.1", "c.3"]),
        (("history", "known", "exception"), ["a.1", "b.2"]),
        (("headline", "exception", "report"), ["a.1", "c.3"]),
        (("known", "history", "referral"), ["a.1", "b.2"]),
        (("referral", "report", "headline"), ["a.1", "b.2"]),
    ],
)
def test_what_silence_says_least_surely_is_taken_back_first(tiers: tuple[Tier, Tier, Tier], back: list[str]) -> None:
    premises = [premise(name, tier=tier) for name, tier in zip("abc", tiers, strict=True)]
    screening = screened({"points": [0, 1]}, *premises)
    assert taken_back(screening) == back


def test_a_premise_that_what_is_stated_rules_out_is_taken_back_alone() -> None:
    screening = screened({"points": 0}, premise("a", tier="exception"), premise("d", tier="known"))
    assert (in_force(screening), taken_back(screening)) == (["d.2"], ["a.1"])


def test_a_premise_of_a_score_and_premises_of_what_is_behind_it_may_contradict_each_other() -> None:
    points = premise("points", ("0", "1"), tier="headline")
    screening = screened({}, points, premise("a"), premise("b"), premise("c", tier="exception"))
    assert taken_back(screening) == ["a.2", "b.3"]


def test_premises_with_which_a_combination_that_cannot_be_would_be_certain_are_taken_back() -> None:
    cannot_be = ("a and b",)
    screening = screened({}, premise("d", tier="known"), premise("a"), premise("b"), impossible=cannot_be)
    assert (in_force(screening), taken_back(screening)) == (["d.1", "a.2"], ["b.3"])
    with_stated = screened({"b": True}, premise("d", tier="known"), premise("a"), impossible=cannot_be)
    assert (in_force(with_stated), taken_back(with_stated)) == (["d.1"], ["a.2"])


def test_nothing_is_taken_back_that_agrees_with_what_is_kept() -> None:
    """`b` contradicts the surest, `c`. Once it is gone, nothing speaks against `a`, which contradicts `b` alone."""
    cannot_be = ("a and b", "b and c")
    premises = (premise("a", tier="known"), premise("b", tier="history"), premise("c", tier="exception"))
    screening = screened({}, *premises, impossible=cannot_be)
    assert (in_force(screening), taken_back(screening)) == (["a.1", "c.3"], ["b.2"])


# On which premises a status leans


def test_a_status_that_is_certain_anyway_leans_on_nothing() -> None:
    assert usual(screened({"a": True}, premise("b"))) == ("discuss", ())


def test_of_premises_each_of_which_suffices_the_surest_is_leaned_on() -> None:
    either: tuple[tuple[Effect, str], ...] = (("supports", "a or b"),)
    assert usual(screened({}, premise("a", tier="known"), premise("b"), rules=either)) == ("discuss", ("b.2",))
    assert usual(screened({}, premise("a"), premise("b", tier="known"), rules=either)) == ("discuss", ("a.1",))


def test_a_status_leans_on_every_premise_it_needs_and_on_no_other() -> None:
    screening = screened({}, premise("a"), premise("d"), premise("b", NO), rules=(("supports", "a"), ("stop", "b")))
    assert usual(screening) == ("discuss", ("a.1",))
    closed = screened({}, premise("a", tier="exception"), premise("d"), rules=(("supports", "b"), ("stop", "a")))
    assert usual(closed) == ("not_flagged", ("a.1",))
    reason = closed.options["option"].usual
    assert reason is not None
    assert reason.why_not == "source_reason"


def test_a_premise_that_only_others_make_needed_is_left_out_with_them() -> None:
    """Without `c` the caution would be open and the answer a plain discuss, but only where `b` makes that certain."""
    rules: tuple[tuple[Effect, str], ...] = (("supports_with_caution", "a"), ("supports", "a and b"), ("caution", "c"))
    screening = screened({}, premise("a"), premise("b"), premise("c"), rules=rules)
    assert usual(screening) == ("discuss_with_caution", ("a.1",))


def test_what_the_program_does_not_bear_out_is_a_disagreement() -> None:
    kb = rule_base(replace(BASE, premises=(premise("a"),)))
    reading = UsualReading(kb.whole({}), {}, kb.knowledge.premises)
    conclusion = Conclusion(reading, frozenset({"a.1"}))
    assert conclusion.firm_up({"supports": Outcome.UNKNOWN}) == {"supports": Outcome.MET}
    with pytest.raises(DisagreementError) as caught:
        conclusion.firm_up({"supports": Outcome.NOT_MET})
    (problem,) = caught.value.problems
    assert (problem.subject, problem.found, problem.allowed) == ("supports", "not_met", ("met",))
