"""Formulas and their grades, as tables over the grids of their two inputs.

The table is made once and read by every evaluator, so that all of them see the same grade.
"""

from __future__ import annotations

from functools import cache
from math import log10

from screener.knowledge.derived import FormulaBand, FormulaDefinition, FormulaTerm, SumDefinition
from screener.knowledge.domains import NumberDomain
from screener.knowledge.knowledge import Knowledge


@cache
def grade_table(formula: FormulaDefinition, first: NumberDomain, second: NumberDomain) -> tuple[tuple[str, ...], ...]:
    """Return the grade for every pair of grid values: a row for each first value, a column for each second one.

    For example `0.5 * log10(10 * x) + 2 * y`, graded low up to 8: the first term has the shape `log10`, scale 10 and
    times 0.5, the second one is linear with scale 1 and times 2. Each term is computed once for each of its values.
    """
    one, other = (_values(term, domain) for term, domain in zip(formula.terms, (first, second), strict=True))
    return tuple(tuple(_grade(row + column, formula.bands) for column in other) for row in one)


def _values(term: FormulaTerm, domain: NumberDomain) -> list[float]:
    """Return what a term is for every grid value."""
    if term.shape == "log10":
        return [term.times * log10(value * term.scale) for value in grid(domain)]
    factor = term.times * term.scale
    return [factor * value for value in grid(domain)]


def grid(domain: NumberDomain) -> list[float]:
    """Return the grid values of a number, lowest first, in its unit."""
    start = domain.low + domain.low % 2
    return [float(domain.step * (half // 2)) for half in range(start, domain.high + 1, 2)]


def sum_factors(knowledge: Knowledge, definition: SumDefinition) -> tuple[int, int]:
    """Return by how much the half steps of each number count in the half steps of their sum."""
    first, second = knowledge.number(definition.first), knowledge.number(definition.second)
    step = min(first.step, second.step)
    return int(first.step / step), int(second.step / step)


def rows_of(interval: tuple[int, int], domain: NumberDomain) -> slice:
    """Return which grid values an interval in half steps stands for; a half step stands for both neighbors."""
    start = domain.low + domain.low % 2
    low, high = interval
    return slice(max((low - low % 2 - start) // 2, 0), (high + high % 2 - start) // 2 + 1)


def _grade(score: float, bands: tuple[FormulaBand, ...]) -> str:
    for band in bands:
        if band.limit is None or score < band.limit or (band.is_inclusive and score == band.limit):
            return band.value
    raise ValueError("the last band has no limit")
