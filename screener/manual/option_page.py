"""The page of an option: what it is, its forms, its rules by effect and tumor in a table, then each rule in prose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from screener.knowledge.conditions import tests_of
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.options import Option
from screener.knowledge.rules import EFFECTS, AnyRule, Rule
from screener.manual.boundaries import Boundaries
from screener.manual.diagnoses import broadest_first, diagnoses_text
from screener.manual.links import fact_link, rule_link_here
from screener.manual.markup import Child, Markdown, bullets, heading, inline, item, label, listed, row, table
from screener.manual.rule_prose import rule_blocks
from screener.wording.wording import Wording


def option_blocks(option: Option, wording: Wording, boundaries: Boundaries) -> Iterator[Markdown]:
    """Yield the page of an option without its frame."""
    knowledge = wording.knowledge
    by_tumor = sorted(knowledge.rules_by_option[option.id], key=lambda rule: broadest_first(rule, knowledge))
    rules = sorted(by_tumor, key=lambda rule: EFFECTS.index(rule.effect))
    yield inline(option.what.clinician)
    yield inline(label(wording.say("rules.to_patient")), option.what.patient)
    yield bullets(_items(option, wording))
    yield heading(wording.say("manual.by_effect"), 2)
    yield inline(wording.say("manual.by_tumor"))
    header = [wording.say(f"manual.{column}") for column in ("effect", "tumor", "rule", "reads", "rows")]
    yield table(header, [_line(rule, wording) for rule in rules])
    for effect, group in groupby(rules, key=lambda rule: rule.effect):
        yield heading(wording.effect(effect), 2)
        yield inline(wording.say(f"manual.effect_means.{effect}"))
        for rule in group:
            yield from rule_blocks(rule, wording)
            yield from boundaries.blocks(rule)


def _items(option: Option, wording: Wording) -> Iterator[Markdown]:
    yield row(wording.say("manual.named_in_rules"), ", ".join((option.id, *sorted({option.group, *option.groups}))))
    if len(option.products) > 1:
        yield row(wording.say("report.forms"), Markdown())
        for product in option.products:
            yield item(f"{wording.to(product.name)} ({product.id})", 1)
    for diagnosis, reason in option.no_discuss:
        values = {"diagnosis": wording.choice(DIAGNOSIS, diagnosis), "reason": reason}
        yield item(wording.say("manual.no_discuss", values))


def _line(rule: AnyRule, wording: Wording) -> tuple[Child, ...]:
    tests = tests_of(rule.condition) if isinstance(rule, Rule) else ()
    facts = dict.fromkeys(test.fact for test in tests)
    reads = listed(fact_link(fact, wording) for fact in facts)
    return wording.effect(rule.effect), diagnoses_text(rule, wording), rule_link_here(rule), reads, ", ".join(rule.rows)
