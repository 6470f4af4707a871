"""Reading a formula of `derived.yaml`: two terms whose sum is graded by limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from screener.knowledge.derived import SHAPES, FormulaBand, FormulaDefinition, FormulaTerm, Shape
from screener.knowledge.domains import NumberDomain
from screener.knowledge.texts import Text
from screener.loading.mapping_reader import MappingReader
from screener.yaml_text import ScalarNode


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A term as written; what could not be read stands as a linear term with ones."""

    reader: MappingReader
    fact: ScalarNode
    shape: Shape
    scale: Decimal
    times: Decimal


@dataclass(frozen=True, slots=True)
class BandDraft:
    """A value of a grade and its limit, None for the band that is left."""

    reader: MappingReader
    value: ScalarNode
    limit: Decimal | None
    is_inclusive: bool
    label: Text


@dataclass(frozen=True, slots=True)
class FormulaDraft:
    """A formula and its grades as written."""

    reader: MappingReader
    terms: tuple[TermDraft, ...]
    bands: tuple[BandDraft, ...]


def read_formula(reader: MappingReader) -> FormulaDraft:
    """Return a formula, its facts not yet looked up."""
    terms = tuple(_term(term) for term in reader.readers("terms"))
    if terms and len(terms) != 2:
        reader.refuse("type_wrong", reader.place("terms"), str(len(terms)), ("two terms",))
    reader.refuse_duplicates(term.fact for term in terms)
    bands = tuple(_band(band) for band in reader.readers("bands"))
    _check_bands(bands)
    return FormulaDraft(reader, terms, bands)


def check_inputs(draft: FormulaDraft, inputs: Sequence[NumberDomain | None]) -> None:
    """Report terms that cannot be computed for every value; `inputs` are the grids of their facts, where known."""
    for term, domain in zip(draft.terms, inputs, strict=True):
        # The logarithm of nothing does not exist.
        if term.shape == "log10" and domain is not None and domain.low <= 0:
            term.reader.refuse("formula_input_not_positive", term.fact.place, term.fact.text)


def formula_definition(draft: FormulaDraft) -> FormulaDefinition | None:
    """Return the formula, or None if it has not two terms."""
    terms = tuple(FormulaTerm(term.fact.text, term.shape, float(term.scale), float(term.times)) for term in draft.terms)
    if len(terms) != 2:
        return None
    limits = (None if band.limit is None else float(band.limit) for band in draft.bands)
    bands = (
        FormulaBand(band.value.text, limit, band.is_inclusive) for band, limit in zip(draft.bands, limits, strict=True)
    )
    return FormulaDefinition((terms[0], terms[1]), tuple(bands))


def _term(reader: MappingReader) -> TermDraft:
    shape = reader.one_of("shape", SHAPES) or "linear"
    scale, times = reader.number("scale"), reader.number("times")
    one = Decimal(1)
    return TermDraft(
        reader, reader.word("fact"), shape, one if scale is None else scale, one if times is None else times
    )


def _band(reader: MappingReader) -> BandDraft:
    is_inclusive = "at_most" in reader
    word = reader.word("at_most" if is_inclusive else "below")
    limit = reader.decimal(word) if word.text else None
    return BandDraft(reader, reader.word("value"), limit, is_inclusive, reader.texts("label"))


def _check_bands(bands: tuple[BandDraft, ...]) -> None:
    before: tuple[Decimal, bool] | None = None
    for number, band in enumerate(bands, 1):
        is_last = number == len(bands)
        if band.limit is None:
            if not is_last:
                band.reader.refuse("key_missing", band.reader.place(), allowed=("at_most", "below"))
            continue
        if is_last:
            band.reader.refuse("case_last_with_when", band.reader.place(), str(band.limit))
        limit = band.limit, band.is_inclusive
        if before is not None and limit <= before:
            allowed = (f"more than {before[0]}",)
            band.reader.refuse("bands_out_of_order", band.reader.place(), str(band.limit), allowed)
        before = limit
