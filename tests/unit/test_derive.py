"""Derived facts over partly known facts."""

from __future__ import annotations

from dataclasses import replace
from math import log10

import pytest

from screener.engine.derive import definition_says, derive
from screener.engine.formulas import grade_table, grid, rows_of
from screener.knowledge.derived import FormulaBand
from screener.knowledge.domains import NumberDomain
from screener.knowledge.possible import Possible, common, everything, is_open, texts_of
from tests.bases.graded import KNOWLEDGE, one_of
from tests.bases.labs import DEFINITION, FACTS, GRADE, labs


def derived(asked: dict[str, Possible], stated: dict[str, Possible] | None = None) -> dict[str, Possible]:
    return derive(KNOWLEDGE, asked, stated or {})


def test_what_nothing_is_known_of_is_left_out() -> None:
    assert derived({}) == {}


def test_everything_known_gives_single_values() -> None:
    known = derived({"bilirubin": (4, 4), "ascites": frozenset({"none"}), "size": (5, 5)})
    assert known["points"] == one_of("3")
    assert known["grade"] == one_of("A")
    assert known["good"] == one_of("yes")
    assert known["total"] == (5 + 8, 5 + 8)
    assert known["stage"] == one_of("early")


def test_an_unknown_input_leaves_what_its_values_allow() -> None:
    known = derived({"bilirubin": (2, 2)})
    assert known["points"] == one_of("2", "3", "4")
    assert known["grade"] == one_of("A", "B")
    assert "good" not in known
    assert known["total"] == (4 + 4, 24 + 4)


def test_two_values_of_an_input_skip_the_points_between() -> None:
    known = derived({"bilirubin": (2, 2), "ascites": frozenset({"none", "severe"})})
    assert known["points"] == one_of("2", "4")


def test_a_stated_class_limits_the_points_and_what_reads_them() -> None:
    known = derived({}, {"grade": frozenset({"A"})})
    assert known["points"] == one_of("2", "3")
    assert known["good"] == one_of("yes")


def test_a_stated_claim_limits_the_class_and_the_points_behind_it() -> None:
    known = derived({}, {"good": frozenset({"no"})})
    assert known["grade"] == one_of("B", "C")
    assert known["points"] == one_of("4", "5", "6")


def test_a_stated_class_and_its_stated_points_are_combined() -> None:
    known = derived({}, {"grade": frozenset({"A", "B"}), "points": frozenset({"3", "4", "5"})})
    assert known["points"] == one_of("3", "4")


def test_stated_values_that_exclude_each_other_are_kept_for_the_completions_to_refuse() -> None:
    known = derived({}, {"grade": frozenset({"A"}), "points": frozenset({"6"})})
    assert known["points"] == one_of("6")
    assert known["grade"] == one_of("A")


def test_a_stated_value_that_nothing_reaches_limits_nothing_else() -> None:
    assert derived({}, {"twin": one_of("never")}) == {"twin": one_of("never")}


def test_a_stated_sum_is_combined_with_its_inputs() -> None:
    known = derived({"size": (4, 8)}, {"total": (6, 10)})
    assert known["total"] == (8, 10)


def test_a_stated_judgement_takes_the_place_of_its_definition_and_limits_nothing() -> None:
    known = derived({"bilirubin": (2, 2), "ascites": frozenset({"none"})}, {"stage": frozenset({"late"})})
    assert known["stage"] == one_of("late")
    assert known["grade"] == one_of("A")
    assert derived({}, {"stage": frozenset({"early"})}).keys() == {"stage"}


GRID = [(round(0.1 * number, 1), round(1 + 0.1 * other, 1)) for number in (1, 9, 25, 40) for other in (0, 19, 30, 50)]


@pytest.mark.parametrize(("bilirubin", "albumin"), GRID)
def test_a_formula_gives_the_grade_of_its_score(bilirubin: float, albumin: float) -> None:
    score = 0.66 * log10(bilirubin * 17.1) - 0.085 * albumin * 10
    expected = "g1" if score <= -2.60 else "g2" if score < -1.39 else "g3"
    halves = round(bilirubin * 20), round(albumin * 20)
    known = derive(labs("grade == g1"), {"bilirubin": (halves[0],) * 2, "albumin": (halves[1],) * 2}, {})
    assert known["grade"] == one_of(expected)


def test_a_formula_of_one_known_input_gives_every_grade_the_other_allows() -> None:
    known = derive(labs("grade == g1"), {"bilirubin": (2, 2)}, {})
    assert "grade" not in known
    known = derive(labs("grade == g1"), {"albumin": (20, 20)}, {})
    assert known["grade"] == one_of("g3")
    assert definition_says(labs("grade == g1"), GRADE, {}) == one_of("g1", "g2", "g3")


def test_a_converted_value_between_two_grid_values_stands_for_both_neighbors() -> None:
    knowledge = labs("grade == g1")
    pairs = [(half, column) for half in range(3, 80, 2) for column in range(20, 121, 2)]
    split = 0
    for half, column in pairs:
        below, above, between = (
            derive(knowledge, {"bilirubin": ends, "albumin": (column, column)}, {})["grade"]
            for ends in ((half - 1, half - 1), (half + 1, half + 1), (half, half))
        )
        assert isinstance(below, frozenset)
        assert isinstance(above, frozenset)
        assert between == below | above
        split += below != above
    assert split
    assert texts_of((3, 3), knowledge.domains["bilirubin"]) == ("0.15",)
    assert everything(knowledge.domains["albumin"]) == (20, 120)


def grids() -> tuple[NumberDomain, NumberDomain]:
    domains = labs("grade == g1").domains
    first, second = (domains[line.name] for line in FACTS)
    assert isinstance(first, NumberDomain)
    assert isinstance(second, NumberDomain)
    return first, second


def test_a_table_has_a_row_for_each_first_and_a_column_for_each_second_value() -> None:
    first, second = grids()
    table = grade_table(DEFINITION, first, second)
    assert len(table) == len(grid(first)) == 40
    assert {len(row) for row in table} == {51}
    assert rows_of((2, 4), first) == slice(0, 2)


def test_bands_without_an_open_end_are_an_error() -> None:
    first, second = grids()
    broken = replace(DEFINITION, bands=(FormulaBand("g1", -2.60, True),))
    with pytest.raises(ValueError, match="limit"):
        grade_table(broken, first, second)


def test_what_two_answers_have_in_common() -> None:
    assert common((0, 6), (4, 9)) == (4, 6)
    assert common((0, 3), (4, 9)) is None
    assert common(frozenset({"A", "B"}), frozenset({"B", "C"})) == one_of("B")
    assert common(frozenset({"A"}), frozenset({"C"})) is None
    with pytest.raises(TypeError):
        common((0, 3), frozenset({"A"}))


def test_an_answer_is_open_while_more_than_one_value_is_possible() -> None:
    assert is_open((0, 1))
    assert not is_open((1, 1))
    assert is_open(frozenset({"A", "B"}))
    assert not is_open(frozenset({"A"}))
