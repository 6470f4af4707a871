"""Numbers as charts write them: units, ranges, limits, about; always exact."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.knowledge.domains import Approximation, NumberDomain, OtherUnit
from screener.knowledge.possible import Interval
from screener.patient.number_patterns import end_pattern, is_range_or_limit, range_pattern, text_pattern
from screener.patient.numbers import ReadNumber, Refusal, read_number

MM = OtherUnit("mm", Decimal(10), ("millimeters",), Decimal(15))
SIZE = NumberDomain(Decimal("0.1"), 6, 600, "cm", (), (MM,), Approximation(Decimal("0.5"), Decimal(20), Decimal(5)))
BILIRUBIN = NumberDomain(
    Decimal("0.1"), 2, 800, "mg/dL", (), (OtherUnit("umol/L", Decimal("17.1"), ("µmol/L",), Decimal(20)),)
)
ALBUMIN = NumberDomain(Decimal("0.1"), 20, 120, "g/dL", (), (OtherUnit("g/L", Decimal(10)),))
CREATININE = NumberDomain(Decimal("0.1"), 4, 300, "mg/dL", (), (OtherUnit("umol/L", Decimal("88.4")),))
PLATELETS = NumberDomain(
    Decimal(1),
    2,
    3000,
    "10^9/L",
    (),
    (OtherUnit("/uL", Decimal(1000), ("per uL",)), OtherUnit("10^3/uL", Decimal(1), ("K/uL",))),
)
COUNT = NumberDomain(Decimal(1), 0, 198)
RATIO = NumberDomain(Decimal("0.1"), 16, 200)
DOMAINS = (SIZE, BILIRUBIN, ALBUMIN, CREATININE, PLATELETS, COUNT, RATIO)


def read(value: object, domain: NumberDomain = SIZE) -> ReadNumber:
    number = read_number(value, domain)
    assert isinstance(number, ReadNumber), number
    return number


def refused(value: object, domain: NumberDomain = SIZE) -> tuple[str, str]:
    refusal = read_number(value, domain)
    assert isinstance(refusal, Refusal), refusal
    return refusal.code, refusal.hint


@pytest.mark.parametrize(
    ("written", "domain", "possible"),
    [
        ("32 mm", SIZE, (64, 64)),
        ("32mm", SIZE, (64, 64)),
        (" 32  MM ", SIZE, (64, 64)),
        ("32 millimeters", SIZE, (64, 64)),
        ("3.2 cm", SIZE, (64, 64)),
        ("32.4 mm", SIZE, (65, 65)),
        ("35 umol/L", BILIRUBIN, (41, 41)),
        ("35 µmol / l", BILIRUBIN, (41, 41)),
        ("34.2 umol/L", BILIRUBIN, (40, 40)),
        ("35 g/L", ALBUMIN, (70, 70)),
        ("88.4 umol/L", CREATININE, (20, 20)),
        ("150000 /uL", PLATELETS, (300, 300)),
        ("150000/uL", PLATELETS, (300, 300)),
        ("149999 per uL", PLATELETS, (299, 299)),
        ("150 K/uL", PLATELETS, (300, 300)),
        ("150 10^3/uL", PLATELETS, (300, 300)),
        ("150 10^9/L", PLATELETS, (300, 300)),
    ],
)
def test_a_number_may_be_written_in_every_unit_of_its_fact(
    written: str, domain: NumberDomain, possible: Interval
) -> None:
    assert read(written, domain).possible == possible


@pytest.mark.parametrize(
    ("written", "domain", "possible"),
    [
        ("30-40 mm", SIZE, (60, 80)),
        ("3 to 5 cm", SIZE, (60, 100)),
        ("30 mm to 5 cm", SIZE, (60, 100)),
        ("30 mm - 40", SIZE, (60, 80)),
        ({"min": "30 mm", "max": "5 cm"}, SIZE, (60, 100)),
        ({"min": 3, "max": "50 mm"}, SIZE, (60, 100)),
        ("30-50 umol/L", BILIRUBIN, (35, 59)),
    ],
)
def test_the_ends_of_a_range_may_have_units(written: object, domain: NumberDomain, possible: Interval) -> None:
    assert read(written, domain).possible == possible


@pytest.mark.parametrize(
    ("written", "possible"),
    [
        ("under 3 cm", (6, 59)),
        ("< 3", (6, 59)),
        ("<3", (6, 59)),
        ("less  than 3", (6, 59)),
        ("Below 30 mm", (6, 59)),
        ("at most 3", (6, 60)),
        ("<= 3", (6, 60)),
        ("\u2264 3", (6, 60)),
        ("up to 32.4 mm", (6, 65)),
        ("under 32.4 mm", (6, 65)),
        ("more than 5", (101, 600)),
        ("> 5 cm", (101, 600)),
        ("over 52.4 mm", (105, 600)),
        ("at least 2", (40, 600)),
        (">= 2", (40, 600)),
        ("\u2265 2", (40, 600)),
    ],
)
def test_a_limit_reaches_to_the_half_step_beside_it_or_to_itself(written: str, possible: Interval) -> None:
    assert read(written).possible == possible


@pytest.mark.parametrize(
    ("written", "possible"),
    [("10+", (20, 198)), ("at least 10", (20, 198)), ("more than 3", (8, 198)), ("under 3", (0, 4)), ("< 1", (0, 0))],
)
def test_between_two_counts_there_is_nothing(written: str, possible: Interval) -> None:
    assert read(written, COUNT).possible == possible


@pytest.mark.parametrize(
    ("written", "possible"),
    [
        ("about 3", (50, 70)),
        ("~3 cm", (50, 70)),
        ("ca. 30 mm", (50, 70)),
        ("approx. 3", (50, 70)),
        ("Approximately 3", (50, 70)),
        ("about 5", (90, 110)),
        ("about 5.3", (85, 127)),
        ("about 10 cm", (160, 240)),
        ("about 0.5", (6, 20)),
        ("about 29", (464, 600)),
        ("about 3-4 cm", (50, 90)),
        ("about 3.14", (53, 73)),
    ],
)
def test_about_a_size_is_so_much_more_or_less(written: str, possible: Interval) -> None:
    number = read(written)
    assert number.possible == possible
    assert number.as_written == " ".join(written.split())


def test_about_is_refused_where_nobody_said_what_it_means() -> None:
    assert refused("about 3", COUNT) == ("approximate_refused", "")
    assert refused("about 2-3", COUNT) == ("approximate_refused", "")


def test_only_what_was_converted_or_is_approximate_keeps_how_it_was_written() -> None:
    assert [read(text).as_written for text in ("32 mm", "3 cm to 50 mm", "~3")] == ["32 mm", "3 cm to 50 mm", "~3"]
    assert [read(text).as_written for text in ("3.2", "3.2 cm", "3-5", "under 3", 3.2)] == [""] * 5
    assert read({"min": "30 mm", "max": 5}).as_written == "30 mm-5"
    assert read("150 K/uL", PLATELETS).as_written == "150 K/uL"


@pytest.mark.parametrize(
    ("written", "would_be"), [("22", (44, 44)), (22, (44, 44)), ("18-22", (36, 44)), ("> 20", (41, 600))]
)
def test_a_bare_number_above_its_mark_smells_of_the_other_unit(written: object, would_be: Interval) -> None:
    doubt = read(written).doubt
    assert doubt is not None
    assert (doubt.as_written, doubt.unit, doubt.would_be) == (str(written), "mm", would_be)


@pytest.mark.parametrize("written", ["15", "22 cm", "22 mm", "3-5"])
def test_a_unit_or_a_usual_number_leaves_no_doubt(written: str) -> None:
    assert read(written).doubt is None


def test_there_is_no_doubt_where_the_other_unit_does_not_fit() -> None:
    narrow = NumberDomain(Decimal("0.1"), 100, 600, "cm", (), (MM,))
    assert read("22", narrow).doubt is None


@pytest.mark.parametrize(
    ("written", "domain", "code", "hint"),
    [
        (35, ALBUMIN, "number_out_of_range", "35 g/L (3.5 g/dL)"),
        ("35-40", ALBUMIN, "number_out_of_range", "35-40 g/L (3.5 to 4 g/dL)"),
        (88, CREATININE, "number_out_of_range", "88 umol/L (0.9 to 1 mg/dL)"),
        (900, ALBUMIN, "number_out_of_range", ""),
        ("35 g/dL", ALBUMIN, "number_out_of_range", ""),
        ("5 mm", NumberDomain(Decimal("0.1"), 20, 600, "cm", (), (MM,)), "number_out_of_range", ""),
        ("> 30 cm", SIZE, "number_out_of_range", ""),
        ("< 0.3 cm", SIZE, "number_out_of_range", ""),
        ("300.1 mm", SIZE, "number_out_of_range", ""),
        ("3.25", SIZE, "number_off_grid", "3.2 / 3.3"),
        ("3.25 cm", SIZE, "number_off_grid", "3.2 / 3.3"),
        ("5-3 cm", SIZE, "range_reversed", ""),
        ("50 mm - 3 cm", SIZE, "range_reversed", ""),
        ("3,5 cm", SIZE, "number_expected", "3.5 cm"),
        ("150,000", PLATELETS, "number_expected", ""),
        ("3,5 inches", SIZE, "number_expected", ""),
        ("3 inches", SIZE, "number_expected", ""),
        ("3 mmm", SIZE, "number_expected", ""),
        ("< -3", SIZE, "number_expected", ""),
        ("= 3", SIZE, "number_expected", ""),
        ("underneath 3", SIZE, "number_expected", ""),
        ("3+", SIZE, "number_expected", ""),
        ("15010^3/uL", PLATELETS, "number_expected", ""),
        ({"min": "about 3", "max": 5}, SIZE, "number_expected", ""),
        ({"min": "< 3", "max": 5}, SIZE, "number_expected", ""),
        ({"min": 3}, SIZE, "number_expected", ""),
        ("3" + " " * 300, SIZE, "number_expected", ""),
        ("1e99", SIZE, "number_out_of_range", ""),
        (["20 mm", "30 mm"], SIZE, "list_for_number", "20 mm-30 mm"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(
    written: object, domain: NumberDomain, code: str, hint: str
) -> None:
    assert refused(written, domain) == (code, hint)


DECIMALS = st.decimals(min_value=0, max_value=2000, places=3, allow_nan=False).map(lambda number: f"{number:f}")
UNITS = [(domain, other) for domain in DOMAINS for other in domain.units]


@given(st.sampled_from(UNITS), DECIMALS)
def test_a_converted_value_compares_as_the_exact_fraction_with_every_constant(
    unit: tuple[NumberDomain, OtherUnit], text: str
) -> None:
    domain, other = unit
    exact = Fraction(Decimal(text)) / Fraction(other.per_unit)
    number = read_number(f"{text} {other.unit}", domain)
    lowest, highest = (Fraction(domain.step) * end / 2 for end in (domain.low, domain.high))
    if not lowest <= exact <= highest:
        assert isinstance(number, Refusal)
        return
    assert isinstance(number, ReadNumber)
    low, high = number.possible
    assert low == high
    for constant in range(domain.low, domain.high + 1, 2):
        value = Fraction(domain.step) * constant / 2
        assert (low < constant, low == constant) == (exact < value, exact == value)


@given(st.sampled_from(UNITS), DECIMALS, st.sampled_from(["<", "<=", ">", ">="]))
def test_a_limit_in_another_unit_holds_exactly_the_values_beyond_it(
    unit: tuple[NumberDomain, OtherUnit], text: str, sign: str
) -> None:
    domain, other = unit
    exact = Fraction(Decimal(text)) / Fraction(other.per_unit)
    number = read_number(f"{sign} {text} {other.unit}", domain)
    if isinstance(number, Refusal):
        assert number.code == "number_out_of_range"
        return
    low, high = number.possible
    for half in range(domain.low, domain.high + 1, 2):
        value = Fraction(domain.step) * half / 2
        is_beyond = {"<": value < exact, "<=": value <= exact, ">": value > exact, ">=": value >= exact}[sign]
        assert (low <= half <= high) == is_beyond


PIECES = st.sampled_from(
    (
        "3",
        "3.2",
        "40",
        "1e2",
        "-",
        "\u2013",
        " to ",
        "to",
        " ",
        "  ",
        "mm",
        "cm",
        "MM",
        "umol/L",
        "µmol/L",
        "/uL",
        "K/uL",
    )
) | st.sampled_from(
    (
        "about ",
        "~",
        "ca.",
        "approx. ",
        "<",
        "<=",
        ">",
        "\u2265",
        "under ",
        "at least ",
        "+",
        "10^3/uL",
        "g / L",
        "\n",
        "x",
    )
)
SYNTAX = ("number_expected", "approximate_refused", "list_for_number")


@given(st.sampled_from(DOMAINS), st.lists(PIECES, max_size=6).map("".join))
def test_the_pattern_of_the_schema_accepts_what_can_be_read_as_a_number(domain: NumberDomain, text: str) -> None:
    number = read_number(text, domain)
    is_read = isinstance(number, ReadNumber) or number.code not in SYNTAX
    assert bool(re.search(text_pattern(domain), text)) == is_read


@given(st.sampled_from(DOMAINS), st.lists(PIECES, max_size=4).map("".join))
def test_the_pattern_of_an_end_accepts_what_can_stand_there(domain: NumberDomain, text: str) -> None:
    number = read_number({"min": text, "max": text}, domain)
    is_read = isinstance(number, ReadNumber) or number.code not in SYNTAX
    assert bool(re.search(end_pattern(domain), text)) == is_read


@given(st.lists(PIECES, max_size=5).map("".join))
def test_ranges_and_limits_are_told_from_single_numbers(text: str) -> None:
    if re.search(range_pattern(COUNT), text):
        assert is_range_or_limit(text, COUNT)
