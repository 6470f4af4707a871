"""The page of the facts: those that are asked, those worked out from others, and those that cannot go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screener.knowledge.conditions import facts_of
from screener.knowledge.derived import (
    DerivedFact,
    FirstDefinition,
    FormulaBand,
    FormulaDefinition,
    PointsDefinition,
    SumDefinition,
)
from screener.knowledge.domains import NumberDomain
from screener.knowledge.facts import Fact, Section
from screener.knowledge.rules import Notice
from screener.manual.places import FACTS, fact_title
from screener.report.blocks import Block, Item, Paragraph, Part, Strong, bullets, joined, named
from screener.report.links import fact_link
from screener.report.logic import logic
from screener.report.rule_outline import citation_item
from screener.wording.diagnoses import diagnoses_listed
from screener.wording.wording import Wording


def facts_page(wording: Wording) -> Part:
    """Return the page of the facts without its frame."""
    knowledge, say = wording.knowledge, wording.say
    read = frozenset(fact for rule in knowledge.rules_with_outcome for fact in facts_of(rule.condition))
    sections = (_section(section, read, wording) for section in knowledge.sections)
    derived = (_derived(fact, fact.id in read, wording) for fact in knowledge.derived)
    impossible = bullets(notice_item(notice, wording) for notice in knowledge.impossible)
    blocks: tuple[Block, ...] = (
        *sections,
        Part("plain", say("manual.derived"), 2, (Paragraph(say("manual.derived_why")), *derived)),
        Part("plain", say("manual.impossible"), 2, tuple(impossible)),
    )
    return Part("page", say("manual.facts"), 1, blocks, FACTS)


def notice_item(notice: Notice, wording: Wording) -> Item:
    """Return a sentence of the rules with its condition, and where to turn."""
    patient = named(wording.say("rules.to_patient"), notice.says.patient)
    when = logic(notice.condition, wording, (Strong(wording.say("rules.when")), ": "))
    turn = (Item(wording.say("report.turn_to", {"text": wording.to(text)})) for text in [notice.turn_to] if text)
    return Item(notice.says.clinician, (patient, when, *turn))


def _section(section: Section, read: Iterable[str], wording: Wording) -> Part:
    own = (fact for fact in wording.knowledge.facts if fact.section == section.id)
    facts = (_fact(fact.id, _asked(fact, fact.id in read, wording), wording) for fact in own)
    return Part("plain", wording.to(section.title), 2, tuple(facts))


def _fact(fact: str, items: Iterable[Item], wording: Wording, explains: str = "") -> Part:
    said = (Paragraph(text) for text in [explains] if text)
    return Part("plain", fact_title(fact, wording), 3, (*said, *bullets(items)), fact)


def _asked(fact: Fact, is_read: bool, wording: Wording) -> Iterator[Item]:
    say = wording.say
    patient = named(say("rules.to_patient"), fact.question.patient)
    yield named(say("manual.question"), fact.question.clinician, [patient])
    yield named(say("manual.why"), wording.to(fact.why))
    yield named(say("manual.where"), wording.to(fact.where))
    yield _values(fact, wording)
    yield named(say("manual.who"), wording.listed([say(f"manual.{who}_knows") for who in fact.who], "either"))
    yield named(say("manual.known_at"), say(f"manual.known.{fact.known_at}"))
    if fact.acute:
        yield Item(say("manual.acute"))
    if fact.fresh_for:
        sources = (citation_item(citation, wording) for citation in fact.fresh_for.sources)
        yield named(say("manual.fresh_for"), wording.age(fact.fresh_for.days), sources)
    for each in fact.codes:
        yield named(each.system, f"{each.code}, {each.name}")
    yield from _unread(is_read, wording)


def _unread(is_read: bool, wording: Wording) -> Iterator[Item]:
    # How many rules read a fact would change this page with every rule; which ones do stands with each option.
    if not is_read:
        yield Item(wording.say("manual.read_by_none"))


def _values(fact: Fact, wording: Wording) -> Item:
    domain, name = fact.domain, wording.say("manual.values")
    if isinstance(domain, NumberDomain):
        return named(name, ", ".join(domain.allowed_with_units()), _writing(domain, wording))
    if not fact.choices:
        return named(name, wording.choices(fact.id, domain.values))
    return named(name, below=_choices(fact, wording))


def _choices(fact: Fact, wording: Wording) -> Iterator[Item]:
    for choice in fact.choices:
        said = f"{wording.to(choice.label)} ({choice.value})"
        yield Item(wording.say("manual.means_unknown", {"value": said}) if choice.means_unknown else said)


def _writing(domain: NumberDomain, wording: Wording) -> Iterator[Item]:
    """Yield how other units are converted, when a bare number is asked about, and what "about" means."""
    say = wording.say
    for other in domain.units:
        yield Item(say("manual.unit", {"count": f"{other.per_unit:f}", "other": other.unit, "unit": domain.unit}))
        if other.asked_above is not None:
            values = {"limit": f"{other.asked_above:f}", "other": other.unit, "unit": domain.unit}
            yield Item(say("manual.asked_above", values))
    about = domain.approximate
    if about is not None:
        values = {"plus_minus": f"{about.plus_minus:f}", "above": f"{about.percent_above:f}", "unit": domain.unit}
        yield Item(say("manual.approximate", {**values, "percent": f"{about.percent:f}"}))


def _derived(fact: DerivedFact, is_read: bool, wording: Wording) -> Part:
    return _fact(fact.id, _derived_items(fact, is_read, wording), wording, wording.to(fact.explains))


def _derived_items(fact: DerivedFact, is_read: bool, wording: Wording) -> Iterator[Item]:
    say = wording.say
    yield from _definition(fact, wording)
    yield named(say("manual.inputs"), joined(map(fact_link, fact.inputs), say("values.listed")))
    yield Item(say("manual.stated_judgement" if fact.is_judgement else "manual.stated_arithmetic"))
    if fact.diagnoses:
        yield named(say("rules.tumor"), diagnoses_listed(fact.diagnoses, wording))
    if fact.sources:
        yield named(say("rules.sources"), below=(citation_item(citation, wording) for citation in fact.sources))
    yield from _unread(is_read, wording)


def _definition(fact: DerivedFact, wording: Wording) -> Iterator[Item]:
    match fact.definition:
        case FirstDefinition(cases):
            values = {case.value: wording.choice(fact.id, case.value) for case in cases}
            yield from _cases(fact.definition, values, wording)
        case PointsDefinition(items):
            for each in items:
                points = {case.value: wording.counted("manual.points", int(case.value)) for case in each.cases}
                yield Item(wording.facts(_facts_of(each)), tuple(_cases(each, points, wording)))
        case SumDefinition(first, second):
            yield Item(wording.say("manual.sum", {"first": wording.fact(first), "second": wording.fact(second)}))
        case FormulaDefinition():
            yield from _formula(fact, fact.definition, wording)
        case yes_no:
            yield logic(yes_no.condition, wording, (Strong(wording.say("rules.when")), ": "))


def _facts_of(definition: FirstDefinition) -> tuple[str, ...]:
    conditions = [case.condition for case in definition.cases if case.condition is not None]
    return tuple(dict.fromkeys(fact for condition in conditions for fact in sorted(facts_of(condition))))


def _cases(definition: FirstDefinition, names: dict[str, str], wording: Wording) -> Iterator[Item]:
    for case in definition.cases:
        name = names[case.value]
        if case.condition is None:
            yield named(name, wording.say("manual.otherwise"))
        else:
            yield logic(case.condition, wording, (Strong(name), ": "))


def _formula(fact: DerivedFact, formula: FormulaDefinition, wording: Wording) -> Iterator[Item]:
    yield Item(wording.say("manual.formula"), tuple(_terms(formula, wording)))
    for band in formula.bands:
        yield named(wording.choice(fact.id, band.value), _band(band, wording))


def _terms(formula: FormulaDefinition, wording: Wording) -> Iterator[Item]:
    for term in formula.terms:
        values = {"times": f"{term.times:g}", "scale": f"{term.scale:g}", "fact": wording.fact(term.fact)}
        yield Item(wording.say(f"manual.terms.{term.shape}", values))


def _band(band: FormulaBand, wording: Wording) -> str:
    if band.limit is None:
        return wording.say("manual.otherwise")
    operator = "<=" if band.is_inclusive else "<"
    return wording.say(f"comparisons.numbers.{operator}", {"constant": f"{band.limit:g}"})
