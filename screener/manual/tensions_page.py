"""The page of the tensions: who an option is for and what speaks against it, met by one patient, and why so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from screener.knowledge.options import Option
from screener.proof.tensions import Tension, reason_for, tensions_of
from screener.proof.witness import written
from screener.report.flat_blocks import Block, Bullet, Heading, Paragraph
from screener.report.markdown import render_document
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.wording import Wording


def tensions_page(kb: KnowledgeBase, wording: Wording) -> str:
    """Return the page as Markdown: option by option every opposing rule, why it is meant, and every pair."""
    return render_document(_page(tensions_of(kb.knowledge), wording))


def _page(tensions: tuple[Tension, ...], wording: Wording) -> Iterator[Block]:
    pairs = {(tension.indication, tension.opposing) for tension in tensions}
    rules = {tension.opposing for tension in tensions}
    yield Heading(wording.say("tension_page.title"), 1)
    yield Paragraph(wording.say("tension_page.lead"))
    numbers = {"entries": str(len(tensions)), "pairs": str(len(pairs)), "rules": str(len(rules))}
    yield Paragraph(wording.say("tension_page.numbers", numbers))
    for option in wording.knowledge.options:
        own = [tension for tension in tensions if tension.option == option.id]
        yield Heading(wording.to(option.name), 2)
        if not own:
            yield Paragraph(wording.say("tension_page.none"))
        # The sort keeps the order of the indications within each opposing rule.
        order = wording.knowledge.rule_by_id
        for rule, group in groupby(sorted(own, key=lambda tension: order[tension.opposing].order), _opposing):
            yield from _opposed(option, rule, list(group), wording)


def _opposed(option: Option, rule: str, tensions: list[Tension], wording: Wording) -> Iterator[Block]:
    yield Heading(rule, 3)
    effect = wording.effect(tensions[0].effect)
    says = wording.to(wording.knowledge.rule_by_id[rule].says)
    yield Paragraph(wording.say("tension_page.opposing", {"effect": effect, "says": says}))
    for why, group in groupby(tensions, lambda tension: _why(tension, wording)):
        yield Paragraph(wording.say("tension_page.why", {"why": why}))
        yield from (Bullet(_pair(option, tension, wording)) for tension in group)


def _pair(option: Option, tension: Tension, wording: Wording) -> str:
    values = {"indication": tension.indication, "patient": written(tension.patient)}
    if len(tension.products) == len(option.products):
        return wording.say("tension_page.pair", values)
    return wording.say("tension_page.pair_of", values | {"products": ", ".join(tension.products)})


def _why(tension: Tension, wording: Wording) -> str:
    reason = reason_for(wording.knowledge, tension)
    return reason.why if reason else wording.say("tension_page.unexplained")


def _opposing(tension: Tension) -> str:
    return tension.opposing
