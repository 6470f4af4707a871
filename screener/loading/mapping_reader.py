"""Reading one mapping of a rule file key by key; whatever is wrong with it is collected.

A reader never stops at the first mistake: a missing or wrong value comes back blank, is reported
once, and everything that reads on skips blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from screener.knowledge.domains import decimal_of
from screener.knowledge.texts import Text
from screener.problems import Place, Problem, nearest
from screener.yaml_text import ListNode, MappingNode, Node, ScalarNode

MAXIMUM_FOUND = 80
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class MappingReader:
    """The keys of one mapping.

    Attributes:
        subject: what its problems are about: its own id or key, else what it was called.
    """

    def __init__(self, node: Node, subject: str, keys: tuple[str, ...], problems: list[Problem]) -> None:
        """Take the mapping and report keys that are not among those allowed."""
        self._node = node
        self._problems = problems
        entries = node.entries if isinstance(node, MappingNode) else ()
        self._values = {entry.key.text: entry.value for entry in entries}
        self.subject = subject
        for name in ("id", "key"):
            value = self._values.get(name) if name in keys else None
            if isinstance(value, ScalarNode) and value.text:
                self.subject = value.text
        if not isinstance(node, MappingNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("mapping",))
            # What is no mapping lacks every key; saying so once is enough.
            self._problems = []
        for entry in entries:
            if entry.key.text not in keys:
                hint = nearest(entry.key.text, keys)
                self.refuse("key_unknown", entry.key.place, entry.key.text, keys, hint)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def place(self, key: str = "") -> Place:
        """Return where the value of a key stands, or where the mapping starts."""
        return self._values.get(key, self._node).place

    def refuse(
        self,
        code: str,
        place: Place,
        found: str = "",
        allowed: tuple[str, ...] = (),
        hint: str = "",
        related: tuple[str, ...] = (),
    ) -> None:
        """Report one thing that is wrong."""
        self._problems.append(Problem(code, self.subject, place, found, allowed, hint, related))

    def refuse_misplaced(self, keys: tuple[str, ...], belongs: tuple[str, ...]) -> None:
        """Report those of some keys that are there though they belong elsewhere."""
        for key in keys:
            if key in self._values:
                self.refuse("key_misplaced", self.place(key), key, belongs)

    def refuse_duplicates(self, words: Iterable[ScalarNode]) -> None:
        """Report every word that was written before."""
        self._problems.extend(duplicates(words, self.subject))

    def word(self, key: str) -> ScalarNode:
        """Return a required single value; blank if it is missing."""
        if key not in self._values:
            self.refuse("key_missing", self.place(), allowed=(key,))
            return self._blank()
        return self._scalar(key, self._values[key])

    def optional_word(self, key: str) -> ScalarNode:
        """Return a single value; blank if the key is left out."""
        return self.word(key) if key in self._values else self._blank()

    def remark(self, key: str) -> str:
        """Return a text that may be empty or left out."""
        value = self._values.get(key)
        is_empty = isinstance(value, ScalarNode) and not value.text
        return "" if is_empty else self.optional_word(key).text

    def words(self, key: str, at_least: int = 1) -> tuple[ScalarNode, ...]:
        """Return a required list of single values."""
        return tuple(self._scalar(key, item) for item in self._items(key, at_least))

    def optional_words(self, key: str) -> tuple[ScalarNode, ...]:
        """Return a list of single values; empty if the key is left out."""
        return self.words(key) if key in self._values else ()

    def texts(self, key: str) -> Text:
        """Return a required text for both voices."""
        if key not in self._values:
            self.refuse("text_missing", self.place(), allowed=(key,))
        return self.optional_texts(key) or Text("", "")

    def optional_texts(self, key: str) -> Text | None:
        """Return a text for both voices, or None if the key is left out."""
        if key not in self._values:
            return None
        voices = self.inner(key, ("clinician", "patient"))
        return Text(voices.voice("clinician"), voices.voice("patient"))

    def voice(self, key: str) -> str:
        """Return one voice of a text, which may not be blank."""
        value = self._values.get(key)
        if isinstance(value, ScalarNode) and value.text.strip() and not value.is_null:
            return value.text.strip()
        if isinstance(value, ListNode | MappingNode):
            self.refuse("type_wrong", value.place, kind_of(value), ("text",))
        else:
            self.refuse("text_missing", self.place(key), allowed=(key,))
        return ""

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return a required value out of a closed list; blank if it is none of them."""
        return self.known(self.word(key), allowed)

    def known(self, word: ScalarNode, allowed: tuple[str, ...]) -> str:
        """Return a word's text if it is one of those allowed, else blank."""
        if not word.text or word.text in allowed:
            return word.text
        hint = nearest(word.text, allowed)
        self.refuse("value_unknown", word.place, word.text, allowed, hint)
        return ""

    def flag(self, key: str) -> bool:
        """Return true or false; false if the key is left out."""
        if key not in self._values:
            return False
        word = self.word(key)
        if word.text and word.truth is None:
            self.refuse("type_wrong", word.place, word.text, ("true", "false"))
        return bool(word.truth)

    def number(self, key: str) -> Decimal | None:
        """Return a required number, or None if it is missing or none."""
        return self.decimal(self.word(key))

    def decimal(self, word: ScalarNode) -> Decimal | None:
        """Return the number a word stands for, or None."""
        value = None if word.style else decimal_of(word.text)
        if value is None and word.text:
            self.refuse("type_wrong", word.place, word.text, ("number",))
        return value

    def whole(self, key: str, low: int, high: int) -> int | None:
        """Return a required whole number within two ends, or None if it is missing or wrong."""
        value = self.number(key)
        if value is None:
            return None
        if value != value.to_integral_value() or not low <= value <= high:
            allowed = (f"whole number from {low} to {high}",)
            self.refuse("type_wrong", self.place(key), f"{value}", allowed)
            return None
        return int(value)

    def day(self, key: str) -> str:
        """Return a required calendar day as written, like 2026-11-23; blank if it is none."""
        word = self.word(key)
        try:
            if not _DAY.fullmatch(word.text):
                raise ValueError
            return date.fromisoformat(word.text).isoformat()
        except ValueError:
            if word.text:
                self.refuse("date_malformed", word.place, word.text, ("2026-11-23",))
            return ""

    def inner(self, key: str, keys: tuple[str, ...]) -> MappingReader:
        """Return the reader of a mapping that stands under a required key."""
        if key in self._values:
            return MappingReader(self._values[key], self.subject, keys, self._problems)
        self.refuse("key_missing", self.place(), allowed=(key,))
        nothing = MappingNode((), self._node.line, self._node.column, self._node.lines)
        return MappingReader(nothing, self.subject, keys, [])

    def readers(self, key: str, keys: tuple[str, ...], at_least: int = 1) -> tuple[MappingReader, ...]:
        """Return the readers of a required list of mappings."""
        items = self._items(key, at_least)
        return tuple(MappingReader(item, self.subject, keys, self._problems) for item in items)

    def pairs(self, key: str) -> Iterator[tuple[ScalarNode, ScalarNode]]:
        """Yield names and values of a mapping of single values; nothing if it is left out."""
        node = self._values.get(key)
        if isinstance(node, ScalarNode | ListNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("mapping",))
        elif node is not None:
            for entry in node.entries:
                yield entry.key, self._scalar(entry.key.text, entry.value)

    def _items(self, key: str, at_least: int) -> tuple[Node, ...]:
        node = self._values.get(key)
        if node is None:
            self.refuse("key_missing", self.place(), allowed=(key,))
            return ()
        if not isinstance(node, ListNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("list",))
            return ()
        if len(node.items) < at_least:
            self.refuse("list_too_short", node.place, key, (f"at least {at_least}",))
        return node.items

    def _scalar(self, key: str, node: Node) -> ScalarNode:
        if not isinstance(node, ScalarNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("single value",))
            return self._blank()
        if not node.text.strip() or node.is_null:
            self.refuse("value_missing", node.place, allowed=(key,))
            return self._blank()
        return node

    def _blank(self) -> ScalarNode:
        node = self._node
        return ScalarNode("", "", node.line, node.column, node.line, node.lines)


def duplicates(words: Iterable[ScalarNode], subject: str = "") -> Iterator[Problem]:
    """Yield a problem for every word that was written before, about a subject or about itself."""
    seen: dict[str, ScalarNode] = {}
    for word in words:
        first = seen.setdefault(word.text, word)
        if first is not word and word.text:
            related = (str(first.place),)
            about = subject or word.text
            yield Problem("duplicate", about, word.place, word.text, related=related)


def kind_of(node: Node) -> str:
    """Return what a node is, in a word."""
    match node:
        case MappingNode():
            return "mapping"
        case ListNode():
            return "list"
    return node.text[:MAXIMUM_FOUND] or "nothing"
