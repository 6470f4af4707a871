"""A report as plain text: 80 columns, aligned, complete without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from screener.report.flat_blocks import Block, Bullet, Heading, Numbered, Paragraph, Row
from screener.report.outline import outline
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.result.screening import Screening
from screener.wording.wording import Wording

WIDTH = 80
WIDEST_NAME = 40
_UNDERLINES = {1: "=", 2: "=", 3: "-"}


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
    return render_text(outline(screening, wording, program, wanted))


def render_text(blocks: Iterable[Block]) -> str:
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
    return "list" if isinstance(block, Bullet | Numbered) else "single"


def _lines(block: Heading | Paragraph | Bullet | Numbered) -> Iterator[str]:
    match block:
        case Heading(text, level):
            return _heading(text, level)
        case Bullet(text, depth):
            return wrapped(text, "  " + "    " * depth + "- ")
        case Numbered(number, text):
            return wrapped(text, f"{number:>3}. ")
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


def wrapped(text: str, start: str = "") -> Iterator[str]:
    """Yield the lines of a text, none wider than the page; the first begins with a sign, the others below its text."""
    yield from wrap(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
    )
