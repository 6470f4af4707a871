"""The page of the facts: those that are asked, those worked out from others, and those that cannot go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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
from screener.knowledge.facts import Fact
from screener.knowledge.rules import Notice
from screener.manual.diagnoses import diagnoses_listed
from screener.manual.links import fact_link, fact_title
from screener.manual.markup import Markdown, bullets, heading, inline, item, label, listed, row, strong
from screener.manual.rule_prose import citation_items, logic
from screener.wording.wording import Wording


def fact_blocks(wording: Wording) -> Iterator[Markdown]:
    """Yield the page of the facts without its frame."""
    knowledge = wording.knowledge
    read_by = Counter(fact for rule in knowledge.rules_with_outcome for fact in facts_of(rule.condition))
    for section in knowledge.sections:
        yield heading(wording.to(section.title), 2)
        for fact in knowledge.facts:
            if fact.section == section.id:
                yield heading(fact_title(fact.id, wording), 3)
                yield bullets(_asked(fact, read_by[fact.id], wording))
    yield heading(wording.say("manual.derived"), 2)
    yield inline(wording.say("manual.derived_why"))
    for derived in knowledge.derived:
        yield heading(fact_title(derived.id, wording), 3)
        yield inline(wording.to(derived.explains))
        yield bullets(_derived(derived, read_by[derived.id], wording))
    yield heading(wording.say("manual.impossible"), 2)
    for statement in knowledge.impossible:
        yield bullets(statement_items(statement, wording))


def statement_items(statement: Notice, wording: Wording) -> Iterator[Markdown]:
    """Yield a sentence of the rules with its condition, and where to turn."""
    yield item(statement.says.clinician)
    yield row(wording.say("rules.to_patient"), statement.says.patient, 1)
    yield from logic(label(wording.say("rules.when")), statement.condition, wording, 1)
    if statement.turn_to:
        yield item(wording.say("report.turn_to", {"text": wording.to(statement.turn_to)}), 1)


def _asked(fact: Fact, read_by: int, wording: Wording) -> Iterator[Markdown]:
    say = wording.say
    yield row(say("manual.question"), fact.question.clinician)
    yield row(say("rules.to_patient"), fact.question.patient, 1)
    yield row(say("manual.why"), wording.to(fact.why))
    yield row(say("manual.where"), wording.to(fact.where))
    yield from _values(fact, wording)
    yield row(say("manual.who"), wording.listed([say(f"manual.{who}_knows") for who in fact.who], "either"))
    yield row(say("manual.known_at"), say(f"manual.known.{fact.known_at}"))
    if fact.acute:
        yield item(say("manual.acute"))
    if fact.fresh_for:
        yield row(say("manual.fresh_for"), wording.age(fact.fresh_for.days))
        yield from citation_items(fact.fresh_for.sources, wording, 1)
    for each in fact.codes:
        yield row(each.system, f"{each.code}, {each.name}")
    yield row(say("manual.read_by"), wording.counted("manual.rules", read_by))


def _values(fact: Fact, wording: Wording) -> Iterator[Markdown]:
    domain = fact.domain
    if isinstance(domain, NumberDomain):
        yield row(wording.say("manual.values"), ", ".join(domain.written()))
        yield from _writing(domain, wording)
        return
    if not fact.choices:
        yield row(wording.say("manual.values"), wording.choices(fact.id, domain.values))
        return
    yield row(wording.say("manual.values"), Markdown())
    for choice in fact.choices:
        said = f"{wording.to(choice.label)} ({choice.value})"
        if choice.means_unknown:
            said = wording.say("manual.means_unknown", {"value": said})
        yield item(said, 1)


def _writing(domain: NumberDomain, wording: Wording) -> Iterator[Markdown]:
    """Yield how other units are converted, when a bare number is asked about, and what "about" means."""
    say = wording.say
    for other in domain.units:
        yield item(say("manual.unit", {"count": f"{other.per_unit:f}", "other": other.unit, "unit": domain.unit}), 1)
        if other.asked_above is not None:
            values = {"limit": f"{other.asked_above:f}", "other": other.unit, "unit": domain.unit}
            yield item(say("manual.asked_above", values), 1)
    about = domain.approximate
    if about is not None:
        values = {"plus_minus": f"{about.plus_minus:f}", "above": f"{about.percent_above:f}", "unit": domain.unit}
        yield item(say("manual.approximate", {**values, "percent": f"{about.percent:f}"}), 1)


def _derived(fact: DerivedFact, read_by: int, wording: Wording) -> Iterator[Markdown]:
    yield from _definition(fact, wording)
    yield row(wording.say("manual.inputs"), listed(fact_link(name, wording) for name in fact.inputs))
    yield item(wording.say("manual.stated_judgement" if fact.is_judgement else "manual.stated_arithmetic"))
    if fact.diagnoses:
        yield row(wording.say("manual.tumor"), diagnoses_listed(fact.diagnoses, wording))
    if fact.sources:
        yield row(wording.say("rules.sources"), Markdown())
        yield from citation_items(fact.sources, wording, 1)
    yield row(wording.say("manual.read_by"), wording.counted("manual.rules", read_by))


def _definition(fact: DerivedFact, wording: Wording) -> Iterator[Markdown]:
    match fact.definition:
        case FirstDefinition(cases):
            values = {case.value: wording.choice(fact.id, case.value) for case in cases}
            yield from _cases(fact.definition, values, wording, 0)
        case PointsDefinition(items):
            for each in items:
                points = {case.value: wording.counted("manual.points", int(case.value)) for case in each.cases}
                yield item(wording.facts(_facts_of(each)))
                yield from _cases(each, points, wording, 1)
        case SumDefinition(first, second):
            yield item(wording.say("manual.sum", {"first": wording.fact(first), "second": wording.fact(second)}))
        case FormulaDefinition():
            yield from _formula(fact, fact.definition, wording)
        case yes_no:
            yield from logic(label(wording.say("rules.when")), yes_no.condition, wording)


def _facts_of(definition: FirstDefinition) -> tuple[str, ...]:
    conditions = [case.condition for case in definition.cases if case.condition is not None]
    return tuple(dict.fromkeys(fact for condition in conditions for fact in sorted(facts_of(condition))))


def _cases(definition: FirstDefinition, names: dict[str, str], wording: Wording, depth: int) -> Iterator[Markdown]:
    for case in definition.cases:
        name = strong(names[case.value])
        if case.condition is None:
            yield item(inline(name, Markdown(": "), wording.say("manual.otherwise")), depth)
        else:
            yield from logic(inline(name, Markdown(": ")), case.condition, wording, depth)


def _formula(fact: DerivedFact, formula: FormulaDefinition, wording: Wording) -> Iterator[Markdown]:
    yield item(wording.say("manual.formula"))
    for term in formula.terms:
        values = {"times": f"{term.times:g}", "scale": f"{term.scale:g}", "fact": wording.fact(term.fact)}
        yield item(wording.say(f"manual.terms.{term.shape}", values), 1)
    for band in formula.bands:
        yield item(inline(label(wording.choice(fact.id, band.value)), _band(band, wording)))


def _band(band: FormulaBand, wording: Wording) -> str:
    if band.limit is None:
        return wording.say("manual.otherwise")
    operator = "<=" if band.is_inclusive else "<"
    return wording.say(f"comparisons.numbers.{operator}", {"constant": f"{band.limit:g}"})
