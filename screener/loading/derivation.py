"""From derived facts as written to derived facts that can be worked out, in order of dependency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screener.knowledge.conditions import Condition, facts_of, tests_of
from screener.knowledge.derived import (
    Case,
    Definition,
    DerivedFact,
    FirstDefinition,
    PointsDefinition,
    SumDefinition,
    WhenDefinition,
)
from screener.knowledge.domains import YES_NO, ChoiceDomain, Domain, NumberDomain
from screener.knowledge.texts import Text
from screener.loading.derived_document import (
    CaseDraft,
    DerivedDraft,
    FirstDraft,
    PointsDraft,
    SumDraft,
    WhenDraft,
)
from screener.loading.formula_document import FormulaDraft, check_inputs, formula_definition
from screener.loading.mapping_reader import MappingReader
from screener.loading.resolve import known_diagnoses
from screener.loading.when_text import WhenTexts
from screener.problems import nearest
from screener.yaml_text import ScalarNode


def domain_of(draft: DerivedDraft, asked: Mapping[str, Domain | None]) -> Domain | None:
    """Return the values a derived fact can have, or None if its definition does not say.

    Args:
        draft: the derived fact as written.
        asked: the values of the facts that are asked for; None where they could not be read.
    """
    match draft.definition:
        case WhenDraft():
            return YES_NO
        case FirstDraft(cases):
            return ChoiceDomain(tuple(dict.fromkeys(case.value.text for case in cases)))
        case FormulaDraft(reader, terms, bands):
            check_inputs(draft.definition, _numbers(reader, tuple(term.fact for term in terms), asked))
            return ChoiceDomain(tuple(dict.fromkeys(band.value.text for band in bands)))
        case PointsDraft(items):
            points = [[_points(band) for band in item.bands] for item in items]
            if not points or not all(points):
                return None
            totals = range(sum(map(min, points)), sum(map(max, points)) + 1)
            return ChoiceDomain(tuple(map(str, totals)), ordered=True)
        case SumDraft(inputs, unit):
            return _sum_domain(draft.reader, inputs, unit, asked)
    return None


def resolve_derived(drafts: tuple[DerivedDraft, ...], conditions: WhenTexts) -> tuple[DerivedFact, ...]:
    """Return the derived facts, each after those it reads; faulty ones are left out."""
    resolved = [fact for draft in drafts if (fact := _resolve(draft, conditions)) is not None]
    by_id = {fact.id: fact for fact in resolved}
    readers = {draft.name.text: draft.reader for draft in drafts}
    ordered: dict[str, DerivedFact] = {}
    for fact in resolved:
        _visit(fact, by_id, readers, ordered, [])
    return tuple(ordered.values())


def _visit(
    fact: DerivedFact,
    by_id: Mapping[str, DerivedFact],
    readers: Mapping[str, MappingReader],
    ordered: dict[str, DerivedFact],
    path: list[str],
) -> None:
    if fact.id in path:
        circle = path[path.index(fact.id) :]
        reader = readers[fact.id]
        reader.refuse("derived_cycle", reader.place("id"), " -> ".join([*circle, fact.id]))
        return
    for name in fact.inputs:
        if name in by_id and name not in ordered:
            _visit(by_id[name], by_id, readers, ordered, [*path, fact.id])
    ordered.setdefault(fact.id, fact)


def _resolve(draft: DerivedDraft, conditions: WhenTexts) -> DerivedFact | None:
    domain = conditions.domains.get(draft.name.text)
    definition, labels = _definition(draft, conditions)
    if definition is None or domain is None:
        return None
    inputs = tuple(dict.fromkeys(_inputs(definition)))
    conditions.read_facts.update(inputs)
    citations = tuple(citation.citation for citation in draft.citations)
    return DerivedFact(
        id=draft.name.text,
        domain=domain,
        label=draft.label,
        explains=draft.explains,
        definition=definition,
        inputs=inputs,
        is_judgement=draft.is_judgement,
        labels=labels,
        sources=citations,
        diagnoses=frozenset(known_diagnoses(draft.diagnoses, draft.reader, conditions)),
    )


def _definition(draft: DerivedDraft, conditions: WhenTexts) -> tuple[Definition | None, tuple[tuple[str, Text], ...]]:
    match draft.definition:
        case WhenDraft(when):
            condition = conditions.read(when, draft.reader)
            return (None if condition is None else WhenDefinition(condition)), ()
        case FirstDraft(cases):
            labels = {case.value.text: case.label for case in reversed(cases) if case.label}
            return _cases(cases, conditions), tuple(reversed(labels.items()))
        case PointsDraft(items):
            parts = []
            for item in items:
                only = item.fact.text if conditions.knows(item.fact, item.reader) else ""
                parts.append(_cases(item.bands, conditions, only))
            return PointsDefinition(tuple(part for part in parts if part is not None)), ()
        case SumDraft((first, second)):
            return SumDefinition(first.text, second.text), ()
        case FormulaDraft(_, terms, bands):
            # A formula that cannot be computed still reads its facts.
            conditions.read_facts.update(term.fact.text for term in terms)
            labels = {band.value.text: band.label for band in reversed(bands)}
            return formula_definition(draft.definition), tuple(reversed(labels.items()))
    return None, ()


def _cases(cases: tuple[CaseDraft, ...], conditions: WhenTexts, only: str = "") -> FirstDefinition | None:
    """Return the cases; `only` names the one fact their conditions may read."""
    resolved = []
    for number, case in enumerate(cases, 1):
        condition = conditions.read(case.when, case.reader)
        is_last = number == len(cases)
        if is_last and "when" in case.reader:
            case.reader.refuse("case_last_with_when", case.when.place, case.when.text)
        if not is_last and "when" not in case.reader:
            case.reader.refuse("key_missing", case.reader.place(), allowed=("when",))
        others = facts_of(condition) - {only} if only and condition is not None else ()
        for other in sorted(others):
            case.reader.refuse("band_other_fact", case.when.place, other, (only,))
        resolved.append(Case(case.value.text, condition))
    return FirstDefinition(tuple(resolved)) if resolved else None


def _points(band: CaseDraft) -> int:
    text = band.value.text
    return int(text) if text.isascii() and text.isdigit() else 0


def _sum_domain(
    reader: MappingReader, inputs: tuple[ScalarNode, ...], unit: str, asked: Mapping[str, Domain | None]
) -> NumberDomain | None:
    if len(inputs) != 2:
        reader.refuse("type_wrong", reader.place("sum"), str(len(inputs)), ("two facts",))
        return None
    first, second = _numbers(reader, inputs, asked)
    if first is None or second is None:
        return None
    step = min(first.step, second.step)
    steps = first.step / step, second.step / step
    if any(ratio != ratio.to_integral_value() for ratio in steps):
        found = f"{first.step} and {second.step}"
        reader.refuse("steps_differ", reader.place("sum"), found, ("one a multiple of the other",))
        return None
    low = first.low * int(steps[0]) + second.low * int(steps[1])
    return NumberDomain(step, low, first.high * int(steps[0]) + second.high * int(steps[1]), unit)


def _numbers(
    reader: MappingReader, words: tuple[ScalarNode, ...], known: Mapping[str, Domain | None]
) -> list[NumberDomain | None]:
    """Return the grids of the facts named; None for those that are not numbers."""
    numbers = tuple(name for name, domain in known.items() if isinstance(domain, NumberDomain))
    domains: list[NumberDomain | None] = []
    for word in words:
        domain = known.get(word.text)
        domains.append(domain if isinstance(domain, NumberDomain) else None)
        is_reported = not word.text or (word.text in known and domain is None)
        if domains[-1] is None and not is_reported:
            hint = nearest(word.text, numbers)
            reader.refuse("number_fact_expected", word.place, word.text, hint=hint)
    return domains


def _inputs(definition: Definition) -> Iterator[str]:
    """Yield the facts a definition reads, in the order written."""
    if isinstance(definition, WhenDefinition):
        yield from _read_by(definition.condition)
    elif isinstance(definition, FirstDefinition):
        for case in definition.cases:
            yield from _read_by(case.condition)
    elif isinstance(definition, PointsDefinition):
        for item in definition.items:
            yield from _inputs(item)
    else:
        yield from (definition.first, definition.second)


def _read_by(condition: Condition | None) -> Iterator[str]:
    if condition is not None:
        yield from (test.fact for test in tests_of(condition))
