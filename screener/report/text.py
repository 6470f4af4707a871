"""Blocks as plain text: 80 columns, aligned, complete without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from screener.report.blocks import (
    Block,
    Bullets,
    Code,
    Item,
    Line,
    Link,
    Marked,
    Paragraph,
    Part,
    Piece,
    Rows,
    Strong,
    Table,
    pieces_of,
)
from screener.report.outline import report_outline
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.result.screening import Screening
from screener.wording.wording import Wording

WIDTH = 80
WIDEST_NAME = 40
_LEAST_ROOM = 20
_UNDERLINES = {1: "=", 2: "=", 3: "-"}
_BULLET = "  - "


def text_report(
    screening: Screening,
    wording: Wording,
    program: str,
    wanted: Wanted = NOTHING_ELSE,
) -> str:
    """Return a report as plain text.

    Args:
        screening: the answer for one patient.
        wording: the words, with the rule base that gave the answer.
        program: the program's version.
        wanted: what else is to be told.
    """
    return render_text(report_outline(screening, wording, program, wanted))


def render_text(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text; lists stay under their label, all else stands apart."""
    text = ""
    for each in _written(blocks):
        # A label belongs to the list under it.
        is_under_label = text.endswith(":") and each.startswith(_BULLET)
        text += ("\n" if is_under_label else "\n\n" if text else "") + each
    return f"{text}\n"


def _written(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield each title and each block that is no part."""
    for block in blocks:
        if isinstance(block, Part):
            if block.title:
                yield "\n".join(_heading(block.title, block.level))
            yield from _written(block.blocks)
        else:
            yield "\n".join(_lines(block))


def _lines(block: Paragraph | Bullets | Rows | Table) -> Iterator[str]:
    match block:
        case Paragraph(text):
            return wrapped(plain(text))
        case Bullets(items, is_numbered):
            return _items(items, is_numbered)
        case Rows(rows):
            return _aligned([(plain(row.name), plain(row.value)) for row in rows])
    return _table(block)


def _heading(title: str, level: int) -> Iterator[str]:
    if level not in _UNDERLINES:
        yield from wrapped(f"{title}:")
        return
    lines = list(wrapped(title))
    yield from lines
    yield _UNDERLINES[level] * max(map(len, lines))


def _items(items: Iterable[Item], is_numbered: bool = False, indent: str = "") -> Iterator[str]:
    for number, item in enumerate(items, 1):
        yield from wrapped(plain(item.text), f"{number:>3}. " if is_numbered else f"{indent}{_BULLET}")
        yield from _items(item.below, indent=f"{indent}    ")


def _table(table: Table) -> Iterator[str]:
    cells = [tuple(map(plain, line)) for line in table.lines]
    lines = [table.header, tuple("-" * len(title) for title in table.header), *cells]
    if _room_for_last(lines) >= min(_widths(lines)[-1], _LEAST_ROOM):
        return _aligned(lines)
    # A table too wide for the page is told line by line.
    return _items(_told(table.header, line) for line in cells)


def _told(header: Sequence[str], cells: Sequence[str]) -> Item:
    first, *others = (f"{title}: {cell}" for title, cell in zip(header, cells, strict=True))
    return Item(first, tuple(map(Item, others)))


def _aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield cells in columns; the last one takes what the others leave of the page."""
    widths = [*_widths(lines)[:-1], _room_for_last(lines)]
    for cells in lines:
        columns = (wrap(cell, width, break_on_hyphens=False) for cell, width in zip(cells, widths, strict=True))
        for row in zip_longest(*columns, fillvalue=""):
            yield "".join(f"  {cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [min(max(map(len, column)), WIDEST_NAME) or 1 for column in zip(*lines, strict=True)]


def _room_for_last(lines: Sequence[Sequence[str]]) -> int:
    """Return how wide the last column can be."""
    widths = _widths(lines)
    return WIDTH - 2 * len(widths) - sum(widths[:-1])


def wrapped(text: str, start: str = "") -> Iterator[str]:
    """Yield the lines of a text, none wider than the page; the first begins with a sign, the others below its text."""
    yield from wrap(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
    )


def plain(line: Line) -> str:
    """Return a line as plain text."""
    return "".join(map(_plain_piece, pieces_of(line)))


def _plain_piece(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Strong(text) | Code(text):
            return text
        case Link():
            return _plain_piece(piece.text)
        case Marked(_, sign, text):
            return f"{sign} {text}"
    return piece.mark
