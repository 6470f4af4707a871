"""Blocks as plain text: within the page, and whole however narrow it is."""

from __future__ import annotations

from screener.report.blocks import Bullets, Code, Item, Paragraph, Part, Row, Rows, Strong, Table
from screener.report.text import WIDTH, render_text

HEADER = ("At", "One step below", "At it", "One step above", "The rest")
CELLS = (("3 cm", "2.9 cm, met", "3 cm, not met", "3.1 cm, not met", (Code("{diagnosis: hcc}"),)),)
LONG = "{diagnosis: hcc, liver_confined: true, operability: inoperable, ecog: 0}"


def test_a_table_stands_in_columns_and_its_last_one_takes_what_is_left() -> None:
    lines = render_text([Table(("Option", "Patient"), (("needle", LONG), ("beads", "{}")))]).splitlines()
    assert lines[0] == "  Option  Patient"
    assert lines[1] == "  ------  -------"
    assert lines[2].startswith("  needle  {diagnosis: hcc,")
    assert lines[3].startswith("          ")
    assert lines[-1] == "  beads   {}"
    assert max(map(len, lines)) <= WIDTH


def test_a_table_too_wide_for_the_page_is_told_line_by_line() -> None:
    header = ("A number of the rule", *HEADER[1:])
    assert render_text([Part("boundaries", "Boundary patients", 4, (Table(header, CELLS),))]) == (
        "Boundary patients:\n"
        "  - A number of the rule: 3 cm\n"
        "      - One step below: 2.9 cm, met\n"
        "      - At it: 3 cm, not met\n"
        "      - One step above: 3.1 cm, not met\n"
        "      - The rest: {diagnosis: hcc}\n"
    )


def test_a_table_that_just_fits_stays_one() -> None:
    shown = render_text([Table(HEADER, CELLS)])
    assert shown.splitlines()[2] == "  3 cm  2.9 cm, met     3 cm, not met  3.1 cm, not met  {diagnosis: hcc}"


def test_a_part_without_a_title_shows_only_what_is_in_it() -> None:
    blocks = (Part("plain", "", 2, (Paragraph((Strong("Bold"), " text")),)), Rows((Row("Name", "said"),)))
    assert render_text(blocks) == "Bold text\n\n  Name  said\n"


def test_numbered_items_keep_what_belongs_to_them_below() -> None:
    assert render_text([Bullets((Item("one", (Item("below"),)), Item("two")), is_numbered=True)]) == (
        "  1. one\n      - below\n  2. two\n"
    )
