"""One patient: what was given for every fact, read into sets of possible values.

Files, forms and Python callers all come through `Patient.read`; it finds every problem at once and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Possible, everything
from screener.patient.ages import Age
from screener.patient.answer import AnswerReader
from screener.patient.numbers import UnitDoubt
from screener.problems import PatientError, Place, Problem


class PatientFacts(Mapping[str, object]):
    """The facts of a patient file, and where each stands in it."""

    def __init__(self, facts: Mapping[str, object], places: Mapping[str, Place]) -> None:
        """Keep the facts as written and the place of each."""
        self._facts = dict(facts)
        self._places = dict(places)

    def place_of(self, fact: str) -> Place | None:
        """Return where a fact stands in the file."""
        return self._places.get(fact)

    def __getitem__(self, fact: str) -> object:
        """Return what was written for a fact."""
        return self._facts[fact]

    def __iter__(self) -> Iterator[str]:
        """Go through the facts in the order written."""
        return iter(self._facts)

    def __len__(self) -> int:
        """Return how many facts were written."""
        return len(self._facts)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is known of one patient.

    Attributes:
        asked: the possible values of asked facts of which something is known.
        stated: the same for derived facts that the chart states.
        open_answers: answers such as "not assessed" that leave every value possible, by fact.
        written: how numbers were written that were converted from another unit or are approximate, by fact.
        unit_doubts: bare numbers that may be meant in another unit, by fact.
        ages: how old known answers are, where that was said, by fact.
    """

    asked: Mapping[str, Possible]
    stated: Mapping[str, Possible]
    open_answers: Mapping[str, str]
    written: Mapping[str, str] = field(default_factory=dict)
    unit_doubts: Mapping[str, UnitDoubt] = field(default_factory=dict)
    ages: Mapping[str, Age] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, object], knowledge: Knowledge, as_of: date | None = None) -> Patient:
        """Return the patient that raw answers describe.

        Args:
            raw: answers by fact name. Numbers as numbers or text, in any unit of the fact (`"32 mm"`); ranges as
                `"3-5"` or `{"min": 3, "max": 5}`, limits as `"under 3"` or `">= 2"`, sizes also as `"about 3"`;
                choices as text or a list of texts; yes/no as True, False, "yes" or "no"; `"unknown"`, None or leaving a
                fact out all mean unknown. Any of them may stand in `{"value": ..., "taken": "2026-11-23"}` or
                `{"value": ..., "age": "3 weeks"}`.
            knowledge: the rule base whose facts may be named.
            as_of: the day on which ages are counted; None if they are not.

        Raises:
            PatientError: everything that is wrong with the answers.
        """
        problems: list[Problem] = []
        known: dict[str, Possible] = {}
        open_answers: dict[str, str] = {}
        written: dict[str, str] = {}
        unit_doubts: dict[str, UnitDoubt] = {}
        ages: dict[str, Age] = {}
        for name, value in raw.items():
            place = raw.place_of(name) if isinstance(raw, PatientFacts) else None
            reader = AnswerReader(str(name), knowledge, place, as_of)
            possible = reader.read(value)
            problems.extend(reader.problems)
            if possible is not None and possible != everything(knowledge.domains[name]):
                known[name] = possible
                if reader.age is not None:
                    ages[name] = reader.age
            for answer in reader.open_answers:
                open_answers[name] = answer
            if reader.written:
                written[name] = reader.written
            if reader.unit_doubt is not None:
                unit_doubts[name] = reader.unit_doubt
        if problems:
            raise PatientError(problems)
        return cls(
            {name: possible for name, possible in known.items() if name in knowledge.fact_by_id},
            {name: possible for name, possible in known.items() if name in knowledge.derived_by_id},
            open_answers,
            written,
            unit_doubts,
            ages,
        )
