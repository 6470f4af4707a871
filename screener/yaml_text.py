"""Strict reading of YAML (and so of JSON) into a small frozen tree that knows where all stands.

What YAML allows and people regret is refused: anchors, aliases, tags, directives, several
documents, keys written twice, keys that are no text, numbers that are none. Scalars keep their
written text, so that `3.20`, `no` and `A` mean what the reader of the tree decides and never what
YAML guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from screener.problems import FileCode, Place, Problem

if TYPE_CHECKING:
    from yaml import _yaml, error

MAXIMUM_DEPTH = 20
MAXIMUM_EXCERPT = 200
RULES_LIMIT = 1_000_000
PATIENT_LIMIT = 1_000_000

_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_NOT_FINITE = frozenset(
    sign + name
    for sign in ("", "-", "+")
    for name in (".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "NaN", "Infinity")
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A text cut into lines, from which places and excerpts are made."""

    file: str
    lines: tuple[str, ...]

    def place(self, line: int, column: int) -> Place:
        """Return the place at a line and column counted from 1."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Place(self.file, line, column, text[:MAXIMUM_EXCERPT])


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value as written.

    Attributes:
        text: the written text, without quotes.
        style: empty for a plain value, else `'`, `"`, `|` or `>`.
        line: where it starts, from 1.
        column: where it starts, from 1.
        last_line: where it ends, from 1.
    """

    text: str
    style: str
    line: int
    column: int
    last_line: int
    lines: Lines = field(repr=False, compare=False)

    @property
    def place(self) -> Place:
        """Where it starts."""
        return self.lines.place(self.line, self.column)

    @property
    def is_null(self) -> bool:
        """True for nothing, `~` and `null`, unless quoted."""
        return not self.style and self.text in _NULL

    @property
    def truth(self) -> bool | None:
        """True or False for a plain `true` or `false`, else None."""
        return {"true": True, "false": False}.get(self.text) if not self.style else None


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int
    lines: Lines = field(repr=False, compare=False)

    @property
    def place(self) -> Place:
        """Where it starts."""
        return self.lines.place(self.line, self.column)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order written; no key stands twice."""

    entries: tuple[Entry, ...]
    line: int
    column: int
    lines: Lines = field(repr=False, compare=False)

    @property
    def place(self) -> Place:
        """Where it starts."""
        return self.lines.place(self.line, self.column)


Node = ScalarNode | ListNode | MappingNode


def read_text(path: Path, limit: int, file: str = "") -> tuple[str | None, list[Problem]]:
    """Return a file's text, or None and the reason why it cannot be read.

    Args:
        path: the file.
        limit: the most bytes it may have.
        file: what to call it in problems; its path if left out.
    """
    start = Place(file or str(path), 1, 1)
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError:
        return None, [Problem("file_missing", start.file, start)]
    except IsADirectoryError:
        return None, [Problem("file_is_folder", start.file, start)]
    except (OSError, ValueError) as error:
        return None, [Problem("file_unreadable", start.file, start, found=str(error))]
    return decode(content, limit, start.file)


def decode(content: bytes, limit: int, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text that bytes stand for, or None and the reason why they cannot be read.

    Args:
        content: the bytes, at least one more than the limit if there are too many.
        limit: the most bytes there may be.
        file: what to call them in problems.
    """
    if len(content) > limit:
        return None, [Problem("file_too_large", file, Place(file, 1, 1), allowed=(f"{limit} bytes",))]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        place = Lines(file, tuple(before.splitlines())).place(*_position_after(before))
        return None, [Problem("file_not_utf8", file, place, f"byte {content[error.start]:#04x}", ("UTF-8",))]


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree a YAML or JSON text stands for, or None and everything that is wrong with it.

    Args:
        text: the whole text; JSON is read by the same rules.
        file: what to call it in problems.
    """
    lines = Lines(file, tuple(text.splitlines()))
    control = _CONTROL.search(text)
    if control is not None:
        place = lines.place(*_position_after(text[: control.start()]))
        return None, [Problem("control_character", file, place, _code_point(control))]
    reader = _Reader(text, lines)
    try:
        root = reader.document()
    except _TooDeepError:
        root = None
    except yaml.MarkedYAMLError as refusal:
        place = lines.place(*_position(refusal.problem_mark))
        found = (refusal.problem or "").removeprefix("found ")
        reader.problems.append(Problem("yaml_syntax", file, place, found))
    return (None if reader.problems else root), reader.problems


def _position_after(before: str) -> tuple[int, int]:
    lines = f"{before}|".splitlines()
    return len(lines), len(lines[-1])


def _position(mark: _yaml.Mark | error.Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _code_point(control: re.Match[str]) -> str:
    return f"U+{ord(control.group()):04X}"


class _TooDeepError(Exception):
    """Reading further makes no sense; the reason is among the problems."""


class _Reader:
    """Turns the parser's events into nodes and collects every refusal on the way."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._lines = lines
        self.problems: list[Problem] = []

    def document(self) -> Node | None:
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.DocumentStartEvent):
            self._refuse("file_empty", event)
            return None
        if event.version or event.tags:
            self._refuse("yaml_directive", event)
        root = self._node(next(self._events), 1)
        if isinstance(root, ScalarNode) and not root.text:
            self.problems.append(Problem("file_empty", self._lines.file, root.place))
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse("yaml_documents", after, allowed=("1",))
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line, column = _position(event.start_mark)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event, line, column)
            case yaml.CollectionStartEvent():
                self._check_plain(event)
                if depth > MAXIMUM_DEPTH:
                    self._refuse("yaml_too_deep", event, allowed=(str(MAXIMUM_DEPTH),))
                    raise _TooDeepError
                if isinstance(event, yaml.SequenceStartEvent):
                    return ListNode(self._items(depth + 1), line, column, self._lines)
                return MappingNode(self._entries(depth + 1), line, column, self._lines)
        self._refuse("yaml_alias", event)
        return ScalarNode("", "", line, column, line, self._lines)

    def _scalar(self, event: yaml.ScalarEvent, line: int, column: int) -> ScalarNode:
        self._check_plain(event)
        text: str = event.value
        style: str = event.style or ""
        if not style and text in _NOT_FINITE:
            self._refuse("number_not_finite", event, found=text)
        # Only escapes in double quotes can bring back what the check of the whole text refused.
        if style == '"' and (control := _CONTROL.search(text)):
            self._refuse("control_character", event, found=_code_point(control))
        last_line = _position(event.end_mark)[0]
        return ScalarNode(text, style, line, column, last_line, self._lines)

    def _check_plain(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse("yaml_anchor", event, found=f"&{event.anchor}")
        if event.tag:
            self._refuse("yaml_tag", event, found=event.tag)

    def _items(self, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth))
        return tuple(items)

    def _entries(self, depth: int) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        seen: dict[str, ScalarNode] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth)
            value = self._node(next(self._events), depth)
            if not isinstance(key, ScalarNode):
                problem = Problem("yaml_key_not_text", self._lines.file, key.place)
                self.problems.append(problem)
            elif key.text in seen:
                related = (str(seen[key.text].place),)
                problem = Problem("key_twice", key.text, key.place, key.text, related=related)
                self.problems.append(problem)
            else:
                seen[key.text] = key
                entries.append(Entry(key, value))
        return tuple(entries)

    def _refuse(self, code: FileCode, event: yaml.Event, *, found: str = "", allowed: tuple[str, ...] = ()) -> None:
        place = self._lines.place(*_position(event.start_mark))
        self.problems.append(Problem(code, self._lines.file, place, found, allowed))
