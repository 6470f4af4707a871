"""The usual reading in a result: the premises it rests on, and what follows for each option."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.premises import Confirmation, Tier
from screener.knowledge.texts import Text
from screener.result.known import Known


@dataclass(frozen=True, slots=True)
class PremiseResult:
    """A premise in force: what silence about a fact is taken to mean for this patient. It is no fact.

    Attributes:
        id: the premise's id, such as `ecog.1`.
        fact: the silent fact or score.
        taken_as: the values it is taken to have.
        tier: why silence speaks: headline, report, history, known, referral, exception.
        confirm: when it must be asked: before_talk, before_procedure, none.
        why: why silence may be taken so.
        risk: what happens if that is wrong.
    """

    id: str
    fact: str
    taken_as: Known
    tier: Tier
    confirm: Confirmation
    why: Text
    risk: Text


@dataclass(frozen=True, slots=True)
class UsualResult:
    """The premises of a patient.

    Attributes:
        premises: those in force, fact by fact in the order of the chart.
        taken_back: those that were taken back, since no patient could agree with all of them.
    """

    premises: tuple[PremiseResult, ...]
    taken_back: tuple[PremiseResult, ...]
