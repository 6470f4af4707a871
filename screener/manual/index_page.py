"""The first page of the manual: how to read it, what there is, and where the rules end.

What changes with every rule, such as the counts, stands here only, so that a new rule leaves other pages alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import EFFECTS, AnyRule
from screener.manual.counts import amounts, counts_by_effect, counts_by_option, how_far_read, rules_for
from screener.manual.facts_page import notice_item
from screener.manual.places import INDEX
from screener.report.blocks import Block, Item, Line, Paragraph, Part, Strong, Table, bullets
from screener.report.links import option_link
from screener.wording.wording import Wording


def index_page(wording: Wording) -> Part:
    """Return the first page without its frame."""
    knowledge, say = wording.knowledge, wording.say
    blocks: tuple[Block, ...] = (
        Paragraph(say("manual.lead")),
        Paragraph(say("manual.numbers", amounts(knowledge))),
        Part("plain", say("manual.effects"), 2, tuple(bullets(_effects(wording)))),
        Part("plain", say("manual.ends"), 2, tuple(_ends(wording))),
        Part("plain", say("report.urgent"), 2, tuple(bullets(notice_item(each, wording) for each in knowledge.urgent))),
        Part("plain", say("rules.per_option"), 2, (_by_option(knowledge.rules, wording),)),
        Part("plain", say("manual.per_tumor"), 2, (_by_diagnosis(wording),)),
        Part("plain", say("manual.per_tumor_and_option"), 2, tuple(_by_option_and_diagnosis(wording))),
        Part("plain", say("rules.how_read"), 2, (how_far_read(wording),)),
    )
    return Part("page", say("manual.title"), 1, blocks, INDEX)


def _effects(wording: Wording) -> Iterator[Item]:
    for effect in EFFECTS:
        means = wording.say(f"manual.effect_means.{effect}")
        yield Item((Strong(wording.effect(effect)), f" ({effect}): {means}"))


def _ends(wording: Wording) -> Iterator[Block]:
    covered = [wording.choice(DIAGNOSIS, each) for each in wording.knowledge.covered_diagnoses]
    yield Paragraph((Strong(wording.say("manual.covered")), f": {wording.listed(covered, 'both')}"))
    yield from bullets(notice_item(each, wording) for each in wording.knowledge.scope)


def _by_option(rules: tuple[AnyRule, ...], wording: Wording) -> Table:
    """Return how many of some rules speak about each option."""
    counts = counts_by_option(rules, wording.knowledge)
    lines: Iterator[tuple[Line, ...]] = (((option_link(option, wording),), *each) for option, each in counts)
    return Table((wording.say("manual.option"), *map(wording.effect, EFFECTS)), tuple(lines))


def _by_diagnosis(wording: Wording) -> Table:
    knowledge = wording.knowledge
    counts = ((each, counts_by_effect(rules_for(each, knowledge))) for each in knowledge.covered_diagnoses)
    lines = ((wording.choice(DIAGNOSIS, diagnosis), *each) for diagnosis, each in counts)
    return Table((wording.say("rules.tumor"), *map(wording.effect, EFFECTS)), tuple(lines))


def _by_option_and_diagnosis(wording: Wording) -> Iterator[Block]:
    yield Paragraph(wording.say("manual.per_tumor_why"))
    for diagnosis in wording.knowledge.covered_diagnoses:
        table = _by_option(rules_for(diagnosis, wording.knowledge), wording)
        yield Part("plain", wording.choice(DIAGNOSIS, diagnosis), 3, (table,))
