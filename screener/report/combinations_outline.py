"""Options that sources combine, as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from screener.report.blocks import Cited, Item, Part, bullets, part
from screener.result.option import CombinedBy
from screener.result.screening import Screening
from screener.wording.wording import Wording


def combinations_part(screening: Screening, wording: Wording) -> Iterator[Part]:
    """Yield the notes that combine flagged options, each pair under the first note that names it."""
    names = {option.id: wording.to(option.name) for option in wording.knowledge.options}
    pairs: dict[CombinedBy, list[Item]] = {}
    for combination in screening.combinations:
        first, second = (names[option] for option in combination.options)
        pair = Item(wording.say("report.together.pair", {"first": first, "second": second}))
        pairs.setdefault(combination.notes[0], []).append(pair)
    notes = (Item((wording.to(note.says), Cited(note.sources)), tuple(held)) for note, held in pairs.items())
    return part("combinations", wording.say("report.together.title"), 2, bullets(notes))
