"""The sources of a report: numbered in the order in which they are cited, listed at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from screener.report.flat_blocks import Block, Bullet, Heading, Numbered, Paragraph
from screener.result.reason import SourceCited
from screener.wording.lists import ListItem
from screener.wording.wording import PROJECT, Wording


class SourceList:
    """Gives each source its number and remembers every place cited in it."""

    def __init__(self, wording: Wording) -> None:
        """Start with no source."""
        self._wording = wording
        self._cited: dict[str, dict[SourceCited, None]] = {}

    def marks(self, sources: Iterable[SourceCited]) -> str:
        """Return the numbers of sources as they stand behind a sentence: `[1, 3]`."""
        numbers = []
        for source in sources:
            self._cited.setdefault(source.key, {})[source] = None
            numbers.append(list(self._cited).index(source.key) + 1)
        return f"[{', '.join(map(str, sorted(set(numbers))))}]" if numbers else ""

    def told(self, items: Iterable[ListItem]) -> Iterator[Block]:
        """Yield things told with the numbers of their sources."""
        for item in items:
            yield Bullet(f"{item.text} {self.marks(item.sources)}".strip())
            for below in item.below:
                yield Bullet(below, 1)

    def blocks(self) -> Iterator[Block]:
        """Yield the list of everything cited so far: citation, locator, places, how far each was read."""
        if not self._cited:
            return
        yield Heading(self._wording.say("report.sources"), 2)
        yield Paragraph(self._wording.say("report.sources_why"))
        for number, places in enumerate(self._cited.values(), 1):
            first = next(iter(places))
            if first.body == PROJECT:
                yield Numbered(number, f"[{first.key}] {self._wording.source(first)}")
                continue
            yield Numbered(number, f"[{first.key}] {first.body}: {first.citation}")
            yield Bullet(first.locator, 1)
            yield from self._places(places)

    def _places(self, places: Iterable[SourceCited]) -> Iterator[Block]:
        """Yield the places of one source, those that were read alike in one line."""
        read_alike: dict[tuple[str, str], list[SourceCited]] = {}
        for place in places:
            read_alike.setdefault((place.read, place.checked), []).append(place)
        for group in read_alike.values():
            at = dict.fromkeys(place.at for place in group)
            yield Bullet(self._wording.source(replace(group[0], at="; ".join(at))), 1)
