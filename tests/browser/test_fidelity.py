"""What stands on the screen is what stands in the rules, letter for letter (hazard H03)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from frame import WORD_JOINER
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.sources import Source
from screener.wording.catalogue import load
from screener.wording.wording import PROJECT
from tests.browser.server import Server
from tests.browser.visit import Visit, flatten
from tests.patience import PATIENCE_MILLISECONDS

TEXTS = (Path(__file__).parent / "nasty_texts.txt").read_text(encoding="utf-8").splitlines()
TYPED = {"tumor_count": "1", "largest_tumor_cm": "2.4"}
CHOSEN = {
    "diagnosis": "hcc",
    "extrahepatic_disease": "none",
    "portal_vein_invasion": "none",
    "child_pugh_class": "A",
    "operability": "inoperable",
}
TELLING = re.compile(r"[\d<>~*_#$:|\[\]`+]")


def seen(text: str) -> str:
    """What the eye sees of a text: signs kept apart by a joiner that has no width."""
    return text.replace(WORD_JOINER, "")


def test_texts_that_markdown_would_change_stand_on_the_screen_as_written(
    chromium: Browser, nasty_server: Server
) -> None:
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.goto(nasty_server.address)
    page.locator("#last").wait_for(state="attached")
    page.wait_for_timeout(500)

    for number, text in enumerate(TEXTS):
        assert seen(page.locator(f".st-key-markdown-{number}").inner_text()) == text
        assert page.locator(f".st-key-html-{number}").inner_text() == text
    answers = page.get_by_test_id("stRadioOption").all_inner_texts()
    assert list(map(seen, answers)) == TEXTS
    assert page.locator("summary").inner_text().endswith(TEXTS[0])
    page.close()


def rule_texts(knowledge: Knowledge) -> list[str]:
    texts = [rule.as_written for rule in knowledge.rules]
    for rule in knowledge.rules:
        says = (rule.says, rule.until) if rule.until else (rule.says,)
        texts += [says[0].patient, *(text.clinician for text in says)]
        texts += [reference(knowledge.source_by_key[citation.key]) for citation in rule.citations]
    return [text for text in texts if TELLING.search(text)]


def reference(source: Source) -> str:
    """What stands for a source: its citation; a choice of this project has none that could be looked up."""
    choice = f"[{source.key}] {load('en').text('project_choice')}"
    return choice if source.body == PROJECT else source.citation


def test_every_telling_text_of_a_rule_stands_on_the_rules_page_as_written(visit: Visit, knowledge: Knowledge) -> None:
    visit.open("rules")
    shown = visit.text()

    texts = rule_texts(knowledge)
    assert len(texts) > 100
    assert [text for text in texts if flatten(text) not in shown] == []


def test_every_name_and_answer_of_a_fact_stands_in_the_form_as_written(visit: Visit, knowledge: Knowledge) -> None:
    for fact in (fact for fact in knowledge.facts if not fact.planned):
        field = visit.field(fact.id)
        name = field.locator(".label").text_content() or ""
        assert name.startswith(fact.label.clinician)
        named = field.locator("[aria-label]").first.get_attribute("aria-label")
        assert named == name, "a screen reader hears what the eye reads"
        answers = [flatten(text) for text in field.get_by_test_id("stRadioOption").all_text_contents()]
        for choice in fact.choices:
            assert flatten(choice.label.clinician) in answers


@pytest.mark.parametrize("voice", ["clinician", "patient"])
def test_every_telling_text_of_a_result_stands_on_the_screen_as_written(visit: Visit, voice: str) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    if voice == "patient":
        visit.page.get_by_test_id("stRadioOption").filter(has_text="For patients").click()
        visit.settle()
    shown = visit.text()

    result = visit.screened({**TYPED, **CHOSEN})
    met = [
        reason.says.patient if voice == "patient" else reason.says.clinician
        for option in result.options.values()
        if option.status in ("discuss", "discuss_with_caution")
        for reason in option.reasons
        if reason.outcome == "met" and reason.effect != "note"
    ]
    assert met
    assert [text for text in met if flatten(text) not in shown] == []
