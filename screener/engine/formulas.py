"""Named formulas and their grades, as tables over the grids of their two inputs.

The table is made once and read by every evaluator, so that all of them see the same grade.
"""

from __future__ import annotations

from functools import cache
from math import log10

from screener.knowledge.derived import FormulaBand, FormulaDefinition, SumDefinition
from screener.knowledge.domains import NumberDomain
from screener.knowledge.knowledge import Knowledge


@cache
def grade_table(formula: FormulaDefinition, first: NumberDomain, second: NumberDomain) -> tuple[tuple[str, ...], ...]:
    """Return the grade for every pair of grid values: a row for each first value, a column for each second one.

    The only formula is `albi`, the albumin-bilirubin score (citation key ALBI15):
    0.66 * log10(bilirubin in umol/L) - 0.085 * albumin in g/L, its coefficients read from the rule base.
    """
    factor = dict(formula.coefficients)
    bilirubin = [
        factor["log10_bilirubin"] * log10(value * factor["bilirubin_umol_l_per_mg_dl"]) for value in grid(first)
    ]
    albumin = [factor["albumin"] * factor["albumin_g_l_per_g_dl"] * value for value in grid(second)]
    return tuple(tuple(_grade(one + other, formula.bands) for other in albumin) for one in bilirubin)


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
