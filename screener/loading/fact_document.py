"""Reading `facts/*.yaml`: a section of the chart and the facts that are asked for in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from keyword import iskeyword

from screener.knowledge.domains import YES_NO, Approximation, ChoiceDomain, Domain, NumberDomain, OtherUnit, plain_unit
from screener.knowledge.model import Choice, Code, Fact, Freshness, Section
from screener.loading.citations import CitationDraft, read_citations
from screener.loading.form import Form
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

    form: Form
    name: ScalarNode
    fact: Fact | None
    citations: tuple[CitationDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class FactDocument:
    """One file of facts."""

    form: Form
    name: ScalarNode
    section: Section
    facts: tuple[FactDraft, ...]


def read_facts(root: Node, problems: list[Problem]) -> FactDocument:
    """Return the section and the facts of one file."""
    document = Form(root, "facts", ("section", "facts"), problems)
    form = document.inner("section", ("id", "title", "folded"))
    name = form.word("id")
    section = Section(name.text, form.texts("title"), form.flag("folded"))
    facts = tuple(_fact(item, section.id) for item in document.forms("facts", _KEYS))
    return FactDocument(form, name, section, facts)


def read_name(form: Form, key: str) -> ScalarNode:
    """Return a name that conditions can use."""
    word = form.word(key)
    if word.text and (not word.text.isidentifier() or not word.text.isascii() or iskeyword(word.text)):
        form.refuse("name_malformed", word.place, word.text, ("letters, digits and _",))
    return word


def _fact(form: Form, section: str) -> FactDraft:
    name = read_name(form, "id")
    kind = form.one_of("type", TYPES)
    choices: tuple[Choice, ...] = ()
    domain: Domain | None = YES_NO if kind == "yes_no" else None
    if kind == "number":
        domain = _numbers(form)
    else:
        form.refuse_misplaced(_NUMBER_KEYS if kind else (), ("type: number",))
    if kind == "choice":
        choices = _choices(form)
        domain = ChoiceDomain(tuple(c.value for c in choices if not c.means_unknown))
    else:
        form.refuse_misplaced(("choices",) if kind else (), ("type: choice",))
    label, question = form.texts("label"), form.texts("question")
    why, where = form.texts("why"), form.texts("where")
    who = tuple(form.known(word, WHO) for word in form.words("who"))
    known_at, effort = form.one_of("known_at", KNOWN_AT), form.one_of("effort", EFFORT)
    codes, acute, planned = _codes(form), form.flag("acute"), form.flag("planned")
    fresh_for, citations = _freshness(form)
    if domain is None:
        return FactDraft(form, name, None, citations)
    texts = (label, question, why, where)
    fact = Fact(
        name.text, section, domain, *texts, who, known_at, effort, choices, codes, acute, planned, fresh_for
    )  # fmt: skip
    return FactDraft(form, name, fact, citations)


def _numbers(form: Form) -> NumberDomain | None:
    if "unit" not in form:
        form.refuse("key_missing", form.place(), allowed=("unit",))
    unit, step = form.remark("unit"), form.number("step")
    ends = [form.decimal(word) for word in form.words("range")]
    also_written, units = _units(form)
    approximate = _approximation(form)
    if step is None or None in ends or not ends:
        return None
    allowed = ("two numbers, the smaller first", "both on the grid of the step")
    if step > 0 and len(ends) == 2:
        grid = NumberDomain(step, 0, 0, unit)
        low, high = (grid.halves(end) for end in ends if end is not None)
        if low is not None and high is not None and low < high:
            return NumberDomain(step, low, high, unit, also_written, units, approximate)
    form.refuse("range_malformed", form.place("range"), " to ".join(map(str, ends)), allowed)
    return None


def _units(form: Form) -> tuple[tuple[str, ...], tuple[OtherUnit, ...]]:
    """Return the other spellings of a fact's unit and the other units it may be written in."""
    own = form.optional_words("also_written")
    items = form.forms("units", ("unit", "per_unit", "also_written", "asked_above")) if "units" in form else ()
    spellings = [*([form.word("unit")] if form.remark("unit") else ()), *own]
    units = []
    for item in items:
        unit, others = item.word("unit"), item.optional_words("also_written")
        spellings += [unit, *others]
        asked_above = item.number("asked_above") if "asked_above" in item else None
        factor = _positive(item, "per_unit")
        if factor is not None:
            units.append(OtherUnit(unit.text, factor, tuple(word.text for word in others), asked_above))
    # Spellings are told apart without blanks and by small letters.
    form.refuse_duplicates(replace(word, text=plain_unit(word.text)) for word in spellings)
    return tuple(word.text for word in own), tuple(units)


def _approximation(form: Form) -> Approximation | None:
    if "approximate" not in form:
        return None
    keys = ("plus_minus", "percent", "percent_above")
    inner = form.inner("approximate", keys)
    plus_minus, percent, above = (_positive(inner, key) for key in keys)
    return None if plus_minus is None or percent is None or above is None else Approximation(plus_minus, percent, above)


def _positive(form: Form, key: str) -> Decimal | None:
    """Return a required number above zero, or None if it is missing or wrong."""
    number = form.number(key)
    if number is not None and number <= 0:
        form.refuse("type_wrong", form.place(key), f"{number}", ("number above 0",))
        return None
    return number


def _freshness(form: Form) -> tuple[Freshness | None, tuple[CitationDraft, ...]]:
    """Return how long an answer stays fresh, and the sources that say so."""
    if "fresh_for" not in form:
        return None, ()
    inner = form.inner("fresh_for", ("days", "sources"))
    days, citations = inner.whole("days", 1, MAXIMUM_DAYS), read_citations(inner)
    if days is None:
        return None, citations
    return Freshness(days, tuple(draft.citation for draft in citations)), citations


def _choices(form: Form) -> tuple[Choice, ...]:
    items = form.forms("choices", ("value", "label", "means_unknown", "raises"))
    values = tuple(_value(item) for item in items)
    form.refuse_duplicates(values)
    choices = []
    for item, value in zip(items, values, strict=True):
        means_unknown = item.flag("means_unknown")
        if not means_unknown:
            item.refuse_misplaced(("raises",), ("means_unknown: true",))
        raises = item.optional_texts("raises")
        choices.append(Choice(value.text, item.texts("label"), means_unknown, raises))
    known = [choice for choice in choices if not choice.means_unknown]
    if items and len(known) < 2:
        form.refuse("list_too_short", form.place("choices"), "choices", ("at least 2",))
    return tuple(choices)


def _value(form: Form) -> ScalarNode:
    value = form.word("value")
    return value if value.text.isascii() and value.text.isdigit() else read_name(form, "value")


def _codes(form: Form) -> tuple[Code, ...]:
    if "codes" not in form:
        return ()
    keys = ("system", "code", "name")
    return tuple(
        Code(item.word("system").text, item.word("code").text, item.word("name").text)
        for item in form.forms("codes", keys)
    )
