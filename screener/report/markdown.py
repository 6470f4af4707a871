r"""Blocks as Markdown that shows every sign as written: nothing of `> 7` or `3~5` is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

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
    Row,
    Rows,
    Strong,
    Table,
    Target,
    pieces_of,
)
from screener.report.outline import report_outline
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.result.screening import Screening
from screener.wording.wording import Wording

# Every sign that means something anywhere in a line of CommonMark or of the dialects built on it.
_SIGNS = re.compile(r"([\\`*_\[\]<>~|$&#!{}]|:(?=\S))")
# Signs that mean something only where a line or an item begins.
_AT_START = re.compile(r"^([-+=]|\d+(?=[.)](?:\s|$)))")
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:)\]]")
_BLANKS = re.compile(r"\s+")
_BACKTICKS = re.compile(r"`+")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_INDENT = 4
_LABEL = 4

Resolve = Callable[[Target], str | None]


def document_report(
    screening: Screening,
    wording: Wording,
    program: str,
    wanted: Wanted = NOTHING_ELSE,
) -> str:
    """Return a report as Markdown.

    Args:
        screening: the answer for one patient.
        wording: the words, with the rule base that gave the answer.
        program: the program's version.
        wanted: what else is to be told.
    """
    return render_markdown(report_outline(screening, wording, program, wanted))


def leads_nowhere(target: Target) -> None:
    """Say of every target that it stands nowhere: all links become plain texts."""


def render_markdown(blocks: Iterable[Block], resolve: Resolve = leads_nowhere) -> str:
    """Return blocks as Markdown.

    Args:
        blocks: what is to be read.
        resolve: returns the address of what a link leads to, such as `facts.md#ecog`, or None if it stands nowhere;
            the link is then a plain text.
    """
    return _Writer(resolve).document(blocks)


def anchor(title: str) -> str:
    """Return the name under which a heading can be linked to, as code forges make it."""
    return _NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-")


class _Writer:
    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def document(self, blocks: Iterable[Block]) -> str:
        # Lists that follow each other stay together; all else stands apart.
        groups = groupby(self._written(blocks), key=lambda written: written[0])
        parts = (("\n" if is_list else "\n\n").join(text for _, text in group) for is_list, group in groups)
        return "\n\n".join(parts) + "\n"

    def _written(self, blocks: Iterable[Block]) -> Iterator[tuple[bool, str]]:
        """Yield each block that is no part, with whether it is a list."""
        for block in blocks:
            if isinstance(block, Part):
                if block.title:
                    yield False, _heading(block.title, block.level)
                yield from self._written(block.blocks)
            else:
                yield isinstance(block, Bullets | Rows), self._block(block)

    def _block(self, block: Paragraph | Bullets | Rows | Table) -> str:
        match block:
            case Paragraph(text):
                return self._line(text)
            case Bullets(items, is_numbered):
                return "\n".join(self._items(items, is_numbered, 0))
            case Rows(rows):
                return "\n".join(map(self._row, rows))
        return "\n".join(self._table(block.header, block.lines))

    def _items(self, items: Iterable[Item], is_numbered: bool, indent: int) -> Iterator[str]:
        for number, item in enumerate(items, 1):
            sign = f"{number}. " if is_numbered else "- "
            yield f"{' ' * indent}{sign}{self._line(item.text)}"
            # What belongs to an item must begin no further left than its text.
            yield from self._items(item.below, False, indent + max(len(sign), _INDENT))

    def _row(self, row: Row) -> str:
        return f"- **{self._line(row.name)}**: {self._line(row.value)}"

    def _table(self, header: Iterable[str], lines: Iterable[Iterable[Line]]) -> Iterator[str]:
        titles = [escape(title) for title in header]
        yield f"| {' | '.join(titles)} |"
        yield f"|{' --- |' * len(titles)}"
        for line in lines:
            yield f"| {' | '.join(map(self._cell, line))} |"

    def _cell(self, line: Line) -> str:
        return self._inline(tuple(map(_for_cell, pieces_of(line))))

    def _line(self, line: Line) -> str:
        return _escape_start(self._inline(line))

    def _inline(self, line: Line) -> str:
        return "".join(map(self._piece, pieces_of(line))).strip()

    def _piece(self, piece: Piece) -> str:
        match piece:
            case str():
                return _escaped(piece)
            case Strong(text):
                return f"**{_escaped(text).strip()}**"
            case Code(text):
                return _code(text)
            case Link():
                return self._link(piece)
            case Marked(_, sign, text):
                return _escaped(f"{sign} {text}")
        return _signs_escaped(piece.mark)

    def _link(self, link: Link) -> str:
        address = self._resolve(link.target)
        if address is None:
            return self._piece(link.text)
        # A web address in the text of a link would be a link inside a link, so its signs are escaped like any other.
        text = _code(link.text.text) if isinstance(link.text, Code) else _signs_escaped(_one_line(link.text))
        return f"[{text}]({address})"


def _heading(title: str, level: int) -> str:
    text = escape(title)
    # The lowest titles are labels of what follows them, too small for headings of their own.
    return f"**{text}**" if level == _LABEL else f"{'#' * level} {text}"


def _for_cell(piece: Piece) -> Piece:
    """Return a piece for a table, where even a bar inside code would begin another cell."""
    match piece:
        case Code(text):
            return Code(text.replace("|", r"\|"))
        case Link(Code(text), target):
            return Link(Code(text.replace("|", r"\|")), target)
    return piece


def _code(text: str) -> str:
    """Return a text as code; the signs around it are more than any run of them in it."""
    shown = _one_line(text).strip()
    around = "`" * (1 + max(map(len, _BACKTICKS.findall(shown)), default=0))
    blank = " " if len(around) > 1 else ""
    return f"{around}{blank}{shown}{blank}{around}"


def escape(text: str) -> str:
    """Return a text as Markdown that shows it as it is; web addresses become links."""
    return _escape_start(_escaped(text).strip())


def _escaped(text: str) -> str:
    """Return a text for the middle of a line; a blank before and after it is kept."""
    return "".join(_addresses_linked(_one_line(text)))


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _addresses_linked(text: str) -> Iterator[str]:
    end = 0
    for address in _ADDRESS.finditer(text):
        yield _signs_escaped(text[end : address.start()])
        yield f"<{address.group()}>"
        end = address.end()
    yield _signs_escaped(text[end:])


def _signs_escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _escape_start(text: str) -> str:
    start = _AT_START.match(text)
    if start is None:
        return text
    sign = start.group()
    return rf"{sign}\{text[len(sign) :]}" if sign.isdigit() else rf"\{text}"
