"""Reading one mapping of a rule file key by key; whatever is wrong with it is collected.

A reader never stops at the first mistake: a missing or wrong value comes back blank, is reported
once, and everything that reads on skips blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from screener.knowledge.domains import decimal_of
from screener.knowledge.texts import Text
from screener.loading.shape import Day, Facts, Flag, ListOf, Number, OneOf, Pairs, Shape, Takes, When, Whole, Word
from screener.problems import Place, Problem, ProblemCode, nearest
from screener.yaml_text import ListNode, MappingNode, Node, ScalarNode

MAXIMUM_FOUND = 80
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Closed = TypeVar("Closed", bound=str)
Shaped = TypeVar("Shaped", Word, Number, Whole, Flag, Day, Facts, ListOf, Pairs, Shape)


class MappingReader:
    """The keys of one mapping, read along its shape.

    Attributes:
        subject: what its problems are about: its own id or key, else what it was called.
    """

    def __init__(self, node: Node, shape: Shape, problems: list[Problem], subject: str = "") -> None:
        """Take the mapping and report keys that it may not have.

        Args:
            node: what stands in the file.
            shape: what may stand there.
            problems: where everything that is wrong is added.
            subject: what it belongs to; the shape's name if left out.
        """
        self._node = node
        self._shape = shape
        self._problems = problems
        entries = node.entries if isinstance(node, MappingNode) else ()
        self._values = {entry.key.text: entry.value for entry in entries}
        self.subject = subject or shape.name
        for name in ("id", "key"):
            value = self._values.get(name) if name in shape.names else None
            if isinstance(value, ScalarNode) and value.text:
                self.subject = value.text
        if not isinstance(node, MappingNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("mapping",))
            # What is no mapping lacks every key; saying so once is enough.
            self._problems = []
        for entry in entries:
            if entry.key.text not in shape.names:
                hint = nearest(entry.key.text, shape.names)
                self.refuse("key_unknown", entry.key.place, entry.key.text, shape.names, hint)
        for key, only in shape.limited:
            if key.name in self._values and self._holds(only) is False:
                self.refuse_misplaced(key.name, only.texts())
        if shape.one_of is not None:
            self._check_count(shape.one_of)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def place(self, key: str = "") -> Place:
        """Return where the value of a key stands, or where the mapping starts."""
        return self._values.get(key, self._node).place

    def refuse(
        self,
        code: ProblemCode,
        place: Place,
        found: str = "",
        allowed: tuple[str, ...] = (),
        hint: str = "",
        related: tuple[str, ...] = (),
    ) -> None:
        """Report one thing that is wrong."""
        self._problems.append(Problem(code, self.subject, place, found, allowed, hint, related))

    def refuse_misplaced(self, key: str, belongs: tuple[str, ...]) -> None:
        """Report a key that is there though it belongs elsewhere."""
        if key in self._values:
            self.refuse("key_misplaced", self.place(key), key, belongs)

    def refuse_duplicates(self, words: Iterable[ScalarNode]) -> None:
        """Report every word that was written before."""
        self._problems.extend(duplicates(words, self.subject))

    def word(self, key: str) -> ScalarNode:
        """Return a single value; blank if it is left out or wrong."""
        value = self._value(key)
        return self._blank() if value is None else self._scalar(key, value, self._shape[key].takes)

    def words(self, key: str) -> tuple[ScalarNode, ...]:
        """Return a list of single values; empty if it is left out."""
        item = self._takes(key, ListOf).item
        return tuple(self._scalar(key, node, item) for node in self._items(key))

    def texts(self, key: str) -> Text:
        """Return a text for both voices; blank if it is left out."""
        return self.optional_texts(key) or Text("", "")

    def optional_texts(self, key: str) -> Text | None:
        """Return a text for both voices, or None if it is left out."""
        if key not in self._values:
            if self._must(key):
                self.refuse("text_missing", self.place(), allowed=(key,))
            return None
        voices = self.inner(key)
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

    def one_of(self, key: str, closed: tuple[Closed, ...]) -> Closed | None:
        """Return a word of the key's closed list, such as `stop` of the effects; None if it is none of them."""
        return _chosen(self.known(self.word(key), closed), closed, self._takes(key, Word), key)

    def several_of(self, key: str, closed: tuple[Closed, ...]) -> tuple[Closed, ...]:
        """Return words of the closed list of the key's items; those that are none of them are left out."""
        item = self._item(key, Word)
        chosen = (_chosen(self.known(word, closed), closed, item, key) for word in self.words(key))
        return tuple(word for word in chosen if word is not None)

    def known(self, word: ScalarNode, allowed: tuple[str, ...]) -> str:
        """Return a word's text if it is one of those allowed, else blank."""
        if not word.text or word.text in allowed:
            return word.text
        hint = nearest(word.text, allowed)
        self.refuse("value_unknown", word.place, word.text, allowed, hint)
        return ""

    def flag(self, key: str) -> bool:
        """Return true or false; false if the key is left out."""
        value = self._value(key)
        if value is None:
            return False
        word = self._scalar(key, value, self._takes(key, Flag))
        if word.text and word.truth is None:
            self.refuse("type_wrong", word.place, word.text, ("true", "false"))
        return bool(word.truth)

    def number(self, key: str) -> Decimal | None:
        """Return a number, or None if it is left out or none, or not above its limit."""
        value, above = self.decimal(self.word(key)), self._takes(key, Number).above
        if value is not None and above is not None and value <= above:
            self.refuse("type_wrong", self.place(key), f"{value}", (f"number above {above}",))
            return None
        return value

    def decimal(self, word: ScalarNode) -> Decimal | None:
        """Return the number a word stands for, or None."""
        value = None if word.style else decimal_of(word.text)
        if value is None and word.text:
            self.refuse("type_wrong", word.place, word.text, ("number",))
        return value

    def whole(self, key: str) -> int | None:
        """Return a whole number within the key's two ends, or None if it is left out or wrong."""
        value, ends = self.decimal(self.word(key)), self._takes(key, Whole)
        if value is None:
            return None
        if value != value.to_integral_value() or not ends.low <= value <= ends.high:
            allowed = (f"whole number from {ends.low} to {ends.high}",)
            self.refuse("type_wrong", self.place(key), f"{value}", allowed)
            return None
        return int(value)

    def day(self, key: str) -> str:
        """Return a calendar day as written, like 2026-11-23; blank if it is left out or none."""
        value = self._value(key)
        word = self._blank() if value is None else self._scalar(key, value, self._takes(key, Day))
        try:
            if not _DAY.fullmatch(word.text):
                raise ValueError
            return date.fromisoformat(word.text).isoformat()
        except ValueError:
            if word.text:
                self.refuse("date_malformed", word.place, word.text, ("2026-11-23",))
            return ""

    def facts(self, key: str) -> MappingNode:
        """Return a patient's facts as they are written; none if they are left out or no mapping."""
        value, _ = self._value(key), self._takes(key, Facts)
        if isinstance(value, ScalarNode | ListNode):
            self.refuse("type_wrong", value.place, kind_of(value), ("mapping",))
        return value if isinstance(value, MappingNode) else self._nothing()

    def inner(self, key: str) -> MappingReader:
        """Return the reader of the mapping under a key; of an empty one that nobody misses if it is left out."""
        value, shape = self._value(key), self._takes(key, Shape)
        if value is not None:
            return MappingReader(value, shape, self._problems, self.subject)
        return MappingReader(self._nothing(), shape, [], self.subject)

    def readers(self, key: str) -> tuple[MappingReader, ...]:
        """Return the readers of the mappings in a list; none if it is left out."""
        item = self._item(key, Shape)
        return tuple(MappingReader(node, item, self._problems, self.subject) for node in self._items(key))

    def pairs(self, key: str) -> Iterator[tuple[ScalarNode, ScalarNode]]:
        """Yield names and values of a mapping of single values; nothing if it is left out."""
        node, item = self._value(key), self._takes(key, Pairs).value
        if isinstance(node, ScalarNode | ListNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("mapping",))
        elif node is not None:
            for entry in node.entries:
                yield entry.key, self._scalar(entry.key.text, entry.value, item)

    def _check_count(self, one_of: OneOf) -> None:
        found = [key for key in one_of.keys if key in self._values]
        is_right = len(found) == 1 or (one_of.or_more and len(found) > 1)
        if not is_right and not (one_of.unless is not None and self._holds(one_of.unless)):
            self.refuse(one_of.code, self.place(), ", ".join(found) or "none", one_of.keys)

    def _value(self, key: str) -> Node | None:
        """Return what stands under a key; None if it is left out or misplaced. What must be there is reported."""
        value = self._values.get(key)
        if value is None:
            if self._must(key):
                self.refuse("key_missing", self.place(), allowed=(key,))
            return None
        only = self._shape[key].only
        return value if only is None or self._holds(only) is not False else None

    def _must(self, name: str) -> bool:
        key = self._shape[name]
        if key.only is not None and not self._holds(key.only):
            return False
        # As long as nobody knows whether it must, it must.
        return key.must if isinstance(key.must, bool) else self._holds(key.must) is not False

    def _holds(self, when: When) -> bool | None:
        """Return whether another key says what it has to; None if it says nothing that is understood."""
        if not when.values:
            return (when.key in self._values) is when.is_there
        value, takes = self._values.get(when.key), self._shape[when.key].takes
        text = value.text if isinstance(value, ScalarNode) else ""
        if text in when.values:
            return True
        is_understood = isinstance(takes, Flag) or (isinstance(takes, Word) and text in takes.values)
        return False if is_understood else None

    def _takes(self, key: str, kind: type[Shaped]) -> Shaped:
        return _read_as(self._shape[key].takes, kind, key)

    def _item(self, key: str, kind: type[Shaped]) -> Shaped:
        return _read_as(self._takes(key, ListOf).item, kind, key)

    def _items(self, key: str) -> tuple[Node, ...]:
        node, at_least = self._value(key), self._takes(key, ListOf).at_least
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("list",))
            return ()
        if len(node.items) < at_least:
            self.refuse("list_too_short", node.place, key, (f"at least {at_least}",))
        return node.items

    def _scalar(self, key: str, node: Node, takes: Takes) -> ScalarNode:
        """Return a single value written as it must be; blank if it is none."""
        if not isinstance(node, ScalarNode):
            self.refuse("type_wrong", node.place, kind_of(node), ("single value",))
            return self._blank()
        may_be_empty = isinstance(takes, Word) and takes.may_be_empty
        if may_be_empty and not node.text:
            return self._blank()
        if not node.text.strip() or node.is_null:
            self.refuse("value_missing", node.place, allowed=(key,))
            return self._blank()
        pattern = takes.pattern if isinstance(takes, Word) else None
        if pattern is not None and not re.fullmatch(pattern.text, node.text):
            self.refuse(pattern.code, node.place, node.text, pattern.allowed)
        return node

    def _nothing(self) -> MappingNode:
        return MappingNode((), self._node.line, self._node.column, self._node.lines)

    def _blank(self) -> ScalarNode:
        node = self._node
        return ScalarNode("", "", node.line, node.column, node.line, node.lines)


def _read_as(takes: Takes, kind: type[Shaped], key: str) -> Shaped:
    """Return what a key takes, known to be of one kind.

    Raises:
        TypeError: the program reads the key as something else than its shape says.
    """
    if not isinstance(takes, kind):
        raise TypeError(f"{key} takes {takes}, and is read as {kind.__name__}")
    return takes


def _chosen(text: str, closed: tuple[Closed, ...], takes: Word, key: str) -> Closed | None:
    """Return the word of a closed list that a text is; None if it is none of them.

    Raises:
        TypeError: the program reads the key with another list than its shape says.
    """
    if takes.values != closed:
        raise TypeError(f"{key} takes one of {takes.values}, and is read as one of {closed}")
    return next((word for word in closed if word == text), None)


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
