"""Reading `facts/*.yaml`: a section of the chart and the facts that are asked for in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from keyword import iskeyword

from screener.knowledge.domains import YES_NO, Approximation, ChoiceDomain, Domain, NumberDomain, OtherUnit, plain_unit
from screener.knowledge.facts import Choice, Code, Fact, Freshness, Section
from screener.loading.citations import CitationDraft, read_citations
from screener.loading.mapping_reader import MappingReader
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode

TYPES = ("number", "choice", "yes_no")
WHO = ("patient", "chart", "team")
KNOWN_AT = ("intake", "report", "work_up")
MAXIMUM_DAYS = 3660
EFFORT = ("patient", "chart", "lab", "imaging", "work_up")

_NUMBER_KEYS = ("unit", "also_written", "range", "step", "units", "approximate")
_KEYS = (
    *("id", "type", *_NUMBER_KEYS, "choices", "label", "question", "why", "where"),
    *("who", "known_at", "effort", "codes", "acute", "planned", "fresh_for"),
)


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A fact as written; `fact` is None if the values it may have could not be read."""

    reader: MappingReader
    name: ScalarNode
    fact: Fact | None
    citations: tuple[CitationDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class FactDocument:
    """One file of facts."""

    reader: MappingReader
    name: ScalarNode
    section: Section
    facts: tuple[FactDraft, ...]


def read_facts(root: Node, problems: list[Problem]) -> FactDocument:
    """Return the section and the facts of one file."""
    document = MappingReader(root, "facts", ("section", "facts"), problems)
    reader = document.inner("section", ("id", "title", "folded"))
    name = reader.word("id")
    section = Section(name.text, reader.texts("title"), reader.flag("folded"))
    facts = tuple(_fact(item, section.id) for item in document.readers("facts", _KEYS))
    return FactDocument(reader, name, section, facts)


def read_name(reader: MappingReader, key: str) -> ScalarNode:
    """Return a name that conditions can use."""
    word = reader.word(key)
    if word.text and (not word.text.isidentifier() or not word.text.isascii() or iskeyword(word.text)):
        reader.refuse("name_malformed", word.place, word.text, ("letters, digits and _",))
    return word


def _fact(reader: MappingReader, section: str) -> FactDraft:
    name = read_name(reader, "id")
    kind = reader.one_of("type", TYPES)
    choices: tuple[Choice, ...] = ()
    domain: Domain | None = YES_NO if kind == "yes_no" else None
    if kind == "number":
        domain = _numbers(reader)
    else:
        reader.refuse_misplaced(_NUMBER_KEYS if kind else (), ("type: number",))
    if kind == "choice":
        choices = _choices(reader)
        domain = ChoiceDomain(tuple(c.value for c in choices if not c.means_unknown))
    else:
        reader.refuse_misplaced(("choices",) if kind else (), ("type: choice",))
    label, question = reader.texts("label"), reader.texts("question")
    why, where = reader.texts("why"), reader.texts("where")
    who = tuple(reader.known(word, WHO) for word in reader.words("who"))
    known_at, effort = reader.one_of("known_at", KNOWN_AT), reader.one_of("effort", EFFORT)
    codes, acute, planned = _codes(reader), reader.flag("acute"), reader.flag("planned")
    fresh_for, citations = _freshness(reader)
    if domain is None:
        return FactDraft(reader, name, None, citations)
    texts = (label, question, why, where)
    fact = Fact(
        name.text, section, domain, *texts, who, known_at, effort, choices, codes, acute, planned, fresh_for
    )  # fmt: skip
    return FactDraft(reader, name, fact, citations)


def _numbers(reader: MappingReader) -> NumberDomain | None:
    if "unit" not in reader:
        reader.refuse("key_missing", reader.place(), allowed=("unit",))
    unit, step = reader.remark("unit"), reader.number("step")
    ends = [reader.decimal(word) for word in reader.words("range")]
    also_written, units = _units(reader)
    approximate = _approximation(reader)
    if step is None or None in ends or not ends:
        return None
    allowed = ("two numbers, the smaller first", "both on the grid of the step")
    if step > 0 and len(ends) == 2:
        grid = NumberDomain(step, 0, 0, unit)
        low, high = (grid.halves(end) for end in ends if end is not None)
        if low is not None and high is not None and low < high:
            return NumberDomain(step, low, high, unit, also_written, units, approximate)
    reader.refuse("range_malformed", reader.place("range"), " to ".join(map(str, ends)), allowed)
    return None


def _units(reader: MappingReader) -> tuple[tuple[str, ...], tuple[OtherUnit, ...]]:
    """Return the other spellings of a fact's unit and the other units it may be written in."""
    own = reader.optional_words("also_written")
    items = reader.readers("units", ("unit", "per_unit", "also_written", "asked_above")) if "units" in reader else ()
    spellings = [*([reader.word("unit")] if reader.remark("unit") else ()), *own]
    units = []
    for item in items:
        unit, others = item.word("unit"), item.optional_words("also_written")
        spellings += [unit, *others]
        asked_above = item.number("asked_above") if "asked_above" in item else None
        factor = _positive(item, "per_unit")
        if factor is not None:
            units.append(OtherUnit(unit.text, factor, tuple(word.text for word in others), asked_above))
    # Spellings are told apart without blanks and by small letters.
    reader.refuse_duplicates(replace(word, text=plain_unit(word.text)) for word in spellings)
    return tuple(word.text for word in own), tuple(units)


def _approximation(reader: MappingReader) -> Approximation | None:
    if "approximate" not in reader:
        return None
    keys = ("plus_minus", "percent", "percent_above")
    inner = reader.inner("approximate", keys)
    plus_minus, percent, above = (_positive(inner, key) for key in keys)
    return None if plus_minus is None or percent is None or above is None else Approximation(plus_minus, percent, above)


def _positive(reader: MappingReader, key: str) -> Decimal | None:
    """Return a required number above zero, or None if it is missing or wrong."""
    number = reader.number(key)
    if number is not None and number <= 0:
        reader.refuse("type_wrong", reader.place(key), f"{number}", ("number above 0",))
        return None
    return number


def _freshness(reader: MappingReader) -> tuple[Freshness | None, tuple[CitationDraft, ...]]:
    """Return how long an answer stays fresh, and the sources that say so."""
    if "fresh_for" not in reader:
        return None, ()
    inner = reader.inner("fresh_for", ("days", "sources"))
    days, citations = inner.whole("days", 1, MAXIMUM_DAYS), read_citations(inner)
    if days is None:
        return None, citations
    return Freshness(days, tuple(draft.citation for draft in citations)), citations


def _choices(reader: MappingReader) -> tuple[Choice, ...]:
    items = reader.readers("choices", ("value", "label", "means_unknown", "raises"))
    values = tuple(_value(item) for item in items)
    reader.refuse_duplicates(values)
    choices = []
    for item, value in zip(items, values, strict=True):
        means_unknown = item.flag("means_unknown")
        if not means_unknown:
            item.refuse_misplaced(("raises",), ("means_unknown: true",))
        raises = item.optional_texts("raises")
        choices.append(Choice(value.text, item.texts("label"), means_unknown, raises))
    known = [choice for choice in choices if not choice.means_unknown]
    if items and len(known) < 2:
        reader.refuse("list_too_short", reader.place("choices"), "choices", ("at least 2",))
    return tuple(choices)


def _value(reader: MappingReader) -> ScalarNode:
    value = reader.word("value")
    return value if value.text.isascii() and value.text.isdigit() else read_name(reader, "value")


def _codes(reader: MappingReader) -> tuple[Code, ...]:
    if "codes" not in reader:
        return ()
    keys = ("system", "code", "name")
    return tuple(
        Code(item.word("system").text, item.word("code").text, item.word("name").text)
        for item in reader.readers("codes", keys)
    )
