"""The report as Markdown, read back by a Markdown reader: every sign must come out as written."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from screener.knowledge.texts import Voice
from screener.report.markdown import document_report, escape
from screener.report.text import text_report
from screener.report.wanted import Wanted
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases import sound_rules

VOICES: tuple[Voice, ...] = ("clinician", "patient")
FACTS: dict[str, object] = {"diagnosis": "hcc", "age_years": 60, "tumor_count": 2, "largest_tumor_cm": "2-4"}
NASTY = (
    *("> 7 cm", ">7 cm", "3~5 cm and 5~7 cm", "~~gone~~", "1. first", "12) twelfth", "- 3", "+ 4", "# 2", "= 5"),
    *("5 * 6 * 7", "_low_", "`code`", "[name](address)", "![image](address)", "<b>bold</b>", "&lt; 3", "a | b"),
    *("$x$ and $y$", "\\* star", ":smile: and 10:30", "{braces}", "a < 3 and b > 4", "***", "---", "2.5 cm", "3.2"),
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def read_back(markdown: str) -> str:
    """What a reader of the Markdown sees."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("text", NASTY)
def test_nothing_is_taken_for_markup(text: str) -> None:
    assert read_back(escape(text)).strip() == text
    assert read_back(f"- {escape(text)}").strip() == text


def test_web_addresses_become_links() -> None:
    assert escape("See https://example.org/a_b.") == "See <https://example.org/a_b>."


def test_line_ends_inside_a_text_become_blanks() -> None:
    assert escape("one\n- two") == "one - two"


@pytest.mark.parametrize("voice", VOICES)
def test_the_document_says_what_the_text_says(kb: KnowledgeBase, voice: Voice) -> None:
    screening, wording = screen(FACTS, kb), sound_rules.wording(kb, voice)
    document = read_back(document_report(screening, wording, "0.1.0", Wanted(by_source=True)))
    text = text_report(screening, wording, "0.1.0", Wanted(by_source=True))
    # A reader of Markdown decodes web addresses.
    said = [re.findall(r"[A-Za-z]{2,}", re.sub(r"http\S+", "", shown)) for shown in (document, text)]
    assert said[0] == said[1]


@pytest.mark.parametrize("voice", VOICES)
def test_every_document_carries_limits_version_and_review(kb: KnowledgeBase, voice: Voice) -> None:
    shown = read_back(document_report(screen({}, kb), sound_rules.wording(kb, voice), "0.1.0"))
    assert "It does not choose treatment, and it is not medical advice." in shown
    assert "No start, stop or delay of any care because of this page." in shown
    assert f"Rules {kb.knowledge.version} ({kb.knowledge.hash})" in shown
    assert "not reviewed by a clinician" in shown


def test_options_are_headings_in_their_order(kb: KnowledgeBase) -> None:
    document = document_report(screen(FACTS, kb), sound_rules.wording(kb), "0.1.0")
    assert re.findall(r"(?m)^### (.+)$", document) == ["Beads", "Needle"]
    assert document.startswith("# Made-up options")
