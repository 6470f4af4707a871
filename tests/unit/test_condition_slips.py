"""Slips in conditions, each named where it stands, with what to write instead."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.knowledge.domains import YES_NO, ChoiceDomain, Domain, NumberDomain, OtherUnit
from screener.loading.condition_slips import slips_in
from screener.loading.condition_text import ConditionProblem, parse_condition
from screener.problems import Problem
from screener.wording.catalogue import problem_sentence
from tests.bases.built_in import built_in_rules

DOMAINS: dict[str, Domain] = {
    "size_cm": NumberDomain(Decimal("0.1"), 6, 600, "cm", ("centimeters",), (OtherUnit("mm", Decimal(10)),)),
    "platelets": NumberDomain(Decimal(1), 0, 2000, "10^9/L", ("10e9/L", "G/L")),
    "replaced": NumberDomain(Decimal(1), 0, 200, "%"),
    "count": NumberDomain(Decimal(1), 0, 198),
    "change": NumberDomain(Decimal("0.5"), -20, 20),
    "pacemaker": YES_NO,
    "vein": ChoiceDomain(("none", "branch", "main", "IN")),
    "stage": ChoiceDomain(("0", "A", "B")),
}


def refused(text: str) -> ConditionProblem:
    condition, problems = parse_condition(text, DOMAINS)
    assert condition is None
    (problem,) = problems
    return problem


@pytest.mark.parametrize(
    ("text", "column", "found", "hint"),
    [
        ("count = 3", 6, "=", "=="),
        ("count === 3", 6, "===", "=="),
        ("count = = 3", 6, "= =", "=="),
        ("count <> 3", 6, "<>", "!="),
        ("count !== 3", 6, "!==", "!="),
        ("count \u2260 3", 6, "\u2260", "!="),
        ("count =< 3", 6, "=<", "<="),
        ("count < = 3", 6, "< =", "<="),
        ("count \u2264 3", 6, "\u2264", "<="),
        ("count => 3", 6, "=>", ">="),
        ("count>\t=3", 5, "> =", ">="),
        ("count \u2265 3", 6, "\u2265", ">="),
        ("change < \u22122", 9, "\u2212", "-"),
        ("count > 1 && pacemaker", 10, "&&", "and"),
        ("count > 1 & pacemaker", 10, "&", "and"),
        ("count > 1 AND pacemaker", 10, "AND", "and"),
        ("count > 1 And pacemaker", 10, "And", "and"),
        ("count > 1 || pacemaker", 10, "||", "or"),
        ("count > 1 | pacemaker", 10, "|", "or"),
        ("count > 1 OR pacemaker", 10, "OR", "or"),
        ("!pacemaker", 0, "!", "not"),
        ("count > 1 and ! pacemaker", 14, "!", "not"),
        ("~pacemaker", 0, "~", "not"),
        ("NOT pacemaker", 0, "NOT", "not"),
        ("stage In [A]", 6, "In", "in"),
        ("stage \u2208 [A]", 6, "\u2208", "in"),
        ("stage is A", 6, "is", "=="),
        ("stage IS A", 6, "IS", "=="),
        ("stage is not A", 6, "is not", "!="),
        ("stage is in [A]", 6, "is in", "in"),
        ("stage is  not in [A]", 6, "is not in", "not in"),
        ("stage is", 6, "is", "=="),
    ],
)
def test_operators_of_other_languages_are_named(text: str, column: int, found: str, hint: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.line, problem.column) == ("operator_foreign", 0, column)
    assert (problem.found, problem.hint) == (found, hint)


@pytest.mark.parametrize(
    ("text", "column", "found", "hint"),
    [
        ("size_cm < 3 cm", 10, "3 cm", "3"),
        ("size_cm < 3cm and pacemaker", 10, "3cm", "3"),
        ("3 CM < size_cm", 0, "3 CM", "3"),
        ("pacemaker and 3.5 centimeters > size_cm", 14, "3.5 centimeters", "3.5"),
        ("size_cm in [3 cm, 5]", 12, "3 cm", "3"),
        ("size_cm < 3,5 cm", 10, "3,5 cm", "3.5"),
        ("size_cm < 35 mm", 10, "35 mm", "3.5"),
        ("size_cm < 35.5 mm", 10, "35.5 mm", ""),
        ("size_cm < 2 inches", 10, "2 inches", ""),
        ("platelets < 50 10^9/L", 12, "50 10^9/L", "50"),
        ("platelets < 50 g/l", 12, "50 g/l", "50"),
        ("platelets < 50 cells/mL", 12, "50 cells/mL", ""),
        ("replaced < 50%", 11, "50%", "50"),
        ("replaced < 50 % and pacemaker", 11, "50 %", "50"),
        ("count > 3 tumors", 8, "3 tumors", "3"),
    ],
)
def test_a_number_stands_without_its_unit(text: str, column: int, found: str, hint: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.column, problem.found, problem.hint) == ("number_with_unit", column, found, hint)
    fact = DOMAINS[problem.subject]
    assert problem.allowed == fact.allowed()


def test_a_unit_is_named_beside_a_fact_that_nobody_knows() -> None:
    for text in ("sice_cm < 3 cm", "count > 1 and sice_cm < 3 cm", "count > 1 && 3 cm > sice_cm or count < 2"):
        problem = parse_condition(text, DOMAINS)[1][-1]
        assert (problem.code, problem.subject, problem.hint) == ("number_with_unit", "", "")
        assert problem.allowed == ("a number without a unit",)


@pytest.mark.parametrize(
    ("text", "column", "found", "hint"),
    [
        ("size_cm < 3,5", 10, "3,5", "3.5"),
        ("(size_cm < 3,5) or pacemaker", 11, "3,5", "3.5"),
        ("count > 1,000", 8, "1,000", "1.000 / 1000"),
        ("count in [1, 2] and size_cm < 3,5", 30, "3,5", "3.5"),
    ],
)
def test_decimals_stand_after_a_point(text: str, column: int, found: str, hint: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.column, problem.found, problem.hint) == ("decimal_comma", column, found, hint)


@pytest.mark.parametrize("text", ["count in (1,2)", "count in {1,2}", "count in ((1,2))"])
def test_a_comma_in_a_list_of_whatever_brackets_parts_two_numbers(text: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.hint) == ("list_expected", "[1, 2]")


@pytest.mark.parametrize(
    ("text", "column", "found", "hint"),
    [
        ('vein == "main"', 8, '"main"', "main"),
        ("vein == 'main'", 8, "'main'", "main"),
        ("vein in [main, \u201cbranch\u201d]", 15, "\u201cbranch\u201d", "branch"),
        ("vein == \u2018main\u2019", 8, "\u2018main\u2019", "main"),
        ('size_cm < "3.5"', 10, '"3.5"', "3.5"),
        ('vein == "main branch"', 8, '"main branch"', ""),
    ],
)
def test_names_and_numbers_stand_without_quotes(text: str, column: int, found: str, hint: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.column, problem.found, problem.hint) == ("constant_quoted", column, found, hint)


@pytest.mark.parametrize(
    ("text", "found", "hint"),
    [
        ("pacemaker == yes", "pacemaker == yes", "pacemaker"),
        ("pacemaker == no", "pacemaker == no", "not pacemaker"),
        ("pacemaker != yes", "pacemaker != yes", "not pacemaker"),
        ("pacemaker != False", "pacemaker != False", "pacemaker"),
        ("pacemaker == true", "pacemaker == true", "pacemaker"),
        ("pacemaker = true", "pacemaker = true", "pacemaker"),
        ("pacemaker is false", "pacemaker is false", "not pacemaker"),
        ("pacemaker is not true", "pacemaker is not true", "not pacemaker"),
        ('count > 1 and pacemaker == "yes"', 'pacemaker == "yes"', "pacemaker"),
    ],
)
def test_a_yes_no_fact_stands_alone(text: str, found: str, hint: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.column, problem.found) == ("claim_compared", text.index("pacemaker"), found)
    assert (problem.subject, problem.hint) == ("pacemaker", hint)


def test_what_is_compared_with_a_yes_no_fact_in_another_way_is_no_claim() -> None:
    assert refused("pacemaker =").hint == "=="
    assert refused("pacemaker = maybe").hint == "=="
    assert refused("pacemaker is in [yes]").hint == "in"


def test_a_name_that_looks_like_an_operator_is_none() -> None:
    assert slips_in("vein == IN", DOMAINS) == ()
    assert parse_condition("vein == IN", DOMAINS)[1] == ()


def test_what_stands_behind_a_number_is_a_unit_only_if_it_is_no_name_or_operator() -> None:
    for text in ("count > 3 pacemaker", "count > 3 A", "count > 3 if pacemaker", "count > 3 % 2", "count < 0x10"):
        assert slips_in(text, DOMAINS) == (), text


def test_all_slips_of_a_condition_arrive_at_once_and_where_they_stand() -> None:
    text = 'size_cm = 3 cm\n  && vein is "main"'
    _, problems = parse_condition(text, DOMAINS)
    assert [(each.code, each.line, each.column, each.hint) for each in problems] == [
        ("operator_foreign", 0, 8, "=="),
        ("number_with_unit", 0, 10, "3"),
        ("operator_foreign", 1, 2, "and"),
        ("operator_foreign", 1, 10, "=="),
        ("constant_quoted", 1, 13, "main"),
    ]


def test_a_text_mended_as_the_hints_say_can_be_read() -> None:
    text = 'size_cm => 3,5 cm && NOT (vein is not "main" || pacemaker = true) & count <> 3 tumors'
    for slip in reversed(slips_in(text, DOMAINS)):
        text = text[: slip.start] + slip.hint + text[slip.end :]
    assert text == "size_cm >= 3.5 and not (vein != main or pacemaker) and count != 3"
    condition, problems = parse_condition(text, DOMAINS)
    assert (condition is not None, problems) == (True, ())


def test_a_slip_reads_as_a_sentence_that_says_what_to_write() -> None:
    told = [
        problem_sentence(Problem(each.code, each.subject, None, each.found, each.allowed, each.hint))
        for text in ("count = 3", "size_cm < 3 cm", "size_cm < 3,5", 'vein == "main"', "pacemaker == true")
        for each in parse_condition(text, DOMAINS)[1]
    ]
    assert told == [
        "The condition language has no =. Write ==.",
        "3 cm has a unit. Write the number alone, in the fact's own unit. Allowed are: 0.3 to 30 cm, steps of 0.1. "
        "Write 3.",
        "3,5 has a comma. Decimals are written with a point. Write 3.5.",
        '"main" stands in quotes. Names and numbers are written without them. Write main.',
        "pacemaker == true compares a yes/no fact, which stands alone. Write pacemaker.",
    ]


def test_no_condition_of_the_built_in_rules_looks_like_a_slip() -> None:
    knowledge = built_in_rules().knowledge
    written = [rule.as_written for rule in knowledge.rules]
    assert [text for text in written if slips_in(text, knowledge.domains)] == []


@given(st.text("size_cmvein ABpacr019.,=<>!&|~()[]{}\"'%/and not or is in \n\u2264\u2212\u201c\u201d", max_size=60))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    condition, problems = parse_condition(text, DOMAINS)
    assert (condition is None) == bool(problems)
    for problem in problems:
        assert problem.line >= 0
        assert problem.column >= 0
    if condition is not None:
        assert slips_in(text, DOMAINS) == ()
