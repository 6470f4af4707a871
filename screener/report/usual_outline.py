"""What the usual reading takes for granted, as blocks: each premise once, with the options that lean on it."""

from __future__ import annotations

from collections.abc import Iterator

from screener.knowledge.premises import CONFIRMATIONS
from screener.report.blocks import Block, Item, Paragraph, Part, bullets, part
from screener.result.screening import Screening
from screener.result.usual import PremiseResult
from screener.wording.usual import premise_text, taken_back_text, usual_text
from screener.wording.wording import Wording


def usual_part(screening: Screening, wording: Wording) -> Iterator[Part]:
    """Yield the premises on which answers lean, or nothing if none does."""
    premises = tuple(bullets(_premises(screening, wording)))
    if premises:
        title, lead = wording.say("report.usual.title"), Paragraph(wording.say("report.usual.lead"))
        yield from part("usual", title, 2, (lead, *premises, *_taken_back(screening, wording)))


def _premises(screening: Screening, wording: Wording) -> Iterator[Item]:
    """Yield the premises on which the usual reading of some option leans, those to be asked first in front."""
    leaning: dict[str, list[str]] = {}
    for option in screening.options.values():
        if option.usual is not None and usual_text(option, wording):
            for name in option.usual.premises:
                leaning.setdefault(name, []).append(wording.to(option.name))
    told = [each for each in (screening.usual.premises if screening.usual else ()) if each.id in leaning]
    for premise in sorted(told, key=lambda each: CONFIRMATIONS.index(each.confirm)):
        yield _premise(premise, leaning[premise.id], wording)


def _premise(premise: PremiseResult, options: list[str], wording: Wording) -> Item:
    below = (
        wording.to(premise.why),
        wording.say("report.usual.risk", {"risk": wording.to(premise.risk)}),
        wording.say("report.usual.options", {"options": wording.listed(options, "both")}),
    )
    return Item(premise_text(premise, wording), tuple(map(Item, below)))


def _taken_back(screening: Screening, wording: Wording) -> Iterator[Block]:
    taken_back = taken_back_text(screening, wording)
    if taken_back:
        yield Paragraph(taken_back, "quiet")
