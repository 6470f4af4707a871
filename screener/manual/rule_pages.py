"""The rules themselves as text: a list, one rule in full, and what there is of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from screener.knowledge.conditions import AllOf, ChoiceTest, Condition, NumberTest
from screener.knowledge.domains import NO, YES
from screener.knowledge.rules import AnyRule, PlainNote
from screener.knowledge.sources import Citation
from screener.manual.effect_table import effect_tables
from screener.problems import Problem
from screener.proof.boundaries import BoundaryPatient, boundaries_of
from screener.proof.witness import Answer
from screener.report.flat_blocks import Block, Bullet, Heading, Paragraph, Row
from screener.report.flat_text import render_flat
from screener.result.reason import Known, cited
from screener.wording.wording import Wording


def rule_list(wording: Wording) -> str:
    """Return every rule's id and effect, one a line, in the order of the rule base."""
    rules = wording.knowledge.rules
    width = max((len(rule.id) for rule in rules), default=0)
    lines = [f"{rule.id:<{width}}  {wording.effect(rule.effect)}" for rule in rules]
    return "\n".join([*lines, "", wording.say("rules.count", {"count": str(len(rules))}), ""])


def rule_page(rule: AnyRule, wording: Wording) -> str:
    """Return one rule in full: effect, options, logic, wording, sources, review."""
    return render_flat(_RulePage(rule, wording).blocks())


def boundary_list(patients: Sequence[BoundaryPatient], wording: Wording) -> str:
    """Return a rule's boundary patients: each constant, the rest of the patient, and the outcome beside it."""
    return render_flat(_boundaries(patients, wording))


def rule_counts(wording: Wording, warnings: Sequence[Problem] = ()) -> str:
    """Return what there is: rules per tumor, option and effect, how far sources were read, sources by body.

    Args:
        wording: the words, with the rule base.
        warnings: what is worth a look and no mistake; it comes first.
    """
    parts = (render_flat(_found(wording, warnings)), effect_tables(wording), render_flat(_sources_read(wording)))
    return "\n".join(parts)


class _RulePage:
    def __init__(self, rule: AnyRule, wording: Wording) -> None:
        self._rule = rule
        self._wording = wording
        self._say = wording.say

    def blocks(self) -> Iterator[Block]:
        rule = self._rule
        yield Heading(rule.id, 2)
        yield from self._rows()
        yield Heading(self._say("rules.when"), 4)
        if isinstance(rule, PlainNote):
            yield Bullet(self._say("rules.always"))
        else:
            yield from self._logic(rule.condition, 0)
            yield Bullet(f"{self._say('rules.as_written')}: {' '.join(rule.written.split())}")
        yield Heading(self._say("rules.to_clinician"), 4)
        yield Bullet(rule.says.clinician)
        yield Heading(self._say("rules.to_patient"), 4)
        yield Bullet(rule.says.patient)
        yield Heading(self._say("rules.sources"), 4)
        yield from self._sources(rule.citations)

    def _rows(self) -> Iterator[Block]:
        rule, knowledge = self._rule, self._wording.knowledge
        about = {product.id for option in knowledge.options if option.id in rule.options for product in option.products}
        products = [product.id for product in knowledge.products if product.id in rule.products]
        rows = {
            "rules.effect": self._wording.effect(rule.effect),
            "rules.about": ", ".join(rule.options),
            "rules.products": ", ".join(products) if rule.products != about else "",
            "rules.until": self._wording.to(rule.until) if rule.until else "",
            "rules.between": ", ".join(rule.between),
            "rules.partners": ", ".join(rule.partners),
            "rules.reads_work_up": rule.reads_work_up,
            "rules.rows": ", ".join(rule.rows),
            "rules.review_by": rule.review_by,
            "rules.reviewed_by": rule.reviewed_by or self._say("rules.nobody"),
        }
        for key, value in rows.items():
            if value:
                yield Row(self._say(key), value)

    def _logic(self, condition: Condition, depth: int) -> Iterator[Block]:
        if isinstance(condition, NumberTest | ChoiceTest):
            yield Bullet(self._wording.test(condition), depth)
            return
        yield Bullet(self._say("rules.all_of" if isinstance(condition, AllOf) else "rules.any_of"), depth)
        for part in condition.parts:
            yield from self._logic(part, depth + 1)

    def _sources(self, citations: Iterable[Citation]) -> Iterator[Block]:
        for citation in citations:
            source = cited(self._wording.knowledge, citation)
            yield Bullet(f"{source.body}: {source.citation}")
            if source.locator:
                yield Bullet(source.locator, 1)
            yield Bullet(self._wording.source(source), 1)


def _boundaries(patients: Sequence[BoundaryPatient], wording: Wording) -> Iterator[Block]:
    yield Heading(wording.say("rules.boundaries.title"), 4)
    if not patients:
        yield Bullet(wording.say("rules.boundaries.none"))
    for group in boundaries_of(patients):
        fact, context = group[0].fact, group[0].context
        constant = wording.value(fact, Known(low=group[0].constant, high=group[0].constant))
        yield Bullet(wording.say("rules.boundaries.at", {"fact": wording.fact(fact), "constant": constant}))
        facts = wording.say("values.listed").join(_answer(name, context[name], wording) for name in context)
        yield Bullet(wording.say("rules.boundaries.context", {"facts": facts}), 1)
        for patient in group:
            value = wording.value(fact, _read(patient.facts[fact]))
            yield Bullet(wording.say(f"rules.boundaries.{patient.outcome}", {"value": value}), 1)


def _answer(fact: str, answer: Answer, wording: Wording) -> str:
    value = wording.value(fact, _read(answer))
    return wording.say("rules.boundaries.fact", {"fact": wording.fact(fact), "value": value})


def _read(answer: Answer) -> Known:
    if isinstance(answer, bool):
        return Known((YES if answer else NO,))
    return Known((answer,)) if isinstance(answer, str) else Known(low=str(answer), high=str(answer))


def _found(wording: Wording, warnings: Sequence[Problem]) -> Iterator[Block]:
    knowledge = wording.knowledge
    numbers = {
        "rules": str(len(knowledge.rules)),
        "facts": str(len(knowledge.facts)),
        "derived": str(len(knowledge.derived)),
        "sources": str(len(knowledge.sources)),
    }
    yield Paragraph(wording.say("rules.clean", numbers))
    if warnings:
        yield Heading(wording.say("rules.warnings"), 4)
        yield from (Bullet(wording.problem(warning)) for warning in warnings)


def _sources_read(wording: Wording) -> Iterator[Block]:
    knowledge = wording.knowledge
    read = Counter(citation.read for rule in knowledge.rules for citation in rule.citations)
    yield Heading(wording.say("rules.how_read"), 4)
    for level, count in read.most_common():
        values = {"count": str(count), "all": str(read.total())}
        yield Row(f"{level} ({wording.say(f'read.{level}')})", wording.say("rules.of_all", values))
    yield Heading(wording.say("rules.by_body"), 4)
    for body, count in Counter(source.body for source in knowledge.sources).most_common():
        yield Row(body, str(count))
