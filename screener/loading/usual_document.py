"""Reading `usual:`, under a fact or a derived fact: what silence about it is taken to mean."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.premises import CONFIRMATIONS, TIERS, Confirmation, Tier
from screener.knowledge.texts import Text
from screener.loading.mapping_reader import MappingReader
from screener.yaml_text import ScalarNode


@dataclass(frozen=True, slots=True)
class PremiseDraft:
    """A premise as written; `tier` and `confirm` are None if they are none of their words."""

    reader: MappingReader
    values: tuple[ScalarNode, ...]
    diagnoses: tuple[ScalarNode, ...]
    is_for_undescribed: bool
    stated: tuple[ScalarNode, ...]
    unless_stated: tuple[ScalarNode, ...]
    when: ScalarNode
    unless: ScalarNode
    tier: Tier | None
    confirm: Confirmation | None
    why: Text
    risk: Text


def read_usual(reader: MappingReader) -> tuple[PremiseDraft, ...]:
    """Return the premises under the key `usual` of a fact, in the order written; none if it is left out."""
    return tuple(map(_draft, reader.readers("usual")))


def _draft(reader: MappingReader) -> PremiseDraft:
    return PremiseDraft(
        reader=reader,
        values=reader.words("values"),
        diagnoses=reader.words("for"),
        is_for_undescribed=reader.flag("even_if_undescribed"),
        stated=reader.words("stated"),
        unless_stated=reader.words("unless_stated"),
        when=reader.word("when"),
        unless=reader.word("unless"),
        tier=reader.one_of("tier", TIERS),
        confirm=reader.one_of("confirm", CONFIRMATIONS),
        why=reader.texts("why"),
        risk=reader.texts("risk"),
    )
