"""The form without a browser: what it asks, what it sends, what it forgets."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

import screener
from also_possible import Also, also_of, given_besides, with_also
from questions import (
    Field,
    age_given,
    read_answer,
    sections_of,
    type_answer,
    type_nothing,
)
from screener import KnowledgeBase
from screener.result.option import STATUSES
from tests.bases.built_in import built_in_rules
from tests.unit.form_app import CARD, answer, answers_kept, clear, open_form, send, text_of


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return built_in_rules()


@pytest.fixture(scope="module")
def fields(base: KnowledgeBase) -> dict[str, Field]:
    return {field.fact: field for part in sections_of(base.knowledge) for field in part.fields}


@pytest.fixture
def app() -> AppTest:
    return open_form()


def test_nothing_known_gives_nine_results_and_no_error(app: AppTest) -> None:
    send(app)

    assert not app.exception
    statuses = CARD.findall(text_of(app))
    assert len(statuses) == 9
    assert set(statuses) <= set(STATUSES)
    assert "discuss" not in statuses


def test_every_fact_that_a_rule_reads_is_asked_once_and_starts_unknown(app: AppTest, base: KnowledgeBase) -> None:
    asked = [fact.id for fact in base.knowledge.facts if not fact.planned]
    stated = [fact.id for fact in base.knowledge.derived]
    ages = [part.age.fact for part in sections_of(base.knowledge) if part.age]
    keys = [key.split("-", 2)[2] for key in answers_kept(app)]

    assert sorted(keys) == sorted([*asked, *stated, *ages])
    assert set(answers_kept(app).values()) == {"", "unknown"}


def test_the_form_says_what_the_program_says(app: AppTest, base: KnowledgeBase) -> None:
    for fact, value in {"tumor_count": "2", "largest_tumor_cm": "2.5-3.5", "diagnosis": "hcc"}.items():
        answer(app, fact, value)
    send(app)

    facts = {"tumor_count": "2", "largest_tumor_cm": "2.5-3.5", "diagnosis": "hcc"}
    expected = [option.status for option in screener.screen(facts, base).options.values()]
    assert CARD.findall(text_of(app)) == expected


def test_bad_answers_stay_typed_and_bring_no_result(app: AppTest) -> None:
    answer(app, "age_years", "seventy")
    answer(app, "largest_tumor_cm", "3.25")
    send(app)

    shown = text_of(app)
    assert 'id="error-summary"' in shown
    assert 'id="problem-field-age_years"' in shown
    assert 'id="problem-field-largest_tumor_cm"' in shown
    assert not CARD.search(shown)
    kept = answers_kept(app)
    assert kept["answer-0-age_years"] == "seventy"
    assert kept["answer-0-largest_tumor_cm"] == "3.25"


def test_an_error_takes_the_earlier_result_away(app: AppTest) -> None:
    send(app)
    assert CARD.search(text_of(app))
    answer(app, "age_years", "9999")
    send(app)

    assert not CARD.search(text_of(app))


def test_answers_that_do_not_go_together_are_shown_at_each_of_them(app: AppTest) -> None:
    answer(app, "child_pugh_class", "A")
    answer(app, "bilirubin_mg_dl", "9")
    answer(app, "ascites", "moderate_severe")
    answer(app, "albumin_g_dl", "2")
    send(app)

    shown = text_of(app)
    assert 'id="error-summary"' in shown
    assert 'id="problem-field-child_pugh_class"' in shown
    assert 'id="problem-field-bilirubin_mg_dl"' in shown


def test_clearing_leaves_nothing_of_the_patient(app: AppTest) -> None:
    answer(app, "age_years", "71")
    answer(app, "diagnosis", "hcc")
    send(app)
    before = answers_kept(app)
    clear(app)

    assert set(answers_kept(app).values()) == {"", "unknown"}
    assert [key for key in before if key in app.session_state] == []
    encounter = app.session_state["encounter"]
    assert encounter.screening is None
    assert (dict(encounter.typed), encounter.also, encounter.problems) == ({}, (), ())
    assert app.multiselect[0].value == []
    assert app.checkbox[0].value is False


def test_each_example_fills_the_form_and_gives_its_own_answer_again(base: KnowledgeBase) -> None:
    for example in screener.read_examples(base.knowledge):
        app = open_form()
        app.selectbox[0].set_value(example.name).run()
        next(button for button in app.button if button.label == "Fill in and show").click().run()
        assert not app.exception
        first = CARD.findall(text_of(app))
        send(app)

        result = screener.screen(example.facts, base)
        expected = [option.status for option in result.options.values()]
        assert first == expected
        assert CARD.findall(text_of(app)) == expected


def test_a_range_of_an_example_is_typed_as_a_range(fields: dict[str, Field]) -> None:
    size = fields["largest_tumor_cm"]

    assert type_answer(size, "2.5-3.5") == "2.5-3.5"
    assert type_answer(size, {"min": 3, "max": 5}) == "3-5"
    assert type_answer(size, 2.4) == "2.4"
    assert type_answer(size, None) == type_nothing(size) == ""


@pytest.fixture(scope="module")
def also(fields: dict[str, Field], base: KnowledgeBase) -> dict[str, Also]:
    return {each.key: each for each in also_of(fields.values(), base.knowledge)}


def test_every_value_of_a_choice_of_three_or_more_may_be_picked_besides(also: dict[str, Also]) -> None:
    assert also["child_pugh_class=B"].text == "Child-Pugh class: B"
    assert also["portal_vein_invasion=main"].fact == "portal_vein_invasion"
    assert "ecog=1" in also
    assert not [key for key in also if key.startswith(("pacemaker=", "operability=", "largest_tumor_cm="))]


def test_what_is_picked_besides_joins_the_answer_of_its_field(fields: dict[str, Field], also: dict[str, Also]) -> None:
    grade, vein, ecog = fields["child_pugh_class"], fields["portal_vein_invasion"], fields["ecog"]

    assert with_also(grade, "A", [also["child_pugh_class=B"]]) == ["A", "B"]
    assert with_also(grade, "A", [also["child_pugh_class=A"]]) == ["A"]
    assert with_also(grade, "A", [also["portal_vein_invasion=main"]]) == "A"
    assert with_also(grade, "unknown", [also["child_pugh_class=B"], also["child_pugh_class=C"]]) == ["B", "C"]
    assert with_also(grade, "unknown", []) is None
    assert with_also(vein, "not_none", [also["portal_vein_invasion=none"]]) == ["segmental", "branch", "main", "none"]
    assert with_also(ecog, "1", [also["ecog=0"]]) == "0-1"


def test_several_values_of_an_example_are_the_first_and_those_besides(
    fields: dict[str, Field], base: KnowledgeBase
) -> None:
    for fact, written, values in (
        ("child_pugh_class", ["B", "A"], ("A", "B")),
        ("ecog", "0-1", ("0", "1")),
        ("ecog", {"value": "1-2", "age": "3 weeks"}, ("1", "2")),
    ):
        possible = given_besides(fields[fact], written, base.knowledge)
        assert possible == values
        assert type_answer(fields[fact], written, possible) == values[0]
    singles: tuple[tuple[str, object], ...] = (
        ("child_pugh_class", None),
        ("largest_tumor_cm", "3-5"),
        ("pacemaker", True),
    )
    for fact, single in singles:
        assert given_besides(fields[fact], single, base.knowledge) == ()


def test_values_picked_in_the_form_are_screened_as_a_set(app: AppTest, base: KnowledgeBase) -> None:
    answer(app, "diagnosis", "hcc")
    answer(app, "child_pugh_class", "A")
    app.multiselect[0].set_value(["child_pugh_class=B"])
    send(app)

    expected = screener.screen({"diagnosis": "hcc", "child_pugh_class": ["A", "B"]}, base)
    assert CARD.findall(text_of(app)) == [option.status for option in expected.options.values()]
    assert "A or B" in text_of(app)
    assert app.multiselect[0].value == ["child_pugh_class=B"]


def test_a_size_that_smells_of_another_unit_is_asked_about_under_its_field(app: AppTest) -> None:
    answer(app, "largest_tumor_cm", "22")
    send(app)
    assert text_of(app).count("is it 22 mm (2.2 cm)? Write the unit to settle it.") == 2

    answer(app, "largest_tumor_cm", "22 mm")
    send(app)
    assert "to settle it" not in text_of(app)
    assert "22 mm, read as 2.2 cm" in text_of(app)


def test_the_age_of_a_part_marks_its_outdated_values(app: AppTest) -> None:
    answer(app, "diagnosis", "hcc")
    answer(app, "bilirubin_mg_dl", "9")
    answer(app, "ascites", "none")
    answer(app, "age-of-liver", "10 weeks")
    send(app)
    shown = text_of(app)
    assert "9 mg/dL (10 weeks old; outdated: fresh for 60 days)" in shown
    assert shown.count("10 weeks old") == 1
    assert "Outdated values count as given here." in shown
    assert 'fresh for 60 days) <span class="source">[BEARIT]</span>' in shown

    app.checkbox[0].check()
    send(app)
    assert "so it counts as unknown here" in text_of(app)
    assert app.checkbox[0].value


def test_an_example_fills_in_the_age_that_its_values_share(base: KnowledgeBase) -> None:
    (liver,) = (part for part in sections_of(base.knowledge) if part.id == "liver")
    both: dict[str, object] = {
        "bilirubin_mg_dl": {"value": 1, "age": "10 weeks"},
        "inr": {"value": 1, "age": "10 weeks"},
    }
    assert age_given(liver, both) == "10 weeks"
    assert age_given(liver, {**both, "albumin_g_dl": {"value": 4, "age": "3 weeks"}}) == ""
    assert age_given(liver, {"bilirubin_mg_dl": {"value": 1, "taken": "2026-10-01"}, "inr": 1}) == ""


def test_an_age_that_cannot_be_read_is_named_once_at_its_field(app: AppTest) -> None:
    answer(app, "bilirubin_mg_dl", "9")
    answer(app, "albumin_g_dl", "3")
    answer(app, "age-of-liver", "a while")
    send(app)
    shown = text_of(app)
    assert 'id="problem-field-age-of-liver"' in shown
    assert "One answer needs a look" in shown
    assert "Liver function has the age a while, which cannot be read." in shown
    assert not CARD.search(shown)

    answer(app, "age-of-liver", "2 weeks")
    send(app)
    assert CARD.search(text_of(app))


def test_involved_but_not_said_where_is_every_value_but_none(fields: dict[str, Field]) -> None:
    assert read_answer(fields["portal_vein_invasion"], "not_none") == ["segmental", "branch", "main"]


def test_yes_no_and_unknown_are_told_as_such(fields: dict[str, Field]) -> None:
    pacemaker = fields["pacemaker"]

    assert read_answer(pacemaker, "yes") == "yes"
    assert read_answer(pacemaker, "no") == "no"
    assert read_answer(pacemaker, "unknown") is None
    assert type_answer(pacemaker, True) == "yes"
    assert read_answer(fields["tumor_count"], "  ") is None


def test_an_answer_that_means_unknown_shows_its_question_in_the_result(app: AppTest) -> None:
    answer(app, "operability", "not_assessed")
    send(app)

    assert "Questions these answers raise" in text_of(app)
    assert re.search(r"<li>Operability, Not assessed[^:<]*: [^<]+</li>", text_of(app))


def test_units_stand_beside_every_number_that_has_one(fields: dict[str, Field], base: KnowledgeBase) -> None:
    for fact in base.knowledge.facts:
        unit = getattr(fact.domain, "unit", "")
        if unit and not fact.planned:
            assert fields[fact.id].label.endswith(unit)
