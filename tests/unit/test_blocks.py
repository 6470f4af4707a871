"""Blocks: what stands in them is found in the order in which it is read, and nothing is made of nothing."""

from __future__ import annotations

from screener.report.blocks import (
    Bullets,
    Cited,
    Code,
    Item,
    Paragraph,
    Part,
    Piece,
    Row,
    Rows,
    Strong,
    Table,
    bullets,
    change_pieces,
    joined,
    lines_of,
    named,
    part,
    rows,
    sources_in,
)
from screener.result.reason import SourceCited


def source(key: str, at: str = "p. 1") -> SourceCited:
    return SourceCited(key, "trial", "A trial.", 2020, "", at, "2026-11-23", "primary")


ALL = Part(
    "page",
    "Title",
    1,
    (
        Paragraph("a"),
        Bullets((Item("b", (Item("c", (Item("d"),)),)), Item("e"))),
        Part("plain", "Below", 2, (Rows((Row("f", "g"),)), Table(("Header",), (("h", "i"), ("j", "k"))))),
    ),
)


def test_lines_are_found_in_the_order_in_which_they_are_read() -> None:
    assert list(lines_of(ALL)) == list("abcdefghijk")


def test_every_piece_can_be_changed_where_it_stands() -> None:
    def louder(piece: Piece) -> Piece:
        return piece.upper() if isinstance(piece, str) else piece

    (changed,) = change_pieces([ALL], louder)
    assert isinstance(changed, Part)
    assert changed.title == "Title"
    assert list(lines_of(changed)) == [(letter,) for letter in "ABCDEFGHIJK"]


def test_sources_are_found_once_for_each_place_and_those_named_come_last() -> None:
    one, two, elsewhere = source("ONE"), source("TWO"), source("ONE", "p. 2")
    blocks = (
        Paragraph(("Named", Cited((two,), is_named=True))),
        Table(("",), ((("In a table", Cited((one, elsewhere))),), (("Again", Cited((one,))),))),
    )
    assert sources_in(blocks) == (one, elsewhere, two)


def test_nothing_is_made_of_nothing() -> None:
    assert list(part("plain", "Title", 2, ())) == []
    assert list(bullets(())) == []
    assert list(rows([("Name", ""), ("Other", ())])) == []
    assert joined((), ", ") == ()


def test_pieces_are_joined_and_items_named() -> None:
    assert joined(("a", Code("b"), "c"), ", ") == ("a", ", ", Code("b"), ", ", "c")
    assert named("Name", "said") == Item((Strong("Name"), ": ", "said"))
    assert named("Name", below=[Item("deeper")]) == Item((Strong("Name"), ": "), (Item("deeper"),))
