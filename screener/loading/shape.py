"""The shape of a mapping in a rule file: its keys, what each takes, and when it must or may stand there.

Rule files are read along these shapes, and the JSON Schemas that editors use are made from them. So neither can know a
key, a word or a limit that the other does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from screener.problems import RuleFileCode


@dataclass(frozen=True, slots=True)
class When:
    """What another key of the same mapping has to say; without values, that it is there, or is not.

    `When("effect", ("stop", "against"))` holds in a rule with one of these effects, `When("sum")` beside a `sum`, and
    `When("sum", is_there=False)` wherever there is none.
    """

    key: str
    values: tuple[str, ...] = ()
    is_there: bool = True

    def texts(self) -> tuple[str, ...]:
        """Return it as it would be written, once for each value."""
        if self.values:
            return tuple(f"{self.key}: {value}" for value in self.values)
        return (self.key if self.is_there else f"no {self.key}",)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a value has to be written.

    Attributes:
        code: the problem of a value that is not.
        text: a regular expression for the whole value.
        allowed: what is allowed, in words or by an example.
    """

    code: RuleFileCode
    text: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A single value.

    Attributes:
        pattern: how it has to be written; None for any way.
        values: the only ones there are; empty if the list is not closed.
        may_be_empty: nothing may be written for it.
    """

    pattern: Pattern | None = None
    values: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `above` is a limit that it must lie above."""

    above: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Flag:
    """The word true or false; left out it is false."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, like 2026-11-23."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a patient, as patient files have them."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with so many items at least."""

    item: Takes
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping of names that are not fixed to single values."""

    value: Word


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping.

    Attributes:
        takes: what stands under it.
        must: whether it has to be there, or when.
        only: when it may be there; None for always. Then `must` speaks of these cases only.
    """

    name: str
    takes: Takes
    must: bool | When = True
    only: When | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Keys of which one stands in the mapping.

    Attributes:
        code: the problem of a mapping where none does, or several do.
        or_more: several may.
        unless: when there may be any number of them.
    """

    code: RuleFileCode
    keys: tuple[str, ...]
    or_more: bool = False
    unless: When | None = None


@dataclass(frozen=True)
class Shape:
    """A mapping with fixed keys.

    Attributes:
        name: what such a mapping is called, also where its keys are explained.
        keys: its keys, in the order in which they are usually written.
        one_of: keys of which one has to be there.
    """

    name: str
    keys: tuple[Key, ...]
    one_of: OneOf | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the keys."""
        return tuple(self._by_name)

    @cached_property
    def limited(self) -> tuple[tuple[Key, When], ...]:
        """The keys that may not always be there, each with when it may."""
        return tuple((key, key.only) for key in self.keys if key.only is not None)

    def __getitem__(self, name: str) -> Key:
        """Return a key by its name."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Key]:
        return {key.name: key for key in self.keys}


Takes = Word | Number | Whole | Flag | Day | Facts | ListOf | Pairs | Shape

TEXT = Shape("text", (Key("clinician", Word()), Key("patient", Word())))
