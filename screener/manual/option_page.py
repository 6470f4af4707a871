"""The page of an option: what it is, its forms, its rules by effect and tumor in a table, then each rule in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from screener.knowledge.conditions import tests_of
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option
from screener.knowledge.rules import EFFECTS, AnyRule, Rule
from screener.manual.boundaries import Boundaries
from screener.report.blocks import Block, Item, Line, Paragraph, Part, Strong, Table, bullets, joined, named
from screener.report.links import fact_link, rule_link
from screener.report.rule_outline import rule_outline
from screener.wording.diagnoses import diagnoses_text
from screener.wording.wording import Wording


def option_page(option: Option, wording: Wording, boundaries: Boundaries) -> Part:
    """Return the page of an option without its frame."""
    knowledge = wording.knowledge
    by_diagnosis = sorted(knowledge.rules_by_option[option.id], key=lambda rule: broadest_first(rule, knowledge))
    rules = sorted(by_diagnosis, key=lambda rule: EFFECTS.index(rule.effect))
    columns = tuple(wording.say(key) for key in ("rules.effect", "rules.tumor", "manual.rule", "manual.reads"))
    table = Table((*columns, wording.say("rules.rows")), tuple(_line(rule, wording) for rule in rules))
    overview = (Paragraph(wording.say("manual.by_tumor")), table)
    blocks: tuple[Block, ...] = (
        Paragraph(option.what.clinician),
        Paragraph((Strong(wording.say("rules.to_patient")), ": ", option.what.patient)),
        *bullets(_items(option, wording)),
        Part("plain", wording.say("manual.by_effect"), 2, overview),
        *_by_effect(rules, wording, boundaries),
    )
    return Part("page", wording.to(option.name), 1, blocks, option.id)


def broadest_first(rule: AnyRule, knowledge: Knowledge) -> tuple[int, tuple[int, ...]]:
    """Return what sorts rules by tumor: those for every tumor first, then by the first tumor they name."""
    covered, own = knowledge.covered_diagnoses, knowledge.diagnoses_of(rule)
    return int(own != covered), tuple(map(covered.index, own))


def _items(option: Option, wording: Wording) -> Iterator[Item]:
    yield named(wording.say("manual.named_in_rules"), ", ".join((option.id, *sorted({option.group, *option.groups}))))
    if len(option.products) > 1:
        forms = (Item(f"{wording.to(product.name)} ({product.id})") for product in option.products)
        yield named(wording.say("report.forms"), below=forms)
    for diagnosis, reason in option.no_discuss:
        values = {"diagnosis": wording.choice(DIAGNOSIS, diagnosis), "reason": reason}
        yield Item(wording.say("manual.no_discuss", values))


def _line(rule: AnyRule, wording: Wording) -> tuple[Line, ...]:
    tests = tests_of(rule.condition) if isinstance(rule, Rule) else ()
    reads = joined(map(fact_link, dict.fromkeys(test.fact for test in tests)), wording.say("values.listed"))
    tumors, rows = diagnoses_text(rule, wording), ", ".join(rule.rows)
    return wording.effect(rule.effect), tumors, (rule_link(rule.id),), reads, rows


def _by_effect(rules: list[AnyRule], wording: Wording, boundaries: Boundaries) -> Iterator[Part]:
    for effect, group in groupby(rules, key=lambda rule: rule.effect):
        means = Paragraph(wording.say(f"manual.effect_means.{effect}"))
        told: tuple[Block, ...] = tuple(_rule(rule, wording, boundaries) for rule in group)
        yield Part("plain", wording.effect(effect), 2, (means, *told))


def _rule(rule: AnyRule, wording: Wording, boundaries: Boundaries) -> Part:
    outline = rule_outline(rule, wording, cites_in_full=False)
    return replace(outline, blocks=(*outline.blocks, *boundaries.of(rule)))
