"""A converted value between two grid values, through a whole screening, against every reading of it.

A comparison sees the half step. A formula reads the grid value below it or the one above it, and both are possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.engine.formulas import grade_table
from screener.engine.referee import evaluate
from screener.knowledge.conditions import Condition
from screener.knowledge.domains import NumberDomain, OtherUnit
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible
from screener.result.known import read_span
from screener.result.option import OptionResult
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import examine, screen
from tests.bases.description import ready
from tests.bases.labs import DEFINITION, labs

RULES = (
    "grade == g1",
    "grade in [g1, g2]",
    "grade == g2 and bilirubin < 2",
    "grade == g2 and bilirubin <= 1.3 and albumin > 3.4",
    "(grade == g1 and bilirubin > 1) or (grade == g2 and bilirubin <= 1)",
    "grade == g3 or albumin >= 3.5",
)
HALVED = OtherUnit("halves", Decimal(2))


@cache
def base(when: str) -> KnowledgeBase:
    knowledge = labs(when)
    facts = []
    for fact in knowledge.facts:
        assert isinstance(fact.domain, NumberDomain)
        facts.append(replace(fact, domain=replace(fact.domain, units=(HALVED,))))
    return ready(replace(knowledge, facts=tuple(facts)))


def readings(ends: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield each possible value with the grid value that a formula reads; half steps only where they were stated."""
    for half in range(ends[0], ends[1] + 1):
        if half % 2 == 0:
            yield half, half
        elif half in ends:
            yield half, half - 1
            yield half, half + 1


def is_true(knowledge: Knowledge, bilirubin: tuple[int, int], albumin: tuple[int, int]) -> bool:
    first, second = knowledge.number("bilirubin"), knowledge.number("albumin")
    table = grade_table(DEFINITION, first, second)
    grade = table[(bilirubin[1] - first.low) // 2][(albumin[1] - second.low) // 2]
    known: dict[str, Possible] = {
        "bilirubin": (bilirubin[0],) * 2,
        "albumin": (albumin[0],) * 2,
        "grade": frozenset({grade}),
    }
    outcome = evaluate(condition_of(knowledge), known)
    assert outcome is not Outcome.UNKNOWN
    return outcome is Outcome.MET


def condition_of(knowledge: Knowledge) -> Condition:
    return knowledge.rules_with_outcome[0].condition


def written(ends: tuple[int, int]) -> str:
    # In the other unit a half step is a tenth, so that every end can be written.
    return f"{Decimal(ends[0]) / 10}-{Decimal(ends[1]) / 10} halves"


def result_of(when: str, bilirubin: tuple[int, int], albumin: tuple[int, int]) -> OptionResult:
    raw = {"bilirubin": written(bilirubin), "albumin": written(albumin)}
    return screen(raw, base(when)).options["option"]


def ends(low: int, high: int) -> st.SearchStrategy[tuple[int, int]]:
    near = st.integers(0, 4)
    return st.tuples(st.integers(low, high), near).map(lambda pair: (pair[0], min(pair[0] + pair[1], high)))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(RULES), ends(2, 80), ends(20, 120))
def test_a_screening_says_what_every_reading_says(
    when: str, bilirubin: tuple[int, int], albumin: tuple[int, int]
) -> None:
    knowledge = base(when).knowledge
    firsts, seconds = list(readings(bilirubin)), list(readings(albumin))
    truth = {(one, two): is_true(knowledge, one, two) for one, two in product(firsts, seconds)}
    option = result_of(when, bilirubin, albumin)

    (reason,) = option.reasons
    expected = (
        Outcome.UNKNOWN if len(set(truth.values())) == 2 else Outcome.MET if all(truth.values()) else Outcome.NOT_MET
    )
    assert reason.outcome is expected
    assert option.status == {"met": "discuss", "not_met": "not_flagged", "unknown": "cannot_tell"}[expected]

    alone = {
        name
        for name, pairs in (
            ("bilirubin", [((one, two), (other, two)) for one, other, two in product(firsts, firsts, seconds)]),
            ("albumin", [((one, two), (one, other)) for one, two, other in product(firsts, seconds, seconds)]),
        )
        if any(truth[pair[0]] != truth[pair[1]] for pair in pairs)
    }
    assert {entry.fact for entry in option.missing or ()} == alone


@pytest.mark.parametrize("when", RULES)
def test_a_half_step_between_two_grades_leaves_a_rule_about_them_open(when: str) -> None:
    knowledge = base(when).knowledge
    split = 0
    for half in range(3, 80, 2):
        for albumin in range(20, 121, 10):
            truths = {is_true(knowledge, (half, read), (albumin, albumin)) for read in (half - 1, half + 1)}
            if len(truths) == 2:
                option = result_of(when, (half, half), (albumin, albumin))
                assert option.status == "cannot_tell"
                assert [entry.fact for entry in option.missing or ()] == ["bilirubin"]
                split += 1
    assert split


def test_a_half_step_is_told_as_lying_between_its_neighbors() -> None:
    result = screen({"bilirubin": "4.1 halves"}, base("grade == g1"))
    assert result.facts["bilirubin"] == read_span("2.05")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(RULES), st.integers(2, 80), st.integers(20, 120))
def test_what_would_alter_the_answer_can_be_asked_of_half_steps_too(when: str, bilirubin: int, albumin: int) -> None:
    raw = {"bilirubin": written((bilirubin, bilirubin)), "albumin": written((albumin, albumin))}
    examination = examine(raw, base(when))
    examination.next_questions()
    # Every flip is replayed by engine, referee and analysis; a difference would be an error.
    for flip in examination.flips()["option"]:
        changed = {change.fact: str(change.nearest) for change in flip.changes}
        assert screen({**raw, **changed}, base(when)).options["option"].status == flip.status


def test_a_half_step_between_two_grades_is_no_value_to_leave() -> None:
    half = next(
        half for half in range(3, 80, 2) if result_of("grade == g1", (half, half), (80, 80)).status == "cannot_tell"
    )
    raw = {"bilirubin": written((half, half)), "albumin": "8 halves"}
    flips = examine(raw, base("grade == g1")).flips()["option"]
    assert flips
    assert {change.fact for flip in flips for change in flip.changes} == {"albumin"}
