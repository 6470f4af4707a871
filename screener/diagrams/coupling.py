"""Coupling: facts that some claim reads together, and facts that nothing ties to each other.

Claims about facts that nothing couples can be looked at group by group: they hold together exactly if those of every
group do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def coupled(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets united where they overlap, in the order of their first members; empty sets are left out."""
    united: list[set[int]] = []
    for levels in sets:
        touching = [index for index, group in enumerate(united) if group & levels]
        if not touching:
            if levels:
                united.append(set(levels))
            continue
        home = united[touching[0]]
        home |= levels
        for index in reversed(touching[1:]):
            home |= united.pop(index)
    return [frozenset(group) for group in united]


def by_group(
    groups: Sequence[frozenset[int]], items: Iterable[_Item], levels_of: Callable[[_Item], frozenset[int]]
) -> list[list[_Item]]:
    """Return items by the group whose facts they read; those that read none stand with the first.

    Args:
        groups: facts that nothing couples with those of another group.
        items: claims, or whatever reads facts of one group only.
        levels_of: returns the facts an item reads.
    """
    home = {level: number for number, levels in enumerate(groups) for level in levels}
    found: list[list[_Item]] = [[] for _ in groups]
    for item in items:
        found[next((home[level] for level in levels_of(item)), 0)].append(item)
    return found
