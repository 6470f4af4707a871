"""Flat blocks as plain text, until nobody uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from screener.report.flat_blocks import Block, Bullet, Heading, Numbered, Paragraph, Row
from screener.report.text import WIDEST_NAME, WIDTH, wrapped

_UNDERLINES = {1: "=", 2: "=", 3: "-"}


def render_flat(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text; lists and tables stay together, all else stands apart."""
    parts = []
    for kind, group in groupby(blocks, key=_kind):
        items = list(group)
        lines = list(_table([item for item in items if isinstance(item, Row)]))
        lines += ["\n".join(_lines(item)) for item in items if not isinstance(item, Row)]
        parts += lines if kind == "single" else ["\n".join(lines)]
    # A label belongs to the list under it.
    return "\n\n".join(parts).replace(":\n\n  - ", ":\n  - ") + "\n"


def _kind(block: Block) -> str:
    if isinstance(block, Row):
        return "row"
    return "list" if isinstance(block, Bullet) else "single"


def _lines(block: Heading | Paragraph | Bullet | Numbered) -> Iterator[str]:
    match block:
        case Heading(text, level):
            return _heading(text, level)
        case Bullet(text, depth):
            return wrapped(text, "  " + "    " * depth + "- ")
    return wrapped(block.text)


def _heading(text: str, level: int) -> Iterator[str]:
    if level not in _UNDERLINES:
        yield from wrapped(f"{text}:")
        return
    lines = list(wrapped(text))
    yield from lines
    yield _UNDERLINES[level] * max(map(len, lines))


def _table(rows: list[Row]) -> Iterator[str]:
    column = min(max((len(row.name) for row in rows), default=0), WIDEST_NAME)
    for row in rows:
        names = wrap(row.name, column, break_on_hyphens=False)
        values = wrap(row.value, WIDTH - column - 4, break_on_hyphens=False)
        for line in range(max(len(names), len(values))):
            name = names[line] if line < len(names) else ""
            value = values[line] if line < len(values) else ""
            yield f"  {name:<{column}}  {value}".rstrip()
