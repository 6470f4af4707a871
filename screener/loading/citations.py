"""Reading `sources.yaml` and the places where rules and derived facts cite a source."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from screener.knowledge.sources import HOW_READ, Citation, Source
from screener.loading.file_shapes import LOCATORS, SOURCES_FILE
from screener.loading.mapping_reader import MappingReader
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode


@dataclass(frozen=True, slots=True)
class CitationDraft:
    """A citation and the word that names its source."""

    key: ScalarNode
    citation: Citation


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source and the word that names it."""

    reader: MappingReader
    key: ScalarNode
    source: Source


def read_citations(reader: MappingReader) -> tuple[CitationDraft, ...]:
    """Return the citations under the key `sources`."""
    return tuple(_citation(item) for item in reader.readers("sources"))


def read_sources(root: Node, problems: list[Problem]) -> tuple[SourceDraft, ...]:
    """Return the sources in the order written."""
    document = MappingReader(root, SOURCES_FILE, problems)
    return tuple(_source(reader) for reader in document.readers("sources"))


def _citation(reader: MappingReader) -> CitationDraft:
    key, at, checked = reader.word("key"), reader.word("at"), reader.day("checked")
    # A wrong word is reported once and must not make its rule look unverified as well.
    read = reader.one_of("read", HOW_READ) or "primary"
    return CitationDraft(key, Citation(key.text, at.text, checked, read))


def _source(reader: MappingReader) -> SourceDraft:
    key, body, citation = reader.word("key"), reader.word("body"), reader.word("citation")
    year = reader.whole("year") or 0
    return SourceDraft(reader, key, Source(key.text, body.text, citation.text, year, _locator(reader), reader.place()))


def _locator(reader: MappingReader) -> str:
    """Return the address of a source: by DOI, else by PubMed number, else as given."""
    doi, pmid, url = (reader.word(key).text for key in LOCATORS)
    if doi:
        return f"https://doi.org/{quote(doi, safe='/:;()._-')}"
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else url
