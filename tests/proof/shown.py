"""What a reader sees of a text report and of a screen: every title, sentence, value, mark and list entry in its order.

Both are read back from the characters they consist of; nothing here knows the blocks they were made of. White space and
the order of the sources in a mark are no part of what is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

# What a report puts around an answer, in parts set apart by blank lines.
_ABOVE, _BELOW = 3, 2
_UNDERLINE = re.compile(r"[=-]{3,}")
_ITEM = re.compile(r"  - |      - |(?=.{3}\. ) *\d+\. ")
_ROW = re.compile(r"  \S.*?\s{2,}(?=\S)")
_NUMBERS = re.compile(r"\[(\d+(?:, \d+)*)\]")
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_KEY = re.compile(r"\[([^\]]+)\] ")
_CITED_AT = re.compile(r"(.*), ([^,]+, checked \S+)")
_BLOCKS = frozenset(
    ["p", "li", "dt", "dd", "h3", "h4", "summary", "div", "details", "article", "section", "ul", "ol", "dl"]
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is seen.

    Attributes:
        entries: in their order; of aligned rows all names first, then all values.
        places: what is told of each source, by its key.
    """

    entries: tuple[str, ...]
    places: frozenset[tuple[str, str]]


def on_report(report: str, sources: str) -> Shown:
    """Return what is seen of a text report, without what it puts around the answer.

    Args:
        report: the report.
        sources: the title of its list of sources.
    """
    parts = [list(_entries(part.split("\n"))) for part in report.strip("\n").split("\n\n")]
    end = parts.index([sources]) if [sources] in parts else len(parts) - _BELOW
    # Under the title stands how to read the list, then the list.
    listed = parts[end + 2] if [sources] in parts else []
    keys = [found[1] for entry in listed if (found := _KEY.match(entry))]

    def by_key(numbers: re.Match[str]) -> str:
        return f"[{', '.join(keys[int(number) - 1] for number in numbers[1].split(', '))}]"

    told = (_NUMBERS.sub(by_key, entry) for part in parts[_ABOVE:end] for entry in part)
    return _shown(told, listed)


def on_screen(html: str, sources: str) -> Shown:
    """Return what is seen of a screen.

    Args:
        html: the answer's part of it.
        sources: the title of its lists of sources.
    """
    reader = _Reader(sources)
    reader.feed(html)
    reader.close()
    return _shown(reader.entries, reader.listed)


def _shown(entries: Iterable[str], listed: Sequence[str]) -> Shown:
    places = frozenset(_places(listed))
    keys = {key for key, _ in places}
    return Shown(tuple(_seen(entry, keys) for entry in entries), places)


def _seen(entry: str, keys: set[str]) -> str:
    def in_order(mark: re.Match[str]) -> str:
        inside = re.split(r",\s*", mark[1])
        return f"[{','.join(sorted(inside))}]" if keys.issuperset(inside) else mark[0]

    return "".join(_BRACKETS.sub(in_order, " ".join(entry.split())).split()).rstrip(":")


def _entries(lines: Sequence[str]) -> Iterator[str]:
    """Yield the entries of a part of a text report: a title, rows, or a sentence and items."""
    if _UNDERLINE.fullmatch(lines[-1]):
        yield " ".join(lines[:-1])
        return
    row = None if _ITEM.match(lines[0]) else _ROW.match(lines[0])
    if row:
        yield " ".join(line[: row.end()] for line in lines)
        yield " ".join(line[row.end() :] for line in lines)
        return
    entry: list[str] = []
    for line in lines:
        sign = _ITEM.match(line)
        if sign and entry:
            yield " ".join(entry)
            entry = []
        entry.append(line[sign.end() :] if sign else line.strip())
    yield " ".join(entry)


def _places(listed: Iterable[str]) -> Iterator[tuple[str, str]]:
    key = ""
    for entry in listed:
        found = _KEY.match(entry)
        key = found[1] if found else key
        cited = _CITED_AT.fullmatch(" ".join(entry.split()))
        # Places that were read alike stand in one line.
        told = [f"{at}, {cited[2]}" for at in cited[1].split("; ")] if cited else [entry]
        yield from ((key, _seen(each, set())) for each in told)


class _Reader(HTMLParser):
    """Reads the entries of HTML, those in lists of sources apart from the others."""

    def __init__(self, sources: str) -> None:
        super().__init__()
        self.entries: list[str] = []
        self.listed: list[str] = []
        self._sources = sources
        self._is_in_sources = False
        self._columns: tuple[list[str], list[str]] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_entry(tag)
        if dict(attrs).get("class") in ("facts", "overview"):
            self._columns = ([], [])

    def handle_endtag(self, tag: str) -> None:
        if self._columns and tag in ("dt", "a"):
            self._columns[0].append(self._take())
        elif self._columns and tag in ("dd", "li"):
            self._columns[1].append(self._take())
        elif self._columns and tag in ("dl", "ul"):
            self.entries += [" ".join(column) for column in self._columns]
            self._columns = None
        elif tag == "summary" and self._text == self._sources:
            self._is_in_sources = bool(self._take())
        self._end_entry(tag)
        if tag == "details":
            self._is_in_sources = False

    def handle_data(self, data: str) -> None:
        self._text += data

    def _end_entry(self, tag: str) -> None:
        if tag in _BLOCKS and self._text.strip():
            (self.listed if self._is_in_sources else self.entries).append(self._take())

    def _take(self) -> str:
        text, self._text = self._text, ""
        return text
