"""Paths through diagrams lead to the nearest patient: compared with looking at every patient."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import combinations, product

import pytest

from screener.diagrams.diagrams import FALSE, TRUE, Diagrams
from screener.diagrams.paths import cells_at, cells_leading_on, fewest_changes, holds, nearest_change

WIDTHS = (2, 3, 2, 4)
LEVELS = range(len(WIDTHS))
Point = tuple[int, ...]
POINTS = tuple(product(*(range(width) for width in WIDTHS)))


@pytest.fixture
def diagrams() -> Diagrams:
    return Diagrams(WIDTHS)


def of_points(diagrams: Diagrams, chosen: tuple[Point, ...]) -> int:
    return diagrams.any_of(
        diagrams.all_of(diagrams.cells(level, [cell]) for level, cell in enumerate(cells)) for cells in chosen
    )


def random_cases(diagrams: Diagrams) -> Iterator[tuple[int, tuple[Point, ...], Mapping[int, int]]]:
    """Yield a diagram, the patients for whom it is true, and a patient."""
    draw = random.Random(11)
    for _ in range(60):
        chosen = tuple(draw.sample(POINTS, draw.choice((1, 2, 3, 8, 20))))
        yield of_points(diagrams, chosen), chosen, dict(enumerate(draw.choice(POINTS)))


def changed(cells: Mapping[int, int], point: Point) -> dict[int, int]:
    return {level: cell for level, cell in enumerate(point) if cell != cells[level]}


def far(cells: Mapping[int, int], changes: Mapping[int, int]) -> int:
    return sum(abs(cell - cells[level]) for level, cell in changes.items())


def test_a_diagram_holds_for_the_patients_it_was_made_of(diagrams: Diagrams) -> None:
    for node, chosen, _ in random_cases(diagrams):
        assert [point for point in POINTS if holds(diagrams, node, dict(enumerate(point)))] == sorted(chosen)


def test_what_always_or_never_holds_needs_no_facts(diagrams: Diagrams) -> None:
    assert holds(diagrams, TRUE, {})
    assert not holds(diagrams, FALSE, {})


def test_the_fewest_changes_are_those_of_the_nearest_patient(diagrams: Diagrams) -> None:
    for node, chosen, cells in random_cases(diagrams):
        assert fewest_changes(diagrams, node, cells) == min(len(changed(cells, point)) for point in chosen)


def test_nobody_is_far_from_everything_and_nothing_is_near_to_nothing(diagrams: Diagrams) -> None:
    assert fewest_changes(diagrams, TRUE, {}) == 0
    assert fewest_changes(diagrams, FALSE, {}) is None
    assert nearest_change(diagrams, TRUE, {}, frozenset()) == {}
    assert nearest_change(diagrams, FALSE, {}, frozenset()) is None


def test_the_nearest_change_of_some_facts_is_as_near_as_any(diagrams: Diagrams) -> None:
    for node, chosen, cells in random_cases(diagrams):
        for size in LEVELS:
            for apart in map(frozenset, combinations(LEVELS, size)):
                ways = [changes for point in chosen if (changes := changed(cells, point)).keys() <= apart]
                found = nearest_change(diagrams, node, cells, apart)
                if not ways:
                    assert found is None
                    continue
                assert found is not None
                assert found.keys() <= apart
                assert holds(diagrams, node, {**cells, **found})
                assert far(cells, found) == min(far(cells, changes) for changes in ways)


def test_a_fact_that_need_not_change_is_not_changed(diagrams: Diagrams) -> None:
    node = diagrams.cells(1, [2])
    assert nearest_change(diagrams, node, {0: 0, 1: 0, 2: 0, 3: 0}, frozenset(LEVELS)) == {1: 2}
    assert nearest_change(diagrams, node, {0: 0, 1: 2, 2: 0, 3: 0}, frozenset(LEVELS)) == {}
    assert nearest_change(diagrams, node, {0: 0, 1: 0, 2: 0, 3: 0}, frozenset({0, 2, 3})) is None


def test_of_two_values_the_nearer_one_is_chosen(diagrams: Diagrams) -> None:
    node = diagrams.cells(3, [0, 3])
    assert nearest_change(diagrams, node, {3: 2}, frozenset({3})) == {3: 3}
    assert nearest_change(diagrams, node, {3: 1}, frozenset({3})) == {3: 0}


def test_the_cells_with_which_a_diagram_can_be_true_are_found_for_every_fact(diagrams: Diagrams) -> None:
    for node, chosen, _ in random_cases(diagrams):
        expected = {level: frozenset(point[level] for point in chosen) for level in LEVELS}
        assert {level: cells_at(diagrams, node, level) for level in LEVELS} == expected
        asked = diagrams.support(node)
        assert cells_leading_on(diagrams, node) == {level: expected[level] for level in asked}


def test_a_constant_can_be_true_with_every_cell_or_with_none(diagrams: Diagrams) -> None:
    assert [len(cells_at(diagrams, TRUE, level)) for level in LEVELS] == list(WIDTHS)
    assert {cells_at(diagrams, FALSE, level) for level in LEVELS} == {frozenset()}
    assert cells_leading_on(diagrams, TRUE) == cells_leading_on(diagrams, FALSE) == {}
