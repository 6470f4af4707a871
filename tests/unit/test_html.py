"""Blocks as HTML: every text escaped, links only to what stands on the page, parts as the style sheet expects them."""

from __future__ import annotations

import html
import re

import pytest

from screener.report.blocks import (
    Block,
    Bullets,
    Cited,
    Code,
    Item,
    Level,
    Line,
    Link,
    Marked,
    Paragraph,
    Part,
    PartKind,
    Row,
    Rows,
    Strong,
    Table,
    Target,
)
from screener.report.html import render_html
from screener.result.reason import SourceCited
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.wording import Wording
from tests.bases import sound_rules
from tests.unit.cards import read

NASTY = ("> 7 cm", "3~5 cm", "<b>bold</b>", "&lt; 3", 'a "quoted" b', "it's", "a < 3 and b > 4", "<script>x</script>")
LEVELS: tuple[Level, ...] = (1, 2, 3, 4)
ECOG = Target("field", "ecog")


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Wording:
    kb: KnowledgeBase = sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))
    return sound_rules.wording(kb)


def source(key: str) -> SourceCited:
    return SourceCited(
        key, "trial", f"{key} in full.", 2020, f"https://example.org/{key}", "p. 1", "2026-11-23", "primary"
    )


def line(text: str) -> Line:
    cited = Cited((source("ONE"), source("TWO"), source("ONE")))
    return (
        text,
        Strong(text),
        Code(text),
        Link(text, ECOG),
        Link(Code(text), ECOG),
        Marked("discuss", "*", text),
        cited,
    )


@pytest.mark.parametrize("text", NASTY)
def test_every_text_is_escaped_wherever_it_stands(text: str, wording: Wording) -> None:
    said = line(text)
    blocks: list[Block] = [
        *(Part("facts", text, level, (Paragraph(said),), text) for level in LEVELS),
        *(Part(kind, text, 4, (Paragraph(said),), text) for kind in ("option", "notes", "rule")),
        Bullets((Item(said, (Item(said),)),)),
        Rows((Row(said, said),)),
        Rows((Row(said, said),), "overview"),
        Rows((Row(said, said),), "facts"),
        Table((text, "other"), ((said, "one"), ("two", said))),
    ]
    shown = render_html(blocks, wording, ("field", "option"))
    assert not {"b", "script"} & set(re.findall(r"</?([a-z0-9]+)", shown))
    # Seven parts with a title and a line of six, two items, three rows of two lines, a title of a column and two cells.
    least = 7 * 7 + 2 * 6 + 3 * 2 * 6 + 1 + 2 * 6
    assert shown.count(html.escape(text)) >= least
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).count(text) >= least


def test_links_lead_only_to_what_stands_on_the_page(wording: Wording) -> None:
    blocks = [Paragraph((Link("ECOG", ECOG), " ", Link("A rule", Target("rule", "needle.heat"))))]
    assert render_html(blocks, wording, ["field"]) == (
        '<p><a href="#field-ecog" data-goes-to="field-ecog">ECOG</a> A rule</p>'
    )
    assert "<a" not in render_html(blocks, wording)


def test_sources_stand_behind_a_sentence_by_key_unless_it_names_them(wording: Wording) -> None:
    said = ("Heat is preferred", Cited((source("ONE"), source("TWO"))), ".")
    assert render_html([Paragraph(said)], wording) == (
        '<p>Heat is preferred <span class="source">[ONE, TWO]</span>.</p>'
    )
    named = ("So says [ONE]", Cited((source("ONE"),), is_named=True))
    assert render_html([Paragraph(named)], wording) == "<p>So says [ONE]</p>"


def card(*blocks: Block) -> tuple[Block, ...]:
    status = Paragraph((Marked("cannot_tell", "?", "Cannot tell"),), "status")
    return (Part("option", "Needle", 3, (status, *blocks), "needle"),)


def test_a_card_carries_the_status_and_can_be_led_to(wording: Wording) -> None:
    shown = render_html(card(), wording)
    assert shown.startswith(
        '<article class="option cannot_tell" aria-labelledby="option-needle">'
        '<div class="head"><h3 id="option-needle" tabindex="-1">Needle</h3><p><span class="status status-cannot_tell">'
        '<span class="mark" aria-hidden="true">?</span> Cannot tell</span></p></div>'
    )


def test_the_parts_of_a_card_stand_in_columns_and_folds_below_them(wording: Wording) -> None:
    why, notes = (Part(kind, kind, 4, (Paragraph("said"),)) for kind in ("why", "notes"))
    shown = render_html(
        card(Paragraph("what", "what"), why, Paragraph("more"), Paragraph("quiet", "quiet"), notes), wording
    )
    assert shown.endswith(
        '<p class="what">what</p><div class="body"><div><h4>why</h4><p>said</p></div><div><p>more</p></div></div>'
        '<p class="quiet">quiet</p><details><summary>notes</summary><p>said</p></details></article>'
    )


def test_a_card_ends_with_a_list_of_its_own_sources(wording: Wording) -> None:
    said = Paragraph(("One says so", Cited((source("ONE"),))))
    named = Paragraph(("So does [TWO]", Cited((source("TWO"),), is_named=True)))
    shown = render_html(card(named, said), wording)
    assert read(shown[shown.index("<details>") :]) == (
        "Sources [ONE] trial: ONE in full. https://example.org/ONE p. 1, read in the source itself, checked 2026-11-23 "
        "[TWO] trial: TWO in full. https://example.org/TWO p. 1, read in the source itself, checked 2026-11-23"
    )


@pytest.mark.parametrize(("kind", "css"), [("next", "panel next"), ("urgent", "urgent"), ("logic", "logic")])
def test_parts_carry_the_classes_of_the_style_sheet(kind: PartKind, css: str, wording: Wording) -> None:
    shown = render_html([Part(kind, "Title", 2, (Paragraph("said"),))], wording)
    assert shown == f'<div class="{css}"><h3>Title</h3><p>said</p></div>'


def test_a_part_without_a_title_has_no_heading(wording: Wording) -> None:
    assert render_html([Part("plain", "", 4, (Paragraph("said"),))], wording) == "<div><p>said</p></div>"


def test_tables_name_their_columns(wording: Wording) -> None:
    shown = render_html([Table(("", "for"), (("beads", "1"),))], wording)
    assert shown == (
        '<table><thead><tr><th scope="col"></th><th scope="col">for</th></tr></thead>'
        "<tbody><tr><td>beads</td><td>1</td></tr></tbody></table>"
    )
