"""The rows of evidence from which rules were made, and what of them no rule decides. No screening reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from screener.problems import Place

WhyLeftOut = Literal["no_such_fact", "no_number_given", "not_a_rule"]
WHY_LEFT_OUT: tuple[WhyLeftOut, ...] = get_args(WhyLeftOut)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a row no rule decides.

    Attributes:
        part: which part of it; blank for all of it.
        because: the reason in words.
        needed: what would be needed to encode it; blank if nothing is wanted.
    """

    part: str
    reason: WhyLeftOut
    because: str
    needed: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One criterion that a source gives.

    Attributes:
        about: what it is about, in a few words.
        corrected: what a later reading changed; blank if nothing.
        left_out: what of it no rule decides; None if rules decide all of it.
        place: where it stands in its file.
    """

    id: str
    about: str
    corrected: str
    left_out: LeftOut | None
    place: Place


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """The rows about one subject."""

    title: str
    rows: tuple[EvidenceRow, ...]


def rows_of(sections: tuple[EvidenceSection, ...]) -> tuple[EvidenceRow, ...]:
    """Return every row, in order."""
    return tuple(row for section in sections for row in section.rows)
