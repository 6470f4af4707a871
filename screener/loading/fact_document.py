"""Reading `facts/*.yaml`: a section of the chart and the facts that are asked for in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screener.knowledge.domains import YES_NO, Approximation, ChoiceDomain, Domain, NumberDomain, OtherUnit, plain_unit
from screener.knowledge.facts import EFFORTS, KNOWN_AT, WHO, Choice, Code, Fact, Freshness, Section
from screener.loading.citations import CitationDraft, read_citations
from screener.loading.file_shapes import FACTS_FILE, TYPES
from screener.loading.mapping_reader import MappingReader
from screener.loading.usual_document import PremiseDraft, read_usual
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A fact as written; `fact` is None if the values it may have could not be read."""

    reader: MappingReader
    name: ScalarNode
    fact: Fact | None
    citations: tuple[CitationDraft, ...] = ()
    usual: tuple[PremiseDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class FactDocument:
    """One file of facts."""

    reader: MappingReader
    name: ScalarNode
    section: Section
    facts: tuple[FactDraft, ...]


def read_facts(root: Node, problems: list[Problem]) -> FactDocument:
    """Return the section and the facts of one file."""
    document = MappingReader(root, FACTS_FILE, problems)
    reader = document.inner("section")
    name = reader.word("id")
    section = Section(name.text, reader.texts("title"), reader.flag("folded"))
    facts = tuple(_fact(item, section.id) for item in document.readers("facts"))
    return FactDocument(reader, name, section, facts)


def _fact(reader: MappingReader, section: str) -> FactDraft:
    name = reader.word("id")
    kind = reader.one_of("type", TYPES)
    choices: tuple[Choice, ...] = ()
    domain: Domain | None = YES_NO if kind == "yes_no" else None
    if kind == "number":
        domain = _numbers(reader)
    if kind == "choice":
        choices = _choices(reader)
        domain = ChoiceDomain(tuple(c.value for c in choices if not c.means_unknown))
    label, question = reader.texts("label"), reader.texts("question")
    why, where = reader.texts("why"), reader.texts("where")
    who = reader.several_of("who", WHO)
    # A wrong word is reported once; what stands in for it must not make more look wrong.
    known_at, effort = reader.one_of("known_at", KNOWN_AT) or "report", reader.one_of("effort", EFFORTS) or "chart"
    codes, acute, planned = _codes(reader), reader.flag("acute"), reader.flag("planned")
    fresh_for, citations = _freshness(reader)
    usual = read_usual(reader)
    if domain is None:
        return FactDraft(reader, name, None, citations, usual)
    texts = (label, question, why, where)
    fact = Fact(
        name.text, section, domain, *texts, who, known_at, effort, choices, codes, acute, planned, fresh_for
    )  # fmt: skip
    return FactDraft(reader, name, fact, citations, usual)


def _numbers(reader: MappingReader) -> NumberDomain | None:
    unit, step = reader.word("unit"), reader.number("step")
    ends = [reader.decimal(word) for word in reader.words("range")]
    also_written, units = _units(reader, unit)
    approximate = _approximation(reader)
    if step is None or None in ends or not ends:
        return None
    allowed = ("two numbers, the smaller first", "both on the grid of the step")
    if step > 0 and len(ends) == 2:
        grid = NumberDomain(step, 0, 0)
        low, high = (grid.halves(end) for end in ends if end is not None)
        if low is not None and high is not None and low < high:
            return NumberDomain(step, low, high, unit.text, also_written, units, approximate)
    reader.refuse("range_malformed", reader.place("range"), " to ".join(map(str, ends)), allowed)
    return None


def _units(reader: MappingReader, unit: ScalarNode) -> tuple[tuple[str, ...], tuple[OtherUnit, ...]]:
    """Return the other spellings of a fact's unit and the other units it may be written in."""
    own = reader.words("also_written")
    spellings = [unit, *own]
    units = []
    for item in reader.readers("units"):
        other, others = item.word("unit"), item.words("also_written")
        spellings += [other, *others]
        asked_above, factor = item.number("asked_above"), item.number("per_unit")
        if factor is not None:
            units.append(OtherUnit(other.text, factor, tuple(word.text for word in others), asked_above))
    # Spellings are told apart without blanks and by small letters.
    reader.refuse_duplicates(replace(word, text=plain_unit(word.text)) for word in spellings)
    return tuple(word.text for word in own), tuple(units)


def _approximation(reader: MappingReader) -> Approximation | None:
    inner = reader.inner("approximate")
    plus_minus, percent, above = (inner.number(key) for key in ("plus_minus", "percent", "percent_above"))
    return None if plus_minus is None or percent is None or above is None else Approximation(plus_minus, percent, above)


def _freshness(reader: MappingReader) -> tuple[Freshness | None, tuple[CitationDraft, ...]]:
    """Return how long an answer stays fresh, and the sources that say so."""
    inner = reader.inner("fresh_for")
    days, citations = inner.whole("days"), read_citations(inner)
    if days is None:
        return None, citations
    return Freshness(days, tuple(draft.citation for draft in citations)), citations


def _choices(reader: MappingReader) -> tuple[Choice, ...]:
    items = reader.readers("choices")
    values = tuple(item.word("value") for item in items)
    reader.refuse_duplicates(values)
    choices = []
    for item, value in zip(items, values, strict=True):
        label, raises = item.texts("label"), item.optional_texts("raises")
        choices.append(Choice(value.text, label, item.flag("means_unknown"), raises))
    known = [choice for choice in choices if not choice.means_unknown]
    if items and len(known) < 2:
        reader.refuse("list_too_short", reader.place("choices"), "choices", ("at least 2",))
    return tuple(choices)


def _codes(reader: MappingReader) -> tuple[Code, ...]:
    return tuple(
        Code(item.word("system").text, item.word("code").text, item.word("name").text)
        for item in reader.readers("codes")
    )
