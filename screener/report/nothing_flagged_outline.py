"""What a patient reads where nothing came up: no verdict, and what else to ask about."""

from __future__ import annotations

from collections.abc import Iterator

from screener.report.blocks import Block, Paragraph, Part, bullets
from screener.result.screening import Screening
from screener.wording.about import also_on_the_table_texts
from screener.wording.wording import Wording


def nothing_flagged_part(screening: Screening, wording: Wording, is_all: bool) -> Part:
    """Return one calm panel.

    Args:
        screening: the answer, in which no option is flagged.
        wording: the words.
        is_all: whether nothing stands below it; then it names the options.
    """
    title = wording.say("report.nothing_flagged.title")
    return Part("nothing_flagged", title, 2, tuple(_blocks(screening, wording, is_all)))


def _blocks(screening: Screening, wording: Wording, is_all: bool) -> Iterator[Block]:
    yield Paragraph(wording.say("report.nothing_flagged.text"))
    yield Paragraph(wording.say("report.nothing_flagged.ask"))
    yield from bullets(also_on_the_table_texts(wording))
    if is_all:
        options = [wording.to(option.name) for option in screening.options.values()]
        listed = wording.listed(options, "both")
        yield Paragraph(wording.say("report.nothing_flagged.looked_at", {"options": listed}))
