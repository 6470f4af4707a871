"""Reading `derived.yaml`: facts worked out from others, their conditions still as written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from screener.knowledge.model import Text
from screener.loading.citations import CitationDraft, read_citations
from screener.loading.fact_document import read_name
from screener.loading.form import Form
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode

KINDS = ("when", "first", "points", "sum", "formula")
STATED = ("arithmetic", "judgement")

_KEYS = ("id", "label", "explains", *KINDS, "unit", "stated", "diagnoses", "sources")


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A value and the text of its condition, blank for the case that is left."""

    form: Form
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

    form: Form
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
class BandDraft:
    """A value of a grade and its limit, None for the band that is left."""

    form: Form
    value: ScalarNode
    limit: Decimal | None
    is_inclusive: bool
    label: Text


@dataclass(frozen=True, slots=True)
class FormulaDraft:
    """A grade read from a named formula."""

    form: Form
    name: ScalarNode
    inputs: tuple[ScalarNode, ...]
    coefficients: tuple[tuple[ScalarNode, Decimal], ...]
    bands: tuple[BandDraft, ...]


@dataclass(frozen=True, slots=True)
class DerivedDraft:
    """A derived fact as written; `definition` is None unless there is exactly one."""

    form: Form
    name: ScalarNode
    label: Text
    explains: Text
    is_judgement: bool
    diagnoses: tuple[ScalarNode, ...]
    citations: tuple[CitationDraft, ...]
    definition: WhenDraft | FirstDraft | PointsDraft | SumDraft | FormulaDraft | None


def read_derived(root: Node, problems: list[Problem]) -> tuple[DerivedDraft, ...]:
    """Return the derived facts in the order written."""
    document = Form(root, "derived", ("derived",), problems)
    return tuple(_derived(form) for form in document.forms("derived", _KEYS))


def _derived(form: Form) -> DerivedDraft:
    return DerivedDraft(
        form,
        read_name(form, "id"),
        form.texts("label"),
        form.texts("explains"),
        form.one_of("stated", STATED) == "judgement",
        form.optional_words("diagnoses"),
        read_citations(form) if "sources" in form else (),
        _definition(form),
    )


def _definition(
    form: Form,
) -> WhenDraft | FirstDraft | PointsDraft | SumDraft | FormulaDraft | None:
    kinds = [kind for kind in KINDS if kind in form]
    if len(kinds) != 1:
        found = ", ".join(kinds) or "none"
        form.refuse("definition_count", form.place(), found, KINDS)
        return None
    if kinds != ["sum"]:
        form.refuse_misplaced(("unit",), ("sum",))
    match kinds[0]:
        case "when":
            return WhenDraft(form.word("when"))
        case "first":
            cases = form.forms("first", ("value", "when", "label"))
            return FirstDraft(tuple(_case(case, "value") for case in cases))
        case "points":
            items = form.forms("points", ("fact", "bands"))
            return PointsDraft(tuple(_item(item) for item in items))
        case "sum":
            return SumDraft(form.words("sum"), form.remark("unit"))
    return _formula(form.inner("formula", ("name", "inputs", "coefficients", "bands")))


def _case(form: Form, key: str) -> CaseDraft:
    label = form.texts("label") if key == "value" else None
    return CaseDraft(form, form.word(key), form.optional_word("when"), label)


def _item(form: Form) -> ItemDraft:
    bands = tuple(_case(band, "points") for band in form.forms("bands", ("points", "when")))
    for band in bands:
        if band.value.text and not (band.value.text.isascii() and band.value.text.isdigit()):
            band.form.refuse("type_wrong", band.value.place, band.value.text, ("whole number",))
    return ItemDraft(form, form.word("fact"), bands)


def _formula(form: Form) -> FormulaDraft:
    coefficients = tuple((name, form.decimal(value) or Decimal(0)) for name, value in form.pairs("coefficients"))
    bands = tuple(_band(band) for band in form.forms("bands", ("value", "at_most", "below", "label")))
    return FormulaDraft(form, form.word("name"), form.words("inputs"), coefficients, bands)


def _band(form: Form) -> BandDraft:
    is_inclusive = "at_most" in form
    if is_inclusive:
        form.refuse_misplaced(("below",), ("instead of at_most",))
    word = form.optional_word("at_most" if is_inclusive else "below")
    limit = form.decimal(word) if word.text else None
    return BandDraft(form, form.word("value"), limit, is_inclusive, form.texts("label"))
