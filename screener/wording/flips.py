"""Flips in words: criteria of the rules, never advice."""

from __future__ import annotations

from collections.abc import Sequence

from screener.knowledge.domains import NumberDomain
from screener.result.known import NOTHING_KNOWN
from screener.result.next_steps import Change, Flip
from screener.result.screening import Screening
from screener.wording.wording import Wording

MOST_FLIPS = 6
# More points than this in a row are told as a range.
MOST_NAMED = 2


def flip_texts(flips: Sequence[Flip], screening: Screening, wording: Wording) -> tuple[str, ...]:
    """Return the flips of one option in words, the first few and how many more; never empty.

    Args:
        flips: the option's flips.
        screening: the answer they start from.
        wording: the words.
    """
    if not flips:
        return (wording.say("report.flips.none"),)
    told = tuple(_told(flip, screening, wording) for flip in flips[:MOST_FLIPS])
    more = len(flips) - MOST_FLIPS
    return (*told, wording.say("report.flips.more", {"count": str(more)})) if more > 0 else told


def _told(flip: Flip, screening: Screening, wording: Wording) -> str:
    changes = wording.listed([_changed(change, screening, wording) for change in flip.changes], "both")
    return wording.say("report.flips.item", {"status": wording.status(flip.status), "changes": changes})


def _changed(change: Change, screening: Screening, wording: Wording) -> str:
    here = wording.value(change.fact, screening.facts.get(change.fact, NOTHING_KNOWN))
    values = {"fact": wording.fact(change.fact), "values": _values(change, wording), "here": here}
    is_number = isinstance(wording.knowledge.domains[change.fact], NumberDomain)
    return wording.say("report.flips.number" if is_number else "report.flips.choice", values)


def _values(change: Change, wording: Wording) -> str:
    domain = wording.knowledge.domains[change.fact]
    if isinstance(domain, NumberDomain):
        return wording.listed([wording.run(change.fact, run) for run in change.values], "either")
    values = tuple(map(str, change.values))
    if len(values) > MOST_NAMED and domain.are_neighbors(values):
        return wording.say("values.range", {"low": values[0], "high": values[-1]})
    return wording.choices(change.fact, values)
