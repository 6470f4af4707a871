"""Everybody can use the screens: checked by axe, at the width of a phone, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from screener.knowledge.knowledge import Knowledge
from tests.browser.server import Server
from tests.browser.visit import Visit

Scheme = Literal["light", "dark"]
LOOKS: list[tuple[int, Scheme]] = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def looked_at(
    request: pytest.FixtureRequest, chromium: Browser, server: Server, knowledge: Knowledge
) -> Iterator[Visit]:
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield Visit(context.new_page(), server.address, knowledge)
    context.close()


def assert_accessible(visit: Visit) -> None:
    visit.settle()
    report = Axe().run(visit.page)
    assert report.violations_count == 0, report.generate_report()
    wider = visit.page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1)
            .map((node) => node.outerHTML.slice(0, 200))"""
    )
    assert wider == []
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.page.locator("h1").count() == 1


def test_the_form_its_errors_and_its_results_are_accessible(looked_at: Visit) -> None:
    looked_at.open()
    assert_accessible(looked_at)

    looked_at.type("age_years", "seventy")
    looked_at.send()
    looked_at.wait_for_focus("error-summary")
    assert_accessible(looked_at)

    looked_at.type("age_years", "70")
    looked_at.type("largest_tumor_cm", "2.4")
    looked_at.type("tumor_count", "1")
    for fact, value in {"diagnosis": "hcc", "tumor_bleeding": "yes", "child_pugh_class": "A"}.items():
        looked_at.choose(fact, value)
    looked_at.send()
    looked_at.wait_for_focus("results")
    folds = "article.option details:not([open]) > summary"
    for fold in (*looked_at.page.locator(folds).all()[:3], looked_at.page.locator(".next details > summary")):
        fold.click()
    looked_at.work_out_flips()
    assert_accessible(looked_at)


def test_the_rules_page_is_accessible(looked_at: Visit) -> None:
    looked_at.open("rules")
    looked_at.page.locator("article.rule").first.wait_for()
    assert_accessible(looked_at)


def test_a_finger_hits_every_answer_on_a_phone(chromium: Browser, server: Server, knowledge: Knowledge) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    visit = Visit(context.new_page(), server.address, knowledge)
    visit.open()
    boxes = [option.bounding_box() for option in visit.page.get_by_test_id("stRadioOption").all()]
    small = [box for box in boxes if box and box["height"] and min(box["height"], box["width"]) < 24]
    context.close()

    assert small == []
