r"""A report as Markdown that shows every sign as written: nothing of `> 7` or `3~5` is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from screener.report.flat_blocks import Block, Bullet, Heading, Numbered, Row
from screener.report.outline import outline
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.result.screening import Screening
from screener.wording.wording import Wording

# Every sign that means something anywhere in a line of CommonMark or of the dialects built on it.
_SIGNS = re.compile(r"([\\`*_\[\]<>~|$&#!{}]|:(?=\S))")
# Signs that mean something only where a line or an item begins.
_AT_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:)\]]")


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
    return render_document(outline(screening, wording, program, wanted))


def render_document(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown."""
    text = ""
    was_item = False
    for block in blocks:
        is_item = isinstance(block, Bullet | Row | Numbered)
        if text:
            text += "\n" if is_item and was_item else "\n\n"
        text += _markdown(block)
        was_item = is_item
    return f"{text}\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, 4):
            return f"**{escape(text)}**"
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}"
        case Bullet(text, depth):
            return f"{'    ' * depth}- {escape(text)}"
        case Row(name, value):
            return f"- **{escape(name)}**: {escape(value)}"
        case Numbered(number, text):
            return f"{number}. {escape(text)}"
    return escape(block.text)


def escape(text: str) -> str:
    """Return a text as Markdown that shows it as it is; web addresses become links."""
    return _escape_start("".join(_pieces(" ".join(text.split()))))


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for address in _ADDRESS.finditer(text):
        yield _SIGNS.sub(r"\\\1", text[end : address.start()])
        yield f"<{address.group()}>"
        end = address.end()
    yield _SIGNS.sub(r"\\\1", text[end:])


def _escape_start(text: str) -> str:
    start = _AT_START.match(text)
    if start is None:
        return text
    sign = start.group()
    return rf"{sign}\{text[len(sign) :]}" if sign.isdigit() else rf"\{text}"
