"""Flips as blocks: for each option the smallest changes that would alter its status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screener.report.blocks import Paragraph, Part, bullets
from screener.result.next_steps import Flip
from screener.result.option import OptionResult
from screener.result.screening import Screening
from screener.wording.flips import flip_texts
from screener.wording.wording import Wording


def flips_part(flips: Mapping[str, Sequence[Flip]], screening: Screening, wording: Wording) -> Part:
    """Return what flips are and are not, and below it a part for each option of which they were looked for.

    Args:
        flips: the flips of each option.
        screening: the answer they start from.
        wording: the words.
    """
    lead = Paragraph(wording.say("report.flips.lead"))
    return Part("flips", wording.say("report.flips.title"), 2, (lead, *_options(flips, screening, wording)))


def _options(flips: Mapping[str, Sequence[Flip]], screening: Screening, wording: Wording) -> Iterator[Part]:
    for option in screening.options.values():
        if option.id in flips:
            texts = flip_texts(flips[option.id], screening, wording)
            yield Part("flips", _title(option, wording), 4, tuple(bullets(texts)), option.id)


def _title(option: OptionResult, wording: Wording) -> str:
    values = {"option": wording.to(option.name), "status": wording.status(option.status)}
    return wording.say("report.flips.option", values)
