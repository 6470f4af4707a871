"""Completions as one product sees them, and the pairs of completions that differ in as few facts as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from tests.bases.description import RuleLine

Value = bool | float | str
INDICATIONS = ("supports", "supports_with_caution")
CLOSING = ("stop", "against")
CAUTIONING = ("caution", "fix_first", "disputed")


@dataclass(frozen=True)
class World:
    """One completion: the value of every fact, and the rules that are true."""

    values: Mapping[str, Value]
    true: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """An open fact: what it could do, with which values, and through which rules."""

    could: str | None
    values: frozenset[Value]
    rules: frozenset[str]


class View:
    """One completion as one product sees it."""

    def __init__(self, world: World, rules: Sequence[RuleLine]) -> None:
        """Read which of the product's rules are true."""
        self.values = world.values
        self.rules = rules
        true = [rule for rule in rules if rule.name in world.true]
        effects = {rule.effect for rule in true}
        self.is_supported = "supports" in effects
        self.is_indicated = self.is_supported or "supports_with_caution" in effects
        self.is_closed = any(effect in CLOSING for effect in effects)
        self.is_cautioned = any(effect in CAUTIONING for effect in effects)
        self.is_flagged = self.is_indicated and not self.is_closed
        self.weighed = frozenset(rule.name for rule in true if rule.effect in CLOSING + CAUTIONING)
        self.true = frozenset(rule.name for rule in true)

    @property
    def answer(self) -> tuple[str, frozenset[str]]:
        """The status, and the cautions where the product is flagged."""
        cautions = (rule.name for rule in self.rules if rule.effect in CAUTIONING and rule.name in self.true)
        return self.status, frozenset(cautions) if self.is_flagged else frozenset()

    @property
    def status(self) -> str:
        """The product's status in this completion."""
        if not self.is_flagged:
            return "not_flagged"
        return "discuss_with_caution" if self.is_cautioned or not self.is_supported else "discuss"


Group = Sequence[View]
IsPair = Callable[[View, View], bool]


def _brings_in(one: View, other: View) -> bool:
    return one.is_flagged and not other.is_indicated


def _decides(one: View, other: View) -> bool:
    return one.is_flagged and other.is_indicated and one.weighed != other.weighed


def _lifts(one: View, other: View) -> bool:
    return one.status == "discuss" and other.status == "discuss_with_caution"


@dataclass(frozen=True)
class Differing:
    """Sets of facts, all of the same size, in which two completions of a pair differ, with all their pairs."""

    sets: Mapping[tuple[str, ...], tuple[tuple[View, View], ...]]

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact in one of the sets."""
        return tuple(dict.fromkeys(name for names in self.sets for name in names))

    def pairs(self, fact: str) -> list[tuple[View, View]]:
        """Return the pairs of the sets in which a fact stands."""
        return [pair for names, pairs in self.sets.items() if fact in names for pair in pairs]


class Pairs:
    """Finds the open facts of one product."""

    def __init__(self, views: Sequence[View], facts: Sequence[str]) -> None:
        """Keep the completions and the facts in which they may differ."""
        self._views = views
        self._facts = [name for name in facts if len({view.values[name] for view in views}) > 1]

    def missing(self) -> dict[str, Entry]:
        """Return the facts that could still bring the product in."""
        differing = self._smallest(_brings_in)
        found = {}
        for fact in differing.facts:
            values = frozenset(view.values[fact] for view in self._views if view.is_flagged)
            found[fact] = Entry(None, values, self._open_indications())
        return found

    def still_to_check(self) -> dict[str, Entry]:
        """Return the facts that could still take the product out or change its cautions."""
        differing = self._smallest(_decides)
        found = {}
        for fact in differing.facts:
            pairs = differing.pairs(fact)
            names = frozenset(name for one, other in pairs for name in one.weighed ^ other.weighed)
            rules = [rule for rule in self._views[0].rules if rule.name in names]
            values = frozenset(view.values[fact] for view in self._views if view.is_indicated and view.weighed & names)
            could = "close" if any(rule.effect in CLOSING for rule in rules) else "caution"
            found[fact] = Entry(could, values, names)
        return found

    def could_strengthen(self) -> dict[str, Entry]:
        """Return the facts that could lift the product from caution to a plain discuss."""
        differing = self._smallest(_lifts)
        plain = [view for view in self._views if view.status == "discuss"]
        return {
            fact: Entry(None, frozenset(view.values[fact] for view in plain), frozenset()) for fact in differing.facts
        }

    def answers_that_differ_in_one_fact(self) -> frozenset[str]:
        """Return the facts that alone make a difference to the answer in some completion.

        The status for what is known also rests on where an indication is met though the product is closed, and on where
        a `supports` is, if any completion is a plain `discuss`.
        """
        may_be_plain = any(view.status == "discuss" for view in self._views)
        return frozenset(
            fact
            for fact in self._facts
            for group in self._alike_but_for((fact,))
            if len({(view.answer, view.is_indicated, may_be_plain and view.is_supported) for view in group}) > 1
        )

    def _open_indications(self) -> frozenset[str]:
        always = frozenset.intersection(*(view.true for view in self._views))
        sometimes = frozenset[str]().union(*(view.true for view in self._views))
        rules = self._views[0].rules
        return frozenset(rule.name for rule in rules if rule.effect in INDICATIONS) & sometimes - always

    def _smallest(self, is_pair: IsPair) -> Differing:
        for size in range(1, len(self._facts) + 1):
            sets = {}
            for names in combinations(self._facts, size):
                pairs = tuple(pair for group in self._alike_but_for(names) for pair in _pairs(group, is_pair))
                if pairs:
                    sets[names] = pairs
            if sets:
                return Differing(sets)
        return Differing({})

    def _alike_but_for(self, names: tuple[str, ...]) -> Iterator[Group]:
        others = [name for name in self._facts if name not in names]
        groups: dict[tuple[Value, ...], list[View]] = {}
        for view in self._views:
            groups.setdefault(tuple([view.values[name] for name in others]), []).append(view)
        return iter(groups.values())


def _pairs(group: Group, is_pair: IsPair) -> Iterator[tuple[View, View]]:
    flagged = [view for view in group if view.is_flagged]
    for one in flagged:
        for other in group:
            if is_pair(one, other):
                yield one, other
