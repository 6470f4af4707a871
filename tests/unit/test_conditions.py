"""The `when` language: what it says, and what it refuses and where."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screener.knowledge import conditions
from screener.knowledge.conditions import AllOf, AnyOf, ChoiceTest, Condition, NumberTest, compare, facts_of, negate
from screener.knowledge.domains import YES_NO, ChoiceDomain, Domain, NumberDomain, decimal_of
from screener.loading.condition_text import ConditionProblem, parse_condition
from screener.problems import Place, Problem

DOMAINS: dict[str, Domain] = {
    "size_cm": NumberDomain(Decimal("0.1"), 6, 600, "cm"),
    "count": NumberDomain(Decimal(1), 0, 198),
    "change": NumberDomain(Decimal("0.5"), -20, 20),
    "pacemaker": YES_NO,
    "vein": ChoiceDomain(("none", "branch", "main")),
    "stage": ChoiceDomain(("0", "A", "B")),
    "points": ChoiceDomain(("5", "6", "7", "8"), ordered=True),
}


def read(text: str) -> Condition:
    condition, problems = parse_condition(text, DOMAINS)
    assert problems == ()
    assert condition is not None
    return condition


def refused(text: str) -> ConditionProblem:
    condition, problems = parse_condition(text, DOMAINS)
    assert condition is None
    (problem,) = problems
    return problem


def choice(fact: str, operator: str, values: str, others: str, constants: str) -> ChoiceTest:
    return ChoiceTest(fact, operator, frozenset(values.split()), frozenset(others.split()), tuple(constants.split()))


# --- what it says ---


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("size_cm < 3", NumberTest("size_cm", "<", 60, ("3",))),
        ("size_cm <= 3.0", NumberTest("size_cm", "<=", 60, ("3.0",))),
        ("3 < size_cm", NumberTest("size_cm", ">", 60, ("3",))),
        ("3 >= size_cm", NumberTest("size_cm", "<=", 60, ("3",))),
        ("3 == count", NumberTest("count", "==", 6, ("3",))),
        ("count != 3", NumberTest("count", "!=", 6, ("3",))),
        ("change > -1.5", NumberTest("change", ">", -6, ("-1.5",))),
        ("change > -1", NumberTest("change", ">", -4, ("-1",))),
        ("pacemaker", choice("pacemaker", "is", "yes", "no", "yes")),
        ("not pacemaker", choice("pacemaker", "is not", "no", "yes", "yes")),
        ("vein == main", choice("vein", "==", "main", "none branch", "main")),
        ("main == vein", choice("vein", "==", "main", "none branch", "main")),
        ("vein != main", choice("vein", "!=", "none branch", "main", "main")),
        ("vein in [main, branch]", choice("vein", "in", "main branch", "none", "main branch")),
        ("vein not in [main, branch]", choice("vein", "not in", "none", "main branch", "main branch")),
        ("not vein in [main, branch]", choice("vein", "not in", "none", "main branch", "main branch")),
        ("stage == 0", choice("stage", "==", "0", "A B", "0")),
        ("points <= 6", choice("points", "<=", "5 6", "7 8", "6")),
        ("7 <= points", choice("points", ">=", "7 8", "5 6", "7")),
        ("points > 5", choice("points", ">", "6 7 8", "5", "5")),
        ("count in [1]", NumberTest("count", "==", 2, ("1",))),
    ],
)
def test_a_comparison_sets_one_fact_against_constants(text: str, condition: Condition) -> None:
    assert read(text) == condition


def test_lists_of_numbers_become_comparisons() -> None:
    one, two = NumberTest("count", "==", 2, ("1",)), NumberTest("count", "==", 4, ("2",))
    assert read("count in [1, 2]") == AnyOf((one, two))
    assert read("count not in [1, 2]") == AllOf((negate(one), negate(two)))


def test_chains_hold_when_every_link_holds() -> None:
    assert read("1 <= size_cm < 8") == AllOf(
        (NumberTest("size_cm", ">=", 20, ("1",)), NumberTest("size_cm", "<", 160, ("8",)))
    )


def test_not_is_pushed_down_to_the_tests() -> None:
    assert read("not (pacemaker or size_cm > 3 and vein == main)") == AllOf(
        (read("not pacemaker"), AnyOf((read("size_cm <= 3"), read("vein != main"))))
    )


@pytest.mark.parametrize(
    "text", ["size_cm < 3", "vein in [main]", "pacemaker", "count == 1 or pacemaker", "1 <= size_cm < 8 and pacemaker"]
)
def test_negating_twice_changes_nothing(text: str) -> None:
    assert negate(negate(read(text))) == read(text)
    assert negate(read(text)) == read(f"not ({text})")


def test_tests_and_facts_are_found_from_left_to_right() -> None:
    condition = read("count > 1 and (pacemaker or size_cm > 3) and count < 5")
    assert [test.fact for test in conditions.tests_of(condition)] == ["count", "pacemaker", "size_cm", "count"]
    assert facts_of(condition) == {"count", "pacemaker", "size_cm"}


def test_a_block_of_lines_is_one_expression() -> None:
    assert read("  count > 1\n  and pacemaker\n") == read("count > 1 and pacemaker")


@pytest.mark.parametrize(
    ("operator", "holds"),
    [
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        (">=", [False, True, True]),
        ("==", [False, True, False]),
        ("!=", [True, False, True]),
    ],
)
def test_comparisons_are_exact_at_the_limit(operator: str, holds: list[bool]) -> None:
    test = NumberTest("size_cm", operator, 60, ("3",))
    assert [test.holds_for(halves) for halves in (59, 60, 61)] == holds
    assert [compare(halves, operator, 60) for halves in (59, 60, 61)] == holds


# --- what it refuses ---


@pytest.mark.parametrize(
    ("code", "text", "column", "found", "hint"),
    [
        ("fact_unknown", "count > 1 and sice_cm < 3", 14, "sice_cm", "size_cm"),
        ("fact_unknown", "not pacemakers", 4, "pacemakers", "pacemaker"),
        ("value_unknown", "vein in [main, brunch]", 15, "brunch", "branch"),
        ("constant_expected", "size_cm < three", 10, "three", ""),
        ("constant_expected", "size_cm < 0x10", 10, "0x10", ""),
        ("constant_off_grid", "size_cm < 3.05", 10, "3.05", ""),
        ("constant_out_of_range", "size_cm < 31", 10, "31", ""),
        ("constant_out_of_range", "size_cm > -1", 10, "-1", ""),
        ("constant_expected", "size_cm < (1 + 2)", 11, "1 + 2", ""),
        ("constant_expected", "size_cm < True", 10, "True", ""),
        ("constant_expected", "change > -pacemaker", 9, "-pacemaker", ""),
        ("list_expected", "vein in main", 8, "main", "[main]"),
        ("list_expected", "vein in []", 8, "[]", ""),
        ("list_expected", "vein in (main, branch)", 8, "(main, branch)", "[main, branch]"),
        ("list_expected", "vein in {main, branch}", 8, "{main, branch}", "[main, branch]"),
        ("list_expected", "vein in max(1, 2)", 8, "max(1, 2)", ""),
        ("comparison_missing", "vein", 0, "vein", ""),
        ("comparison_missing", "pacemaker and size_cm", 14, "size_cm", ""),
        ("comparison_without_fact", "3 < 4", 0, "3 < 4", ""),
        ("comparison_of_two_facts", "size_cm < count", 0, "size_cm < count", ""),
        ("claim_compared", "pacemaker == 1", 0, "pacemaker == 1", "pacemaker / not pacemaker"),
        ("choice_ordered", "vein < main", 0, "<", ""),
        ("comparison_decided", "size_cm >= 0.3", 0, "size_cm >= 0.3", ""),
        ("comparison_decided", "size_cm > 30", 0, "size_cm > 30", ""),
        ("comparison_decided", "points <= 8", 0, "points <= 8", ""),
        ("comparison_decided", "points < 5", 0, "points < 5", ""),
        ("comparison_decided", "vein in [none, branch, main]", 0, "vein in [none, branch, main]", ""),
        ("condition_not_allowed", "count > 1 # many", 10, "#", ""),
        ("condition_not_allowed", "max(count, 2)", 0, "max(count, 2)", ""),
        ("condition_not_allowed", "pacemaker and 1", 14, "1", ""),
        ("condition_not_allowed", "lambda: count", 0, "lambda: count", ""),
        ("condition_syntax", "count > 1 and and pacemaker", 14, "count > 1 and and pacemaker", ""),
        ("condition_syntax", "count > 1 pacemaker", 10, "count > 1 pacemaker", ""),
    ],
)
def test_everything_else_is_refused_where_it_stands(code: str, text: str, column: int, found: str, hint: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.line, problem.found, problem.hint) == (code, 0, found, hint)
    assert problem.column == column


def test_places_in_a_block_count_lines_and_characters() -> None:
    problem = refused("  count > 1\n  and (pacemaker or sice_cm < 3)\n")
    assert (problem.line, problem.column) == (1, 20)
    # A word of two-byte letters before the mistake moves bytes, not characters.
    _, problems = parse_condition("größe > 1 and sice_cm < 3", DOMAINS)
    assert [(problem.column, problem.found) for problem in problems] == [(0, "größe"), (14, "sice_cm")]


def test_all_problems_of_a_condition_arrive_at_once() -> None:
    _, problems = parse_condition("sice_cm < 3 and (vein == brunch or count < 1.5)", DOMAINS)
    assert [problem.code for problem in problems] == ["fact_unknown", "value_unknown", "constant_off_grid"]
    assert problems[1].allowed == ("none", "branch", "main")
    assert problems[2].allowed == ("0 to 99", "steps of 1")


def test_one_broken_link_breaks_the_chain() -> None:
    assert refused("1 <= size_cm < 3.05").code == "constant_off_grid"
    assert refused("count in [1, 2.5]").code == "constant_off_grid"


def test_long_texts_are_refused() -> None:
    problem = refused("pacemaker or " * 90 + "pacemaker")
    assert (problem.code, problem.found) == ("condition_too_long", "1179 characters")


@pytest.mark.parametrize(
    "text", ["", "   ", "count >", "(" * 300, "not " * 249 + "x", "a\0b", "\ud800", "-" * 999 + "1"]
)
def test_no_text_ends_in_a_traceback(text: str) -> None:
    condition, problems = parse_condition(text, DOMAINS)
    assert condition is None
    assert problems


# --- numbers ---


@pytest.mark.parametrize(("text", "value"), [("3.20", "3.20"), (" 3 ", "3"), ("-1.5", "-1.5"), ("1e3", "1e3")])
def test_decimals_are_read_exactly(text: str, value: str) -> None:
    assert decimal_of(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "three", "3,5", "NaN", "inf", "1e30", "1e-30"])
def test_what_is_no_usable_number_is_none(text: str) -> None:
    assert decimal_of(text) is None


def test_half_steps_are_shown_without_trailing_zeros() -> None:
    size = DOMAINS["size_cm"]
    assert isinstance(size, NumberDomain)
    assert [size.text(halves) for halves in (60, 61, 62)] == ["3", "3.05", "3.1"]
    assert (size.halves(Decimal("3.1")), size.halves(Decimal("3.05"))) == (62, None)
    assert NumberDomain(Decimal(10), 0, 20).text(20) == "100"


def test_problems_read_as_one_line() -> None:
    place = Place("a.yaml", 3, 7)
    problem = Problem("value_unknown", "beads", place, "hott", ("hot", "cold"), "hot", ("age", "sex"))
    assert str(problem) == (
        "a.yaml:3:7: beads: value_unknown; found hott; allowed hot, cold; together with age, sex; hint hot"
    )
    assert str(Problem("file_missing")) == "-: file_missing"
