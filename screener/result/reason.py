"""Reasons: what one rule says about a patient, with every value it read and every source it cites."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import Effect
from screener.knowledge.sources import Citation, HowRead
from screener.knowledge.texts import Text
from screener.result.known import Known


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison of a rule with the value it read.

    Attributes:
        fact: the fact's name.
        operator: < <= > >= == != in, not in, is, is not.
        constants: the constants as written in the rule.
        read: what is known of the fact.
        outcome: whether the comparison holds.
    """

    fact: str
    operator: str
    constants: tuple[str, ...]
    read: Known
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SourceCited:
    """A source with the place a rule cites: `read` says how far it was read."""

    key: str
    body: str
    citation: str
    year: int
    locator: str
    at: str
    checked: str
    read: HowRead


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule says about this patient.

    Attributes:
        rule: the rule's id.
        outcome: met, not_met or unknown; a note without a condition is always met.
        is_firmed: the outcome was unknown to the rules alone and follows from looking at every completion.
        says: the rule's wording, to a clinician and to a patient.
        comparisons: every comparison of the rule, in its order.
        until: what may lift a stop or an against.
        between: the keys of the sources that disagree.
        only: the products it is about, if it is not about all products of its options.
        partners: options named by a note on combination or sequence.
        is_label_status: a note on what the label of a device or drug covers.
        written: the rule's condition as written in the rule base.
    """

    rule: str
    effect: Effect
    outcome: Outcome
    is_firmed: bool
    says: Text
    comparisons: tuple[Finding, ...]
    sources: tuple[SourceCited, ...]
    until: Text | None
    between: tuple[str, ...]
    only: tuple[str, ...]
    partners: tuple[str, ...]
    is_label_status: bool
    written: str


def cited(knowledge: Knowledge, citation: Citation) -> SourceCited:
    """Return a source together with the place that is cited in it."""
    source = knowledge.source_by_key[citation.key]
    return SourceCited(
        source.key,
        source.body,
        source.citation,
        source.year,
        source.locator,
        citation.at,
        citation.checked,
        citation.read,
    )
