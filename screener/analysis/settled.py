"""Settled facts: open ones that can change a product's answer no more, whatever the other facts turn out to be.

Four things make up the answer of a completion, since the status for what is known rests on all of them: whether the
product is flagged, which cautions are met if it is, whether an indication is met, and, if some completion is a plain
`discuss`, whether a `supports` is. Each is a diagram. Diagrams are canonical: a fact that makes no difference is not
asked. So the facts asked are the unsettled ones, and whatever is learned of any other, the status stays and the lists
name the same facts.

In the example every open fact is unsettled, and with `spread` known to be some all others are settled.
"""

from __future__ import annotations

from collections.abc import Iterator

from screener.analysis.product_diagrams import ProductDiagrams
from screener.diagrams.diagrams import Diagrams
from screener.knowledge.rules import CAUTIONING


def unsettled_levels(diagrams: Diagrams, product: ProductDiagrams) -> frozenset[int]:
    """Return the levels of the facts that can still change a product's answer; none if it is closed for certain."""
    if product.is_closed:
        return frozenset()
    return frozenset[int]().union(*map(diagrams.support, _answers(diagrams, product)))


def _answers(diagrams: Diagrams, product: ProductDiagrams) -> Iterator[int]:
    """Yield the diagrams that together make up the answer."""
    yield product.unindicated
    if product.may_be_plain:
        yield diagrams.both(product.core.allowed, product.supported)
    for group in product.groups:
        yield from (group.indicated, group.flagged)
        for each in group.rules:
            if each.rule.effect in CAUTIONING:
                yield diagrams.both(group.flagged, each.node)
