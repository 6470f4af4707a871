"""Which open facts can still matter to a product: those on which its answer depends in some completion.

The answer of a completion is its status and, where it is flagged, the cautions that are met. Diagrams are canonical, so
what a diagram does not ask makes no difference to it, whatever the other facts turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterator

from screener.knowledge.model import CAUTIONING
from screener.reasoning.diagrams import FALSE, Diagrams
from screener.reasoning.product_diagrams import ProductDiagrams


def levels_that_matter(diagrams: Diagrams, product: ProductDiagrams) -> frozenset[int]:
    """Return the levels of the facts that can still change a product's answer; none for one that is closed."""
    if product.is_closed:
        return frozenset()
    return frozenset[int]().union(*map(diagrams.support, _answers(diagrams, product)))


def _answers(diagrams: Diagrams, product: ProductDiagrams) -> Iterator[int]:
    """Yield the diagrams that together make up the answer."""
    yield product.flagged
    if not product.has_caution and all(group.plain != FALSE for group in product.others):
        yield diagrams.both(product.core.plain, product.supported)
    for group, flagged in ((product.core, product.flagged), *((each, each.unclosed) for each in product.others)):
        for each in group.rules:
            yield diagrams.both(flagged, each.node) if each.rule.effect in CAUTIONING else flagged
