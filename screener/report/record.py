"""A screening as JSON, with its limits, that no clinician reviewed the rules, and one sentence for every option."""

from __future__ import annotations

from dataclasses import dataclass

from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.result.next_steps import Flip, NextQuestion
from screener.result.screening import Screening
from screener.wording.about import limits_of
from screener.wording.sentence import Explained, explain
from screener.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """What stands with every result.

    Attributes:
        disclaimer: what it is for, and what it is not.
        version: which rules and which program spoke, and whether a clinician reviewed the rules.
    """

    disclaimer: tuple[str, ...]
    version: str


class ScreeningRecord(Screening):
    """A screening as it is written to a file.

    Attributes:
        notice: its limits, in words.
        in_one_sentence: every option's status in one sentence, by option.
        next_questions: the questions that can still change something, the most useful first; None if not asked for.
        flips: the smallest changes that would alter each option's status; None if not asked for.
    """

    notice: Disclaimer
    in_one_sentence: dict[str, Explained]
    next_questions: tuple[NextQuestion, ...] | None
    flips: dict[str, tuple[Flip, ...]] | None


def record_of(screening: Screening, wording: Wording, program: str, wanted: Wanted = NOTHING_ELSE) -> ScreeningRecord:
    """Return a screening together with its limits and with a sentence for every option.

    Args:
        screening: the answer for one patient.
        wording: the words.
        program: the program's version.
        wanted: what else is to be told.
    """
    limits = limits_of(wording)
    disclaimer = limits.above, limits.when_to_call, limits.below
    notice = Disclaimer(disclaimer, wording.version(screening.knowledge, program))
    fields = {name: getattr(screening, name) for name in Screening.model_fields}
    sentences = {name: explain(option, wording) for name, option in screening.options.items()}
    return ScreeningRecord.model_construct(
        **fields,
        notice=notice,
        in_one_sentence=sentences,
        next_questions=wanted.questions,
        flips=None if wanted.flips is None else dict(wanted.flips),
    )
