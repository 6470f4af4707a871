"""The sources of a report: numbered in the order in which they are cited, listed at its end with every place cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from screener.report.blocks import Block, Bullets, Cited, Item, Paragraph, Part, Piece, change_pieces, part, sources_in
from screener.result.reason import SourceCited
from screener.wording.wording import PROJECT, Wording


def number_sources(blocks: Sequence[Block], wording: Wording) -> tuple[tuple[Block, ...], tuple[Part, ...]]:
    """Return blocks whose sources stand behind a sentence by number, and the list of these sources.

    Args:
        blocks: what is to be read.
        wording: the words.
    """
    cited = sources_in(blocks)
    numbers = {key: number for number, key in enumerate(_by_key(cited), 1)}

    def by_number(piece: Piece) -> Piece:
        if not isinstance(piece, Cited) or not piece.mark:
            return piece
        return f" [{', '.join(map(str, sorted({numbers[source.key] for source in piece.sources})))}]"

    return change_pieces(blocks, by_number), tuple(_source_list(cited, wording))


def _source_list(cited: Sequence[SourceCited], wording: Wording) -> Iterator[Part]:
    items = source_items(cited, wording)
    listed = (Paragraph(wording.say("report.sources_why")), Bullets(items, is_numbered=True)) if items else ()
    return part("sources", wording.say("report.sources"), 2, listed)


def source_items(cited: Iterable[SourceCited], wording: Wording) -> tuple[Item, ...]:
    """Return each source once: its key and citation, below it where it is found, and the places cited.

    Args:
        cited: the sources, a source once for each place.
        wording: the words.
    """
    return tuple(_item(places, wording) for places in _by_key(cited).values())


def _by_key(cited: Iterable[SourceCited]) -> dict[str, list[SourceCited]]:
    by_key: dict[str, list[SourceCited]] = {}
    for source in cited:
        by_key.setdefault(source.key, []).append(source)
    return by_key


def _item(places: Sequence[SourceCited], wording: Wording) -> Item:
    first = places[0]
    if first.body == PROJECT:
        return Item(f"[{first.key}] {wording.source(first)}")
    below = (Item(first.locator), *(Item(place) for place in _places(places, wording)))
    return Item(f"[{first.key}] {first.body}: {first.citation}", below)


def _places(places: Iterable[SourceCited], wording: Wording) -> Iterator[str]:
    """Yield the places of one source, those that were read alike in one line."""
    read_alike: dict[tuple[str, str], list[SourceCited]] = {}
    for place in places:
        read_alike.setdefault((place.read, place.checked), []).append(place)
    for group in read_alike.values():
        at = dict.fromkeys(place.at for place in group)
        yield wording.source(replace(group[0], at="; ".join(at)))
