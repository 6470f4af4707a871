"""What stands below the fields, and which of them options wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from drawn_field import Note
from encounter import Encounter
from questions import FormSection
from screener import Problem
from screener.wording.facts import unit_question_texts
from screener.wording.wording import Wording

_NOTHING = Note()


@dataclass(frozen=True, slots=True)
class FieldNotes:
    """The notes of one encounter.

    Attributes:
        wanted: the facts that options wait for.
        with_problems: the facts whose answers have a problem.
    """

    wanted: frozenset[str]
    with_problems: frozenset[str]
    _notes: Mapping[str, Note] = field(default_factory=dict)

    def of(self, fact: str) -> Note:
        """Return what stands below the field of a fact."""
        return self._notes.get(fact, _NOTHING)


def notes_of(encounter: Encounter, parts: Iterable[FormSection], wording: Wording) -> FieldNotes:
    """Return what is to be said below each field."""
    problems = _problems_by_fact(encounter, tuple(parts), wording)
    screening = encounter.screening
    asks = unit_question_texts(screening, wording) if screening else {}
    settled = frozenset(screening.no_longer_matters or ()) if screening else frozenset[str]()
    notes = {
        fact: Note(tuple(problems.get(fact, ())), asks.get(fact, ""), fact in settled)
        for fact in (*problems, *asks, *settled)
    }
    return FieldNotes(_wanted(encounter), frozenset(problems), notes)


def facts_of(problem: Problem, parts: Iterable[FormSection]) -> list[str]:
    """Return the fields a problem is about: its own, or those that do not go together."""
    fields = {field.fact for part in parts for field in part.all_fields}
    return [fact for fact in dict.fromkeys((problem.subject, *problem.related)) if fact in fields]


def _problems_by_fact(encounter: Encounter, parts: tuple[FormSection, ...], wording: Wording) -> dict[str, list[str]]:
    by_fact: dict[str, list[str]] = {}
    for problem in encounter.problems:
        for fact in facts_of(problem, parts):
            by_fact.setdefault(fact, []).append(wording.problem(problem))
    return by_fact


def _wanted(encounter: Encounter) -> frozenset[str]:
    options = encounter.screening.options.values() if encounter.screening else ()
    return frozenset(each.fact for option in options if option.status == "cannot_tell" for each in option.missing or ())
