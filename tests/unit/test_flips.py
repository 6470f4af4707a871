"""Flips on small rule bases, worked out by hand; the generative tests try every change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

import screener
from screener.analysis.analysis import Analysis
from screener.analysis.flips import MOST_SETS
from screener.knowledge.domains import NumberDomain, OtherUnit
from screener.knowledge.possible import Possible
from screener.knowledge.rules import Effect
from screener.result.known import read_span
from screener.result.next_steps import Change, Flip
from screener.result.option import Status
from screener.screening import examination as examining
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import examine
from tests.bases.description import (
    AskedLine,
    CaseLine,
    ChoiceLine,
    DerivedLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    RuleLine,
    SumLine,
    knowledge_of,
    ready,
    rule_base,
)

BOTH = ("yes", "no")
FACTS: tuple[AskedLine, ...] = (
    ChoiceLine("diagnosis", ("one", "other")),
    *(ChoiceLine(name, BOTH) for name in ("a", "b", "c", "d", "e", "f", "g", "h")),
    ChoiceLine("spread", ("none", "limited", "widespread")),
    NumberLine("size", Decimal(1), Decimal(9), Decimal(1)),
    NumberLine("count", Decimal(0), Decimal(5), Decimal(1)),
)
SCORE: tuple[DerivedLine, ...] = (
    PointsLine("points", ((CaseLine("0", "size < 3"), CaseLine("2")), (CaseLine("0", "a"), CaseLine("1")))),
    FirstLine("grade", (CaseLine("A", "points == 0"), CaseLine("B", "points == 1"), CaseLine("C"))),
)
HALVED = OtherUnit("halves", Decimal(2))
Facts = Mapping[str, Possible]


def described(
    *rules: tuple[Effect, str],
    derived: tuple[DerivedLine, ...] = (),
    scope: tuple[str, ...] = (),
    impossible: tuple[str, ...] = (),
) -> Description:
    lines = tuple(
        RuleLine(f"{effect}{number}", effect, when, ("option",)) for number, (effect, when) in enumerate(rules)
    )
    return Description(FACTS, derived, lines, (OptionLine("option", ("option",)),), impossible, scope)


def flips(description: Description, **patient: object) -> tuple[Flip, ...]:
    return flips_with(rule_base(description), patient)


def flips_with(kb: KnowledgeBase, patient: Mapping[str, object]) -> tuple[Flip, ...]:
    return examine(patient, kb).flips()["option"]


def one(fact: str, values: tuple[str, ...], nearest: str, status: Status) -> Flip:
    return Flip((Change(fact, tuple(map(read_span, values)), read_span(nearest)),), status)


def several(status: Status, **values: str) -> Flip:
    return Flip(tuple(Change(fact, (read_span(value),), read_span(value)) for fact, value in values.items()), status)


def test_a_number_flips_with_all_its_values_and_the_nearest_first() -> None:
    description = described(("supports", "4 <= size <= 6"))
    assert flips(description, size=5) == (one("size", ("1 to 3", "7 to 9"), "3", "not_flagged"),)
    assert flips(description, size=6) == (one("size", ("1 to 3", "7 to 9"), "3", "not_flagged"),)
    assert flips(description, size=2) == (one("size", ("4 to 6",), "4", "discuss"),)
    assert flips(description, size=9) == (one("size", ("4 to 6",), "6", "discuss"),)


def test_each_status_is_a_flip_of_its_own() -> None:
    description = described(("supports", "size <= 3"), ("supports_with_caution", "size <= 6"))
    assert flips(description, size=2) == (
        one("size", ("4 to 6",), "4", "discuss_with_caution"),
        one("size", ("7 to 9",), "7", "not_flagged"),
    )


def test_a_choice_flips_with_every_value_that_leads_there() -> None:
    description = described(("supports", "spread == widespread"))
    assert flips(description, spread="widespread") == (one("spread", ("none", "limited"), "limited", "not_flagged"),)


def test_unknown_facts_stay_unknown() -> None:
    description = described(("supports", "a and b"), ("stop", "c"))
    assert flips(description, a=False) == (one("a", ("yes",), "yes", "cannot_tell"),)
    assert flips(description, a=True) == (one("a", ("no",), "no", "not_flagged"),)
    assert flips(description) == ()


def test_ranges_and_several_values_stay_as_they_are() -> None:
    description = described(("supports", "size <= 5 and spread == none"))
    assert flips(description, size="6-7", spread="none") == ()
    assert flips(description, size=3, spread=["limited", "widespread"]) == ()
    assert flips(description, size="4-6", spread="none") == (
        one("spread", ("limited", "widespread"), "limited", "not_flagged"),
    )


def test_another_diagnosis_would_be_another_patient() -> None:
    description = described(("supports", "diagnosis == one and a"))
    assert flips(description, diagnosis="one", a=True) == (one("a", ("no",), "no", "not_flagged"),)
    assert flips(description, diagnosis="other", a=True) == ()


def test_two_facts_flip_where_none_does_alone() -> None:
    description = described(("supports", "a and size <= 3"))
    assert flips(description, a=False, size=8) == (several("discuss", a="yes", size="3"),)


def test_three_facts_flip_where_no_two_do_and_four_are_not_told() -> None:
    assert flips(described(("supports", "a and b and c")), a=False, b=False, c=False) == (
        several("discuss", a="yes", b="yes", c="yes"),
    )
    assert flips(described(("supports", "a and b and c and d")), a=False, b=False, c=False, d=False) == ()


def test_three_sets_are_told_at_most() -> None:
    description = described(("supports", "a and b or c and d or e and f or g and h"))
    found = flips(description, **dict.fromkeys("abcdefgh", False))
    assert found == (
        several("discuss", a="yes", b="yes"),
        several("discuss", c="yes", d="yes"),
        several("discuss", e="yes", f="yes"),
    )
    assert len(found) == MOST_SETS


def test_the_best_product_tells_the_status_that_flips() -> None:
    rules = (RuleLine("p", "supports", "a", ("p",)), RuleLine("q", "supports_with_caution", "b", ("q",)))
    kb = rule_base(Description(FACTS, (), rules, (OptionLine("option", ("p", "q")),)))
    assert flips_with(kb, {"a": True, "b": True}) == (one("a", ("no",), "no", "discuss_with_caution"),)
    assert flips_with(kb, {"a": True, "b": False}) == (one("a", ("no",), "no", "not_flagged"),)
    assert flips_with(kb, {"a": False, "b": True}) == (
        one("a", ("yes",), "yes", "discuss"),
        one("b", ("no",), "no", "not_flagged"),
    )


def test_facts_that_cannot_go_together_are_no_flip() -> None:
    description = described(("supports", "count <= 1 or not a"), impossible=("count == 0 and a", "not a and b"))
    assert flips(description, count=3, a=True, b=False) == (
        one("a", ("no",), "no", "discuss"),
        one("count", ("1",), "1", "discuss"),
    )
    assert flips(description, count=3, a=True, b=True) == (one("count", ("1",), "1", "discuss"),)
    # With an open fact it is not certain that they do not go together.
    assert len(flips(description, count=3, a=True)) == 2


def test_who_would_be_outside_the_scope_is_no_flip() -> None:
    description = described(("supports", "size <= 3 or a"), scope=("size < 2", "b"))
    assert flips(description, size=5, a=False, b=False) == (
        one("a", ("yes",), "yes", "discuss"),
        one("size", ("2 to 3",), "3", "discuss"),
    )


def test_another_class_that_would_put_the_patient_outside_the_scope_is_no_flip() -> None:
    description = described(("supports", "grade == A"), derived=SCORE, scope=("grade == B",))
    assert flips(description, grade="A") == (one("grade", ("C",), "C", "not_flagged"),)


def test_a_stated_class_may_be_another_where_the_facts_behind_it_allow_it() -> None:
    description = described(("supports", "grade == A"), derived=SCORE)
    assert flips(description, grade="C") == (one("grade", ("A",), "A", "discuss"),)
    assert flips(description, grade="A") == (one("grade", ("B", "C"), "B", "not_flagged"),)
    either = described(("supports", "grade in [A, B]"), derived=SCORE)
    assert flips(either, grade="C") == (one("grade", ("A", "B"), "B", "discuss"),)
    # Two points for the size are open no more, so that neither A nor B is possible.
    assert flips(description, grade="C", size="5-7") == ()


def test_a_class_and_the_facts_behind_it_change_together() -> None:
    description = described(("supports", "grade == A"), derived=SCORE)
    assert flips(description, grade="C", size=5) == (several("discuss", size="2", grade="A"),)
    assert flips(description, grade="C", size=5, a=False) == (several("discuss", a="yes", size="2", grade="A"),)


def test_a_class_changes_together_with_other_facts() -> None:
    description = described(("supports", "grade == A and b"), derived=SCORE)
    assert flips(description, grade="C", b=False) == (several("discuss", b="yes", grade="A"),)


def test_facts_that_a_stated_class_fixes_are_no_flip_of_their_own() -> None:
    # The chart states B: one point, from `a` being no; that it were yes contradicts the class.
    description = described(("supports", "a"), derived=SCORE)
    found = flips(description, grade="B", a=False)
    assert one("a", ("yes",), "yes", "discuss") not in found
    assert found == (several("discuss", a="yes", grade="A"), several("discuss", a="yes", grade="C"))


def test_long_scores_change_alone_only() -> None:
    items = tuple((CaseLine("0", name), CaseLine("1")) for name in "abcd")
    description = described(("supports", "points == 0"), derived=(PointsLine("points", items),))
    assert flips(description, points="3") == (one("points", ("0",), "0", "discuss"),)
    with_other = described(("supports", "points == 0 and e"), derived=(PointsLine("points", items),))
    assert flips(with_other, points="3", e=False) == ()


def test_points_of_a_few_values_change_with_others() -> None:
    description = described(("supports", "points == 0 and b"), derived=SCORE)
    assert flips(description, points="3", b=False) == (several("discuss", b="yes", points="0"),)


def test_a_stated_sum_and_a_class_that_may_be_several_stay_as_they_are() -> None:
    total = (SumLine("total", "size", "count"),)
    assert flips(described(("supports", "total <= 7"), derived=total), total=9) == ()
    assert flips(described(("supports", "grade == A"), derived=SCORE), grade=["B", "C"]) == ()


def test_a_stated_judgement_takes_the_place_of_what_stands_behind_it() -> None:
    stage = FirstLine("stage", (CaseLine("early", "a"), CaseLine("late")), is_judgement=True)
    description = described(("supports", "stage == early"), derived=(stage,))
    assert flips(description, stage="late", a=True) == (one("stage", ("early",), "early", "discuss"),)
    assert flips(description, a=False) == (one("a", ("yes",), "yes", "discuss"),)


def test_a_judgement_changes_together_with_asked_facts() -> None:
    stage = FirstLine("stage", (CaseLine("early", "a"), CaseLine("late")), is_judgement=True)
    description = described(("supports", "stage == early and b"), derived=(stage,))
    assert flips(description, stage="late", b=False) == (several("discuss", b="yes", stage="early"),)


def halved(description: Description) -> KnowledgeBase:
    """Return the rules with numbers that may also be written in halves of their unit, and so between two values."""
    knowledge = knowledge_of(description)
    facts = []
    for fact in knowledge.facts:
        domain = fact.domain
        facts.append(
            replace(fact, domain=replace(domain, units=(HALVED,))) if isinstance(domain, NumberDomain) else fact
        )
    return ready(replace(knowledge, facts=tuple(facts)))


def test_a_half_step_among_values_that_no_rule_tells_apart_flips_to_a_value_of_the_grid() -> None:
    kb = halved(described(("supports", "size < 3")))
    assert flips_with(kb, {"size": "5 halves"}) == (one("size", ("3 to 9",), "3", "not_flagged"),)
    assert flips_with(kb, {"size": "7 halves"}) == (one("size", ("1 to 2",), "2", "discuss"),)


def test_a_half_step_that_rules_tell_from_both_its_neighbors_stays_as_it_is() -> None:
    kb = halved(described(("supports", "size < 3 and a"), ("caution", "size > 2")))
    assert flips_with(kb, {"size": "5 halves", "a": True}) == (one("a", ("no",), "no", "not_flagged"),)
    assert flips_with(kb, {"size": "5 halves", "a": False}) == (one("a", ("yes",), "yes", "discuss_with_caution"),)
    assert flips_with(kb, {"size": 2, "a": True}) == (
        one("a", ("no",), "no", "not_flagged"),
        one("size", ("3 to 9",), "3", "not_flagged"),
    )


def replayed_as(monkeypatch: pytest.MonkeyPatch, kb: KnowledgeBase, other: dict[str, object] | None) -> None:
    """Let every replay be that of one other patient, or of nobody."""
    honest = examining._replay
    patient = None if other is None else screener.Patient.read(other, kb.knowledge)

    def dishonest(base: KnowledgeBase, asked: Facts, stated: Facts) -> Analysis | None:
        return None if patient is None else honest(base, patient.asked, patient.stated)

    monkeypatch.setattr(examining, "_replay", dishonest)


@pytest.mark.parametrize(
    ("patient", "found"),
    [({"a": True, "b": True}, "not_flagged"), ({"a": False, "b": False}, "discuss")],
    ids=["one fact", "two facts"],
)
@pytest.mark.parametrize("is_nobody", [False, True])
def test_a_flip_that_does_not_hold_when_it_is_decided_anew_is_an_error(
    monkeypatch: pytest.MonkeyPatch, patient: dict[str, object], found: str, *, is_nobody: bool
) -> None:
    kb = rule_base(described(("supports", "a and b")))
    examination = examine(patient, kb)
    replayed_as(monkeypatch, kb, None if is_nobody else patient)
    with pytest.raises(screener.DisagreementError) as caught:
        examination.flips()
    (problem,) = caught.value.problems
    status = None if is_nobody else examination.screening.options["option"].status
    assert (problem.subject, problem.found, problem.allowed) == ("option", found, (str(status),))


def test_what_was_changed_alone_has_the_flips_status_when_it_is_screened() -> None:
    description = described(("supports", "size <= 3 and spread != widespread"), ("caution", "a"), ("stop", "count > 3"))
    kb = rule_base(description)
    patient: dict[str, object] = {"size": 2, "spread": "none", "a": False, "count": 1}
    found = flips_with(kb, patient)
    assert {change.fact for flip in found for change in flip.changes} == set(patient)
    for flip in found:
        (change,) = flip.changes
        nearest = str(change.nearest)
        value = nearest == "yes" if nearest in BOTH else nearest
        assert screener.screen({**patient, change.fact: value}, kb).options["option"].status == flip.status


def test_outside_the_scope_and_without_completions_there_are_no_flips() -> None:
    kb = rule_base(described(("supports", "a"), scope=("b",)))
    assert examine({"a": True, "b": True}, kb).flips() == {}
    assert examine({"a": True, "b": False}, kb, exact=False).flips() == {}
    assert examine({"a": True, "b": False}, kb).flips()["option"]
