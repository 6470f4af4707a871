"""Blocks as HTML for the screens: every text escaped, sources by key, and folded what few readers want to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from types import MappingProxyType

from screener.report.blocks import (
    Block,
    Bullets,
    Cited,
    Code,
    Item,
    Line,
    Link,
    Marked,
    Paragraph,
    ParagraphKind,
    Part,
    PartKind,
    Piece,
    Row,
    Rows,
    Strong,
    Table,
    Target,
    TargetKind,
    pieces_of,
    sources_in,
)
from screener.report.markup import EMPTY, Html, element, folded, join
from screener.report.source_list import source_items
from screener.wording.wording import Wording

_HEADINGS = {1: "h2", 2: "h3", 3: "h3", 4: "h4"}
_FOLDED: frozenset[PartKind] = frozenset({"derived", "settled", "set_aside", "notes", "by_source"})
# These end with a list of the sources cited in them: there is none for the whole page.
_LISTING: frozenset[PartKind] = frozenset({"facts", "derived", "combinations", "option"})
_PARTS: Mapping[PartKind, str] = MappingProxyType(
    {
        "urgent": "urgent",
        "outside": "panel",
        "outdated": "panel",
        "nothing_flagged": "panel",
        "next": "panel next",
        "shared_checks": "panel shared",
        "combinations": "panel",
        "rule": "rule",
        "logic": "logic",
    }
)
_PARAGRAPHS: Mapping[ParagraphKind, str] = MappingProxyType(
    {"sentence": "sentence", "label_status": "label-status", "what": "what", "quiet": "quiet"}
)


def render_html(blocks: Iterable[Block], wording: Wording, leads_to: Collection[TargetKind] = ()) -> Html:
    """Return blocks as HTML.

    Args:
        blocks: what is to be read.
        wording: the words, for the lists of sources.
        leads_to: the kinds of things that stand on the page; links to others become plain texts.
    """
    return _Renderer(wording, leads_to).blocks(blocks)


def place(target: Target) -> str:
    """Return the id of what a link leads to: `option-nanoknife`, `field-ecog`."""
    return f"{target.kind}-{target.name}"


class _Renderer:
    def __init__(self, wording: Wording, leads_to: Collection[TargetKind]) -> None:
        self._wording = wording
        self._leads_to = leads_to

    def blocks(self, blocks: Iterable[Block]) -> Html:
        return join(map(self._block, blocks))

    def _block(self, block: Block) -> Html:
        match block:
            case Paragraph(text, kind):
                return element("p", self._line(text), css=_PARAGRAPHS.get(kind, ""))
            case Bullets(items, is_numbered):
                return self._list(items, "ol" if is_numbered else "ul")
            case Rows(rows, "overview"):
                pairs = (element("li", self._line(row.name), element("span", self._line(row.value))) for row in rows)
                return element("ul", *pairs, css="overview")
            case Rows(rows, kind):
                return element("dl", *map(self._row, rows), css="facts" if kind == "facts" else "rows")
            case Table():
                return self._table(block)
        return self._part(block)

    def _part(self, part: Part) -> Html:
        if part.kind == "option":
            return self._option(part)
        if part.kind in _FOLDED:
            return folded(part.title, self.blocks(part.blocks), self._sources(part))
        heading = element(_HEADINGS[part.level], part.title) if part.title else EMPTY
        name = "article" if part.kind == "rule" else "div"
        return element(name, heading, self.blocks(part.blocks), self._sources(part), css=_PARTS.get(part.kind, ""))

    def _option(self, part: Part) -> Html:
        """Return the card of an option: beside its name the status, below it the parts in columns."""
        name = place(Target("option", part.name))
        heading = element(_HEADINGS[part.level], part.title, attributes={"id": name, "tabindex": "-1"})
        status, *others = part.blocks
        shown = (
            self._columns(group) if are_columns else self.blocks(group)
            for are_columns, group in groupby(others, key=_is_column)
        )
        head = element("div", heading, self._block(status), css="head")
        card = {"aria-labelledby": name}
        return element("article", head, *shown, self._sources(part), css=f"option {_status(status)}", attributes=card)

    def _columns(self, blocks: Iterable[Block]) -> Html:
        shown = (
            self._block(block) if isinstance(block, Part) else element("div", self._block(block)) for block in blocks
        )
        return element("div", *shown, css="body")

    def _sources(self, part: Part) -> Html:
        cited = source_items(sources_in(part.blocks), self._wording) if part.kind in _LISTING else ()
        return folded(self._wording.say("report.sources"), self._list(cited, "ul")) if cited else EMPTY

    def _list(self, items: Iterable[Item], name: str) -> Html:
        return element(name, *map(self._item, items))

    def _item(self, item: Item) -> Html:
        return element("li", self._line(item.text), self._list(item.below, "ul") if item.below else None)

    def _row(self, row: Row) -> Html:
        return element("div", element("dt", self._line(row.name)), element("dd", self._line(row.value)))

    def _table(self, table: Table) -> Html:
        titles = element("tr", *(element("th", title, attributes={"scope": "col"}) for title in table.header))
        lines = (element("tr", *(element("td", self._line(cell)) for cell in line)) for line in table.lines)
        return element("table", element("thead", titles), element("tbody", *lines))

    def _line(self, line: Line) -> Html:
        return join(map(self._piece, pieces_of(line)))

    def _piece(self, piece: Piece) -> Html | str:
        match piece:
            case str():
                return piece
            case Strong(text):
                return element("strong", text)
            case Code(text):
                return element("code", text)
            case Link():
                return self._link(piece)
            case Marked(status, sign, text):
                mark = element("span", sign, css="mark", attributes={"aria-hidden": "true"})
                return element("span", mark, f" {text}", css=f"status status-{status}")
        return _marks(piece)

    def _link(self, link: Link) -> Html | str:
        text = self._piece(link.text)
        if link.target.kind not in self._leads_to:
            return text
        goes_to = place(link.target)
        return element("a", text, attributes={"href": f"#{goes_to}", "data-goes-to": goes_to})


def _is_column(block: Block) -> bool:
    """Return whether a block of an option stands in its columns."""
    is_folded = isinstance(block, Part) and block.kind in _FOLDED
    return not is_folded and not (isinstance(block, Paragraph) and block.kind != "plain")


def _status(block: Block) -> str:
    pieces = pieces_of(block.text) if isinstance(block, Paragraph) else ()
    return next((piece.status for piece in pieces if isinstance(piece, Marked)), "")


def _marks(cited: Cited) -> Html:
    return join((" ", element("span", cited.mark.strip(), css="source"))) if cited.mark else EMPTY
