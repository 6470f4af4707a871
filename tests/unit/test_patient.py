"""Reading one patient: what is accepted, what is refused and how."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import inf, nan
from typing import cast

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Possible
from screener.patient.answer import Answer
from screener.patient.patient import Patient, PatientFacts
from screener.patient.schema import patient_schema
from screener.problems import PatientError, Place, Problem
from tests.bases.description import (
    CaseLine,
    ChoiceLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    SumLine,
    knowledge_of,
)

KNOWLEDGE: Knowledge = knowledge_of(
    Description(
        facts=(
            NumberLine("size", Decimal("0.3"), Decimal(30), Decimal("0.1")),
            NumberLine("count", Decimal(0), Decimal(99), Decimal(1)),
            ChoiceLine("surgery", ("operable", "inoperable"), ("not_assessed",)),
            ChoiceLine("spread", ("none", "limited", "widespread")),
            ChoiceLine("pacemaker", ("yes", "no")),
        ),
        derived=(
            PointsLine(
                "points", ((CaseLine("1", "size < 3"), CaseLine("3")), (CaseLine("1", "count < 3"), CaseLine("2")))
            ),
            FirstLine(
                "stage", (CaseLine("0", "count == 1"), CaseLine("A", "count < 3"), CaseLine("B")), is_judgement=True
            ),
            SumLine("total", "size", "count"),
        ),
        rules=(),
        options=(OptionLine("option", ("option",)),),
    )
)


def read(**raw: object) -> Patient:
    return Patient.read(raw, KNOWLEDGE)


def problems(**raw: object) -> list[Problem]:
    with pytest.raises(PatientError) as caught:
        read(**raw)
    assert caught.value.exit_code == 2
    return list(caught.value.problems)


def one_of(*values: str) -> Possible:
    return frozenset(values)


@pytest.mark.parametrize("value", ["unknown", " Unknown ", None, ["operable", "unknown"], "not_assessed"])
def test_unknown_may_be_said_in_every_way(value: object) -> None:
    assert read(surgery=value).asked == {}


def test_an_answer_that_means_unknown_is_kept_beside_the_facts() -> None:
    assert read(surgery=["not_assessed", "operable"]).answers == {"surgery": Answer(None, open_answer="not_assessed")}
    assert read(surgery="operable").answers["surgery"].open_answer == ""


@pytest.mark.parametrize(
    ("value", "possible"),
    [
        (3, (60, 60)),
        (3.2, (64, 64)),
        ("3.2", (64, 64)),
        (" 3.20 ", (64, 64)),
        (Decimal("3.2"), (64, 64)),
        ("3e0", (60, 60)),
        ("3-5", (60, 100)),
        ("3 - 5.5", (60, 110)),
        ("3\u20135", (60, 100)),
        ("3 to 5", (60, 100)),
        ("3-3", (60, 60)),
        ({"min": 3, "max": 5}, (60, 100)),
        ({"min": "3", "max": "5.1"}, (60, 102)),
        (0.3, (6, 6)),
        (30, (600, 600)),
    ],
)
def test_a_number_is_held_as_a_range_of_half_steps(value: object, possible: Possible) -> None:
    assert read(size=value).asked == {"size": possible}


def test_all_values_together_say_nothing() -> None:
    assert read(size="0.3-30", spread=["none", "limited", "widespread"]).asked == {}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("three", "number_expected"),
        ("", "number_expected"),
        (True, "number_expected"),
        (nan, "number_expected"),
        (inf, "number_expected"),
        ("NaN", "number_expected"),
        ("-inf", "number_expected"),
        ("1_0", "number_expected"),
        ("٣", "number_expected"),
        ("3 cm", "number_expected"),
        ("3-5-7", "number_expected"),
        ("9" * 300, "number_expected"),
        ("1e400", "number_expected"),
        (object, "number_expected"),
        ({"min": 3}, "number_expected"),
        ({"min": 3, "max": None}, "number_expected"),
        ({"min": 3, "max": 5, "step": 1}, "number_expected"),
        ([3, 5], "list_for_number"),
        ([], "list_for_number"),
        (3.25, "number_off_grid"),
        ("3.01-4", "number_off_grid"),
        (0.2, "number_out_of_range"),
        (30.1, "number_out_of_range"),
        (-3, "number_out_of_range"),
        ("0-5", "number_out_of_range"),
        ("5-3", "range_reversed"),
        ({"min": 5, "max": 3}, "range_reversed"),
    ],
)
def test_what_is_no_number_of_the_grid_is_refused(value: object, code: str) -> None:
    (problem,) = problems(size=value)
    assert (problem.code, problem.subject) == (code, "size")
    assert problem.allowed == ("0.3 to 30", "steps of 0.1")
    assert len(problem.found) <= 203


def test_a_number_too_long_to_write_is_refused() -> None:
    (problem,) = problems(size=10**5000)
    assert (problem.code, problem.found) == ("number_expected", "int")


@pytest.mark.parametrize(
    ("value", "hint"), [([3, 4, 5], "3-5"), ([], ""), ("3,5", "3.5"), (3.25, "3.2 / 3.3"), ("three", "")]
)
def test_a_refused_number_comes_with_what_to_write_instead(value: object, hint: str) -> None:
    assert [problem.hint for problem in problems(size=value)] == [hint]


@pytest.mark.parametrize(
    ("value", "possible"),
    [(True, "yes"), (False, "no"), ("yes", "yes"), ("No", "no"), ("TRUE", "yes"), (" false ", "no")],
)
def test_a_claim_is_answered_with_yes_or_no(value: object, possible: str) -> None:
    assert read(pacemaker=value).asked == {"pacemaker": one_of(possible)}


@pytest.mark.parametrize("value", ["maybe", 1, 0, [True], {}, ""])
def test_anything_else_is_no_answer_to_a_claim(value: object) -> None:
    (problem,) = problems(pacemaker=value)
    assert problem.code == "yes_no_expected"
    assert problem.allowed == ("true", "false", "unknown")


def test_a_choice_is_one_value_or_several() -> None:
    assert read(spread="none").asked == {"spread": one_of("none")}
    assert read(spread=["none", " limited "]).asked == {"spread": one_of("none", "limited")}
    assert read(spread=("none",)).asked == {"spread": one_of("none")}


@pytest.mark.parametrize(
    ("value", "code", "found"),
    [
        ("widesprad", "choice_unknown", "widesprad"),
        (["none", "widesprad"], "choice_unknown", "widesprad"),
        (3, "choice_unknown", "3"),
        ([], "list_empty", "[]"),
        (True, "choice_expected", "True"),
        (1.5, "choice_expected", "1.5"),
        (["none", None], "choice_expected", "['none', None]"),
        ({"min": "none", "max": "limited"}, "choice_expected", "{'min': 'none', 'max': 'limited'}"),
    ],
)
def test_what_is_no_value_of_a_choice_is_refused(value: object, code: str, found: str) -> None:
    (problem,) = problems(spread=value)
    assert (problem.code, problem.found) == (code, found)
    assert problem.allowed == ("none", "limited", "widespread", "unknown")
    assert problem.hint == ("widespread" if found == "widesprad" else "")


def test_answers_that_say_more_than_their_values_are_kept_apart() -> None:
    patient = read(size={"value": 3, "age": "1 day"}, spread="none", surgery="not_assessed", pacemaker=True)
    assert list(patient.remarked) == ["size", "surgery"]


def test_derived_facts_are_stated_like_others_and_kept_apart() -> None:
    patient = read(size=3, stage=[0, "A"], total="4-7.5")
    assert patient.asked == {"size": (60, 60)}
    assert patient.stated == {"stage": one_of("0", "A"), "total": (80, 150)}
    assert list(patient.answers) == ["size", "stage", "total"]


@pytest.mark.parametrize("value", ["2-4", "2 to 4", {"min": 2, "max": 4}, [2, 3, 4], ["2", "3", "4"]])
def test_points_may_be_stated_as_a_range(value: object) -> None:
    assert read(points=value).stated == {"points": one_of("2", "3", "4")}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("4-3", "range_reversed"),
        ("1-3", "number_out_of_range"),
        ("2-2.5", "number_off_grid"),
        ({"min": 2}, "number_expected"),
        (7, "choice_unknown"),
    ],
)
def test_points_outside_their_list_are_refused(value: object, code: str) -> None:
    assert [problem.code for problem in problems(points=value)] == [code]


def test_every_problem_is_found_at_once() -> None:
    found = problems(sise=3, size="three", count=3.5, pacemaker="maybe", spread="all")
    assert [(problem.subject, problem.code) for problem in found] == [
        ("sise", "patient_fact_unknown"),
        ("size", "number_expected"),
        ("count", "number_off_grid"),
        ("pacemaker", "yes_no_expected"),
        ("spread", "choice_unknown"),
    ]
    assert found[0].hint == "size"


def test_a_name_that_is_no_text_is_an_unknown_fact() -> None:
    by_number: dict[object, object] = {3: "x"}
    with pytest.raises(PatientError) as caught:
        Patient.read(cast(Mapping[str, object], by_number), KNOWLEDGE)
    assert [problem.code for problem in caught.value.problems] == ["patient_fact_unknown"]


def test_problems_know_where_the_answer_stands() -> None:
    place = Place("patient.yaml", 2, 1, "size: three")
    facts = PatientFacts({"size": "three", "count": "x"}, {"size": place})
    assert len(facts) == 2
    assert list(facts) == ["size", "count"]
    with pytest.raises(PatientError) as caught:
        Patient.read(facts, KNOWLEDGE)
    assert [problem.place for problem in caught.value.problems] == [place, None]


WORDS = st.sampled_from(
    ("3", "3.2", "40", "1e2", "-", "to", " ", "\u2013", "<", ">=", "under ", "at least ", "+", "about ", "~", "\n", "x")
) | st.sampled_from(
    ("unknown", "UNKNOWN", "yes", "No", "tRuE", "operable", "not_assessed", "limited", "none", "A", "0", "2", "7")
)
TEXTS = st.lists(WORDS, max_size=4).map("".join)
ANSWERS = TEXTS | st.lists(TEXTS, max_size=2) | st.fixed_dictionaries({"min": TEXTS, "max": TEXTS}) | st.booleans()
AGED = st.fixed_dictionaries(
    {"value": ANSWERS},
    optional={
        "taken": st.sampled_from(("2026-10-01", " 2026-10-01 ", "1.10.2026", "")),
        "age": st.sampled_from(("3 weeks", "1 DAY", " 2months ", "old", "3", "3 weeks ago")),
        "when": TEXTS,
    },
)
OF_VALUE = {"number_off_grid", "number_out_of_range", "range_reversed"}
SCHEMA = jsonschema.Draft202012Validator(patient_schema(KNOWLEDGE))


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(tuple(KNOWLEDGE.domains)), ANSWERS | AGED)
def test_the_schema_accepts_exactly_the_answers_that_can_be_read(fact: str, answer: object) -> None:
    raw = {fact: answer}
    try:
        Patient.read(raw, KNOWLEDGE)
    except PatientError as error:
        is_read = {problem.code for problem in error.problems} <= OF_VALUE
    else:
        is_read = True
    assert SCHEMA.is_valid(raw) == is_read


GOOD: tuple[dict[str, object], ...] = (
    {},
    {"size": 3.2, "count": "2-4", "surgery": "not_assessed", "pacemaker": True},
    {"size": {"min": 3, "max": "5"}, "spread": ["none", "limited"], "stage": 0, "points": "2-4"},
    {"size": {"value": "at least 3", "age": "3 weeks"}, "spread": {"value": ["none"], "taken": "2026-10-01"}},
    {"size": "3 \u2013 5", "spread": "unknown", "pacemaker": None, "stage": ["0", "A"], "total": 4.5},
)
BAD: tuple[dict[str, object], ...] = (
    {"sise": 3},
    {"size": "three"},
    {"size": [3, 5]},
    {"size": 31},
    {"count": {"min": 3}},
    {"spread": "all"},
    {"spread": []},
    {"pacemaker": 1},
    {"stage": "E"},
)


@pytest.mark.parametrize("raw", GOOD)
def test_the_schema_accepts_what_is_read(raw: dict[str, object]) -> None:
    jsonschema.validate(raw, patient_schema(KNOWLEDGE))
    Patient.read(raw, KNOWLEDGE)


@pytest.mark.parametrize("raw", BAD)
def test_the_schema_refuses_what_is_not_read(raw: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(raw, patient_schema(KNOWLEDGE))
    with pytest.raises(PatientError):
        Patient.read(raw, KNOWLEDGE)
