"""The parts of which reports, screens and pages about rules are made, before they become text, Markdown or HTML.

    Part        a title with blocks below it; its kind says what it is about
    Paragraph   a sentence or more
    Bullets     a list of items; what belongs to an item stands below it
    Rows        names, and what is said of each
    Table       a header, and lines of cells

Blocks say what something is, and renderers decide what it looks like. Every text is a `Line`: a plain text, or pieces
one after the other such as `("Heat is preferred", Cited(sources))`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from screener.result.option import Status
from screener.result.reason import SourceCited

TargetKind = Literal["option", "rule", "fact", "source", "page", "field"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to: a kind of thing, and its name, such as the fact `ecog`. Renderers know where it stands."""

    kind: TargetKind
    name: str


@dataclass(frozen=True, slots=True)
class Strong:
    """A text that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A text of the rule language, as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to something, where the renderer has a place for it."""

    text: str | Code
    target: Target


@dataclass(frozen=True, slots=True)
class Marked:
    """A status in words behind its sign, so that colour is never the only sign."""

    status: Status
    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources of what stands before it.

    Attributes:
        sources: the sources, each with the place cited.
        is_named: the text itself names them already: they are listed with the others, and no mark is shown.
    """

    sources: tuple[SourceCited, ...]
    is_named: bool = False

    @property
    def mark(self) -> str:
        """The keys as they stand behind a sentence, with the blank before them: ` [BCLC22, N-23]`; blank if none do."""
        keys = [] if self.is_named else dict.fromkeys(source.key for source in self.sources)
        return f" [{', '.join(keys)}]" if keys else ""


Piece = str | Strong | Code | Link | Marked | Cited
Line = str | tuple[Piece, ...]


def pieces_of(line: Line) -> tuple[Piece, ...]:
    """Return the pieces of a line; a plain text is one piece."""
    return (line,) if isinstance(line, str) else line


PartKind = Literal[
    # a whole screening
    "report",
    "urgent",
    "outside",
    "facts",
    "questions",
    "outdated",
    "derived",
    "nothing_flagged",
    "overview",
    "usual",
    "next",
    "settled",
    "shared_checks",
    "combinations",
    "flips",
    "set_aside",
    "sources",
    # one option
    "option",
    "products",
    "why",
    "why_not",
    "weigh",
    "fits",
    "missing",
    "to_check",
    "strengthen",
    "notes",
    "by_source",
    "partings",
    # the rules themselves
    "page",
    "rule",
    "logic",
    "boundaries",
    "plain",
]
ParagraphKind = Literal["plain", "status", "sentence", "label_status", "what", "limits", "quiet"]
RowsKind = Literal["plain", "facts", "overview"]
Level = Literal[1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more."""

    text: Line
    kind: ParagraphKind = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, and the items that belong to it."""

    text: Line
    below: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; its items carry numbers from 1 if it is numbered."""

    items: tuple[Item, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A name, and what is said of it."""

    name: Line
    value: Line


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are aligned with each other."""

    rows: tuple[Row, ...]
    kind: RowsKind = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what stands above its columns, and its lines, each with a cell for every column."""

    header: tuple[str, ...]
    lines: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A title with blocks below it.

    Attributes:
        kind: what it is about.
        title: its heading; blank for a part that is only held together.
        level: 1 the title of all, 2 a part of it, 3 an option or a rule, 4 a label inside one.
        name: what it is called elsewhere, such as an option's id; links find it by its kind and this name.
    """

    kind: PartKind
    title: str
    level: Level
    blocks: tuple[Block, ...]
    name: str = ""


Block = Paragraph | Bullets | Rows | Table | Part


def part(kind: PartKind, title: str, level: Level, blocks: Iterable[Block], name: str = "") -> Iterator[Part]:
    """Yield a part, or nothing if nothing stands in it: a heading alone says nothing."""
    held = tuple(blocks)
    if held:
        yield Part(kind, title, level, held, name)


def bullets(items: Iterable[Item | Line]) -> Iterator[Bullets]:
    """Yield a list of items or plain lines, or nothing if there are none."""
    held = tuple(item if isinstance(item, Item) else Item(item) for item in items)
    if held:
        yield Bullets(held)


def rows(pairs: Iterable[tuple[Line, Line]], kind: RowsKind = "plain") -> Iterator[Rows]:
    """Yield rows of names and what is said of them, or nothing if there are none; blank ones are left out."""
    held = tuple(Row(name, value) for name, value in pairs if value)
    if held:
        yield Rows(held, kind)


def named(name: str, said: Line = (), below: Iterable[Item] = ()) -> Item:
    """Return an item that says something under a name that stands out: `Worked out from: ecog, ascites`."""
    return Item((Strong(name), ": ", *pieces_of(said)), tuple(below))


def joined(pieces: Iterable[Piece], between: str) -> tuple[Piece, ...]:
    """Return pieces one after the other with something between them, such as a comma."""
    return tuple(each for piece in pieces for each in (between, piece))[1:]


def lines_of(block: Block) -> Iterator[Line]:
    """Return every text of a block and of the blocks in it, in the order in which it is read; titles are left out."""
    match block:
        case Paragraph(text):
            return iter((text,))
        case Bullets(items):
            return (line for item in items for line in _item_lines(item))
        case Rows(held):
            return (line for row in held for line in (row.name, row.value))
        case Table(_, lines):
            return (line for cells in lines for line in cells)
    return (line for inner in block.blocks for line in lines_of(inner))


def _item_lines(item: Item) -> Iterator[Line]:
    yield item.text
    for below in item.below:
        yield from _item_lines(below)


def sources_in(blocks: Iterable[Block]) -> tuple[SourceCited, ...]:
    """Return every source cited in blocks with its place, each once: in the order of their marks, then those named."""
    pieces = (piece for block in blocks for line in lines_of(block) for piece in pieces_of(line))
    cited = sorted((piece for piece in pieces if isinstance(piece, Cited)), key=lambda piece: piece.is_named)
    return tuple(dict.fromkeys(source for piece in cited for source in piece.sources))


def change_pieces(blocks: Iterable[Block], change: Callable[[Piece], Piece]) -> tuple[Block, ...]:
    """Return blocks of the same shape whose pieces were changed one by one; titles stay."""
    return tuple(_changed(block, change) for block in blocks)


def _changed(block: Block, change: Callable[[Piece], Piece]) -> Block:
    def line(text: Line) -> Line:
        return tuple(map(change, pieces_of(text)))

    def item(held: Item) -> Item:
        return Item(line(held.text), tuple(map(item, held.below)))

    match block:
        case Paragraph():
            return replace(block, text=line(block.text))
        case Bullets():
            return replace(block, items=tuple(map(item, block.items)))
        case Rows():
            return replace(block, rows=tuple(Row(line(row.name), line(row.value)) for row in block.rows))
        case Table():
            return replace(block, lines=tuple(tuple(map(line, cells)) for cells in block.lines))
    return replace(block, blocks=change_pieces(block.blocks, change))
