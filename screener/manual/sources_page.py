"""The page of the sources: each with its full citation, and every place where it is cited and how far it was read."""

from __future__ import annotations

from collections.abc import Iterator

from screener.knowledge.sources import Citation, Source
from screener.manual.places import SOURCES
from screener.report.blocks import Block, Item, Link, Paragraph, Part, bullets, named
from screener.report.links import fact_link, rule_link
from screener.result.reason import cited
from screener.wording.wording import Wording


def sources_page(wording: Wording) -> Part:
    """Return the page of the sources without its frame."""
    places = _places(wording)
    sources = sorted(wording.knowledge.sources, key=lambda source: source.key.casefold())
    told = (_source(source, places[source.key], wording) for source in sources)
    blocks: tuple[Block, ...] = (Paragraph(wording.say("report.sources_why")), *told)
    return Part("page", wording.say("report.sources"), 1, blocks, SOURCES)


def _source(source: Source, places: list[tuple[Link, Citation]], wording: Wording) -> Part:
    citation = Paragraph(f"{source.body}: {source.citation}")
    return Part("plain", source.key, 2, (citation, *bullets(_items(source, places, wording))), source.key)


def _items(source: Source, places: list[tuple[Link, Citation]], wording: Wording) -> Iterator[Item]:
    if source.locator:
        yield Item(source.locator)
    yield named(wording.say("manual.year"), str(source.year))
    cites = (Item((place, f": {wording.source(cited(wording.knowledge, citation))}")) for place, citation in places)
    yield named(wording.say("manual.cited_by"), below=cites)


def _places(wording: Wording) -> dict[str, list[tuple[Link, Citation]]]:
    """Return for each source where it is cited: rules first, then facts."""
    knowledge = wording.knowledge
    found: dict[str, list[tuple[Link, Citation]]] = {source.key: [] for source in knowledge.sources}
    for place, citations in _citing(wording):
        for citation in citations:
            found[citation.key].append((place, citation))
    return found


def _citing(wording: Wording) -> Iterator[tuple[Link, tuple[Citation, ...]]]:
    knowledge = wording.knowledge
    for rule in knowledge.rules:
        yield rule_link(rule.id), rule.citations
    for fact in knowledge.facts:
        yield fact_link(fact.id), fact.fresh_for.sources if fact.fresh_for else ()
    for derived in knowledge.derived:
        yield fact_link(derived.id), derived.sources
