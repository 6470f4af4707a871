"""What is most useful next, and what can change nothing any more, on the screen."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

import screener
from frame import wording
from questions import Field, sections_of
from results import draw_results
from screener import KnowledgeBase, PatientError
from screener.knowledge.domains import NumberDomain
from screener.knowledge.facts import WORK_UP
from screener.knowledge.texts import Voice
from screener.result.known import read_span
from screener.result.next_steps import NextQuestion
from screener.result.option import OpenFact
from screener.wording.next_steps import MOST_NAMES, MOST_QUESTIONS
from tests.bases.built_in import built_in_rules
from tests.unit.cards import card, read
from tests.unit.form_app import answer, open_form, send, text_of

VOICES: tuple[Voice, ...] = ("clinician", "patient")
HCC = {"diagnosis": "hcc", "tumor_count": "1", "largest_tumor_cm": "2.4", "extrahepatic_disease": "none"}
NOTHING = "Nothing that is still open can change any option."
ONLY_WORK_UP = "Only the work-up can still change an option: "


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return built_in_rules()


@pytest.fixture(scope="module")
def fields(base: KnowledgeBase) -> dict[str, Field]:
    return {field.fact: field for part in sections_of(base.knowledge) for field in part.fields}


@pytest.fixture
def app() -> AppTest:
    return open_form()


def screened(facts: dict[str, str]) -> AppTest:
    app = open_form()
    for fact, value in facts.items():
        answer(app, fact, value)
    send(app)
    assert not app.exception
    return app


def questions_shown(app: AppTest) -> list[str]:
    (panel,) = re.findall(r'<div class="panel next">(.*?)</div>', text_of(app))
    return re.findall(r'data-goes-to="field-(\w+)"', panel)


def early(questions: tuple[NextQuestion, ...]) -> list[str]:
    return [question.fact for question in questions if question.known_at != WORK_UP]


def test_the_five_most_useful_questions_are_links_to_their_fields_in_order(
    base: KnowledgeBase, fields: dict[str, Field]
) -> None:
    for facts in ({}, HCC):
        expected = early(screener.examine(facts, base).next_questions())
        shown = questions_shown(screened(facts))
        assert shown == expected[:MOST_QUESTIONS]
        assert set(shown) <= set(fields)


def test_each_question_says_on_how_many_options_it_bears(base: KnowledgeBase) -> None:
    first = screener.examine(HCC, base).next_questions()[0]
    label = base.knowledge.label(first.fact).clinician
    assert f"{label}: bears on {len(first.bears_on)} options" in text_of(screened(HCC))


def test_the_patient_voice_asks_only_what_patients_know(app: AppTest, base: KnowledgeBase) -> None:
    send(app)
    app.radio(key="voice").set_value("patient").run()
    expected = screener.examine({}, base).next_questions("patient")
    assert questions_shown(app) == early(expected)[:MOST_QUESTIONS]


def a_value(field: Field, facts: dict[str, str], base: KnowledgeBase) -> str:
    """A value of a field that goes together with the facts and leaves the patient inside the rules."""
    domain = base.knowledge.domains[field.fact]
    if isinstance(domain, NumberDomain):
        middle = (domain.low + domain.high) // 4 * 2
        values = [domain.text(half) for half in (middle, domain.low, domain.high)]
    else:
        values = [offer.key for offer in field.offers if offer.key in domain.values]
    for value in reversed(values):
        try:
            if screener.screen({**facts, field.fact: value}, base).scope.inside:
                return value
        except PatientError:
            continue
    raise AssertionError(f"no value of {field.fact} fits")


def test_whoever_answers_in_that_order_ends_where_nothing_is_left(
    base: KnowledgeBase, fields: dict[str, Field]
) -> None:
    facts = {**HCC, "child_pugh_class": "A", "ecog": "0", "age_years": "60", "portal_vein_invasion": "main"}
    while asked := early(screener.examine(facts, base).next_questions()):
        facts[asked[0]] = a_value(fields[asked[0]], facts, base)
    late = [question.fact for question in screener.examine(facts, base).next_questions()]
    app = screened(facts)
    assert questions_shown(app) == []
    if late:
        named = [base.knowledge.label(fact).clinician for fact in late[:MOST_NAMES]]
        (said,) = re.findall(rf"{ONLY_WORK_UP}(.*?)</p>", text_of(app))
        assert [name for name in named if name not in unescape(said)] == []

    while left := screener.examine(facts, base).next_questions():
        facts[left[0].fact] = a_value(fields[left[0].fact], facts, base)
        answer(app, left[0].fact, facts[left[0].fact])
    send(app)
    assert NOTHING in text_of(app)
    assert ONLY_WORK_UP not in text_of(app)


def test_nobody_is_told_that_nothing_is_left_while_others_can_find_out_more(base: KnowledgeBase) -> None:
    examination = screener.examine(HCC, base)
    left = examination.next_questions()
    others = tuple(question for question in left if not question.is_for_patients)
    to_patient = read(draw_results(examination.screening, others, wording(base.knowledge, "patient")))
    assert "Only what your team finds out can still change this: " in to_patient
    assert f"and {len(others) - MOST_NAMES} more." in to_patient
    late = tuple(question for question in left if question.known_at == WORK_UP)
    assert ONLY_WORK_UP in read(draw_results(examination.screening, late, wording(base.knowledge)))
    nothing = read(draw_results(examination.screening, (), wording(base.knowledge, "patient")))
    assert "No other answer can change what is worth asking about." in nothing


def test_exactly_the_fields_that_can_change_nothing_say_so(base: KnowledgeBase, fields: dict[str, Field]) -> None:
    facts = {**HCC, "child_pugh_class": "C"}
    app = screened(facts)
    settled = screener.screen(facts, base).no_longer_matters or ()
    marked = re.findall(
        r'<p class="settled" id="settled-field-(\w+)">Can no longer change any option</p>', text_of(app)
    )
    assert settled
    assert set(marked) == set(settled) & set(fields)
    assert f"{len(settled)} open facts can no longer change any option" in text_of(app)

    answer(app, "age_years", "seventy")
    send(app)
    assert 'class="settled"' not in text_of(app), "what was said belongs to other answers"


@pytest.mark.parametrize("voice", VOICES)
def test_a_card_names_what_can_change_it_no_longer_and_a_closed_one_that_nothing_can(
    base: KnowledgeBase, voice: Voice
) -> None:
    said = wording(base.knowledge, voice)
    closed = said.say("report.settled_closed")
    seen = set()
    for facts in (HCC, {**HCC, "child_pugh_class": "C"}):
        result = screener.screen(facts, base)
        seen |= {option.status for option in result.options.values()}
        for option in result.options.values():
            shown = read(card(option, said))
            settled = option.no_longer_matters or ()
            assert (closed in shown) == (option.status == "not_flagged")
            if option.status != "not_flagged" and settled:
                first = said.fact(settled[0])
                assert said.say("report.settled_option", {"facts": first}).rstrip(".") in shown
    assert {"not_flagged", "cannot_tell"} <= seen


def test_without_the_analysis_nobody_says_that_nothing_can_change(base: KnowledgeBase) -> None:
    said = wording(base.knowledge)
    result = screener.screen({**HCC, "child_pugh_class": "C"}, base, exact=False)
    cards = " ".join(card(option, said) for option in result.options.values())
    assert said.say("report.settled_closed") not in cards
    assert "Can no longer change" not in cards


def test_what_could_lift_a_caution_stands_on_the_card_folded_by_its_score(base: KnowledgeBase) -> None:
    facts = {**HCC, "portal_vein_invasion": "none", "child_pugh_class": "A", "operability": "inoperable"}
    flagged = screener.screen(facts, base).options["nanoknife"]
    assert flagged.status == "discuss_with_caution"
    entries = (
        OpenFact("ecog", ("r",), (read_span("0"),), (), None, "intake"),
        OpenFact("bilirubin_mg_dl", ("r",), (read_span("0.1 to 1.9"),), ("child_pugh_class",), None, "intake"),
        OpenFact("albumin_g_dl", ("r",), (read_span("3.6 to 6"),), ("child_pugh_class",), None, "intake"),
    )
    liftable = replace(flagged, could_strengthen=entries)
    shown = read(card(liftable, wording(base.knowledge)))
    assert "Could lift the caution ECOG performance status, 0 to 4 (if 0)" in shown
    assert "Child-Pugh class, or Bilirubin, total and Albumin" in shown
    none = card(replace(flagged, could_strengthen=()), wording(base.knowledge))
    assert "Could lift the caution" not in none
