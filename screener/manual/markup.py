"""Markdown in which every text is escaped: whoever writes a page of the manual cannot forget it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screener.report.markdown import escape

_INDENT = "    "


class Markdown(str):
    """A piece of Markdown whose texts are already escaped."""

    __slots__ = ()


Child = Markdown | str


def inline(*parts: Child) -> Markdown:
    """Return pieces one after the other; plain text is escaped, and keeps a blank before and after it."""
    return Markdown("".join(part if isinstance(part, Markdown) else _escaped(part) for part in parts))


def _escaped(text: str) -> str:
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{escape(text)}{after}"


def listed(parts: Iterable[Child]) -> Markdown:
    """Return pieces with commas between them."""
    return Markdown(", ".join(map(inline, parts)))


def strong(text: Child) -> Markdown:
    """Return a text in bold."""
    return Markdown(f"**{inline(text)}**")


def code(text: str) -> Markdown:
    """Return a text of the rule language as it is written; the language has no sign that would end it."""
    return Markdown(f"`{' '.join(text.split())}`")


def link(text: Child, target: str) -> Markdown:
    """Return a text that leads to another page or place of the manual."""
    return Markdown(f"[{inline(text)}]({target})")


def heading(text: str, level: int) -> Markdown:
    """Return a heading; 1 is the page's title."""
    return Markdown(f"{'#' * level} {inline(text)}")


def item(text: Child, depth: int = 0) -> Markdown:
    """Return one item of a list; what belongs to an item stands one level deeper."""
    return Markdown(f"{_INDENT * depth}- {inline(text)}".rstrip())


def row(name: str, said: Child, depth: int = 0) -> Markdown:
    """Return an item that says something under a name."""
    return item(inline(label(name), said), depth)


def label(name: str) -> Markdown:
    """Return a name in bold with its colon and a blank."""
    return Markdown(f"{strong(name)}: ")


def bullets(items: Iterable[Markdown]) -> Markdown:
    """Return the items of a list as one block."""
    return Markdown("\n".join(items))


def table(header: Sequence[str], lines: Iterable[Sequence[Child]]) -> Markdown:
    """Return a table with one line for each sequence of cells."""
    rows = [header, *lines]
    written = [f"| {' | '.join(map(inline, cells))} |" for cells in rows]
    return Markdown("\n".join([written[0], f"|{' --- |' * len(header)}", *written[1:]]))


def page(blocks: Iterable[Markdown]) -> str:
    """Return blocks as a page."""
    return "\n\n".join(blocks) + "\n"
