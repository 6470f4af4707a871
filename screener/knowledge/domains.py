"""The values a fact can have: numbers on a grid, or choices from a closed list.

Numbers are held as whole numbers of half grid steps, so that every comparison is exact and a converted
value between two grid values has a place of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

# The one fact the program itself knows by name: it tells which rules can speak at all.
DIAGNOSIS = "diagnosis"
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
class OtherUnit:
    """Another unit a number may be written in.

    Attributes:
        unit: its sign.
        per_unit: how many of it make one of the fact's own unit.
        also_written: other spellings of its sign.
        asked_above: a bare number above this is taken in the fact's own unit, but may well be meant in this one.
    """

    unit: str
    per_unit: Decimal
    also_written: tuple[str, ...] = ()
    asked_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Approximation:
    """What "about" means: so much more or less, above a limit so many percent more or less."""

    plus_minus: Decimal
    percent: Decimal
    percent_above: Decimal

    def spread(self, value: Fraction) -> Fraction:
        """Return how far the number meant may lie from the one written."""
        if value > Fraction(self.percent_above):
            return value * Fraction(self.percent) / 100
        return Fraction(self.plus_minus)


@dataclass(frozen=True, slots=True)
class NumberDomain:
    """Numbers on a grid.

    Attributes:
        step: distance between two grid values, in the fact's unit.
        low: smallest allowed value, in half steps.
        high: largest allowed value, in half steps.
        unit: the unit's sign, empty for counts and ratios.
        also_written: other spellings of the unit's sign.
        units: other units it may be written in.
        approximate: what "about" means; None if it may not be written.
    """

    step: Decimal
    low: int
    high: int
    unit: str = ""
    also_written: tuple[str, ...] = ()
    units: tuple[OtherUnit, ...] = ()
    approximate: Approximation | None = None

    @property
    def is_count(self) -> bool:
        """True for counts and grades: whole numbers without a unit, with nothing between two of them."""
        return not self.unit and self.step == self.step.to_integral_value()

    def halves(self, value: Decimal) -> int | None:
        """Return the value in half steps, or None if it does not lie on the grid."""
        if _EXACT.remainder(value, self.step):
            return None
        return int(_EXACT.divide_int(value, self.step)) * 2

    def nearest(self, value: Fraction) -> int:
        """Return a value in half steps; one between two grid values is the half step between them."""
        steps = value / Fraction(self.step)
        below = floor(steps)
        return 2 * below + (steps != below)

    def text(self, halves: int) -> str:
        """Return a value held in half steps as people write it, without trailing zeros."""
        return _text(self.step, halves)

    def allowed(self) -> tuple[str, ...]:
        """Return the allowed values in words: range and step."""
        unit = f" {self.unit}" if self.unit else ""
        return (f"{self.text(self.low)} to {self.text(self.high)}{unit}", f"steps of {self.step.normalize():f}")

    def allowed_with_units(self) -> tuple[str, ...]:
        """Return the allowed values in words, and the other units in which they may be written."""
        return (*self.allowed(), *(f"also in {other.unit}" for other in self.units))


@dataclass(frozen=True, slots=True)
class ChoiceDomain:
    """A closed list of values; `ordered` ones are small whole numbers that may be compared."""

    values: tuple[str, ...]
    ordered: bool = False

    @property
    def is_yes_no(self) -> bool:
        """True for a claim that is answered with yes or no."""
        return self.values == (YES, NO)

    def are_neighbors(self, values: tuple[str, ...]) -> bool:
        """Return whether values of an ordered choice follow each other without a gap."""
        start = self.values.index(values[0])
        return self.ordered and self.values[start : start + len(values)] == values

    def allowed(self) -> tuple[str, ...]:
        """Return the allowed values."""
        return self.values


Domain = NumberDomain | ChoiceDomain
YES_NO = ChoiceDomain((YES, NO))


def whole_numbers(domain: ChoiceDomain) -> NumberDomain:
    """Return the values of an ordered choice, which are small whole numbers, as numbers."""
    numbers = sorted(map(int, domain.values))
    return NumberDomain(Decimal(1), 2 * numbers[0], 2 * numbers[-1])


def decimal_of(text: str) -> Decimal | None:
    """Return the finite decimal number a text stands for, or None."""
    if not _DECIMAL.fullmatch(text.strip()):
        return None
    value = Decimal(text.strip())
    return value if abs(value.adjusted()) < MAXIMUM_DIGITS else None


def plain_unit(unit: str) -> str:
    """Return a unit as spellings are compared: without blanks, and its letters from A to Z small."""
    return re.sub(r"[A-Z]", lambda letter: letter[0].lower(), "".join(unit.split()))


@lru_cache(maxsize=1_000)
def spellings_of(domain: NumberDomain) -> dict[str, frozenset[str]]:
    """Return the spellings of each unit, without blanks and in small letters."""
    written = {domain.unit: (domain.unit, *domain.also_written)}
    written |= {other.unit: (other.unit, *other.also_written) for other in domain.units}
    return {unit: frozenset(map(plain_unit, spellings)) for unit, spellings in written.items()}
