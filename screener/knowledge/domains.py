"""The values a fact can have: numbers on a grid, or choices from a closed list.

Numbers are held as whole numbers of half grid steps, so that every comparison is exact and a converted
value between two grid values has a place of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

YES = "yes"
NO = "no"
MAXIMUM_DIGITS = 20
# More digits than any accepted text has, so that nothing is ever rounded.
_EXACT = Context(prec=300)
_DECIMAL = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)


@lru_cache(maxsize=10_000)
def _text(step: Decimal, halves: int) -> str:
    shown = f"{halves * step / 2:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


@dataclass(frozen=True, slots=True)
class NumberDomain:
    """Numbers on a grid.

    Attributes:
        step: distance between two grid values, in the fact's unit.
        low: smallest allowed value, in half steps.
        high: largest allowed value, in half steps.
        unit: the unit's sign, empty for counts and ratios.
    """

    step: Decimal
    low: int
    high: int
    unit: str = ""

    def halves(self, value: Decimal) -> int | None:
        """Return the value in half steps, or None if it does not lie on the grid."""
        if _EXACT.remainder(value, self.step):
            return None
        return int(_EXACT.divide_int(value, self.step)) * 2

    def text(self, halves: int) -> str:
        """Return a value held in half steps as people write it, without trailing zeros."""
        return _text(self.step, halves)

    def allowed(self) -> tuple[str, ...]:
        """Return the allowed values in words: range and step."""
        unit = f" {self.unit}" if self.unit else ""
        return (f"{self.text(self.low)} to {self.text(self.high)}{unit}", f"steps of {self.step.normalize():f}")


@dataclass(frozen=True, slots=True)
class ChoiceDomain:
    """A closed list of values; `ordered` ones are small whole numbers that may be compared."""

    values: tuple[str, ...]
    ordered: bool = False

    @property
    def is_yes_no(self) -> bool:
        """True for a claim that is answered with yes or no."""
        return self.values == (YES, NO)

    def allowed(self) -> tuple[str, ...]:
        """Return the allowed values."""
        return self.values


Domain = NumberDomain | ChoiceDomain
YES_NO = ChoiceDomain((YES, NO))


def decimal_of(text: str) -> Decimal | None:
    """Return the finite decimal number a text stands for, or None."""
    if not _DECIMAL.fullmatch(text.strip()):
        return None
    value = Decimal(text.strip())
    return value if abs(value.adjusted()) < MAXIMUM_DIGITS else None
