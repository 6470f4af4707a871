"""The real app in the real browser: one server and one Chromium for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import screener
from screener.knowledge.knowledge import Knowledge
from tests.browser.chromium import start_chromium
from tests.browser.server import UI, Server, start
from tests.browser.visit import Visit


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from start(UI / "app.py", tmp_path_factory.mktemp("app"))


@pytest.fixture(scope="session")
def nasty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    script = Path(__file__).parent / "nasty_texts_app.py"
    yield from start(script, tmp_path_factory.mktemp("nasty"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = start_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return screener.load_knowledge().knowledge


@pytest.fixture
def visit(chromium: Browser, server: Server, knowledge: Knowledge) -> Iterator[Visit]:
    """One visit to the form at the size of a desk's screen."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), server.address, knowledge)
    visit.open()
    yield visit
    context.close()
