"""Blocks as Markdown, read back by a Markdown reader: every sign must come out as written."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

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
    Row,
    Rows,
    Strong,
    Table,
    Target,
)
from screener.report.markdown import anchor, render_markdown
from screener.result.reason import SourceCited

NASTY = (
    *("> 7 cm", ">7 cm", "3~5 cm and 5~7 cm", "~~gone~~", "1. first", "12) twelfth", "- 3", "+ 4", "# 2", "= 5"),
    *("5 * 6 * 7", "_low_", "`code`", "[name](address)", "![image](address)", "<b>bold</b>", "&lt; 3", "a | b"),
    *("$x$ and $y$", "\\* star", ":smile: and 10:30", "{braces}", "a < 3 and b > 4", "***", "---", "2.5 cm", "3.2"),
    *("``twice`` `once`", "a \\| b", "ends in \\"),
)
LEVELS: tuple[Level, ...] = (1, 2, 3, 4)
ECOG = Target("fact", "ecog")


def address(target: Target) -> str | None:
    return "facts.md#ecog" if target == ECOG else None


def source(key: str) -> SourceCited:
    return SourceCited(key, "trial", "A trial.", 2020, "", "p. 1", "2026-11-23", "primary")


def html_of(*blocks: Block) -> str:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return str(reader.render(render_markdown(blocks, address)))


def read_back(*blocks: Block) -> str:
    """What a reader of the Markdown sees, blanks folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html_of(*blocks))).split())


def said(line: Line) -> str:
    """A line as it is written in a paragraph."""
    return render_markdown([Paragraph(line)], address).rstrip("\n")


@pytest.mark.parametrize("text", NASTY)
def test_every_block_shows_its_text_as_written(text: str) -> None:
    blocks: list[Block] = [
        *(Part("page", text, level, ()) for level in LEVELS),
        Paragraph(text),
        Bullets((Item(text, (Item(text, (Item(text),)),)),)),
        Bullets((Item(text),), is_numbered=True),
        Rows((Row(text, text),)),
        Table((text, "other"), ((text, "one"), (text, "two"))),
    ]
    assert read_back(*blocks).count(text) == 14


@pytest.mark.parametrize("text", NASTY)
def test_every_piece_shows_its_text_as_written(text: str) -> None:
    line: Line = (
        *("Of ", text, ", ", Strong(text), ", ", Code(text), ", ", Link(text, ECOG), ", ", Link(Code(text), ECOG)),
        *(", ", Link(text, Target("fact", "other")), " and ", Marked("discuss", "*", text), "."),
    )
    shown = f"Of {text}, {text}, {text}, {text}, {text}, {text} and * {text}."
    for block in (Paragraph(line), Bullets((Item(line),)), Table(("",), ((line,),))):
        assert " ".join(unescape(re.sub(r"<[^>]+>", "", html_of(block))).split()) == shown


@pytest.mark.parametrize("text", NASTY)
def test_a_line_may_begin_with_any_piece(text: str) -> None:
    for piece in (Strong(text), Code(text), Link(text, ECOG), Link(text, Target("page", "other"))):
        shown = html_of(Bullets((Item((piece, " comes first.")),)))
        assert unescape(re.sub(r"<[^>]+>", "", shown)).strip() == f"{text} comes first."
        assert shown.count("<li>") == 1


def test_pieces_keep_the_blanks_between_them() -> None:
    assert said((" a_b  ", Strong("c"), "\n(d)")) == r"a\_b **c** (d)"
    assert said(("x", Code(" a\n  and b "), "y")) == "x`a and b`y"


def test_a_link_leads_where_its_target_stands_and_is_plain_text_where_it_stands_nowhere() -> None:
    assert said(line := (Link("ECOG", ECOG), " is read.")) == "[ECOG](facts.md#ecog) is read."
    assert render_markdown([Paragraph(line)]) == "ECOG is read.\n"
    assert said((Link(Code("ecog"), ECOG),)) == "[`ecog`](facts.md#ecog)"
    assert render_markdown([Paragraph((Link(Code("ecog"), ECOG),))]) == "`ecog`\n"
    assert html_of(Paragraph((Link("https://example.org", ECOG),))).count("<a ") == 1


def test_web_addresses_become_links() -> None:
    assert said("See https://example.org/a_b.") == "See <https://example.org/a_b>."


def test_sources_stand_behind_the_sentence_by_key_unless_it_names_them() -> None:
    cited = Cited((source("ONE"), source("TWO_B"), source("ONE")))
    assert said(("Heat is preferred", cited)) == r"Heat is preferred \[ONE, TWO\_B\]"
    assert said(("Heat is preferred", Cited((source("ONE"),), is_named=True))) == "Heat is preferred"
    assert said(("Heat is preferred", Cited(()))) == "Heat is preferred"


def test_lists_stay_together_and_all_else_stands_apart() -> None:
    blocks = [
        Part("page", "Title", 1, (Bullets((Item("one", (Item("deeper"),)),)), Rows((Row("Name", ("value",)),)))),
        Part("rule", "", 2, (Paragraph("After."), Part("boundaries", "Label", 4, (Paragraph("Below."),)))),
    ]
    assert render_markdown(blocks) == (
        "# Title\n\n- one\n    - deeper\n- **Name**: value\n\nAfter.\n\n**Label**\n\nBelow.\n"
    )


def test_what_belongs_to_an_item_stands_in_it_however_long_its_number_is() -> None:
    items = tuple(Item("above", (Item("below"),)) for _ in range(1000))
    shown = html_of(Bullets(items, is_numbered=True))
    assert shown.count("<ol>") == 1
    assert shown.count("<ul>") == 1000


def test_a_heading_can_be_linked_to_as_code_forges_do() -> None:
    assert anchor("Size, in cm (largest_tumor_cm)") == "size-in-cm-largest_tumor_cm"
