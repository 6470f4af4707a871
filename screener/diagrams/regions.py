"""Regions: where a product's rules are met, and what "flagged" and "plain" mean in terms of that.

In one completion a product is

    flagged         if an indication is met, and no rule that closes it
    plain           if it is flagged, a `supports` is met, and no rule that asks for caution: a plain `discuss`
    with caution    if it is flagged without being plain

Being flagged and being plain are each several claims that must all hold; a claim is a diagram. The claims stay apart
here: wherever no fact couples them they are looked at one group at a time, which is several times faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screener.diagrams.diagrams import Diagrams
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS, Effect

Claims = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """Where the rules of one product are met, by what they do.

    Attributes:
        indicated: where an indication is met.
        supported: where an indication is met that carries no caution of its own, a `supports`.
        unclosed: for every rule that closes the product, where it is not met.
        uncautioned: for every rule that asks for caution, where it is not met.
    """

    indicated: int
    supported: int
    unclosed: Claims
    uncautioned: Claims

    @property
    def flagged(self) -> Claims:
        """What must hold for the product to be flagged."""
        return (*self.unclosed, self.indicated)

    @property
    def plain(self) -> Claims:
        """What must hold for the product to be a plain `discuss`; a `supports` is an indication too."""
        return (self.supported, *self.unclosed, *self.uncautioned)


def regions_of(diagrams: Diagrams, rules: Iterable[tuple[Effect, int]]) -> Regions:
    """Return the regions of one product.

    Args:
        diagrams: what made the rules' diagrams.
        rules: the effect of every rule about the product, with where it is met.
    """
    nodes = list(rules)

    def met(effects: frozenset[Effect]) -> list[int]:
        return [node for effect, node in nodes if effect in effects]

    return Regions(
        indicated=diagrams.any_of(met(INDICATIONS)),
        supported=diagrams.any_of(met(frozenset({"supports"}))),
        unclosed=tuple(map(diagrams.opposite, met(CLOSING))),
        uncautioned=tuple(map(diagrams.opposite, met(CAUTIONING))),
    )
