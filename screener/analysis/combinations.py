"""Combinations: pairs of flagged options that a source combines for this patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import AnyRule
from screener.result.option import (
    FLAGGED,
    Combination,
    CombinedBy,
    OptionResult,
)
from screener.result.reason import Reason


def combinations_of(
    knowledge: Knowledge, options: Mapping[str, OptionResult], reasons: Mapping[str, Reason]
) -> tuple[Combination, ...]:
    """Return the pairs of flagged options that met notes combine, in the options' order.

    Args:
        knowledge: the rule base.
        options: the answer for every option, in their order.
        reasons: what every rule says, by rule id.
    """
    places = {name: place for place, name in enumerate(options) if options[name].status in FLAGGED}
    notes: dict[tuple[str, str], list[CombinedBy]] = {}
    for rule in knowledge.combining_rules if len(places) > 1 else ():
        reason = reasons[rule.id]
        if reason.outcome is Outcome.MET:
            for pair in dict.fromkeys(_pairs(rule, options, places)):
                notes.setdefault(pair, []).append(CombinedBy(rule.id, reason.says, reason.sources))
    ordered = sorted(notes, key=lambda pair: (places[pair[0]], places[pair[1]]))
    return tuple(Combination(pair, tuple(notes[pair])) for pair in ordered)


def _pairs(rule: AnyRule, options: Mapping[str, OptionResult], places: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name in rule.options:
        is_about_it = name in places and any(
            product.status in FLAGGED and product.id in rule.products for product in options[name].products.values()
        )
        for partner in rule.partners if is_about_it else ():
            if partner in places and partner != name:
                first, second = sorted((name, partner), key=places.__getitem__)
                yield first, second
