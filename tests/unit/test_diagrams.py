"""Diagrams say what sets of completions say, each set exactly once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import product

import pytest

from screener.diagrams.diagrams import BUDGET, FALSE, TRUE, Diagrams
from screener.problems import BudgetError

WIDTHS = (2, 3, 2, 4)
Point = tuple[int, ...]
POINTS = frozenset(product(*(range(width) for width in WIDTHS)))


def point(diagrams: Diagrams, cells: Point) -> int:
    return diagrams.all_of(diagrams.cells(level, [cell]) for level, cell in enumerate(cells))


def points_of(diagrams: Diagrams, node: int) -> frozenset[Point]:
    return frozenset(cells for cells in POINTS if diagrams.meet(node, point(diagrams, cells)))


def random_sets(diagrams: Diagrams, count: int) -> Iterator[tuple[int, frozenset[Point]]]:
    draw = random.Random(7)
    for _ in range(count):
        chosen = frozenset(draw.sample(sorted(POINTS), draw.choice((0, 1, 5, 20, len(POINTS)))))
        yield diagrams.any_of(point(diagrams, cells) for cells in chosen), chosen


@pytest.fixture
def diagrams() -> Diagrams:
    return Diagrams(WIDTHS)


def test_a_diagram_holds_exactly_the_points_it_was_made_of(diagrams: Diagrams) -> None:
    for node, chosen in random_sets(diagrams, 10):
        assert points_of(diagrams, node) == chosen


def test_equal_sets_are_the_same_node(diagrams: Diagrams) -> None:
    for node, chosen in random_sets(diagrams, 10):
        again = diagrams.any_of(point(diagrams, cells) for cells in sorted(chosen, reverse=True))
        assert again == node
    assert diagrams.cells(1, [0, 1, 2]) == TRUE
    assert diagrams.cells(1, []) == FALSE


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        (Diagrams.both, frozenset.intersection),
        (Diagrams.either, frozenset.union),
        (lambda diagrams, one, other: diagrams.both(one, diagrams.opposite(other)), frozenset.difference),
    ],
)
def test_diagrams_combine_as_sets_do(
    diagrams: Diagrams,
    combine: Callable[[Diagrams, int, int], int],
    expected: Callable[[frozenset[Point], frozenset[Point]], frozenset[Point]],
) -> None:
    sets = list(random_sets(diagrams, 8))
    for one, first in sets:
        for other, second in sets:
            assert points_of(diagrams, combine(diagrams, one, other)) == expected(first, second)


def test_meeting_and_implying_are_questions_about_sets(diagrams: Diagrams) -> None:
    sets = list(random_sets(diagrams, 12))
    for one, first in sets:
        for other, second in sets:
            assert diagrams.meet(one, other) == bool(first & second)
            assert diagrams.implies(one, other) == (first <= second)


def test_the_opposite_of_the_opposite_is_the_same(diagrams: Diagrams) -> None:
    for node, chosen in random_sets(diagrams, 6):
        assert points_of(diagrams, diagrams.opposite(node)) == POINTS - chosen
        assert diagrams.opposite(diagrams.opposite(node)) == node


@pytest.mark.parametrize("levels", [(), (0,), (1,), (3,), (0, 2), (1, 2, 3), (0, 1, 2, 3)])
def test_two_diagrams_meet_apart_from_some_facts_if_points_agree_on_all_others(
    diagrams: Diagrams, levels: tuple[int, ...]
) -> None:
    def rest(cells: Point) -> Point:
        return tuple(cell for level, cell in enumerate(cells) if level not in levels)

    sets = [(node, chosen) for node, chosen in random_sets(diagrams, 20) if len(chosen) <= 5]
    for one, first in sets:
        for other, second in sets:
            expected = bool({rest(cells) for cells in first} & {rest(cells) for cells in second})
            assert diagrams.meet(one, other, frozenset(levels)) == expected


def test_the_support_of_a_diagram_is_the_facts_it_asks(diagrams: Diagrams) -> None:
    node = diagrams.both(diagrams.cells(0, [1]), diagrams.cells(2, [0]))
    assert diagrams.support(node) == {0, 2}
    assert diagrams.support(diagrams.either(node, diagrams.opposite(node))) == frozenset()


def test_a_copy_keeps_only_what_is_still_possible(diagrams: Diagrams) -> None:
    kept = [None, [0, 2], [1], [3, 0]]
    for node, chosen in random_sets(diagrams, 10):
        copy = Diagrams([2, 2, 1, 2])
        found = copy.copy(node, diagrams, kept, {})
        left = product(range(2), [0, 2], [1], [3, 0])
        for cells, small in zip(left, product(range(2), range(2), range(1), range(2)), strict=True):
            assert copy.meet(found, point(copy, small)) == (cells in chosen)


def test_work_is_counted_in_steps_that_do_not_depend_on_time() -> None:
    steps = []
    for _ in range(2):
        diagrams = Diagrams(WIDTHS)
        list(random_sets(diagrams, 5))
        steps.append(diagrams.steps)
    assert steps[0] == steps[1] > 0


def test_beyond_the_budget_there_is_an_error_and_no_result() -> None:
    diagrams = Diagrams(WIDTHS, budget=20)
    with pytest.raises(BudgetError) as caught:
        list(random_sets(diagrams, 10))
    assert caught.value.exit_code == 6
    assert caught.value.problems[0].code == "budget_exceeded"
    assert caught.value.problems[0].allowed == ("20",)
    assert BUDGET == 2_000_000
