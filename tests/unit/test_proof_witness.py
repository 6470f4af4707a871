"""Witnesses: found in the diagrams, as short as they can be told, and true."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import product

from screener.diagrams.diagrams import FALSE, TRUE, Diagrams
from screener.knowledge.possible import Outcome
from screener.proof.population import population_of
from screener.proof.reach import Reach, reach_of, unreached
from screener.proof.witness import patient_line
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases.description import (
    CaseLine,
    ChoiceLine,
    DerivedLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    RuleLine,
    WhenLine,
    rule_base,
)

WIDTHS = (2, 3, 2, 4)
POINTS = tuple(product(*(range(width) for width in WIDTHS)))
FACTS = (
    NumberLine("size", Decimal("0.5"), Decimal(10), Decimal("0.5")),
    ChoiceLine("vein", ("none", "branch", "main")),
    ChoiceLine("fits", ("yes", "no")),
    ChoiceLine("old", ("yes", "no")),
)


def sets_of_points() -> list[frozenset[tuple[int, ...]]]:
    draw = random.Random(11)
    return [frozenset(draw.sample(POINTS, draw.choice((1, 4, 20, 40, len(POINTS))))) for _ in range(40)]


def diagram_of(diagrams: Diagrams, points: frozenset[tuple[int, ...]]) -> int:
    return diagrams.any_of(
        diagrams.all_of(diagrams.cells(level, [cell]) for level, cell in enumerate(point)) for point in points
    )


def base(
    *whens: str, derived: tuple[DerivedLine, ...] = (), scope: tuple[str, ...] = (), impossible: tuple[str, ...] = ()
) -> KnowledgeBase:
    rules = tuple(RuleLine(f"rule{number}", "caution", when, ("option",)) for number, when in enumerate(whens))
    options = (OptionLine("option", ("option",)),)
    return rule_base(Description(FACTS, derived, rules, options, impossible, scope))


def met_by(kb: KnowledgeBase, rule: str = "rule0") -> str:
    patient = reach_of(kb.knowledge, rule).met_by
    assert patient is not None
    outcomes = {each.rule: each.outcome for each in screen(patient, kb).options["option"].reasons}
    assert outcomes[rule] is Outcome.MET
    return patient_line(patient)


def test_a_witness_is_a_shortest_path_and_every_point_on_it_is_in_the_set() -> None:
    for points in sets_of_points():
        diagrams = Diagrams(WIDTHS)
        path = diagrams.witness(diagram_of(diagrams, points))
        on_it = {point for point in POINTS if all(point[level] in cells for level, cells in path.items())}
        assert on_it
        assert on_it <= points
    diagrams = Diagrams(WIDTHS)
    assert diagrams.witness(TRUE) == {}
    long = diagrams.all_of(diagrams.cells(level, [0]) for level in range(3))
    assert diagrams.witness(diagrams.either(long, diagrams.cells(3, [1, 2]))) == {0: (1,), 3: (1, 2)}


def test_what_is_given_is_what_the_points_with_that_cell_say() -> None:
    for points in sets_of_points():
        diagrams = Diagrams(WIDTHS)
        node = diagram_of(diagrams, points)
        for level, width in enumerate(WIDTHS):
            for cell in range(width):
                expected = {
                    (*point[:level], other, *point[level + 1 :])
                    for point in points
                    if point[level] == cell
                    for other in range(width)
                }
                assert diagrams.given(node, level, cell) == diagram_of(diagrams, frozenset(expected))
    assert Diagrams(WIDTHS).given(FALSE, 2, 1) == FALSE


def test_a_patient_is_told_by_the_facts_that_matter_only() -> None:
    assert met_by(base("fits or (old and size > 3)")) == "fits: true"
    assert met_by(base("fits and (old or not old)")) == "fits: true"
    assert met_by(base("vein != none and size > 3")) == "size: 4, vein: branch"


def test_numbers_are_as_round_as_they_can_be() -> None:
    assert met_by(base("4 < size < 5")) == "size: 4.5"
    assert met_by(base("4.5 < size")) == "size: 5"


def test_facts_are_put_together_where_a_derived_fact_says_as_much() -> None:
    early = WhenLine("early", "size <= 3 and fits and vein == none")
    stage = FirstLine("stage", (CaseLine("a", "early"), CaseLine("b", "old"), CaseLine("c")))
    assert met_by(base("early and old", derived=(early,))) == "early: true, old: true"
    assert met_by(base("stage == a", derived=(early, stage))) == "stage: a"
    # Stating it would leave open what the second rule needs to know.
    assert met_by(base("early and size <= 2", derived=(early,))) == "early: true, size: 1"
    assert met_by(base("early and (size <= 2 and fits)", derived=(early,))) == "early: true, size: 1"


def test_a_judgement_is_never_stated_in_place_of_its_inputs() -> None:
    stage = WhenLine("stage", "size <= 3 and fits", is_judgement=True)
    assert met_by(base("stage and old", derived=(stage,))) == "size: 1, fits: true, old: true"


def test_a_patient_is_in_scope_and_possible() -> None:
    kb = base("size <= 3 or old", scope=("size <= 3",), impossible=("old and vein == none",))
    assert met_by(kb) == "old: true"
    kb = base("size <= 3", scope=("fits and size == 1",), impossible=("not fits and size == 1",))
    assert met_by(kb) == "size: 2"


def test_who_meets_a_rule_and_who_does_not_is_shown() -> None:
    kb = base("size <= 3", "fits or size > 2", scope=("size > 3",), impossible=("not fits and size <= 2",))
    assert reach_of(kb.knowledge, "rule0") == Reach({"size": 3}, None)
    assert reach_of(base("size <= 3").knowledge, "rule0") == Reach({"size": 1}, {"size": 4})
    found = [(problem.code, problem.subject) for problem in unreached(kb.knowledge)]
    assert found == [("rule_always_met", "rule0"), ("rule_always_met", "rule1")]


def test_a_rule_that_nobody_in_scope_meets_is_found() -> None:
    kb = base("size > 4 and old", "fits", scope=("size > 5",), impossible=("old and size >= 4.5",))
    assert [(problem.code, problem.subject) for problem in unreached(kb.knowledge)] == [("rule_never_met", "rule0")]
    assert reach_of(kb.knowledge, "rule0").met_by is None
    problem = unreached(kb.knowledge)[0]
    assert str(problem.place) == "rules.yaml:1:1"


def test_a_note_may_hold_for_everybody() -> None:
    rules = (RuleLine("note", "note", "size <= 3", ("option",)),)
    description = Description(FACTS, (), rules, (OptionLine("option", ("option",)),), (), ("size > 3",))
    assert unreached(rule_base(description).knowledge) == ()


def test_half_steps_that_only_conversions_make_are_nobody() -> None:
    kb = base("size > 3 and size < 3.5 and fits", "fits")
    assert reach_of(kb.knowledge, "rule0").met_by is None


def test_the_population_of_a_rule_base_is_made_once() -> None:
    kb = base("fits")
    assert population_of(kb.knowledge) is population_of(kb.knowledge)
