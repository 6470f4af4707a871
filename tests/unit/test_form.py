"""The form without a browser: what it asks, what it sends, what it forgets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import screener
from examples import read_examples
from questions import (
    Field,
    offer_loaded,
    question_raised,
    read_answer,
    read_parts,
    type_answer,
    type_nothing,
)
from screener import KnowledgeBase
from screener.result import STATUSES

APP = Path(__file__).resolve().parents[2] / "ui" / "app.py"
CARD = re.compile(r'<article class="option (\w+)"')


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return screener.load_knowledge()


@pytest.fixture(scope="module")
def fields(base: KnowledgeBase) -> dict[str, Field]:
    return {field.fact: field for part in read_parts(base.knowledge) for field in part.fields}


@pytest.fixture
def app() -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    return " ".join(str(piece.proto.body) for piece in app.get("html"))


def send(app: AppTest) -> AppTest:
    button = next(button for button in app.button if button.label == "Show options")
    return button.click().run()


def clear(app: AppTest) -> AppTest:
    return app.button(key="clear").click().run()


def answer(app: AppTest, fact: str, value: str) -> None:
    ending = f"-{fact}"
    for widget in (*app.text_input, *app.radio):
        if widget.key and widget.key.startswith("answer-") and widget.key.endswith(ending):
            widget.set_value(value)
            return
    raise AssertionError(f"no field for {fact}")


def answers_kept(app: AppTest) -> dict[str, str]:
    fields = (*app.text_input, *app.radio)
    return {each.key: str(each.value) for each in fields if each.key and each.key.startswith("answer-")}


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
    keys = [key.split("-", 2)[2] for key in answers_kept(app)]

    assert sorted(keys) == sorted([*asked, *stated])
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
    assert (dict(encounter.typed), dict(encounter.loaded), encounter.problems) == ({}, {}, ())


def test_each_example_fills_the_form_and_gives_its_own_answer_again(base: KnowledgeBase) -> None:
    for example in read_examples():
        app = AppTest.from_file(str(APP), default_timeout=30).run()
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


def test_a_set_of_an_example_becomes_an_answer_of_its_own(fields: dict[str, Field]) -> None:
    field = offer_loaded(fields["child_pugh_class"], ["A", "B"])

    typed = type_answer(field, ["A", "B"])
    assert [offer.text for offer in field.offers] == ["A", "B", "C", "A or B", "Unknown"]
    assert read_answer(field, typed) == ["A", "B"]
    assert offer_loaded(fields["child_pugh_class"], "A") == fields["child_pugh_class"]


def test_involved_but_not_said_where_is_every_value_but_none(fields: dict[str, Field]) -> None:
    assert read_answer(fields["portal_vein_invasion"], "not_none") == ["segmental", "branch", "main"]


def test_yes_no_and_unknown_are_told_as_such(fields: dict[str, Field]) -> None:
    pacemaker = fields["pacemaker"]

    assert read_answer(pacemaker, "yes") == "yes"
    assert read_answer(pacemaker, "no") == "no"
    assert read_answer(pacemaker, "unknown") is None
    assert type_answer(pacemaker, True) == "yes"
    assert read_answer(fields["tumor_count"], "  ") is None


def test_an_answer_that_means_unknown_raises_its_question(fields: dict[str, Field]) -> None:
    operability = fields["operability"]

    raised = question_raised(operability, "not_assessed")
    assert raised is not None
    assert raised[0] in [offer.text for offer in operability.offers]
    assert question_raised(operability, "operable") is None


def test_an_answer_that_means_unknown_shows_its_question_in_the_result(app: AppTest) -> None:
    answer(app, "operability", "not_assessed")
    send(app)

    assert "Questions these answers raise" in text_of(app)


def test_units_stand_beside_every_number_that_has_one(fields: dict[str, Field], base: KnowledgeBase) -> None:
    for fact in base.knowledge.facts:
        unit = getattr(fact.domain, "unit", "")
        if unit and not fact.planned:
            assert fields[fact.id].label.endswith(unit)
