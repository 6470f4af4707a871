"""Cells are runs of values that no rule tells apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.diagrams.cells import Cells
from screener.diagrams.compiled import CompiledRules
from screener.knowledge.domains import ChoiceDomain, NumberDomain
from tests.bases.description import Description, NumberLine, OptionLine, RuleLine, SumLine, knowledge_of
from tests.bases.labs import labs

SIZE = NumberDomain(Decimal("0.5"), 0, 20)  # 0 to 5
SPREAD = Cells(ChoiceDomain(("none", "limited", "widespread")))


def sizes(*whens: str) -> Cells:
    rules = tuple(RuleLine(f"r{number}", "note", when, ("option",)) for number, when in enumerate(whens))
    line = NumberLine("size", Decimal(0), Decimal(5), Decimal("0.5"))
    knowledge = knowledge_of(Description((line,), (), rules, (OptionLine("option", ("option",)),)))
    return CompiledRules(knowledge).cells[0]


def test_a_number_nobody_compares_is_one_cell() -> None:
    cells = sizes()
    assert len(cells) == 1
    assert cells.span(0) == (0, 20)


@pytest.mark.parametrize(
    ("when", "spans"),
    [
        ("size < 2", [(0, 7), (8, 20)]),
        ("size >= 2", [(0, 7), (8, 20)]),
        ("size <= 2", [(0, 8), (9, 20)]),
        ("size > 2", [(0, 8), (9, 20)]),
        ("size == 2", [(0, 7), (8, 8), (9, 20)]),
        ("size != 2", [(0, 7), (8, 8), (9, 20)]),
        ("size == 5", [(0, 19), (20, 20)]),
    ],
)
def test_a_number_is_cut_at_every_constant(when: str, spans: list[tuple[int, int]]) -> None:
    cells = sizes(when)
    assert [cells.span(cell) for cell in range(len(cells))] == spans


def test_a_choice_has_a_cell_for_each_value() -> None:
    assert len(SPREAD) == 3
    assert SPREAD.possible(None) is None
    assert SPREAD.possible(frozenset({"widespread", "none"})) == [0, 2]
    assert SPREAD.runs([2, 0], None) == (frozenset({"none"}), frozenset({"widespread"}))


def test_a_range_keeps_the_cells_it_touches() -> None:
    cells = sizes("size < 2", "size <= 4")
    assert cells.possible(None) == [0, 1, 2]
    assert cells.possible((4, 6)) == [0]
    assert cells.possible((6, 8)) == [0, 1]
    assert cells.possible((18, 20)) == [2]


def test_a_half_step_is_possible_only_where_it_was_stated() -> None:
    cells = Cells(SIZE, (0, 7, 8))  # the middle cell holds the half step 7 and nothing else
    assert cells.possible(None) == [0, 2]
    assert cells.possible((6, 8)) == [0, 2]
    assert cells.possible((7, 7)) == [1]
    assert cells.possible((7, 9)) == [1, 2]
    assert cells.possible((5, 7)) == [0, 1]


def test_neighboring_cells_are_one_run() -> None:
    cells = sizes("size < 2", "size <= 4")
    assert cells.runs([0, 1], None) == ((0, 16),)
    assert cells.runs([0, 2], None) == ((0, 6), (18, 20))
    assert cells.runs([1], (8, 8)) == ((8, 8),)
    assert cells.runs([0, 1], (6, 10)) == ((6, 10),)
    assert cells.runs([], None) == ()


def test_cells_of_half_steps_do_not_part_neighbors() -> None:
    cells = Cells(SIZE, (0, 7, 8))
    assert cells.runs([0, 2], None) == ((0, 20),)
    assert cells.runs([1], (7, 7)) == ((7, 7),)


@pytest.mark.parametrize("fine_first", [True, False])
def test_for_a_sum_both_numbers_are_cut_so_that_every_pair_of_cells_decides(fine_first: bool) -> None:
    facts = (
        NumberLine("count", Decimal(0), Decimal(4), Decimal(1)),
        NumberLine("size", Decimal(0), Decimal(5), Decimal("0.5")),
    )
    names = ("size", "count") if fine_first else ("count", "size")
    rules = (RuleLine("r", "note", "total <= 6", ("option",)),)
    description = Description(facts, (SumLine("total", *names),), rules, (OptionLine("option", ("option",)),))
    compiled = CompiledRules(knowledge_of(description))
    node = compiled.rule("r", frozenset())
    count, size = compiled.cells
    for first in count.possible(None) or []:
        for second in size.possible(None) or []:
            values = {one + other <= 12 for one in evens(count.span(first)) for other in halves(size.span(second))}
            here = compiled.diagrams.both(compiled.diagrams.cells(0, [first]), compiled.diagrams.cells(1, [second]))
            assert values == {compiled.diagrams.meet(node, here)}


def evens(span: tuple[int, int]) -> list[int]:
    return [half for half in range(span[0], span[1] + 1) if half % 2 == 0]


def halves(span: tuple[int, int]) -> list[float]:
    return [half / 2 for half in range(span[0], span[1] + 1) if half % 2 == 0]


def test_for_a_formula_numbers_are_cut_where_the_grade_changes() -> None:
    compiled = CompiledRules(labs("grade == g1"))
    bilirubin, albumin = compiled.cells
    assert 1 < len(bilirubin) < 80
    assert 1 < len(albumin) <= 101


def test_a_formula_no_rule_reads_cuts_nothing() -> None:
    compiled = CompiledRules(labs("bilirubin < 2"))
    assert len(compiled.cells[0]) == 2
    assert len(compiled.cells[1]) == 1
    assert compiled.values("grade") == dict.fromkeys(("g1", "g2", "g3"), 0)


def test_a_half_step_between_two_grades_is_a_cell_for_each_grid_value_beside_it() -> None:
    cells = Cells(SIZE, (0, 7, 7, 8))
    assert [cells.span(cell) for cell in range(4)] == [(0, 6), (7, 7), (7, 7), (8, 20)]
    assert [cells.grid_start(cell) for cell in range(4)] == [0, 6, 8, 8]
    assert cells.possible(None) == [0, 3]
    assert cells.possible((7, 7)) == [1, 2]
    assert cells.possible((5, 7)) == [0, 1, 2]
    assert cells.possible((7, 9)) == [1, 2, 3]


def test_a_cell_of_a_half_step_is_told_by_the_grid_value_read_there_and_both_by_the_half_step() -> None:
    cells = Cells(SIZE, (0, 7, 7, 8))
    assert cells.runs([1], (7, 7)) == ((6, 6),)
    assert cells.runs([2], (7, 7)) == ((8, 8),)
    assert cells.runs([1, 2], (7, 7)) == ((7, 7),)
    assert cells.runs([0, 1], (4, 7)) == ((4, 6),)
    assert cells.runs([0, 1, 2], (4, 7)) == ((4, 7),)
    assert cells.runs([2, 3], (7, 10)) == ((8, 10),)
    assert cells.runs([0, 3], None) == ((0, 20),)
