"""The page of the tensions: who an option is for and what speaks against it, met by one patient, and why so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option
from screener.manual.places import TENSIONS
from screener.proof.tensions import Tension, reason_for, tensions_of
from screener.proof.witness import patient_line
from screener.report.blocks import Block, Code, Item, Paragraph, Part, bullets
from screener.report.links import rule_link
from screener.wording.wording import Wording


def tensions_page(wording: Wording) -> Part:
    """Return the page without its frame: option by option every opposing rule, why it is meant, and every pair."""
    tensions = tensions_of(wording.knowledge)
    pairs = {(tension.indication, tension.opposing) for tension in tensions}
    rules = {tension.opposing for tension in tensions}
    numbers = {"entries": str(len(tensions)), "pairs": str(len(pairs)), "rules": str(len(rules))}
    options = wording.knowledge.options
    blocks: tuple[Block, ...] = (
        Paragraph(wording.say("tension_page.lead")),
        Paragraph(wording.say("tension_page.numbers", numbers)),
        *(_option(option, [each for each in tensions if each.option == option.id], wording) for option in options),
    )
    return Part("page", wording.say("tension_page.title"), 1, blocks, TENSIONS)


def _option(option: Option, tensions: Sequence[Tension], wording: Wording) -> Part:
    blocks: tuple[Block, ...] = tuple(_opposed(option, tensions, wording))
    none = Paragraph(wording.say("tension_page.none"))
    return Part("plain", wording.to(option.name), 2, blocks or (none,))


def _opposed(option: Option, tensions: Sequence[Tension], wording: Wording) -> Iterator[Part]:
    by_id = wording.knowledge.rule_by_id
    # The sort keeps the order of the indications within each opposing rule.
    in_order = sorted(tensions, key=lambda tension: by_id[tension.opposing].order)
    for rule, group in groupby(in_order, key=lambda tension: tension.opposing):
        own = tuple(group)
        values = {"effect": wording.effect(own[0].effect), "says": wording.to(by_id[rule].says)}
        opposing = Paragraph(wording.say("tension_page.opposing", values))
        yield Part("plain", rule, 3, (opposing, *_pairs(option, own, wording)))


def _pairs(option: Option, tensions: Sequence[Tension], wording: Wording) -> Iterator[Block]:
    for why, group in groupby(tensions, key=lambda tension: _why(wording.knowledge, tension)):
        meant = why or wording.say("tension_page.unexplained")
        yield Paragraph(wording.say("tension_page.why", {"why": meant}))
        yield from bullets(_pair(option, tension, wording) for tension in group)


def _why(knowledge: Knowledge, tension: Tension) -> str:
    reason = reason_for(knowledge, tension)
    return reason.why if reason else ""


def _pair(option: Option, tension: Tension, wording: Wording) -> Item:
    products = {"products": ", ".join(tension.products)}
    only = "" if len(tension.products) == len(option.products) else wording.say("tension_page.only", products)
    return Item((rule_link(tension.indication), f"{only}: ", Code(f"{{{patient_line(tension.patient)}}}")))
