"""The page of the sources: each with its full citation, and every place where it is cited and how far it was read."""

from __future__ import annotations

from collections.abc import Iterator

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.sources import Citation, Source
from screener.manual.links import fact_link, rule_link
from screener.manual.markup import Markdown, bullets, heading, inline, item, row
from screener.result.reason import cited
from screener.wording.wording import Wording


def source_blocks(wording: Wording) -> Iterator[Markdown]:
    """Yield the page of the sources without its frame."""
    yield inline(wording.say("report.sources_why"))
    places = _places(wording)
    for source in sorted(wording.knowledge.sources, key=lambda source: source.key.casefold()):
        yield heading(source.key, 2)
        yield inline(f"{source.body}: {source.citation}")
        yield bullets(_items(source, places[source.key], wording))


def _items(source: Source, places: list[tuple[Markdown, Citation]], wording: Wording) -> Iterator[Markdown]:
    if source.locator:
        yield item(source.locator)
    yield row(wording.say("manual.year"), str(source.year))
    yield row(wording.say("manual.cited_by"), Markdown())
    for place, citation in places:
        yield item(inline(place, Markdown(": "), wording.source(cited(wording.knowledge, citation))), 1)


def _places(wording: Wording) -> dict[str, list[tuple[Markdown, Citation]]]:
    knowledge: Knowledge = wording.knowledge
    found: dict[str, list[tuple[Markdown, Citation]]] = {source.key: [] for source in knowledge.sources}
    for rule in knowledge.rules:
        for citation in rule.citations:
            found[citation.key].append((rule_link(rule), citation))
    fresh = {fact.id: fact.fresh_for.sources for fact in knowledge.facts if fact.fresh_for}
    for name, citations in {**fresh, **{fact.id: fact.sources for fact in knowledge.derived}}.items():
        for citation in citations:
            found[citation.key].append((fact_link(name, wording), citation))
    return found
