"""A fact that was given: what its answer says, how it was written, how old it is, and what that raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screener.result.known import NOTHING_KNOWN, Known
from screener.result.reason import SourceCited


@dataclass(frozen=True, slots=True)
class UnitQuestion:
    """A bare number that smells of another unit; writing the unit settles it.

    Attributes:
        written: the number as written.
        unit: the other unit.
        would_be: what it would be in the other unit, in the fact's own.
    """

    fact: str
    written: str
    unit: str
    would_be: Known


@dataclass(frozen=True, slots=True)
class AgedFact:
    """A fact whose answer says how old it is.

    Attributes:
        age_days: its age in days; None if only the day is known and nobody said as of when.
        taken: the day it was taken, like 2026-11-23; None if it was not written.
        fresh_for_days: how long an answer stays fresh; None if no source says so.
        is_stale: it is older than that.
        sources: who says so.
    """

    fact: str
    age_days: int | None
    taken: str | None
    fresh_for_days: int | None
    is_stale: bool
    sources: tuple[SourceCited, ...]


@dataclass(frozen=True, slots=True)
class GivenFact:
    """What was given of one fact, asked or stated.

    Attributes:
        read: the values it may have; nothing known if the answer leaves every value possible.
        open_answer: an answer such as "not_assessed", which leaves every value possible; blank for any other.
        as_written: how a number was written that was converted from another unit or is approximate; else blank.
        unit_question: the unit in which a bare number may be meant; None if there is no doubt.
        aged: how old the answer is; None if nobody said so.
    """

    read: Known
    open_answer: str = ""
    as_written: str = ""
    unit_question: UnitQuestion | None = None
    aged: AgedFact | None = None


def given_facts(
    facts: Mapping[str, Known],
    open_answers: Mapping[str, str],
    written: Mapping[str, str],
    unit_questions: Sequence[UnitQuestion],
    aged: Sequence[AgedFact],
) -> dict[str, GivenFact]:
    """Return what was given fact by fact, from the columns of a result."""
    questions = {each.fact: each for each in unit_questions}
    ages = {each.fact: each for each in aged}
    return {
        name: GivenFact(
            facts.get(name, NOTHING_KNOWN),
            open_answers.get(name, ""),
            written.get(name, ""),
            questions.get(name),
            ages.get(name),
        )
        for name in dict.fromkeys((*facts, *open_answers, *written, *questions, *ages))
    }
