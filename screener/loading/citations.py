"""Reading `sources.yaml` and the places where rules and derived facts cite a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from screener.knowledge.sources import Citation, Source
from screener.loading.mapping_reader import MappingReader
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode

PROJECT = "project"
READ = ("primary", "secondary", "unverified")

_READ: dict[str, Literal["primary", "secondary", "unverified"]] = {
    "secondary": "secondary",
    "unverified": "unverified",
}
_YEARS = (1900, 2100)
_LOCATORS = {
    "doi": (re.compile(r"10\.\d+(\.\d+)*/\S+"), "10.1000/182"),
    "pmid": (re.compile(r"[1-9]\d{0,7}", re.ASCII), "12345678"),
    "url": (re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?"), "https://example.org/page"),
}


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
    """Return the citations under a required key `sources`."""
    return tuple(_citation(item) for item in reader.readers("sources", ("key", "at", "checked", "read")))


def read_sources(root: Node, problems: list[Problem]) -> tuple[SourceDraft, ...]:
    """Return the sources in the order written."""
    document = MappingReader(root, "sources", ("sources",), problems)
    keys = ("key", "body", "citation", "year", "doi", "pmid", "url")
    return tuple(_source(reader) for reader in document.readers("sources", keys))


def _citation(reader: MappingReader) -> CitationDraft:
    key, at, checked = reader.word("key"), reader.word("at"), reader.day("checked")
    # A wrong word is reported once and must not make its rule look unverified as well.
    read = _READ.get(reader.one_of("read", READ), "primary")
    return CitationDraft(key, Citation(key.text, at.text, checked, read))


def _source(reader: MappingReader) -> SourceDraft:
    key, body, citation = reader.word("key"), reader.word("body"), reader.word("citation")
    year = reader.whole("year", *_YEARS)
    locator = _locator(reader)
    if not locator and body.text and body.text != PROJECT:
        reader.refuse("locator_missing", reader.place(), allowed=("doi", "pmid", "url"))
    return SourceDraft(reader, key, Source(key.text, body.text, citation.text, year or 0, locator))


def _locator(reader: MappingReader) -> str:
    """Return the address of a source: by DOI, else by PubMed number, else as given."""
    doi, pmid, url = (_well_formed(reader, key) for key in ("doi", "pmid", "url"))
    if doi:
        return f"https://doi.org/{quote(doi, safe='/:;()._-')}"
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else url


def _well_formed(reader: MappingReader, key: str) -> str:
    """Return a DOI, PubMed number or web address as written; one that cannot be right is reported."""
    word, (pattern, example) = reader.optional_word(key), _LOCATORS[key]
    if word.text and not pattern.fullmatch(word.text):
        reader.refuse("locator_malformed", word.place, word.text, (example,))
    return word.text
