"""What can be done next: questions whose answer can still change something, and the smallest changes of a status."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.facts import PATIENT, WORK_UP, KnownAt, Who
from screener.result.known import Span
from screener.result.option import Status


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question whose answer can still change something.

    Attributes:
        fact: the fact to ask for, or the score to ask for instead of the facts behind it.
        answers: the open facts it would answer; the fact itself, or those that matter only through the score.
        bears_on: the options whose answer it can still change, in their fixed order.
        usefulness: its points divided by its effort, above 0; orders questions and means nothing else.
        known_at: when it is usually known.
        who: who usually knows it.
    """

    fact: str
    answers: tuple[str, ...]
    bears_on: tuple[str, ...]
    usefulness: float
    known_at: KnownAt
    who: tuple[Who, ...]

    @property
    def is_for_patients(self) -> bool:
        """True if patients usually know the answer themselves."""
        return PATIENT in self.who and self.known_at != WORK_UP


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a flip.

    Attributes:
        fact: its name, of an asked fact or a stated score.
        values: the values with which the status would be the flip's; of a set of facts, the nearest value alone.
        nearest: the value nearest to the patient's own; it was replayed.
    """

    fact: str
    values: tuple[Span, ...]
    nearest: Span


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest change of known facts that would alter an option's status: the facts, and the status it would have."""

    changes: tuple[Change, ...]
    status: Status
