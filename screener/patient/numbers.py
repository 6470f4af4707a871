"""Numbers as charts have them: `3.2`, `32 mm`, `30-40 mm`, `about 3 cm`, `under 3`, `at least 2 cm`, `10+`.

What is written becomes an interval in half steps of the fact's grid. Conversion between units is exact, never rounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from screener.knowledge.domains import MAXIMUM_DIGITS, NumberDomain, decimal_of, plain_unit, spellings_of
from screener.knowledge.possible import Interval
from screener.patient.number_patterns import BARE, LIMITS, patterns_of
from screener.problems import ProblemCode

MAXIMUM_TEXT = 200
TOO_LARGE = 10**MAXIMUM_DIGITS
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))", re.ASCII)


@dataclass(frozen=True, slots=True)
class UnitDoubt:
    """A bare number that smells of another unit.

    Attributes:
        as_written: the number as written.
        unit: the other unit.
        would_be: what it would be in the other unit, in half steps of the fact's own.
    """

    as_written: str
    unit: str
    would_be: Interval


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """What a written number says.

    Attributes:
        possible: the values it leaves possible.
        as_written: how it was written, if it was converted or approximate; else blank.
        doubt: the unit that may have been meant instead.
    """

    possible: Interval
    as_written: str = ""
    doubt: UnitDoubt | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a written number cannot be read: the code of the problem, and what to write instead."""

    code: ProblemCode
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number, range or limit before its units are looked up; a blank unit stands for none."""

    ends: tuple[Fraction, Fraction]
    units: tuple[str, str] = ("", "")
    is_about: bool = False
    limit: str = ""


def read_number(value: object, domain: NumberDomain) -> ReadNumber | Refusal:
    """Return what a number, text or mapping of `min` and `max` says, or why it cannot be read."""
    if isinstance(value, (list, tuple)):
        return refuse("list_for_number", f"{value[0]}-{value[-1]}" if value else "")
    halves = _usual(value, domain)
    if halves is not None:
        return ReadNumber((halves, halves))
    amount = _parse(value, domain)
    if amount is None:
        return refuse("number_expected", _without_comma(value, domain))
    if amount.is_about and domain.approximate is None:
        return refuse("approximate_refused")
    possible = _interval(amount, domain)
    text = _as_written(value)
    is_bare = amount.units == ("", "")
    if isinstance(possible, Refusal):
        is_foreign = possible.code == "number_out_of_range" and is_bare
        return replace(possible, hint=_meant(amount, text, domain)) if is_foreign else possible
    is_converted = not all(_own(unit, domain) for unit in amount.units)
    return ReadNumber(
        possible,
        text if is_converted or amount.is_about else "",
        _doubt(amount, text, domain) if is_bare else None,
    )


def refuse(code: ProblemCode, hint: str = "") -> Refusal:
    """Return a refusal."""
    return Refusal(code, hint)


def _usual(value: object, domain: NumberDomain) -> int | None:
    """Return a bare number on the grid that smells of no other unit, as nearly all are; None leaves it to the rest."""
    text = value if isinstance(value, str) else str(value) if type(value) is int and abs(value) < TOO_LARGE else ""
    if len(text) > MAXIMUM_TEXT or not re.fullmatch(BARE, text):
        return None
    number = Decimal(text)
    halves = domain.halves(number)
    if halves is None or not domain.low <= halves <= domain.high:
        return None
    is_doubtful = any(other.asked_above is not None and number > other.asked_above for other in domain.units)
    return None if is_doubtful else halves


def _parse(value: object, domain: NumberDomain) -> _Amount | None:
    if isinstance(value, Mapping):
        ends = [_end(value[key], domain) for key in ("min", "max")] if set(value) == {"min", "max"} else []
        if not ends or ends[0] is None or ends[-1] is None:
            return None
        (low, _), (_, high) = ends[0].ends, ends[-1].ends
        return _Amount((low, high), (ends[0].units[0], ends[-1].units[0]))
    if not isinstance(value, str):
        return _end(value, domain)
    if len(value) > MAXIMUM_TEXT:
        return None
    return _end(value, domain) or _span_or_limit(value, domain)


def _end(value: object, domain: NumberDomain) -> _Amount | None:
    """Return a single number, with or without its unit."""
    if isinstance(value, str) and len(value) <= MAXIMUM_TEXT:
        if re.fullmatch(BARE, value.strip()):
            return _bare(Decimal(value.strip()))
        found = patterns_of(domain).single.fullmatch(value)
        if found and not found[1]:
            number, unit = _fraction(found[2]), plain_unit(found[3] or "")
            return _Amount((number, number), (unit, unit))
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number_text = text_of(value)
        number_read = decimal_of(number_text) if len(number_text) <= MAXIMUM_TEXT else None
        return None if number_read is None else _bare(number_read)
    return None


def _span_or_limit(value: str, domain: NumberDomain) -> _Amount | None:
    patterns = patterns_of(domain)
    if found := patterns.single.fullmatch(value):
        number, unit = _fraction(found[2]), plain_unit(found[3] or "")
        return _Amount((number, number), (unit, unit), is_about=True)
    if found := patterns.span.fullmatch(value):
        first, second = plain_unit(found[3] or ""), plain_unit(found[5] or "")
        # "30-40 mm" names its unit once.
        units = (first or second, second or first)
        return _Amount((_fraction(found[2]), _fraction(found[4])), units, is_about=bool(found[1]))
    if found := patterns.limit.fullmatch(value):
        number, unit = _fraction(found[2]), plain_unit(found[3] or "")
        return _Amount((number, number), (unit, unit), limit=LIMITS[" ".join(found[1].lower().split())])
    if patterns.plus and (found := patterns.plus.fullmatch(value)):
        number = _fraction(found[1])
        return _Amount((number, number), limit=">=")
    return None


def _interval(amount: _Amount, domain: NumberDomain) -> Interval | Refusal:
    """Return the values that what is written leaves possible, in half steps."""
    halves = []
    for end, unit in zip(amount.ends, amount.units, strict=True):
        own = end / Fraction(_per_unit(unit, domain))
        half = domain.nearest(own)
        if not domain.low <= half <= domain.high:
            return refuse("number_out_of_range")
        if half % 2 and not amount.is_about and _own(unit, domain):
            return refuse("number_off_grid", f"{domain.text(half - 1)} / {domain.text(half + 1)}")
        halves.append((own, half))
    (low, low_half), (high, high_half) = halves
    if low > high:
        return refuse("range_reversed")
    if amount.is_about and domain.approximate is not None:
        spread = domain.approximate.spread
        return max(domain.low, domain.nearest(low - spread(low))), min(domain.high, domain.nearest(high + spread(high)))
    return _limited(low_half, high_half, amount.limit, domain)


def _limited(low: int, high: int, limit: str, domain: NumberDomain) -> Interval | Refusal:
    # What is strictly under a grid value ends at the half step below it; between two counts there is nothing.
    beside = 0 if low % 2 else 2 if domain.is_count else 1
    match limit:
        case "":
            return low, high
        case "<=":
            return domain.low, high
        case ">=":
            return low, domain.high
        case "<":
            low, high = domain.low, high - beside
        case _:
            low, high = low + beside, domain.high
    return (low, high) if low <= high else refuse("number_out_of_range")


def _doubt(amount: _Amount, text: str, domain: NumberDomain) -> UnitDoubt | None:
    for other in domain.units:
        if other.asked_above is not None and max(amount.ends) > Fraction(other.asked_above):
            would_be = _interval(replace(amount, units=(other.unit, other.unit)), domain)
            if not isinstance(would_be, Refusal):
                return UnitDoubt(text, other.unit, would_be)
    return None


def _meant(amount: _Amount, text: str, domain: NumberDomain) -> str:
    """Return how to write a number that lies in range in another unit; blank if it does in none."""
    for other in domain.units:
        would_be = _interval(replace(amount, units=(other.unit, other.unit)), domain)
        if not isinstance(would_be, Refusal):
            low, high = would_be[0] - would_be[0] % 2, would_be[1] + would_be[1] % 2
            own = " to ".join(dict.fromkeys((domain.text(low), domain.text(high))))
            return f"{text} {other.unit} ({own} {domain.unit})"
    return ""


def _without_comma(value: object, domain: NumberDomain) -> str:
    if not isinstance(value, str) or len(_COMMA.findall(value)) != 1:
        return ""
    mended = _COMMA.sub(".", value).strip()
    return "" if isinstance(read_number(mended, domain), Refusal) else mended


def _own(unit: str, domain: NumberDomain) -> bool:
    """Return whether a unit as written, or none, stands for the fact's own."""
    return not unit or plain_unit(unit) in spellings_of(domain)[domain.unit]


def _per_unit(unit: str, domain: NumberDomain) -> Decimal:
    if _own(unit, domain):
        return Decimal(1)
    spellings = spellings_of(domain)
    return next(other.per_unit for other in domain.units if plain_unit(unit) in spellings[other.unit])


def _bare(number: Decimal) -> _Amount:
    exact = Fraction(number)
    return _Amount((exact, exact))


def _fraction(text: str) -> Fraction:
    return Fraction(Decimal(text))


def _as_written(value: object) -> str:
    if isinstance(value, Mapping):
        return "-".join(_as_written(value[key]) for key in ("min", "max"))
    return " ".join(text_of(value).split())


def text_of(value: object) -> str:
    """Return an answer as text; what is too long to write is told by its type."""
    try:
        return str(value)
    except ValueError:
        # Whole numbers of some thousand digits cannot be written.
        return type(value).__name__
