"""Formulas: every number in them is data, and their grades are a table over the grids of two facts."""

from __future__ import annotations

from decimal import Decimal
from math import log10

import pytest

from screener.engine.formulas import grade_table, grid
from screener.knowledge.derived import FormulaBand, FormulaDefinition, FormulaTerm
from screener.knowledge.domains import NumberDomain
from tests.bases.built_in import built_in_rules

BANDS = (FormulaBand("low", 0, True), FormulaBand("middle", 4, False), FormulaBand("high", None, False))
ONE = NumberDomain(Decimal(1), 2, 8)
OTHER = NumberDomain(Decimal("0.5"), -4, 4)


@pytest.mark.parametrize(
    ("terms", "rows"),
    [
        (
            (FormulaTerm("one", "linear", 1, 1), FormulaTerm("other", "linear", 2, 1)),
            ["low low middle middle middle", "low middle middle middle high", "middle middle middle high high"],
        ),
        (
            (FormulaTerm("one", "linear", 1, 1), FormulaTerm("other", "linear", 2, -1)),
            ["middle middle middle low low", "high middle middle middle low", "high high middle middle middle"],
        ),
        (
            (FormulaTerm("one", "log10", 10, 2), FormulaTerm("other", "linear", 4, 1)),
            ["low low middle high high", "low middle middle high high"],
        ),
    ],
)
def test_a_term_of_each_shape_is_computed_and_the_sum_graded(
    terms: tuple[FormulaTerm, FormulaTerm], rows: list[str]
) -> None:
    table = grade_table(FormulaDefinition(terms, BANDS), ONE, OTHER)
    assert [" ".join(row) for row in table][: len(rows)] == rows


def test_the_grades_of_two_labs_are_those_of_the_published_formula() -> None:
    knowledge = built_in_rules().knowledge
    definition = knowledge.derived_by_id["albi_grade"].definition
    assert isinstance(definition, FormulaDefinition)
    bilirubin, albumin = knowledge.number("bilirubin_mg_dl"), knowledge.number("albumin_g_dl")
    expected = tuple(
        tuple(published(0.66 * log10(row * 17.1) + -0.085 * 10 * column) for column in grid(albumin))
        for row in grid(bilirubin)
    )
    assert grade_table(definition, bilirubin, albumin) == expected


def published(score: float) -> str:
    if score <= -2.60:
        return "g1"
    if score < -2.27:
        return "g2a"
    return "g2b" if score <= -1.39 else "g3"
