"""What the session of one browser tab holds about one patient: gone with the tab, or when it is cleared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from screener import Examination, Problem, Screening
from screener.result.next_steps import Flip, NextQuestion

_KEY = "encounter"
_ANSWER = "answer"


@dataclass(frozen=True)
class Encounter:
    """One patient in front of one nurse.

    Attributes:
        number: how many patients this tab has seen; a new number means new, empty fields.
        typed: what stood in the fields when they were last sent, by fact.
        example: the name of the example that was loaded, or empty.
        also: what was picked as possible besides the fields' own answers, by key.
        are_stale_unknown: True if outdated values shall count as unknown.
        examination: what the rules say, and what else can be asked about it, or None.
        questions: what can still change something, the most useful first.
        flips: the smallest changes that would alter each option's status; None until somebody asks.
        problems: what was wrong with the answers.
        flip_problems: why the flips could not be worked out.
        goes_to: what to focus once on the next run: the key of a field or the id of an element.
    """

    number: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    also: tuple[str, ...] = ()
    are_stale_unknown: bool = False
    examination: Examination | None = None
    questions: tuple[NextQuestion, ...] = ()
    flips: Mapping[str, tuple[Flip, ...]] | None = None
    problems: tuple[Problem, ...] = ()
    flip_problems: tuple[Problem, ...] = ()
    goes_to: str = ""

    @property
    def screening(self) -> Screening | None:
        """What the rules say, or None."""
        return self.examination.screening if self.examination else None

    def answer_key(self, fact: str) -> str:
        """Return where the tab keeps what stands in a fact's field."""
        return f"{_ANSWER}-{self.number}-{fact}"


def current() -> Encounter:
    """Return the patient this tab is about."""
    encounter = st.session_state.get(_KEY)
    return encounter if isinstance(encounter, Encounter) else Encounter()


def keep(encounter: Encounter) -> None:
    """Keep the patient until the next run of this tab."""
    st.session_state[_KEY] = encounter


def take_focus() -> str:
    """Return what to focus now; it is asked for once."""
    encounter = current()
    if encounter.goes_to:
        keep(replace(encounter, goes_to=""))
    return encounter.goes_to


def start_next(goes_to: str = "") -> Encounter:
    """Forget everything about the patient and return an empty encounter with fields of its own."""
    number = current().number + 1
    for key in list(st.session_state):
        del st.session_state[key]
    encounter = Encounter(number=number, goes_to=goes_to)
    keep(encounter)
    return encounter
