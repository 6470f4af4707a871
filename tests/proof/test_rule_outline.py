"""Every built-in rule says the same in a terminal, in the manual and on the screen: the same words and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from screener.knowledge.rules import AnyRule, Rule
from screener.report.blocks import sources_in
from screener.report.html import render_html
from screener.report.markdown import render_markdown
from screener.report.rule_outline import rule_outline
from screener.report.text import render_text
from screener.wording.wording import PROJECT, Wording
from tests.bases import sound_rules
from tests.bases.built_in import built_in_rules


@pytest.fixture(scope="module")
def wording() -> Wording:
    return sound_rules.wording(built_in_rules())


def letters(text: str) -> str:
    """The letters and digits of a text: renderers set signs of their own, and a long address may be broken."""
    return "".join(re.findall(r"\w", unquote(text)))


def from_html(html: str) -> str:
    return letters(unescape(re.sub(r"<[^>]+>", "", html)))


def from_markdown(markdown: str) -> str:
    return from_html(MarkdownIt("commonmark").render(markdown))


def texts_of(rule: AnyRule, wording: Wording) -> Iterator[str]:
    """Everything of a rule that must be read wherever it is told."""
    yield from (rule.id, rule.says.clinician, rule.says.patient, rule.review_by, rule.reads_work_up)
    yield from (*rule.rows, *rule.between, rule.reviewed_by or "nobody yet")
    yield from (rule.until.clinician, rule.until.patient) if rule.until else ()
    yield rule.as_written if isinstance(rule, Rule) else "Always; it reads no fact."
    for citation in rule.citations:
        is_published = wording.knowledge.source_by_key[citation.key].body != PROJECT
        yield from (citation.key, citation.at if is_published else "no publication")


def test_every_rule_says_the_same_as_text_as_markdown_and_as_html(wording: Wording) -> None:
    for rule in wording.knowledge.rules:
        for cites_in_full in (True, False):
            outline = rule_outline(rule, wording, cites_in_full)
            text = letters(render_text([outline]))
            assert from_markdown(render_markdown([outline])) == text, rule.id
            assert from_html(render_html([outline], wording)) == text, rule.id


def test_every_rule_is_told_whole(wording: Wording) -> None:
    for rule in wording.knowledge.rules:
        for cites_in_full in (True, False):
            told = letters(render_text([rule_outline(rule, wording, cites_in_full)]))
            assert [text for text in texts_of(rule, wording) if letters(text) not in told] == [], rule.id


def test_every_rule_cites_its_sources(wording: Wording) -> None:
    for rule in wording.knowledge.rules:
        in_short = sources_in([rule_outline(rule, wording, cites_in_full=False)])
        assert [(source.key, source.at) for source in in_short] == [(each.key, each.at) for each in rule.citations]
        told = letters(render_text([rule_outline(rule, wording)]))
        works = (wording.knowledge.source_by_key[citation.key] for citation in rule.citations)
        missing = [each.key for each in works if each.body != PROJECT and letters(each.citation) not in told]
        assert missing == [], rule.id
