"""Statuses: what the rules say about a product for all that is still possible.

1. `not_flagged` if no completion flags it;
2. else `cannot_tell` if some completion has no indication;
3. else `discuss` if every completion has a `supports` and some completion is a plain `discuss`;
4. else `discuss_with_caution`.

`diagrams.regions` says what "flagged" and "plain" mean in one completion. An unknown never counts against an option and
never flags one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screener.analysis.product_diagrams import ProductDiagrams
from screener.diagrams.completions import Completions
from screener.diagrams.diagrams import FALSE
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS, Rule
from screener.result.option import Status, WhyNot


def status_over_completions(completions: Completions, product: ProductDiagrams) -> Status:
    """Return a product's status, exactly."""
    if product.is_closed:
        return "not_flagged"
    if product.unindicated != FALSE:
        return "cannot_tell"
    is_supported_everywhere = completions.diagrams.implies(product.core.allowed, product.supported)
    return "discuss" if is_supported_everywhere and product.may_be_plain else "discuss_with_caution"


def status_from_outcomes(rules: Sequence[Rule], outcomes: Mapping[str, Outcome]) -> Status:
    """Return a product's status from rule outcomes alone: `cannot_tell` where completions may say more."""
    met = {rule.effect for rule in rules if outcomes[rule.id] is Outcome.MET}
    unknown = {rule.effect for rule in rules if outcomes[rule.id] is Outcome.UNKNOWN}
    if met & CLOSING or not (met | unknown) & INDICATIONS:
        return "not_flagged"
    if not met & INDICATIONS:
        return "cannot_tell"
    return "discuss" if "supports" in met and not met & CAUTIONING else "discuss_with_caution"


def why_not_flagged(rules: Sequence[Rule], outcomes: Mapping[str, Outcome]) -> tuple[WhyNot, bool]:
    """Return why a product is not flagged, and whether every rule that closes it says what could lift it."""
    met = [rule for rule in rules if rule.effect in CLOSING and outcomes[rule.id] is Outcome.MET]
    may_change = bool(met) and all(rule.until is not None for rule in met)
    if any(rule.effect == "stop" for rule in met):
        return "source_reason", may_change
    if met:
        return "argued_against", may_change
    is_covered = any(rule.effect in INDICATIONS and outcomes[rule.id] is not Outcome.NOT_MET for rule in rules)
    return "argued_against" if is_covered else "not_covered", False
