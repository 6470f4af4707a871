"""Reading `derived.yaml`: facts worked out from others, their conditions still as written."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.texts import Text
from screener.loading.citations import CitationDraft, read_citations
from screener.loading.file_shapes import DEFINITIONS, DERIVED_FILE, STATED
from screener.loading.formula_document import FormulaDraft, read_formula
from screener.loading.mapping_reader import MappingReader
from screener.loading.usual_document import PremiseDraft, read_usual
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A value and the text of its condition, blank for the case that is left."""

    reader: MappingReader
    value: ScalarNode
    when: ScalarNode
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class WhenDraft:
    """A yes/no fact that is a condition."""

    when: ScalarNode


@dataclass(frozen=True, slots=True)
class FirstDraft:
    """The value of the first case that holds."""

    cases: tuple[CaseDraft, ...]


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What one fact contributes to a sum of points."""

    reader: MappingReader
    fact: ScalarNode
    bands: tuple[CaseDraft, ...]


@dataclass(frozen=True, slots=True)
class PointsDraft:
    """Points added up."""

    items: tuple[ItemDraft, ...]


@dataclass(frozen=True, slots=True)
class SumDraft:
    """Two numbers added up."""

    inputs: tuple[ScalarNode, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class DerivedDraft:
    """A derived fact as written; `definition` is None unless there is exactly one."""

    reader: MappingReader
    name: ScalarNode
    label: Text
    explains: Text
    is_judgement: bool
    diagnoses: tuple[ScalarNode, ...]
    citations: tuple[CitationDraft, ...]
    definition: WhenDraft | FirstDraft | PointsDraft | SumDraft | FormulaDraft | None
    usual: tuple[PremiseDraft, ...] = ()


def read_derived(root: Node, problems: list[Problem]) -> tuple[DerivedDraft, ...]:
    """Return the derived facts in the order written."""
    document = MappingReader(root, DERIVED_FILE, problems)
    return tuple(_derived(reader) for reader in document.readers("derived"))


def _derived(reader: MappingReader) -> DerivedDraft:
    return DerivedDraft(
        reader,
        reader.word("id"),
        reader.texts("label"),
        reader.texts("explains"),
        reader.one_of("stated", STATED) == "judgement",
        reader.words("diagnoses"),
        read_citations(reader),
        _definition(reader),
        _usual(reader),
    )


def _usual(reader: MappingReader) -> tuple[PremiseDraft, ...]:
    """Return the premises of a score; a sum of numbers has none: its two numbers may have some."""
    if "sum" in reader and "usual" in reader:
        reader.refuse("premise_of_sum", reader.place("usual"), allowed=tuple(word.text for word in reader.words("sum")))
        return ()
    return read_usual(reader)


def _definition(
    reader: MappingReader,
) -> WhenDraft | FirstDraft | PointsDraft | SumDraft | FormulaDraft | None:
    kinds = [kind for kind in DEFINITIONS if kind in reader]
    if len(kinds) != 1:
        return None
    match kinds[0]:
        case "when":
            return WhenDraft(reader.word("when"))
        case "first":
            cases = reader.readers("first")
            return FirstDraft(tuple(_case(case, "value") for case in cases))
        case "points":
            items = reader.readers("points")
            return PointsDraft(tuple(_item(item) for item in items))
        case "sum":
            return SumDraft(reader.words("sum"), reader.word("unit").text)
    return read_formula(reader.inner("formula"))


def _case(reader: MappingReader, key: str) -> CaseDraft:
    label = reader.texts("label") if key == "value" else None
    return CaseDraft(reader, reader.word(key), reader.word("when"), label)


def _item(reader: MappingReader) -> ItemDraft:
    bands = tuple(_case(band, "points") for band in reader.readers("bands"))
    return ItemDraft(reader, reader.word("fact"), bands)
