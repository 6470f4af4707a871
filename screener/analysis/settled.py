"""Which open facts can still matter to a product: those on which its answer depends in some completion.

The answer of a completion is its status, the cautions that are met where it is flagged, whether an indication is met
where it is not, and, if it may be a plain `discuss`, whether a `supports` is: the status for what is known rests on all
of them. Diagrams are canonical, so what a diagram does not ask makes no difference to it, whatever the other facts turn
out to be; whatever is learned of such a fact, the status stays and the lists name the same facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from screener.analysis.product_diagrams import ProductDiagrams
from screener.diagrams.diagrams import Diagrams
from screener.knowledge.rules import CAUTIONING


def unsettled_levels(diagrams: Diagrams, product: ProductDiagrams) -> frozenset[int]:
    """Return the levels of the facts that can still change a product's answer; none for one that is closed."""
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
