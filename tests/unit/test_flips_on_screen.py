"""What would change a status, on the screen: only when asked, only for clinicians, never for older answers."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

import screener
from frame import wording
from screener import KnowledgeBase, Problem
from screener.problems import DisagreementError
from screener.result.next_steps import Flip
from screener.screening.examination import Examination
from screener.wording.flips import flip_texts
from tests.bases.built_in import built_in_rules
from tests.unit.form_app import CARD, answer, open_form, send, text_of

FACTS = {
    "diagnosis": "hcc",
    "tumor_count": "1",
    "largest_tumor_cm": "6.5",
    "extrahepatic_disease": "none",
    "child_pugh_class": "A",
}
FOUND = 'id="flips-found"'


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return built_in_rules()


@pytest.fixture
def app() -> AppTest:
    app = open_form()
    for fact, value in FACTS.items():
        answer(app, fact, value)
    return send(app)


def ask(app: AppTest) -> AppTest:
    app.button(key="work-out").click().run()
    assert not app.exception
    return app


def test_nothing_is_worked_out_before_somebody_asks(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Examination] = []

    def find(self: Examination) -> dict[str, tuple[Flip, ...]]:
        asked.append(self)
        return {}

    monkeypatch.setattr(Examination, "flips", find)
    send(app)
    assert asked == []
    assert FOUND not in text_of(app)

    ask(app)
    assert len(asked) == 1
    app.radio(key="voice").set_value("patient").run()
    app.radio(key="voice").set_value("clinician").run()
    assert len(asked) == 1, "what was found is kept until the next answer"


def test_every_option_tells_the_criteria_on_the_other_side(app: AppTest, base: KnowledgeBase) -> None:
    shown = text_of(ask(app))
    examination = screener.examine(FACTS, base)
    (found,) = re.findall(rf"<div [^>]*{FOUND}.*?</div></div>", shown)
    told = unescape(found)
    flips = examination.flips()
    assert any(flips.values())
    for each in flips.values():
        for sentence in flip_texts(each, examination.screening, wording(base.knowledge)):
            assert f"<li>{sentence}</li>" in told
    assert "they are no advice to change anything" in shown


def test_a_new_answer_takes_them_away(app: AppTest) -> None:
    ask(app)
    answer(app, "largest_tumor_cm", "2")
    send(app)
    assert FOUND not in text_of(app)
    assert app.button(key="work-out")


def test_patients_are_not_told_them(app: AppTest) -> None:
    ask(app)
    app.radio(key="voice").set_value("patient").run()
    assert FOUND not in text_of(app)
    assert not [button for button in app.button if button.key == "work-out"]


def test_outside_the_rules_there_is_nothing_to_ask() -> None:
    app = open_form()
    answer(app, "diagnosis", "hcc")
    answer(app, "age_years", "12")
    send(app)
    assert not app.exception
    assert not CARD.search(text_of(app))
    assert not [button for button in app.button if button.key == "work-out"]
    assert "Most useful next" not in text_of(app)


def test_a_disagreement_is_told_in_place_of_criteria(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def disagree(self: Examination) -> dict[str, tuple[Flip, ...]]:
        raise DisagreementError([Problem("disagreement", "microwave_ablation", found="discuss", allowed=("none",))])

    monkeypatch.setattr(Examination, "flips", disagree)
    shown = text_of(ask(app))
    assert "Please report this." in shown
    assert len(CARD.findall(shown)) == 9
